"""The reparametrised sample: its moments, its gradients, its seed."""

import functools

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import ops

from vae_lib.engine.seeds import Seeds
from vae_lib.layers import Sampling

MEAN = np.array([[0.5, -1.0], [2.0, 0.0], [0.0, 3.0]], "float32")
LOGVAR = np.array([[0.0, -2.0], [1.0, -1.0], [0.5, 0.2]], "float32")


def test_shape_is_sample_batch_latent():
    layer = Sampling(7)
    assert layer(MEAN, LOGVAR).shape == (7, 3, 2)
    assert layer.compute_output_shape((3, 2), (3, 2)) == (7, 3, 2)


@pytest.mark.parametrize("size", [0, 1])
def test_batches_of_none_and_one(size):
    assert Sampling(2)(MEAN[:size], LOGVAR[:size]).shape == (2, size, 2)


def test_moments():
    z = np.asarray(Sampling(20_000, seed=3)(MEAN, LOGVAR))
    s = np.exp(LOGVAR / 2)
    assert (abs(z.mean(0) - MEAN) < 4 * s / np.sqrt(20_000)).all()
    assert (abs(z.std(0) - s) < 4 * s / np.sqrt(40_000)).all()


def test_gradients_pass_through_the_sample():
    mean, logvar = tf.Variable(MEAN), tf.Variable(LOGVAR)
    with tf.GradientTape() as tape:
        z = Sampling(1, seed=0)(mean, logvar)
        total = ops.sum(z)
    by_mean, by_logvar = tape.gradient(total, [mean, logvar])
    np.testing.assert_array_equal(by_mean, np.ones_like(MEAN))
    np.testing.assert_allclose(by_logvar, (z[0] - MEAN) / 2, rtol=1e-4, atol=1e-6)


def test_one_seed_gives_one_stream_of_different_draws():
    first, second = Sampling(1, seed=5), Sampling(1, seed=5)
    np.testing.assert_array_equal(first(MEAN, LOGVAR), second(MEAN, LOGVAR))
    assert not np.array_equal(first(MEAN, LOGVAR), Sampling(1, seed=6)(MEAN, LOGVAR))
    assert not np.array_equal(first(MEAN, LOGVAR), first(MEAN, LOGVAR))


def drawn(compiled, seed=8):
    """Two draws of 20,000 numbers from one layer, shape `(2, 20000)`."""
    layer = Sampling(20, seed=seed)
    zeros = np.zeros((1000, 1), "float32")
    draw = compiled(lambda: layer(zeros, zeros))
    return np.stack([np.ravel(draw()) for _ in range(2)])


noise = functools.cache(drawn)  # XLA takes a second for it
COMPILED = {
    "eager": lambda f: f,
    "graph": tf.function,
    "xla": lambda f: tf.function(f, jit_compile=True),
}


def test_eager_and_graph_draw_the_same_noise():
    np.testing.assert_array_equal(noise(COMPILED["graph"]), noise(COMPILED["eager"]))


@pytest.mark.parametrize("compiled", COMPILED.values(), ids=COMPILED)
def test_noise_is_that_of_keras(compiled):
    seeds = Seeds(8)
    draw = compiled(lambda: keras.random.normal((20, 1000, 1), seed=seeds))
    np.testing.assert_array_equal(noise(compiled), [np.ravel(draw()) for _ in range(2)])


@pytest.mark.parametrize("compiled", COMPILED.values(), ids=COMPILED)
def test_noise_is_standard_normal_and_repeats_with_the_seed_only(compiled):
    """XLA draws other numbers from the same seed, so it is held to the same moments."""
    first, second = noise(compiled)
    for draw in (first, second):
        assert abs(draw.mean()) < 4 / np.sqrt(draw.size)
        assert abs(draw.var() - 1) < 4 * np.sqrt(2 / draw.size)
    assert abs((first * second).mean()) < 4 / np.sqrt(first.size)
    np.testing.assert_array_equal(drawn(compiled), [first, second])
    assert not np.array_equal(noise(compiled, seed=9), [first, second])


@pytest.mark.parametrize("seed", [None, 0, -3, 2**40])
def test_seeds_are_pairs_that_count_up(seed):
    seeds = Seeds(seed)
    pairs = np.array([seeds.next() for _ in range(3)])
    assert pairs.dtype == np.int32 and (pairs[:, 0] >= 0).all()
    np.testing.assert_array_equal(pairs[:, 1], [0, 1, 2])


def test_extreme_log_variances_stay_finite():
    z = Sampling(4, seed=0)(np.zeros((1, 2), "float32"), np.array([[80.0, -80.0]], "float32"))
    assert np.isfinite(z).all()


def test_config_round_trips():
    assert Sampling.from_config(Sampling(3, seed=9).get_config()).get_config()["seed"] == 9


@pytest.mark.parametrize("samples", [0, -1, 1.5])
def test_samples_must_be_a_count(samples):
    with pytest.raises(ValueError, match=f"samples must be .* Received: {samples}"):
        Sampling(samples)
