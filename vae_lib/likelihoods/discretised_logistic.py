"""The discretised logistic likelihood of 8-bit images."""

import keras
from keras import ops

from vae_lib.likelihoods.base import aligned, per_example
from vae_lib.likelihoods.decoder_gaussian import TwoParameters

LEVELS = 256  # grey levels k / 255
HALF_A_LEVEL = 0.5 / (LEVELS - 1)


@keras.saving.register_keras_serializable(package="vae_lib")
class DiscretisedLogistic(TwoParameters):
    """Likelihood of the 256 grey levels 0, 1/255, ..., 1: probabilities, so never above 0 nats.

    The decoder returns 2 D numbers for D pixels: the first half of its last axis is mu, the second
    half w, and the scale is s = 1e-4 + softplus(w). A level has the probability that a logistic
    variable with these parameters falls within half a level of it; the levels 0 and 1 also get
    all that lies beyond (Kingma et al., 2016; Salimans et al., 2017). So the 256 probabilities
    add up to 1, and `vae_lib.evaluation.bits_per_dimension` can be compared between models.
    """

    support = "a grey level k / 255 with k from 0 to 255"
    smallest = 1e-4

    def log_prob(self, x, params):
        """Log-probability of `x` in nats.

        With a and b the ends of the level in units of s around mu, the probability is
        sigmoid(b) - sigmoid(a) = sigmoid(b) sigmoid(-a) (1 - e^(a - b)): no difference of two
        nearly equal numbers is left.

        Args:
            x: Grey levels, shape `(batch, *event)`.
            params: mu and w, in the shape of `x` with a last axis of twice the length, or with a
                sample axis in front.

        Returns:
            Shape `(batch,)` or `(sample, batch)`, summed over the event.

        Raises:
            ValueError: If the shapes do not fit, or `x` holds anything but grey levels (seen only
                where `x` has a value, that is outside a compiled graph).
        """
        self.check_data(x)
        mu, s = self.both(params)
        x, mu = aligned(x, mu, "mu")
        below = ops.log_sigmoid((x - mu + HALF_A_LEVEL) / s)
        above = ops.log_sigmoid((mu - x + HALF_A_LEVEL) / s)
        width = ops.log(-ops.expm1(-2 * HALF_A_LEVEL / s))
        lowest, highest = x < HALF_A_LEVEL, x > 1 - HALF_A_LEVEL
        inside = below + above + width
        return per_example(ops.where(lowest, below, ops.where(highest, above, inside)), x)

    def mean(self, params):
        """mu, cut off at 0 and 1, in the shape of the data."""
        return ops.clip(self.both(params)[0], 0.0, 1.0)

    def sample(self, params, seed=None):
        """Grey levels drawn by the inverse of the distribution function, in the data's shape."""
        mu, s = self.both(params)
        u = keras.random.uniform(ops.shape(mu), 1e-7, 1 - 1e-7, dtype=mu.dtype, seed=seed)
        drawn = mu + s * (ops.log(u) - ops.log1p(-u))
        return ops.round(ops.clip(drawn, 0.0, 1.0) * (LEVELS - 1)) / (LEVELS - 1)

    def supports(self, x):
        """Where `x` is one of the 256 grey levels."""
        level = ops.cast(x, "float32") * (LEVELS - 1)
        near = ops.abs(level - ops.round(level)) < 1e-3
        return ops.logical_and(near, ops.logical_and(level > -0.5, level < LEVELS - 0.5))
