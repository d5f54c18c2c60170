"""Ink becomes an image as MNIST has them: against Python, and wherever it is drawn, in Deno."""

import numpy as np
from deno_script import as_array, as_text, run

from vae_lib.data import load_digits

IMAGES = load_digits("test")[0]
FIT = """
const images = floats(values.images);
const size = values.side ** 2;
const fitted = (k) => [...fitAsMnist(images.subarray(k * size, (k + 1) * size), values.side)];
show(asText(Array.from({ length: images.length / size }, (_, k) => fitted(k)).flat()));
"""
DRAW = """
show(values.drawings.map((strokes) => {
  const sheet = blankSheet();
  for (const stroke of strokes) drawStroke(sheet, stroke);
  return [...binary(fitAsMnist(sheet, SHEET))];
}));
"""
SEVEN = [[(0.25, 0.2), (0.75, 0.2), (0.45, 0.85)], [(0.35, 0.5), (0.68, 0.5)]]


def overlaps(length, count):
    """What each of `count` equal parts of a length takes of its pixels, as shares."""
    edges, pixels = np.linspace(0, length, count + 1), np.arange(length)
    covered = np.minimum(edges[1:, None], pixels + 1) - np.maximum(edges[:-1, None], pixels)
    return np.maximum(covered, 0) * count / length


def fitted(image):
    """The figure's centring and scaling, written a second time: with matrices."""
    rows, columns = (np.flatnonzero(image.any(axis)) for axis in (1, 0))
    ink = image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    size = [max(1, int(np.floor(20 * side / max(ink.shape) + 0.5))) for side in ink.shape]
    box = overlaps(ink.shape[0], size[0]) @ ink @ overlaps(ink.shape[1], size[1]).T
    result = np.zeros((28, 28))
    place = []
    for axis in (0, 1):
        profile = box.sum(1 - axis)
        centre = profile @ np.arange(size[axis]) / profile.sum()
        place.append(int(np.clip(np.floor(14 - centre + 0.5), 0, 28 - size[axis])))
    top, left = place
    result[top : top + size[0], left : left + size[1]] = box
    return result.ravel()


def by_script(images):
    found = run("page/ink.js", FIT, images=as_text(images), side=images.shape[-1])
    return as_array(found).reshape(len(images), 784)


def test_a_test_digit_comes_back_from_the_centring_unchanged():
    images = IMAGES.reshape(-1, 28, 28)
    np.testing.assert_allclose(by_script(images), IMAGES, atol=1e-6)
    # Three times as large and elsewhere on a larger sheet: the very same image.
    enlarged = np.pad(np.kron(images[:10], np.ones((1, 3, 3))), ((0, 0), (7, 23), (25, 5)))
    np.testing.assert_allclose(by_script(enlarged), IMAGES[:10], atol=1e-6)


def test_the_centring_agrees_with_python():
    images = IMAGES[:40].reshape(-1, 28, 28).copy()
    images[:, 20:] = 0  # a part of a digit has another box and another centre
    narrow = np.pad(images[:, :, 12:15], ((0, 0), (0, 0), (0, 25)))
    for each in (images, narrow[narrow.any((1, 2))]):
        expected = [fitted(image) for image in each]
        np.testing.assert_allclose(by_script(each), expected, atol=1e-6)


def test_a_drawing_elsewhere_or_smaller_gives_nearly_the_same_image():
    places = [(0.8, 0.1, 0.1), (0.8, 0.17, 0.03), (0.8, 0.0, 0.2), (0.9, 0.0, 0.1)]
    drawings = [
        [[(scale * x + right, scale * y + down) for x, y in stroke] for stroke in SEVEN]
        for scale, right, down in places
    ]
    first, *others = np.array(run("page/ink.js", DRAW, drawings=drawings))
    changed = [np.sum(each != first) for each in others]
    assert max(changed[:2]) <= 2  # pixels, where an edge falls on the half
    assert changed[2] < 0.15 * first.sum()  # the pen has not shrunk with the digit
