"""The variational autoencoder: encoder, sample, decoder and the ELBO (equations 8 and 9)."""

import keras
from keras import ops

from vae_lib import likelihoods
from vae_lib.checks import concrete, require_not_negative, require_rows
from vae_lib.densities import log_posterior, log_prior
from vae_lib.divergences import kl_per_unit, kl_to_standard_normal
from vae_lib.engine.replicas import check_distributed_fit, refuse_stack, replicas, share_of_loss
from vae_lib.layers import Sampling

# What `get_config` writes. Raise it when a model saved before would be read wrongly.
FORMAT = 1


@keras.saving.register_keras_serializable(package="vae_lib")
class VAE(keras.Model):
    """A variational autoencoder that trains, evaluates and saves like any Keras model.

    `compute_loss` is the negative ELBO in nats per image. Its two terms are the metrics
    `reconstruction`, E_q[-log p(x|z)], and `kl`, KL(q(z|x) || p(z)). Compile it with an
    optimiser only; fit it on images only. Made within a strategy's scope, it trains under
    `tf.distribute`: `free_bits`, which looks at a whole batch, then sees a replica's part of it.

    `beta` and `free_bits` change what training minimises, and with it the reported `loss` of the
    training images. `evaluate` and `val_loss` are the negative ELBO in any case.

    Args:
        encoder: Model from x to `{"mean", "logvar"}` of q(z|x), each of shape `(batch, K)`.
        decoder: Model from z to the parameters of p(x|z), of shape `(batch, D)`.
        likelihood: What these parameters mean: an object from `vae_lib.likelihoods`, or the name
            of one.
        samples: Integer L, samples of z per image in the Monte Carlo estimate.
        beta: Float of at least 0, the weight of the KL in training (Higgins et al., 2017). It is
            kept in the variable `vae.beta`, so that a callback can change it between epochs.
        free_bits: Float of at least 0, nats of KL that each latent unit has for free in training:
            sum_k max(free_bits, mean over the batch of KL_k) (Kingma et al., 2016).
        seed: Integer, optional seed of these samples.

    Call arguments:
        x: Images, shape `(batch, D)`.

    Returns:
        A dictionary: `mean` and `logvar` of q(z|x), shape `(batch, K)`; `z`, shape
        `(samples, batch, K)`; `params` of p(x|z), shape `(samples, batch, D)`.

    Raises:
        ValueError: If encoder and decoder do not fit together, the likelihood's name is unknown,
            or `beta` or `free_bits` is not a finite number of at least 0.
    """

    def __init__(
        self,
        encoder,
        decoder,
        likelihood,
        samples=1,
        beta=1.0,
        free_bits=0.0,
        seed=None,
        **kwargs,
    ):
        super().__init__(**kwargs)
        _check_networks(encoder, decoder)
        self.encoder = encoder
        self.decoder = decoder
        self.likelihood = likelihoods.get(likelihood)
        self.sampling = Sampling(samples, seed=seed)
        # A variable: a float would be frozen into the graph at the first `fit`.
        beta = require_not_negative(beta, "beta")
        self.beta = keras.Variable(beta, trainable=False, dtype="float32", name="beta")
        self.free_bits = require_not_negative(free_bits, "free_bits")
        self.reconstruction_metric = keras.metrics.Mean(name="reconstruction")
        self.kl_metric = keras.metrics.Mean(name="kl")

    def call(self, x):
        q = self.encoder(x)
        z = self.sampling(q["mean"], q["logvar"])
        return {"mean": q["mean"], "logvar": q["logvar"], "z": z, "params": self.decode(z)}

    def decode(self, z):
        """The decoder's output for z of shape `(..., K)`, with the leading axes kept."""
        flat = self.decoder(ops.reshape(z, (-1, z.shape[-1])))
        return ops.reshape(flat, (*ops.shape(z)[:-1], flat.shape[-1]))

    def elbo_terms(self, x, outputs):
        """The two terms of equation 8 for each image.

        Args:
            x: Images, shape `(batch, D)`.
            outputs: What `call(x)` returned.

        Returns:
            `(log_likelihood, kl)`, each of shape `(batch,)`, in nats. The first is the average
            over the L samples (equation 19), the second is exact (equation 13).
        """
        log_likelihood = ops.mean(self.likelihood.log_prob(x, outputs["params"]), axis=0)
        return log_likelihood, kl_to_standard_normal(outputs["mean"], outputs["logvar"])

    def log_weights(self, x, outputs):
        """Logarithms of the importance weights p(x|z) p(z) / q(z|x), one for each sample of z.

        Their mean over the samples estimates the ELBO without the closed-form KL; the logarithm
        of the mean weight estimates log p(x) (Burda et al., 2016).

        Args:
            x: Images, shape `(batch, D)`.
            outputs: What `call(x)` returned.

        Returns:
            Shape `(samples, batch)`, in nats.
        """
        z = outputs["z"]
        log_joint = self.likelihood.log_prob(x, outputs["params"]) + log_prior(z)
        return log_joint - log_posterior(z, outputs["mean"], outputs["logvar"])

    def training_loss(self, x, outputs, log_likelihood, kl):
        """What training minimises: the negative ELBO, with `beta` and `free_bits` in it.

        Args:
            x: Images, shape `(batch, D)`.
            outputs: What `call(x)` returned.
            log_likelihood: Shape `(batch,)`, from `elbo_terms`.
            kl: Shape `(batch,)`, from `elbo_terms`.

        Returns:
            A scalar in nats, the mean over the batch.
        """
        if self.free_bits:
            per_unit = ops.mean(kl_per_unit(outputs["mean"], outputs["logvar"]), axis=0)
            kl = ops.sum(ops.maximum(per_unit, self.free_bits))
        return -ops.mean(log_likelihood - self.beta * kl)

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        """The negative ELBO, averaged over the batch; the arguments are Keras's own.

        Under `tf.distribute` it is this replica's share of that average (`share_of_loss`).
        """
        if y is not None or sample_weight is not None:
            raise ValueError(
                "A VAE learns from images alone: leave out the targets y and sample_weight. "
                f"Received y={type(y).__name__}, sample_weight={type(sample_weight).__name__}."
            )
        if training:
            self.likelihood.observe(x, y_pred["params"])
        log_likelihood, kl = self.elbo_terms(x, y_pred)
        self.reconstruction_metric.update_state(-log_likelihood)
        self.kl_metric.update_state(kl)
        if training:
            return share_of_loss(self.training_loss(x, y_pred, log_likelihood, kl))
        elbo = log_likelihood - kl
        return share_of_loss(-ops.mean(elbo))

    def train_step(self, data):
        """Keras's step; for a stack of batches, one such step for each of them, in turn.

        A stack, from `vae_lib.data.batches(..., stack=n)`, has shape `(n, batch, D)`. Compiled
        with `jit_compile=True`, its n steps are one XLA program: the fastest way to train a
        small model. Under `tf.distribute` a stack is a `ValueError`.
        """
        if getattr(getattr(data, "shape", None), "rank", None) != 3:
            return super().train_step(data)
        refuse_stack(data, replicas())
        step = super().train_step

        def train_on(i, done):
            step(data[i])
            return done + 1

        ops.fori_loop(0, data.shape[0], train_on, 0)
        return self.get_metrics_result()

    def fit(self, x=None, *args, validation_data=None, **kwargs):
        """Keras's `fit`, after a look at the images: see `keras.Model.fit`."""
        check_distributed_fit(self, x)
        if isinstance(validation_data, tuple):
            validation_data = (self._checked(validation_data[0]), *validation_data[1:])
        return super().fit(self._checked(x), *args, validation_data=validation_data, **kwargs)

    def evaluate(self, x=None, *args, **kwargs):
        """Keras's `evaluate`, after a look at the images: see `keras.Model.evaluate`."""
        return super().evaluate(self._checked(x), *args, **kwargs)

    def reconstruct(self, x):
        """The mean of p(x|z) at z = m for images x of shape `(batch, D)`, in the same shape."""
        return self.likelihood.mean(self.decoder(self.encoder(x)["mean"]))

    def predict_step(self, data):
        """`predict` reconstructs."""
        x, _, _ = keras.utils.unpack_x_y_sample_weight(data)
        return self.reconstruct(x)

    def sample(self, count, seed=None):
        """Means of p(x|z) for `count` latent vectors drawn from the prior, shape `(count, D)`."""
        z = keras.random.normal((count, self.decoder.input_shape[-1]), seed=seed)
        return self.likelihood.mean(self.decoder(z))

    def get_config(self):
        return {
            **super().get_config(),
            "format": FORMAT,
            "encoder": keras.saving.serialize_keras_object(self.encoder),
            "decoder": keras.saving.serialize_keras_object(self.decoder),
            "likelihood": keras.saving.serialize_keras_object(self.likelihood),
            "samples": self.sampling.samples,
            "beta": float(self.beta.numpy()),
            "free_bits": self.free_bits,
            "seed": self.sampling.seed,
        }

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        written = config.pop("format", None)
        if written != FORMAT:
            raise ValueError(
                f"This model was saved in format {written}, and this version of vae_lib reads "
                f"format {FORMAT}. Load it with the version that saved it, save its weights with "
                "save_weights, and load them into a model that you build anew."
            )
        parts = {
            name: keras.saving.deserialize_keras_object(config[name])
            for name in ("encoder", "decoder", "likelihood")
        }
        return cls(**{**config, **parts})

    def _checked(self, x):
        if concrete(x) is None:
            return x
        images = require_rows(x, "x")
        self.likelihood.check_data(images)
        return images


def _check_networks(encoder, decoder):
    """Raise a `ValueError` where the encoder's output is not what the decoder reads."""
    heads = keras.tree.map_structure(lambda tensor: tensor.shape, encoder.output)
    if not isinstance(heads, dict) or set(heads) != {"mean", "logvar"}:
        raise ValueError(
            "The encoder must return a dictionary with the keys 'mean' and 'logvar'. "
            f"Received output shapes: {heads}."
        )
    sizes = {heads["mean"][-1], heads["logvar"][-1], decoder.input_shape[-1]}
    if len(sizes) > 1:
        raise ValueError(
            "The encoder's heads and the decoder's input must have one latent size K. Received "
            f"mean {heads['mean']}, logvar {heads['logvar']}, decoder input "
            f"{decoder.input_shape}."
        )
    if encoder.input_shape[-1] != decoder.output_shape[-1]:
        raise ValueError(
            "The decoder must return as many pixels as the encoder reads. Received encoder input "
            f"{encoder.input_shape} and decoder output {decoder.output_shape}."
        )
