"""The Bernoulli likelihood of binary data."""

import keras
from keras import ops

from vae_lib.checks import concrete, require_binary, require_same_axes
from vae_lib.likelihoods.base import Likelihood


@keras.saving.register_keras_serializable(package="vae_lib")
class Bernoulli(Likelihood):
    """Factorised Bernoulli likelihood of binary data, from logits (equations 6 and 7).

    The decoder gives the logits a = log(rho / (1 - rho)), so that rho = sigmoid(a). Then
    x log(rho) + (1 - x) log(1 - rho) = x a - softplus(a), which stays exact where rho itself
    would round to 0 or 1.
    """

    def log_prob(self, x, params):
        """Log-probability of `x` in nats.

        Args:
            x: Zeros and ones, shape `(batch, D)`.
            params: Logits, shape `(batch, D)` or `(sample, batch, D)`.

        Returns:
            Shape `(batch,)` or `(sample, batch)`, summed over D.

        Raises:
            ValueError: If the shapes differ, or `x` holds anything but 0 and 1 (seen only
                where `x` has a value, that is outside a compiled graph).
        """
        self.check_data(x)
        logits = ops.convert_to_tensor(params)
        x = ops.cast(x, logits.dtype)
        require_same_axes(x, logits, "x", "logits")
        return ops.sum(x * logits - ops.softplus(logits), axis=-1)

    def mean(self, params):
        """The probabilities rho of a pixel being 1, in the shape of the logits `params`."""
        return ops.sigmoid(params)

    def sample(self, params, seed=None):
        """Zeros and ones drawn with the probabilities rho, in the shape of `params`."""
        rho = self.mean(params)
        noise = keras.random.uniform(ops.shape(rho), dtype=rho.dtype, seed=seed)
        return ops.cast(noise < rho, rho.dtype)

    def check_data(self, x):
        """Raise a `ValueError` where `x` has a value and is not binary."""
        values = concrete(x)
        if values is not None:
            require_binary(values, "x")
