"""Training, replayed: loss terms, reconstructions and latent plane move with the epoch."""

import numpy as np
import traitlets

from vae_book.widgets.figure import FormulaFigure, Ranged
from vae_book.widgets.network.arrays import grey_levels, pack_arrays
from vae_book.widgets.replay.still import picture
from vae_lib.checks import require_image_shape
from vae_lib.snapshots import Snapshots

LARGEST = 32767  # of int16


class TrainingReplay(FormulaFigure):
    """A training run of a VAE with 2 latent variables, to be moved through.

    Args:
        snapshots: `vae_lib.snapshots.Snapshots`, after `fit`.
        classes: The digit from 0 to 9 of each of its images.
        epoch: The epoch to start from.
        image_shape: `(height, width)` of the images in pixels.
        label: The figure's name, read by screen readers and shown as its heading.

    Raises:
        ValueError: If an argument does not fit; the message quotes it.

    Example:
        >>> TrainingReplay(snapshots, labels)
    """

    data = traitlets.Bytes().tag(sync=True)
    reach = traitlets.Float().tag(sync=True)
    image_shape = traitlets.List(traitlets.Int(), minlen=2, maxlen=2).tag(sync=True)
    epoch = Ranged(0, 0, 65535, whole=True)
    heading = "Training, replayed"

    def __init__(self, snapshots, classes, image_shape=(28, 28), **kwargs):
        means = np.array(snapshots.means)
        _check(snapshots, means, np.asarray(classes))
        shape = require_image_shape(image_shape, snapshots.images.shape[1])
        reach = float(np.abs(means).max())
        data = pack_arrays(
            epochs=np.array(snapshots.epochs, "uint16"),
            training=np.array(snapshots.training, "float32"),
            validation=np.array(snapshots.validation, "float32"),
            positions=np.round(means / reach * LARGEST).astype("int16"),
            classes=np.asarray(classes).astype("uint8"),
            images=grey_levels(snapshots.images[snapshots.shown]),
            reconstructions=grey_levels(np.array(snapshots.reconstructions)),
        )
        super().__init__(data=data, reach=reach, image_shape=list(shape), **kwargs)
        self._snapshots = snapshots
        last = snapshots.epochs[-1]
        self.set_trait("ranges", {"epoch": {"least": 0, "most": last, "whole": True}})
        if self.epoch > last:
            raise ValueError(f"epoch must be at most {last}, the last one. Received: {self.epoch}.")

    @classmethod
    def example(cls):
        """The replay of three epochs in which little happens."""
        snapshots = Snapshots(np.tile(np.linspace(0, 1, 784), (2, 1)), shown=[0])
        snapshots.epochs = [0, 1, 4]
        snapshots.training = snapshots.validation = list(np.ones((3, 2)))
        snapshots.means = list(np.ones((3, 2, 2)))
        snapshots.reconstructions = list(np.ones((3, 1, 784)))
        return cls(snapshots, [0, 1])

    def still(self):
        """A `Still` of the start, the first and the last snapshot."""
        return picture(self._snapshots, self.image_shape)


def _check(snapshots, means, classes):
    if not snapshots.epochs:
        raise ValueError("The snapshots are empty. Pass them to `fit` as a callback first.")
    if means.shape[-1] != 2:
        raise ValueError(
            "TrainingReplay shows a plane, and so needs a model with 2 latent variables. "
            f"Received means of shape {means.shape[1:]}."
        )
    if not np.all(np.isfinite(means)):
        raise ValueError("The posterior means are not all finite: the training has diverged.")
    if classes.shape != means.shape[1:2] or not np.all(np.isin(classes, np.arange(10))):
        raise ValueError(
            f"classes must hold {means.shape[1]} digits from 0 to 9, one for each image. "
            f"Received shape {classes.shape} with values {np.unique(classes)[:12].tolist()}."
        )
