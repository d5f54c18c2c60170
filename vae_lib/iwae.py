"""The importance-weighted autoencoder: a VAE that is trained on a tighter bound."""

import keras
from keras import ops

from vae_lib.importance import log_mean_exp
from vae_lib.model import VAE


@keras.saving.register_keras_serializable(package="vae_lib")
class IWAE(VAE):
    """A VAE whose training maximises the importance-weighted bound (Burda et al., 2016).

    With k samples of z the bound is E[log (1/k sum_i w_i)], w_i = p(x|z_i) p(z_i) / q(z_i|x). It
    is the ELBO for k = 1 and approaches log p(x) as k grows. Its gradient is the sum of the
    gradients of log w_i with the weights w_i / sum_j w_j: the sample that explains the image
    best counts most.

    As for every `VAE`, `evaluate` and `val_loss` are the negative ELBO, which training on this
    bound makes worse by design. So the metric `bound` reports minus the bound, in training and
    in validation alike: stop and choose by `monitor="val_bound"`. For its error, and for more
    samples than in training, use `vae_lib.evaluation.importance_weighted_bound`.

    Args:
        encoder: As for `VAE`.
        decoder: As for `VAE`.
        likelihood: As for `VAE`.
        samples: Integer k, samples of z per image.
        beta: As for `VAE`, to warm the KL up: w_i becomes p(x|z_i) (p(z_i) / q(z_i|x))^beta.
        **kwargs: `seed`, `name` and the like, as for `VAE`.

    Raises:
        ValueError: As for `VAE`, and for `free_bits`: this bound has no KL term to take them
            from.
    """

    def __init__(self, encoder, decoder, likelihood, samples=5, beta=1.0, **kwargs):
        super().__init__(encoder, decoder, likelihood, samples=samples, beta=beta, **kwargs)
        if self.free_bits:
            raise ValueError(
                "The importance-weighted bound has no KL term from which free_bits could be "
                f"taken: leave them out, or use a VAE. Received: free_bits={self.free_bits!r}."
            )

        self.bound_metric = keras.metrics.Mean(name="bound")

    def training_loss(self, x, outputs, log_likelihood, kl):
        log_weights = self.log_weights(x, outputs)
        log_decoder = self.likelihood.log_prob(x, outputs["params"])
        log_weights = log_decoder + self.beta * (log_weights - log_decoder)
        return -ops.mean(log_mean_exp(log_weights))

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        loss = super().compute_loss(x, y, y_pred, sample_weight, training)
        log_weights = self.log_weights(self.images_of(x), y_pred)
        self.bound_metric.update_state(-log_mean_exp(log_weights))
        return loss
