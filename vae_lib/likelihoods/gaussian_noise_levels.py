"""Gaussian likelihoods that find their standard deviation in training."""

import keras
from keras import ops

from vae_lib.checks import require_count, require_positive
from vae_lib.likelihoods.gaussian import GaussianLikelihood, optimal_sigma

# One grey level of 8-bit data. A standard deviation below it describes the rounding of the pixels,
# and where a pixel never changes the density would grow without limit.
GREY_LEVEL = 1.0 / 255.0


@keras.saving.register_keras_serializable(package="vae_lib")
class LearnedGaussian(GaussianLikelihood):
    """Gaussian likelihood whose standard deviation is learned with the networks' weights.

    sigma = min_sigma + exp(w), with w a weight: one number, or one for each pixel.

    Args:
        size: Integer, 1 for one sigma of all pixels, or D for one sigma of each.
        initial_sigma: Float above `min_sigma`, where training starts.
        min_sigma: Float above 0, the limit that sigma approaches where the data never vary. By
            default one grey level of 8-bit data.

    Raises:
        ValueError: If an argument is not of that kind.
    """

    def __init__(self, size=1, initial_sigma=0.3, min_sigma=GREY_LEVEL, **kwargs):
        super().__init__(**kwargs)
        self.size = require_count(size, "size")
        self.initial_sigma = require_positive(initial_sigma, "initial_sigma")
        self.min_sigma = require_positive(min_sigma, "min_sigma")
        if self.initial_sigma <= self.min_sigma:
            raise ValueError(
                "initial_sigma must be above min_sigma. Received: "
                f"initial_sigma={initial_sigma!r}, min_sigma={min_sigma!r}."
            )
        excess = ops.convert_to_numpy(ops.log(self.initial_sigma - self.min_sigma))
        self.log_excess = self.add_weight(
            shape=(self.size,), initializer=keras.initializers.Constant(excess), name="log_excess"
        )

    @property
    def sigma(self):
        """The standard deviation now, shape `(1,)` or `(D,)`."""
        return self.min_sigma + ops.exp(self.log_excess)

    def log_prob(self, x, params):
        if self.size not in (1, params.shape[-1]):
            raise ValueError(
                f"This likelihood has a sigma for each of {self.size} pixels, and the decoder "
                f"gives {params.shape[-1]}. Pass LearnedGaussian(size={params.shape[-1]})."
            )
        return super().log_prob(x, params)

    def get_config(self):
        return {
            **super().get_config(),
            "size": self.size,
            "initial_sigma": self.initial_sigma,
            "min_sigma": self.min_sigma,
        }


@keras.saving.register_keras_serializable(package="vae_lib")
class OptimalGaussian(GaussianLikelihood):
    """Gaussian likelihood whose standard deviation is the best one for each training batch.

    This is the sigma-VAE (Rybkin et al., 2021). For given means the likelihood has its maximum
    over sigma in closed form (`optimal_sigma`), so there is nothing to learn. At a maximum the
    derivative by sigma is zero; sigma may therefore be taken for a constant when the gradient by
    the decoder's weights is computed.

    Under `tf.distribute` it is the mean of the replicas' sigmas.

    In evaluation sigma is that of the last training batch. Before you report a likelihood,
    compute it from validation images instead: `Gaussian(optimal_sigma(x, params))`.

    Args:
        min_sigma: Float above 0, the smallest sigma to use. By default one grey level of 8-bit
            data.

    Raises:
        ValueError: If `min_sigma` is not a finite number above 0.
    """

    def __init__(self, min_sigma=GREY_LEVEL, **kwargs):
        super().__init__(**kwargs)
        self.min_sigma = require_positive(min_sigma, "min_sigma")
        self.sigma = self.add_weight(
            shape=(), initializer="ones", trainable=False, aggregation="mean", name="sigma"
        )

    def observe(self, x, params):
        """Set sigma to the best one for these images and the decoder's means."""
        sigma = ops.stop_gradient(optimal_sigma(x, params))
        self.sigma.assign(ops.maximum(sigma, self.min_sigma))

    def get_config(self):
        return {**super().get_config(), "min_sigma": self.min_sigma}
