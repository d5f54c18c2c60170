"""The shipped digits, their binarisation and the stream of batches."""

import hashlib
from importlib import resources

import numpy as np
import pytest

from vae_lib import data
from vae_lib.engine.stacks import Stack
from vae_lib.layers import Sampling

TRAIN, TRAIN_LABELS = data.load_digits("train")
TEST, TEST_LABELS = data.load_digits("test")


def test_split_is_stratified_and_disjoint():
    assert TRAIN.shape == (4500, 784) and TEST.shape == (500, 784)
    assert (np.bincount(TRAIN_LABELS) == 450).all() and (np.bincount(TEST_LABELS) == 50).all()
    digests = [hashlib.sha256(image.tobytes()).digest() for image in np.concatenate([TRAIN, TEST])]
    assert not set(digests[:4500]) & set(digests[4500:])


def test_images_are_grey_levels_in_float32():
    assert TRAIN.dtype == np.float32
    assert TRAIN.min() == 0 and TRAIN.max() == 1
    np.testing.assert_allclose(TRAIN * 255, np.round(TRAIN * 255), atol=1e-4)


def test_shipped_file_is_small():
    assert len((resources.files("vae_lib.data") / "digits.npz").read_bytes()) < 1.2e6


def test_a_damaged_file_is_refused(monkeypatch):
    monkeypatch.setattr(data, "DIGITS_SHA256", "0" * 64)
    with pytest.raises(ValueError, match="damaged: SHA-256 .* Install vae_lib again"):
        data.load_digits()


@pytest.mark.parametrize("name", ["split", "source"])
def test_unknown_names_are_quoted(name):
    with pytest.raises(ValueError, match=f"{name} must be .* Received: 'validation'"):
        data.load_digits(**{name: "validation"})


def test_full_mnist_is_cut_to_the_same_form(monkeypatch):
    images = np.full((3, 28, 28), 255, "uint8")
    monkeypatch.setattr("keras.datasets.mnist.load_data", lambda: ((images, [1, 2, 3]), (0, 0)))
    x, labels = data.load_digits("train", source="mnist")
    assert x.shape == (3, 784) and x.max() == 1.0 and list(labels) == [1, 2, 3]


def test_full_mnist_without_a_network_names_the_shipped_set(monkeypatch):
    def no_network():
        raise Exception("URL fetch failure")

    monkeypatch.setattr("keras.datasets.mnist.load_data", no_network)
    with pytest.raises(ConnectionError, match="load_digits.split='test'.*URL fetch failure"):
        data.load_digits("test", source="mnist")


def test_binarise_draws_with_the_grey_level_as_probability():
    grey = np.tile(np.array([[0.0, 0.25, 0.75, 1.0]], "float32"), (20_000, 1))
    drawn = data.binarise(grey, seed=4)
    assert set(np.unique(drawn)) == {0.0, 1.0}
    assert (abs(drawn.mean(0) - grey[0]) <= 4 * np.sqrt(grey[0] * (1 - grey[0]) / 20_000)).all()
    np.testing.assert_array_equal(drawn, data.binarise(grey, seed=4))
    assert not np.array_equal(drawn, data.binarise(grey, seed=5))


def epochs(stream, count, steps):
    iterator = iter(stream)

    def following():
        batch = next(iterator)
        return (batch.batches if isinstance(batch, Stack) else batch).numpy()

    return [[following() for _ in range(steps)] for _ in range(count)]


def test_an_epoch_shows_every_image_once_in_a_new_order():
    images = np.linspace(0, 1, 10, dtype="float32").reshape(10, 1)
    assert data.steps(images, 4) == 3
    first, second = epochs(data.batches(images, 4, binarisation=None), 2, 3)
    assert [len(batch) for batch in first] == [4, 4, 2]
    np.testing.assert_allclose(np.sort(np.concatenate(first), axis=0), images)
    assert not np.array_equal(np.concatenate(first), np.concatenate(second))


def test_a_stack_holds_full_batches_and_leaves_no_image_out():
    images = np.linspace(0, 1, 10, dtype="float32").reshape(10, 1)
    stream = data.batches(images, 4, binarisation=None, stack=5)
    (first,), (second,) = epochs(stream, 2, 1)
    assert first.shape == second.shape == (5, 4, 1)
    for passed in (first.ravel()[:10], first.ravel()[10:]):
        np.testing.assert_allclose(np.sort(passed), images.ravel())


def test_dynamic_binarisation_draws_anew_and_repeats_with_the_seed():
    images = np.full((6, 50), 0.5, "float32")
    first, second = epochs(data.batches(images, 6), 2, 1)
    assert set(np.unique(first)) == {0.0, 1.0}
    assert not np.array_equal(np.sort(first[0], 0), np.sort(second[0], 0))
    again = epochs(data.batches(images, 6), 2, 1)
    np.testing.assert_array_equal([first, second], again)
    assert not np.array_equal(first, epochs(data.batches(images, 6, seed=1), 1, 1)[0])


def test_noise_and_binarisation_of_one_seed_have_nothing_in_common():
    """From the numbers u of one stream, epsilon would be far out where u, and a pixel, is small.

    Box and Muller's pairs have the length sqrt(-2 log u), and a pixel of 1/2 is 1 where u < 1/2.
    """
    pixels = next(iter(data.batches(np.full((64, 32), 0.5, "float32"), 64, seed=0))).numpy()
    epsilon = np.asarray(Sampling(1, seed=0)(np.zeros((64, 32)), np.zeros((64, 32))))[0]
    far = (epsilon.reshape(-1, 2) ** 2).sum(1) > 2 * np.log(2)
    assert abs(np.mean(far == pixels.reshape(-1, 2)[:, 0]) - 0.5) < 5 * 0.5 / 32


def test_a_stack_draws_each_batch_with_its_grey_levels_as_probabilities():
    grey = np.tile(np.array([[0.0, 0.25, 0.75, 1.0]], "float32"), (500, 1))
    (first,), (second,) = epochs(data.batches(grey, 500, seed=4, stack=20), 2, 1)
    drawn = first.reshape(-1, 4)
    assert set(np.unique(drawn)) == {0.0, 1.0}
    assert (abs(drawn.mean(0) - grey[0]) <= 4 * np.sqrt(grey[0] * (1 - grey[0]) / 10_000)).all()
    pairs = (first[0], first[1]), (first[0], second[0]), (first[:, :, 1], 1 - first[:, :, 2])
    for one, other in pairs:
        assert not np.array_equal(one, other)
    again = epochs(data.batches(grey, 500, seed=4, stack=20), 2, 1)
    np.testing.assert_array_equal([[first], [second]], again)


def test_bad_arguments_of_batches():
    with pytest.raises(ValueError, match="'dynamic' or None. Received: 'static'.*binarise"):
        data.batches(TEST, binarisation="static")
    with pytest.raises(ValueError, match="batch_size must be .* Received: 0"):
        data.batches(TEST, batch_size=0)
    with pytest.raises(ValueError, match="stack must be .* Received: 0"):
        data.batches(TEST, stack=0)
    with pytest.raises(ValueError, match="Received values from 0 to 255"):
        data.batches(TEST * 255)
