"""Priors p(z): what the posterior is held against, and where new images start."""

import keras
from keras import ops

from vae_lib.checks import require_count
from vae_lib.densities import log_posterior, log_prior
from vae_lib.divergences import kl_per_unit, kl_to_standard_normal


@keras.saving.register_keras_serializable(package="vae_lib")
class StandardNormal(keras.layers.Layer):
    """The prior N(0, I) of the book (equation 5), to which the KL is known exactly.

    A prior of your own is a Keras layer with `log_prob`, `kl`, `sample` and `exact`, and is
    registered with `@keras.saving.register_keras_serializable()`. For `free_bits` it needs
    `kl_per_unit` as well.

    Attributes:
        exact: Whether `kl` is a closed form, so that it does not depend on the draws z.
    """

    exact = True

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.built = True

    def log_prob(self, z):
        """log p(z) in nats: from shape `(..., K)` to shape `(...,)`."""
        return log_prior(z)

    def kl(self, mean, logvar, z):
        """KL(q(z|x) || p(z)) in nats, shape `(batch,)`, for q of shape `(batch, K)`."""
        return kl_to_standard_normal(mean, logvar)

    def kl_per_unit(self, mean, logvar):
        """The K terms of `kl`, one for each latent unit, shape `(batch, K)`."""
        return kl_per_unit(mean, logvar)

    def sample(self, count, latent_size, seed=None):
        """Draws from the prior, shape `(count, K)`."""
        return keras.random.normal((count, latent_size), seed=seed)


@keras.saving.register_keras_serializable(package="vae_lib")
class MixturePrior(StandardNormal):
    """A learned prior: a mixture of C Gaussians, p(z) = 1/C sum_c N(z | m_c, diag(s_c^2)).

    No closed form is known for the KL to it. So `kl` is the Monte Carlo estimate with the draws
    z of shape `(samples, batch, K)`, the mean over them of log q(z|x) - log p(z).

    Args:
        latent_size: Integer K.
        components: Integer C.

    Raises:
        ValueError: If an argument is not a whole number of at least 1.
    """

    exact = False

    def __init__(self, latent_size, components=10, **kwargs):
        super().__init__(**kwargs)
        self.latent_size = require_count(latent_size, "K")
        self.shape = require_count(components, "components"), self.latent_size
        self.mean = self.add_weight(shape=self.shape, initializer="random_normal", name="mean")
        self.logvar = self.add_weight(shape=self.shape, initializer="zeros", name="logvar")

    def log_prob(self, z):
        each = log_posterior(z[..., None, :], self.mean, self.logvar)
        return ops.logsumexp(each, axis=-1) - ops.log(ops.cast(self.shape[0], each.dtype))

    def kl(self, mean, logvar, z):
        return ops.mean(log_posterior(z, mean, logvar) - self.log_prob(z), axis=0)

    def sample(self, count, latent_size, seed=None):
        seeds = keras.random.SeedGenerator(seed)
        component = keras.random.randint((count,), 0, self.shape[0], seed=seeds)
        epsilon = keras.random.normal((count, latent_size), dtype=self.mean.dtype, seed=seeds)
        spread = ops.exp(ops.take(self.logvar, component, axis=0) / 2)
        return ops.take(self.mean, component, axis=0) + spread * epsilon

    def get_config(self):
        components, latent_size = self.shape
        return {**super().get_config(), "latent_size": latent_size, "components": components}


def require_prior(prior):
    """The prior itself; raises a `ValueError` for what has not the methods of one."""
    methods = ("log_prob", "kl", "sample", "exact")
    if not isinstance(prior, keras.layers.Layer) or not all(hasattr(prior, m) for m in methods):
        raise ValueError(
            "prior must be an object from vae_lib.priors, such as MixturePrior(latent_size=2), or "
            f"a layer with {', '.join(methods)}. Received: {prior!r}."
        )
    return prior


def has_units(prior):
    """Whether a prior's KL is a sum of exact terms, one for each unit, that are the prior's own."""
    kind = type(prior)
    own = getattr(kind, "kl_per_unit", StandardNormal.kl_per_unit)
    return prior.exact and (own is not StandardNormal.kl_per_unit or kind.kl is StandardNormal.kl)
