"""The still figures show what they are given."""

import numpy as np
import pytest

from vae_book import figures

IMAGES = np.linspace(0, 1, 5 * 784, dtype="float32").reshape(5, 784)


def test_tile_puts_images_row_by_row_with_gaps():
    canvas = figures.tile(IMAGES, columns=3)
    assert canvas.shape == (58, 88)
    np.testing.assert_array_equal(canvas[30:, :28], IMAGES[3].reshape(28, 28))
    assert np.isnan(canvas[28:30]).all() and np.isnan(canvas[30:, 60:]).all()


def test_rows_of_images_are_named_and_drawn():
    figure = figures.image_rows({"original": IMAGES, "decoded": IMAGES[:4]})
    assert [axis.get_ylabel() for axis in figure.axes] == ["original", "decoded"]
    drawn = figure.axes[0].images[0].get_array()
    np.testing.assert_array_equal(drawn[:, :28], IMAGES[0].reshape(28, 28))


def test_grid_draws_every_image():
    assert figures.image_grid(IMAGES, columns=2).axes[0].images[0].get_array().shape == (88, 58)


def test_loss_curve_shows_training_and_validation():
    history = {"reconstruction": [5.0, 4.0], "kl": [1.0, 2.0], "val_kl": [1.5, 2.5]}
    left, right = figures.loss_curve(history).axes
    assert list(left.lines[0].get_ydata()) == [5.0, 4.0]
    assert [list(line.get_ydata()) for line in right.lines] == [[1.0, 2.0], [1.5, 2.5]]


def test_images_of_another_size_are_refused():
    with pytest.raises(ValueError, match=r"shape \(N, 784\).*Received shape \(5, 783\)"):
        figures.tile(IMAGES[:, :-1], 3)
    with pytest.raises(ValueError, match="columns must be .* Received: 0"):
        figures.image_grid(IMAGES, columns=0)


@pytest.mark.parametrize("shape", [(6, 4), (6, 4, 1), (6, 4, 3)])
def test_images_that_are_not_flat_keep_their_shape_and_colours(shape):
    images = np.random.default_rng(0).random((3, *shape)).astype("float32")
    canvas = figures.tile(images, columns=2)
    colours = shape[2:] if shape[2:] == (3,) else ()
    assert canvas.shape == (14, 10, *colours)
    np.testing.assert_array_equal(canvas[:6, :4], images[0].reshape(6, 4, *colours))
    with pytest.raises(ValueError, match=r"1 or 3 channels. Received shape \(3, 6, 4, 2\)"):
        figures.tile(np.zeros((3, 6, 4, 2)), 2)
