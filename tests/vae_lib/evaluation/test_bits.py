"""Bits per dimension: of probabilities, and of densities of dequantised grey levels."""

import numpy as np
import pytest

from vae_lib.data import dequantise
from vae_lib.evaluation import bits_per_dimension


def test_equal_probabilities_of_256_levels_cost_eight_bits():
    assert bits_per_dimension(12 * np.log(1 / 256), (2, 2, 3)) == pytest.approx(8)


def test_the_density_of_dequantised_levels_bounds_their_probability():
    """With the density that is constant on each interval the bound is reached."""
    rng = np.random.default_rng(0)
    probability = rng.dirichlet(np.ones(256))
    levels = rng.choice(256, size=(4000, 1), p=probability)
    x = dequantise((levels / 255).astype("float32"), seed=1)
    log_density = np.log(256 * probability[np.floor(256 * x).astype(int)])[:, 0]
    by_density = bits_per_dimension(log_density, (1,), levels=256)
    by_level = bits_per_dimension(np.log(probability[levels])[:, 0], (1,))
    np.testing.assert_allclose(by_density, by_level, atol=1e-6)


def test_dequantised_levels_stay_in_their_intervals_and_fill_them():
    levels = np.tile(np.arange(256), (200, 1))
    x = dequantise((levels / 255).astype("float32"))
    assert x.dtype == np.float32 and x.min() >= 0 and x.max() < 1
    np.testing.assert_array_equal(np.floor(256 * x), levels)
    noise = 256 * x - levels
    assert abs(noise.mean() - 0.5) < 0.01 and abs(noise.std() - 12**-0.5) < 0.01
    with pytest.raises(ValueError, match="levels must be .* Received: 0"):
        dequantise(x, levels=0)
