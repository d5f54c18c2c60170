"""The figures' random numbers, the same in Python as in random.js."""

import numpy as np

MASK = 2**32 - 1


def normals(seed, count):
    """Draws from the standard normal distribution (Box and Muller, two at a time).

    Args:
        seed: A whole number from 0 to 2^32 - 1.
        count: How many.

    Returns:
        Shape `(count,)`, the same for the same seed in every browser.
    """
    counter = [_scramble(seed) + (k + 1) * 0x9E3779B9 for k in range(count + count % 2)]
    uniform = np.array([_scramble(number & MASK) for number in counter]) / 2**32
    radius, angle = np.sqrt(-2 * np.log1p(-uniform[::2])), 2 * np.pi * uniform[1::2]
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1).ravel()[:count]


def _scramble(bits):
    """A permutation of the 32-bit numbers (SplitMix32's)."""
    bits = (bits ^ (bits >> 16)) * 0x21F0AAAD & MASK
    bits = (bits ^ (bits >> 15)) * 0x735A2D97 & MASK
    return bits ^ (bits >> 15)
