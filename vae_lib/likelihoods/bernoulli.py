"""The Bernoulli likelihood of binary data."""

import keras
from keras import ops

from vae_lib.likelihoods.base import Likelihood, aligned, per_example


@keras.saving.register_keras_serializable(package="vae_lib")
class Bernoulli(Likelihood):
    """Factorised Bernoulli likelihood of binary data, from logits (equations 6 and 7).

    The decoder gives the logits a = log(rho / (1 - rho)), so that rho = sigmoid(a). Then
    x log(rho) + (1 - x) log(1 - rho) = x a - softplus(a), which stays exact where rho itself
    would round to 0 or 1.

    Example:
        >>> from vae_lib.likelihoods import Bernoulli
        >>> logits = np.array([[0.0, 0.0, 50.0]])
        >>> print(np.asarray(Bernoulli().log_prob(np.array([[0, 1, 1]]), logits)).round(3))
        [-1.386]
    """

    support = (
        "0 or 1 for a Bernoulli likelihood (equation 7): binarise grey levels with "
        "vae_lib.data.binarise, or use a likelihood for continuous data"
    )
    binary = True
    of_logits = True

    def log_prob(self, x, params):
        """Log-probability of `x` in nats.

        Args:
            x: Zeros and ones, shape `(batch, *event)`; for flat images `event` is `(D,)`.
            params: Logits in the shape of `x`, or with a sample axis in front.

        Returns:
            Shape `(batch,)` or `(sample, batch)`, summed over the event.

        Raises:
            ValueError: If the shapes differ, or `x` holds anything but 0 and 1 (seen only
                where `x` has a value, that is outside a compiled graph).
        """
        self.check_data(x)
        x, logits = aligned(x, params, "logits")
        return per_example(x * logits - ops.softplus(logits), x)

    def mean(self, params):
        """The probabilities rho of a pixel being 1, in the shape of the logits `params`."""
        return ops.sigmoid(params)

    def sample(self, params, seed=None):
        """Zeros and ones drawn with the probabilities rho, in the shape of `params`."""
        rho = self.mean(params)
        noise = keras.random.uniform(ops.shape(rho), dtype=rho.dtype, seed=seed)
        return ops.cast(noise < rho, rho.dtype)

    def supports(self, x):
        """Where `x` is 0 or 1."""
        return ops.logical_or(ops.equal(x, 0), ops.equal(x, 1))
