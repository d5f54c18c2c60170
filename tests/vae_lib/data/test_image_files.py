"""A reader's own images: the form of `load_digits`, or a message that says what is wrong."""

import numpy as np
import pytest

from vae_lib.data import load_digits, load_images

RNG = np.random.default_rng(0)
GREY = RNG.integers(0, 256, (30, 4, 6), dtype="uint8")
LABELS = np.arange(30) % 3


@pytest.fixture
def saved(tmp_path):
    """Saves arrays to a file and returns its path."""

    def save(**arrays):
        np.savez_compressed(tmp_path / "own.npz", **arrays)
        return tmp_path / "own.npz"

    return save


def test_bytes_and_floats_give_the_same(saved):
    x, labels = load_images(saved(images=GREY, labels=LABELS), "train", test_size=10)
    assert x.shape == (20, 24) and x.dtype == np.float32
    np.testing.assert_allclose(x * 255, GREY[:20].reshape(20, 24), atol=1e-4)
    assert list(labels) == list(LABELS[:20]) and labels.dtype == np.uint8
    floats, _ = load_images(saved(images=GREY.reshape(30, 24) / 255), "train", test_size=10)
    np.testing.assert_allclose(floats, x, atol=1e-7)


def test_the_two_splits_are_the_whole_file(saved):
    path = saved(images=GREY)
    parts = [load_images(path, split, test_size=10)[0] for split in ("train", "test")]
    assert [len(part) for part in parts] == [20, 10]
    np.testing.assert_allclose(np.concatenate(parts) * 255, GREY.reshape(30, 24), atol=1e-4)


def test_without_labels_there_are_none(saved):
    assert load_images(saved(images=GREY), "test", test_size=10)[1] is None


def test_the_shipped_digits_come_back_as_they_are(saved):
    digits = [load_digits(split) for split in ("train", "test")]
    images, labels = (np.concatenate(parts) for parts in zip(*digits, strict=True))
    path = saved(images=np.round(images * 255).astype("uint8").reshape(-1, 28, 28), labels=labels)
    for split, (x, y) in zip(("train", "test"), digits, strict=True):
        again, labels_again = load_images(path, split)
        np.testing.assert_array_equal(again, x)
        np.testing.assert_array_equal(labels_again, y)


@pytest.mark.parametrize(
    ("arrays", "message"),
    [
        ({"x": GREY}, "must hold an array 'images'. It holds: \\['x'\\]"),
        ({"images": np.zeros((9, 4, 4, 4), "uint8")}, "(9, 4, 4, 4).*alpha"),
        ({"images": np.zeros((0, 4, 4))}, "Received shape \\(0, 4, 4\\)"),
        ({"images": GREY.astype("int64")}, 'int64 with values from 0 to 255. .*astype\\("uint8"'),
        ({"images": GREY.astype("float32")}, "from 0 to 255. Write images = images / 255"),
        ({"images": GREY // 15}, "uint8 with values from 0 to 17. .*images / 17"),
        ({"images": GREY / 15}, "Divide by the largest value: images = images / 17"),
        ({"images": GREY.astype("uint16") * 257}, "uint16 .* 65535. .*images / 65535"),
        ({"images": GREY / 127.5 - 1}, "from -1 to 1. Move them first: .*images \\+ 1\\) / 2"),
        ({"images": GREY.astype(complex)}, "must be numbers. Received dtype complex128"),
        ({"images": np.full((9, 4), np.nan)}, "Received 36 entries that are NaN"),
        ({"images": np.array([[1], [1, 2]], dtype=object)}, "Are all images of one size?"),
        ({"images": GREY, "labels": LABELS[:9]}, "30 whole numbers.*\\(9,\\), dtype int64"),
        ({"images": GREY, "labels": LABELS / 2}, "dtype float64"),
        ({"images": GREY, "labels": LABELS - 1}, "from 0 to 255"),
        ({"images": GREY}, "has 30 images, and test_size=500"),
    ],
)
def test_a_file_of_another_kind_is_refused(saved, arrays, message):
    with pytest.raises(ValueError, match=message):
        load_images(saved(**arrays))


def test_a_missing_file_is_named_with_its_folder(tmp_path):
    with pytest.raises(FileNotFoundError, match="no file .*none.npz in .*np.savez_compressed"):
        load_images(tmp_path / "none.npz")


def test_another_kind_of_file_is_refused(tmp_path):
    path = tmp_path / "digits.npz"
    path.write_bytes(b"PNG")
    with pytest.raises(ValueError, match="is no .npz file"):
        load_images(path)


def test_unknown_arguments_are_quoted(saved):
    with pytest.raises(ValueError, match="Received: 'validation'"):
        load_images(saved(images=GREY), "validation")
    with pytest.raises(ValueError, match="test_size must be .* Received: 0"):
        load_images(saved(images=GREY), test_size=0)


@pytest.mark.parametrize("dtype", ["uint8", "int64", bool, "float32"])
def test_masks_of_zeros_and_ones_stay_what_they_are(saved, dtype):
    masks = (GREY > 99).astype(dtype)
    x, _ = load_images(saved(images=masks), "train", test_size=10)
    np.testing.assert_array_equal(x, masks[:20].reshape(20, 24))


def test_colour_images_keep_their_shape(saved):
    colour = RNG.integers(0, 256, (9, 4, 6, 3), dtype="uint8")
    x, _ = load_images(saved(images=colour), "train", test_size=4)
    assert x.shape == (5, 4, 6, 3) and x.dtype == np.float32
    np.testing.assert_allclose(x * 255, colour[:5], atol=1e-4)
