"""What all likelihoods share."""

import keras
from keras import ops

from vae_lib.checks import concrete, require_finite, require_same_axes


class Likelihood(keras.layers.Layer):
    """Turns the decoder's output `params` into a density of the data.

    Log-probabilities are in nats, one number per example: summed over all axes of the data but
    the batch, never averaged. For discrete data they are logarithms of probabilities and at most
    0; for real numbers they are logarithms of densities, which can be positive.

    A likelihood is a Keras layer, so that the model saves it and trains what it has to learn. It
    is not called: it offers `log_prob(x, params)`, `mean(params)` and `sample(params)`. A class
    of your own needs these three, `support` and `supports` if not all real numbers are data, and
    `@keras.saving.register_keras_serializable()`, so that a saved model can be loaded.

    Attributes:
        support: What the data must be, in words that complete "x must be ...".
        binary: Whether the data are zeros and ones, so that grey levels are to be binarised.
        of_logits: Whether `params` are logits, to which no sigmoid may have been applied.
    """

    support = "finite"
    binary = False
    of_logits = False

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.built = True  # it has all its weights from the start

    def params_shape(self, data_shape):
        """The shape of the decoder's output for one example of shape `data_shape`."""
        return tuple(data_shape)

    def supports(self, x):
        """Where `x` is what this likelihood can have made: booleans, also in a compiled graph."""
        # Of whole numbers in a graph `isfinite` is ones of an unknown size.
        return ops.isfinite(ops.cast(x, "float32"))

    def check_data(self, x):
        """Raise a `ValueError` where `x` has a value that this likelihood cannot have made."""
        values = concrete(x)
        if values is None:
            return
        values = values.astype("float32")
        require_finite(values, "x")
        supported = concrete(self.supports(values))  # a graph that holds x computes symbols
        if supported is None:
            return
        others = values[~supported]
        if others.size:
            raise ValueError(
                f"x must be {self.support}. Received {others.size} other values, such as "
                f"{others.ravel()[0]:g}."
            )

    def observe(self, x, params):
        """Look at a training batch before its loss is computed; most likelihoods need not."""


def aligned(x, params, name):
    """`x` and `params` as tensors of one type, which is float32 or finer.

    Args:
        x: Data, shape `(batch, *event)`.
        params: One parameter for each number of `x`, with or without a sample axis in front.
        name: What to call it in an error.

    Raises:
        ValueError: If the shapes differ.
    """
    params = at_least_float32(params)
    x = ops.cast(x, params.dtype)
    require_same_axes(x, params, "x", name)
    return x, params


def at_least_float32(tensor):
    """The tensor itself, or in float32 where it has fewer bits: sums over pixels need them."""
    tensor = ops.convert_to_tensor(tensor)
    half = keras.backend.standardize_dtype(tensor.dtype) in ("float16", "bfloat16")
    return ops.cast(tensor, "float32") if half else tensor


def per_example(values, x):
    """The sum of `values`, one for each number of `x`, over all axes of `x` but the batch."""
    return ops.sum(values, axis=tuple(range(1 - max(len(x.shape), 2), 0)))
