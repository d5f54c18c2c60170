"""Bits per dimension: a likelihood in a unit that compares models of the same images."""

import numpy as np

from vae_lib.checks import require_count


def bits_per_dimension(log_likelihood, data_shape, levels: int | None = None):
    """-log p(x) in bits for each number of an image.

    For probabilities of grey levels, such as those of `DiscretisedLogistic`, that is -log2 P / D.
    A density has no bits. But the density of dequantised images, from `vae_lib.data.dequantise`,
    is a bound on the probability of the levels: on average log P(x) >= log p(x + noise) - D log
    `levels`, because a level is an interval of width 1 / `levels` (Theis et al., 2016).

    Args:
        log_likelihood: log P(x) or a bound on it, in nats, any shape.
        data_shape: Shape of one image.
        levels: Of densities of dequantised images, how many grey levels there were; `None` for
            probabilities.

    Returns:
        The same shape, in bits; lower is better.

    Raises:
        ValueError: If `levels` is no whole number of at least 1.
    """
    bits = -np.asarray(log_likelihood) / (np.prod(data_shape) * np.log(2))
    return bits if levels is None else bits + np.log2(require_count(levels, "levels"))
