"""Every check quotes what it got and says what to do."""

import re

import keras
import numpy as np
import pytest
from keras import ops

from vae_lib import checks


def test_concrete_sees_arrays_and_eager_tensors_only():
    assert np.array_equal(checks.concrete([1, 2]), [1, 2])
    assert np.array_equal(checks.concrete(ops.convert_to_tensor([1.0])), [1.0])
    assert checks.concrete(keras.Input((3,))) is None


@pytest.mark.parametrize(
    ("images", "message"),
    [
        (np.zeros((2, 28, 28)), r"Received shape \(2, 28, 28\).*reshape"),
        (np.zeros((2, 0)), r"Received shape \(2, 0\)"),
        (np.full((2, 3), 9, "uint8"), "uint8 with values from 9 to 9.*images / 255"),
        (np.array([[0.0, np.nan, np.inf]]), "Received 2 entries that are NaN or infinite, of 3"),
        (np.array([[0.0, 255.0]]), "Received values from 0 to 255.*images / 255"),
        (np.array([[-0.5, 1.0]]), "Received values from -0.5 to 1"),
    ],
)
def test_images_that_are_refused(images, message):
    with pytest.raises(ValueError, match=message):
        checks.require_images(images)


def test_images_that_pass_become_float32():
    assert checks.require_images(np.zeros((0, 4))).shape == (0, 4)
    assert checks.require_images(np.ones((1, 4), bool)).dtype == np.float32
    assert checks.require_images(np.full((1, 4), 0.5)).dtype == np.float32


@pytest.mark.parametrize(
    ("array", "message"),
    [
        (
            np.zeros((2, 6)),
            r"shape \(N, 2, 3\), as .* Received shape \(2, 6\). Try x.reshape\(-1, 2, 3\)",
        ),
        (np.zeros((2, 5)), r"shape \(N, 2, 3\), as .* Received shape \(2, 5\).$"),
        (np.zeros((0, 2, 3)), "x has no examples"),
        (np.full((1, 2, 3), "a"), "Received dtype <U1"),
        (np.zeros(()), r"Received shape \(\)"),
    ],
)
def test_examples_that_are_refused(array, message):
    with pytest.raises(ValueError, match=message):
        checks.require_examples(array, "x", (2, 3))


@pytest.mark.parametrize("dtype", [bool, int, "uint8", "float64"])
def test_zeros_and_ones_are_numbers_in_any_type(dtype):
    for shape in ((2, 3), (None, 3), None):
        assert (
            checks.require_examples(np.eye(2, 3, dtype=dtype)[None], "x", shape).dtype == "float32"
        )


@pytest.mark.parametrize("value", [0, -1, 2.0, True, "3", None])
def test_counts_that_are_refused(value):
    with pytest.raises(ValueError, match=f"samples must be .* Received: {value!r}"):
        checks.require_count(value, "samples")


@pytest.mark.parametrize("value", [0, -1.0, np.nan, np.inf, "1", True, None])
def test_positive_numbers_that_are_refused(value):
    with pytest.raises(ValueError, match=f"sigma must be .* Received: {value!r}"):
        checks.require_positive(value, "sigma")


@pytest.mark.parametrize(
    ("x", "params"), [((2, 3), (2, 4)), ((2, 3), (3,)), ((2, 3), (5, 1, 2, 3)), ((1, 3), (2, 3))]
)
def test_shapes_that_do_not_fit(x, params):
    with pytest.raises(ValueError, match="Received x of shape .* and logits of shape"):
        checks.require_same_axes(np.zeros(x), np.zeros(params), "x", "logits")


def test_shapes_that_fit():
    checks.require_same_axes(np.zeros((2, 3)), np.zeros((2, 3)), "x", "mu")
    checks.require_same_axes(np.zeros((2, 3)), np.zeros((7, 2, 3)), "x", "mu")
    checks.require_same_axes(keras.Input((3,)), keras.Input((3,)), "x", "mu")


@pytest.mark.parametrize("shape", [28, (28,), (28, 28, 1), (28, 0), (28, 28.0), "28", (True, True)])
def test_image_shapes_that_are_refused(shape):
    with pytest.raises(
        ValueError, match=f"image_shape must be .* Received: {re.escape(repr(shape))}"
    ):
        checks.require_image_shape(shape)


def test_an_image_shape_fits_the_pixels():
    assert checks.require_image_shape(np.array([12, 8]), 96) == (12, 8)
    assert checks.require_image_shape([12, 8]) == (12, 8)
    with pytest.raises(ValueError, match=r"has 95 numbers, but image_shape=\(12, 8\)"):
        checks.require_image_shape((12, 8), 95)
