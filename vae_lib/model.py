"""The variational autoencoder: encoder, sample, decoder and the ELBO (equations 8 and 9)."""

import keras
from keras import ops

from vae_lib import likelihoods
from vae_lib.checks import require_not_negative
from vae_lib.densities import log_posterior
from vae_lib.engine import doors
from vae_lib.engine.assembly import (
    check_networks,
    data_shape_of,
    input_shapes,
    symbolic_input,
    warn_if_unregistered,
)
from vae_lib.engine.replicas import (
    refuse_stack,
    replicas,
    require_tensorflow,
    share_of_loss,
    zero_where_empty,
)
from vae_lib.engine.seeds import seed_of_noise
from vae_lib.engine.stacks import Stack, train_on_stack
from vae_lib.layers import Sampling
from vae_lib.likelihoods.base import at_least_float32
from vae_lib.priors import StandardNormal, has_units, require_prior

# What `get_config` writes. Raise it when a model saved before would be read wrongly.
FORMAT = 1


@keras.saving.register_keras_serializable(package="vae_lib")
class VAE(doors.Guarded):
    """A variational autoencoder that trains, evaluates and saves like any Keras model.

    `compute_loss` is the negative ELBO in nats per image. Its two terms are the metrics
    `reconstruction`, E_q[-log p(x|z)], and `kl`, KL(q(z|x) || p(z)). Compile it with an
    optimiser only; fit it on images only. Made within a strategy's scope, it trains under
    `tf.distribute`: `free_bits`, which looks at a whole batch, then sees a replica's part of it.

    `beta`, `free_bits`, regularisers and `add_loss` of the networks' layers change what training
    minimises, and with it the reported `loss` of the training images. `evaluate` and `val_loss`
    are the negative ELBO in any case.

    Args:
        encoder: Model from x to `{"mean", "logvar"}` of q(z|x), each of shape `(batch, K)`.
        decoder: Model from z to the parameters of p(x|z), in the shape that the likelihood asks
            for: for most the shape of the images.
        likelihood: What these parameters mean: an object from `vae_lib.likelihoods`, or the name
            of one.
        samples: Integer L, samples of z per image in the Monte Carlo estimate.
        beta: Float of at least 0, the weight of the KL in training (Higgins et al., 2017). It is
            kept in the variable `vae.beta`, so that a callback can change it between epochs.
        free_bits: Float of at least 0, nats of KL that each latent unit has for free in training:
            sum_k max(free_bits, mean over the batch of KL_k) (Kingma et al., 2016).
        seed: Integer, optional seed of these samples.
        prior: An object from `vae_lib.priors`; by default the standard normal distribution.
        data_shape: Shape of one image, where the encoder does not say it: a subclassed model does
            not. Without it such a VAE is built by the first images that it sees.

    Call arguments:
        x: Images, shape `(batch, *data_shape)`; flat ones are `(batch, D)`.

    Returns:
        A dictionary: `mean` and `logvar` of q(z|x), shape `(batch, K)`; `z`, shape
        `(samples, batch, K)`; `params` of p(x|z), shape `(samples, batch, *params_shape)`.

    Raises:
        ValueError: If encoder, decoder and likelihood do not fit together, the likelihood's name
            is unknown, or `beta` or `free_bits` is not a finite number of at least 0.

    Example:
        >>> from vae_lib.networks import dense_decoder, dense_encoder
        >>> vae = VAE(dense_encoder(9, 2), dense_decoder(9, 2), "bernoulli", seed=0)
        >>> vae.compile("adam")
        >>> history = vae.fit(np.eye(9), epochs=2, verbose=0).history
        >>> print(sorted(history), tuple(vae.sample(4).shape))
        ['kl', 'loss', 'reconstruction'] (4, 9)
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
        prior=None,
        data_shape=None,
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.encoder = encoder
        self.decoder = decoder
        self.likelihood = likelihoods.get(likelihood)
        self.prior = StandardNormal() if prior is None else require_prior(prior)
        self.sampling = Sampling(samples, seed=seed)
        # A variable: a float would be frozen into the graph at the first `fit`.
        beta = require_not_negative(beta, "beta")
        self.beta = keras.Variable(beta, trainable=False, dtype="float32", name="beta")
        self.free_bits = require_not_negative(free_bits, "free_bits")
        if self.free_bits and not has_units(self.prior):
            raise ValueError(
                "free_bits are taken from the exact KL of each unit, which this prior does not "
                "tell: leave free_bits out, or give the prior a method kl_per_unit(mean, logvar). "
                f"Received: free_bits={free_bits!r}, prior={type(self.prior).__name__}."
            )
        self.reconstruction_metric = keras.metrics.Mean(name="reconstruction")
        self.kl_metric = keras.metrics.Mean(name="kl")
        self.refused_metric = keras.metrics.Sum(name=doors.REFUSED)
        self.looked_at_decoder = False
        self.data_shape = data_shape_of(self, data_shape)
        shapes = input_shapes(encoder)
        if not isinstance(shapes, dict):  # a subclassed encoder tells none
            known = self.data_shape is not None and self.keys is None
            shapes = (None, *self.data_shape) if known else None
        # A subclass with a `call` of its own may not have all its parts yet.
        if shapes is not None and type(self).call is VAE.call:
            self(symbolic_input(shapes))  # makes the weights, draws no noise
            self._tracker.unlock()  # and a subclass may still add layers and metrics

    def build(self, input_shape):
        """Make all weights for images of shape `(batch, *data_shape)`, of parts that fit."""
        self.data_shape = tuple(self.images_of(input_shape)[1:])
        self.latent_size, self.decoder_size = check_networks(self, input_shape)

    def build_from_config(self, config):
        """Make the weights of a loaded model, with those of the layers that a subclass adds."""
        if type(self).call is VAE.call or "input_shape" not in config:
            return super().build_from_config(config)
        self(symbolic_input(config["input_shape"]))

    def images_of(self, data):
        """The images in what the model is trained on: for a `VAE` that is all."""
        return data

    def call(self, x, training=None):
        return self.draw(x, self.sampling, training)

    def draw(self, x, sampling, training=None):
        """What `call` returns, with z from another layer than the model's own `Sampling`."""
        q = self.encode(x, training)
        z = sampling(q["mean"], q["logvar"])
        return {**q, "z": z, "params": self.decode_for(x, z, training)}

    def encode(self, x, training=None):
        """The encoder's `mean` and `logvar` of q(z|x), each of shape `(batch, K)`."""
        q = self.encoder(x, training=training)
        return {name: at_least_float32(q[name]) for name in ("mean", "logvar")}

    def decode(self, z, training=None):
        """The decoder's output for z of shape `(..., K)`, with the leading axes kept."""
        flat = self.decoder(ops.reshape(z, (-1, z.shape[-1])), training=training)
        params = ops.reshape(flat, (*ops.shape(z)[:-1], *ops.shape(flat)[1:]))
        return at_least_float32(params)

    def decode_for(self, x, z, training=None):
        """`decode` for latents of what the model is trained on: a `VAE` needs no more than z."""
        return self.decode(z, training)

    def elbo_terms(self, x, outputs):
        """The two terms of equation 8 for each image.

        Args:
            x: Images, shape `(batch, *data_shape)`.
            outputs: What `call(x)` returned.

        Returns:
            `(log_likelihood, kl)`, each of shape `(batch,)`, in nats. The first is the average
            over the L samples (equation 19), the second is exact (equation 13) for the standard
            normal prior.
        """
        log_likelihood = ops.mean(self.likelihood.log_prob(x, outputs["params"]), axis=0)
        kl = self.prior.kl(outputs["mean"], outputs["logvar"], outputs.get("z"))
        return log_likelihood, kl

    def log_weights(self, x, outputs):
        """Logarithms of the importance weights p(x|z) p(z) / q(z|x), one for each sample of z.

        Their mean over the samples estimates the ELBO without the closed-form KL; the logarithm
        of the mean weight estimates log p(x) (Burda et al., 2016).

        Args:
            x: Images, shape `(batch, *data_shape)`.
            outputs: What `call(x)` returned.

        Returns:
            Shape `(samples, batch)`, in nats.
        """
        z = outputs["z"]
        log_joint = self.likelihood.log_prob(x, outputs["params"]) + self.prior.log_prob(z)
        return log_joint - log_posterior(z, outputs["mean"], outputs["logvar"])

    def log_joint(self, x, z):
        """log p(x, z) in nats, shape `(samples, batch)`, for z of shape `(samples, batch, K)`."""
        params = self.decode_for(x, z)
        return self.likelihood.log_prob(self.images_of(x), params) + self.prior.log_prob(z)

    def training_loss(self, x, outputs, log_likelihood, kl):
        """What training minimises: the negative ELBO, with `beta` and `free_bits` in it.

        Args:
            x: Images, shape `(batch, *data_shape)`.
            outputs: What `call(x)` returned.
            log_likelihood: Shape `(batch,)`, from `elbo_terms`.
            kl: Shape `(batch,)`, from `elbo_terms`.

        Returns:
            A scalar in nats, the mean over the batch.
        """
        if self.free_bits:
            per_unit = ops.mean(self.prior.kl_per_unit(outputs["mean"], outputs["logvar"]), axis=0)
            kl = ops.sum(ops.maximum(per_unit, self.free_bits))
        return -ops.mean(log_likelihood - self.beta * kl)

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        """The negative ELBO, averaged over the batch; the arguments are Keras's own.

        In training `training_loss`, plus what the networks' layers add: regularisers and
        `add_loss`. Under `tf.distribute` it is this replica's share (`share_of_loss`).
        """
        doors.refuse_targets(y, sample_weight)
        x = self.images_of(x)
        if training:
            self.likelihood.observe(x, y_pred["params"])
        log_likelihood, kl = self.elbo_terms(x, y_pred)
        self.reconstruction_metric.update_state(-log_likelihood)
        self.kl_metric.update_state(kl)
        self.refused_metric.update_state(doors.count_refused(self.likelihood, x))
        if not training:
            loss, added = -ops.mean(log_likelihood - kl), []
        else:
            loss, added = self.training_loss(x, y_pred, log_likelihood, kl), self.losses
        terms = [loss, *(ops.sum(ops.cast(each, loss.dtype)) for each in added)]
        size = ops.shape(x)[0]
        loss, *added = (zero_where_empty(term, size) for term in terms)
        return share_of_loss(sum(added, loss))

    def train_step(self, *arguments):
        """Keras's step; for a `Stack` of batches, one such step for each of them, in turn.

        Stacks come from `vae_lib.data.batches(..., stack=n)`. Compiled with `jit_compile=True`,
        the n steps are one XLA program: the fastest way to train a small model. Under
        `tf.distribute` a stack is a `ValueError`, on another backend a `RuntimeError`.

        Args:
            *arguments: A batch, behind JAX's state of the model on that backend.
        """
        data = arguments[-1]
        if not isinstance(data, Stack):
            return super().train_step(*arguments)
        require_tensorflow("Stacks of batches are trained on")
        refuse_stack(data, replicas())
        train_on_stack(super().train_step, data)
        return self.get_metrics_result()

    def reconstruct(self, x):
        """The mean of p(x|z) at z = m for images x, in their shape."""
        return self.likelihood.mean(self.decode_for(x, self.encode(x, False)["mean"], False))

    def predict_step(self, *arguments):
        """`predict` reconstructs; on JAX it is given the model's state, and returns it as well."""
        *state, data = arguments
        x, _, _ = keras.utils.unpack_x_y_sample_weight(data)
        if not state:
            return self.reconstruct(x)
        variables = self.trainable_variables + self.non_trainable_variables
        values = [value for part in state[0] for value in part]
        with keras.StatelessScope(zip(variables, values, strict=True)):
            return self.reconstruct(x), state[0][1]

    def sample(self, count, seed=None, noise=False):
        """Images from the prior, shape `(count, *data_shape)`.

        Args:
            count: Integer, how many latent vectors to draw.
            seed: Integer, optional.
            noise: False for the means of p(x|z), True for draws from it.
        """
        z = self.prior.sample(count, self.require_latent_size(), seed)
        return self.means_or_draws(self.decode(z, False), seed, noise)

    def require_latent_size(self):
        """K; raises a `ValueError` where the model has no weights yet."""
        if not hasattr(self, "latent_size"):
            raise ValueError(
                f"This {type(self).__name__} has no weights yet, as its encoder does not say what "
                "it reads: make it with data_shape=..., or fit it first."
            )
        return self.latent_size

    def means_or_draws(self, params, seed, noise):
        """What `sample` returns, for latents of prior draws with that seed."""
        if not noise:
            return self.likelihood.mean(params)
        return self.likelihood.sample(params, seed_of_noise(seed))

    def get_config(self):
        parts = {name: getattr(self, name) for name in PARTS}
        warn_if_unregistered(parts)
        return {
            **super().get_config(),
            "format": FORMAT,
            **{name: keras.saving.serialize_keras_object(part) for name, part in parts.items()},
            "samples": self.sampling.samples,
            "beta": float(self.beta.numpy()),
            "free_bits": self.free_bits,
            "seed": self.sampling.seed,
            "data_shape": self.data_shape,
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
            for name in PARTS
            if name in config
        }
        return cls(**{**config, **parts})


# The layers that a saved model consists of.
PARTS = ("encoder", "decoder", "likelihood", "prior")
