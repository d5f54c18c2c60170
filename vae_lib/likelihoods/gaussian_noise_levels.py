"""Gaussian likelihoods that find their standard deviation in training."""

import keras
from keras import ops

from vae_lib.checks import require_count, require_not_negative, require_positive
from vae_lib.likelihoods.gaussian import GaussianLikelihood, optimal_sigma

# One grey level of 8-bit data. A standard deviation below it describes the rounding of the pixels,
# and where a pixel never changes the density would grow without limit.
GREY_LEVEL = 1.0 / 255.0


@keras.saving.register_keras_serializable(package="vae_lib")
class LearnedGaussian(GaussianLikelihood):
    """Gaussian likelihood whose standard deviation is learned with the networks' weights.

    sigma = min_sigma + exp(w), with w a weight: one number, or one for each pixel.

    Args:
        size: Integer, 1 for one sigma of all pixels, or D for one sigma of each; for images that
            are not flat the shape of an image, such as `(64, 64, 3)`.
        initial_sigma: Float above `min_sigma`, where training starts.
        min_sigma: Float above 0, the limit that sigma approaches where the data never vary. By
            default one grey level of 8-bit data.

    Raises:
        ValueError: If an argument is not of that kind.
    """

    def __init__(self, size=1, initial_sigma=0.3, min_sigma=GREY_LEVEL, **kwargs):
        super().__init__(**kwargs)
        flat = not isinstance(size, (tuple, list))
        axes = tuple(require_count(axis, "size") for axis in ([size] if flat else size or [0]))
        self.size = axes[0] if flat else axes
        self.initial_sigma = require_positive(initial_sigma, "initial_sigma")
        self.min_sigma = require_positive(min_sigma, "min_sigma")
        if self.initial_sigma <= self.min_sigma:
            raise ValueError(
                "initial_sigma must be above min_sigma. Received: "
                f"initial_sigma={initial_sigma!r}, min_sigma={min_sigma!r}."
            )
        excess = ops.convert_to_numpy(ops.log(self.initial_sigma - self.min_sigma))
        self.log_excess = self.add_weight(
            shape=axes,
            initializer=keras.initializers.Constant(excess),
            name="log_excess",
        )

    @property
    def sigma(self):
        """The standard deviation now, shape `(1,)`, `(D,)` or that of an image."""
        return self.min_sigma + ops.exp(self.log_excess)

    def log_prob(self, x, params):
        own, pixels = tuple(self.log_excess.shape), tuple(x.shape)[1:]
        fits = len(own) == len(pixels) and all(
            b in (a, None) for a, b in zip(own, pixels, strict=True)
        )
        if own != (1,) and not fits:
            size = pixels[0] if len(pixels) == 1 else pixels
            raise ValueError(
                f"This likelihood has a sigma for each of {self.size} pixels, and an image "
                f"has {size}. Pass LearnedGaussian(size={size})."
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
    """Gaussian likelihood whose standard deviation is the best one for the last training batches.

    This is the sigma-VAE (Rybkin et al., 2021). For given means the likelihood has its maximum
    over sigma in closed form (`optimal_sigma`), so there is nothing to learn. At a maximum the
    derivative by sigma is zero; sigma may therefore be taken for a constant when the gradient by
    the decoder's weights is computed.

    sigma^2 is a moving average of the batches' best ones, in training and in evaluation alike. A
    sigma from one batch would be as noisy as the batch is small, and a training loss with it
    would be flattered: each batch would be scored by a sigma that has seen it. Before you report
    a likelihood, compute sigma from validation images: `Gaussian(optimal_sigma(x, params))`.

    Under `tf.distribute` it is the mean over the replicas.

    Args:
        min_sigma: Float above 0, the smallest sigma to use. By default one grey level of 8-bit
            data.
        momentum: Float from 0, where sigma is that of the last batch, to below 1. The average
            reaches back over about 1 / (1 - momentum) batches.

    Raises:
        ValueError: If an argument is not of that kind.
    """

    def __init__(self, min_sigma=GREY_LEVEL, momentum=0.97, **kwargs):
        super().__init__(**kwargs)
        self.min_sigma = require_positive(min_sigma, "min_sigma")
        self.momentum = require_not_negative(momentum, "momentum")
        if self.momentum >= 1:
            raise ValueError(f"momentum must be below 1. Received: {momentum!r}.")
        options = {"shape": (), "trainable": False, "aggregation": "mean"}
        # Started at 0 and divided by `seen`, as Adam does: the average owes nothing to the start.
        self.mean_square = self.add_weight(initializer="zeros", name="mean_square", **options)
        self.seen = self.add_weight(initializer="zeros", name="seen", **options)

    @property
    def sigma(self):
        """The standard deviation now, a scalar; 1 before training."""
        variance = self.mean_square / ops.maximum(self.seen, 1e-7)
        fitted = ops.maximum(ops.sqrt(variance), self.min_sigma)
        return ops.where(self.seen > 0, fitted, 1.0)

    def observe(self, x, params):
        """Move sigma towards the best one for these images and the decoder's means."""
        variance = ops.stop_gradient(ops.square(optimal_sigma(x, params)))
        empty = ops.shape(x)[0] == 0  # a replica's part of a small batch may be
        for average, value in ((self.mean_square, variance), (self.seen, 1.0)):
            moved = self.momentum * average + (1 - self.momentum) * value
            average.assign(ops.where(empty, average, moved))

    def get_config(self):
        config = {"min_sigma": self.min_sigma, "momentum": self.momentum}
        return {**super().get_config(), **config}
