"""Moved copies of digits: against scipy, and what leaves an image as it is."""

import numpy as np
import pytest
import scipy.ndimage

from vae_lib.data import load_digits
from vae_lib.data.augmentation import NODES, _field, _interpolated, _moved, augmented

GREY = load_digits("train")[0][:20]


def test_no_movement_returns_the_images():
    still = augmented(GREY, copies=2, degrees=0, shift=0, zoom=0)
    np.testing.assert_allclose(still, np.concatenate([GREY, GREY]), atol=1e-6)


def test_a_movement_agrees_with_scipy():
    angle, log_zoom, down, right, log_stretch, slant = 0.3, 0.1, 1.4, -0.7, 0.2, 0.15
    draws = np.full((6, len(GREY), 1), 1, "float32")
    draws *= np.array([angle, log_zoom, down, right, log_stretch, slant])[:, None, None]
    places = _moved(28, draws, np.degrees(1.0), 1.0, 1.0, 1.0, 1.0)
    ours = _interpolated(GREY, 28, *places).reshape(-1, 28, 28)
    turn = [[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]
    matrix = np.diag(np.exp([log_stretch, -log_stretch])) @ turn * np.exp(-log_zoom)
    matrix[1, 0] += slant
    offset = 13.5 - matrix @ [13.5, 13.5] + [down, right]
    for image, moved in zip(GREY.reshape(-1, 28, 28), ours, strict=True):
        expected = scipy.ndimage.affine_transform(
            image, matrix, offset, order=1, mode="grid-constant"
        )
        np.testing.assert_allclose(moved, expected, atol=1e-4)


class Drawn:
    """A generator whose draws are given."""

    def __init__(self, nodes):
        self.nodes = nodes

    def normal(self, size):
        return np.broadcast_to(self.nodes, size)


def test_a_bend_is_the_draw_at_its_node_and_smooth_between():
    np.testing.assert_allclose(_field(28, 3, Drawn(1.0)), 1, atol=1e-6)
    nodes = np.random.default_rng(0).normal(size=(NODES, NODES))
    field = _field(29, 1, Drawn(nodes))[0, 0].reshape(29, 29)  # the middle node is a pixel
    np.testing.assert_allclose(field[14, 14], nodes[2, 2], rtol=1e-5)
    apart = 29 / (NODES - 1)
    steepest = 1.5 * np.abs(np.diff(nodes, axis=0)).max() / apart
    assert 0.5 * steepest < np.abs(np.diff(field, axis=0)).max() <= steepest


def test_a_bend_moves_strokes_and_keeps_their_grey():
    bent = augmented(GREY, copies=1, degrees=0, shift=0, zoom=0, bend=1.0)
    assert (abs(bent - GREY).max(1) > 0.3).all()
    np.testing.assert_allclose(bent.sum(1), GREY.sum(1), rtol=0.3)


def test_copies_differ_stay_grey_levels_and_repeat_with_the_seed():
    copies = augmented(GREY, copies=3, seed=1)
    assert copies.shape == (60, 784) and copies.dtype == np.float32
    assert copies.min() >= 0 and copies.max() <= 1
    first, second, _ = copies.reshape(3, 20, 784)
    assert (abs(first - second).max(1) > 0.1).all()
    np.testing.assert_array_equal(copies, augmented(GREY, copies=3, seed=1))
    assert not np.array_equal(copies, augmented(GREY, copies=3, seed=2))


def test_contrast_undoes_the_blur():
    def variance(images):
        return np.sum(images * (1 - images), axis=1).mean()

    images = load_digits("train")[0][:1000]
    assert variance(augmented(images, copies=1)) > 1.5 * variance(images)
    sharp = augmented(images, copies=1, contrast=1.4)
    np.testing.assert_allclose(variance(sharp), variance(images), rtol=0.02)
    assert sharp.min() == 0 and sharp.max() == 1


def test_bad_arguments():
    with pytest.raises(ValueError, match="images must be square .* Received D = 783"):
        augmented(GREY[:, 1:])
    with pytest.raises(ValueError, match="copies must be .* Received: 0"):
        augmented(GREY, copies=0)
    with pytest.raises(ValueError, match="degrees must be .* Received: -1"):
        augmented(GREY, degrees=-1)
    with pytest.raises(ValueError, match="bend must be .* Received: -1"):
        augmented(GREY, bend=-1)
    with pytest.raises(ValueError, match="contrast must be .* Received: 0"):
        augmented(GREY, contrast=0)
