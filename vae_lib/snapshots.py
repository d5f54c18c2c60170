"""A Keras callback that records how a VAE changes during an ordinary `fit`."""

import keras
import numpy as np
from keras import ops

from vae_lib.checks import require_count, require_images
from vae_lib.layers import reparametrise
from vae_lib.model import VAE


def early_epochs(last, count):
    """Whole numbers from 0 to `last`, at most `count` of them, close together at the start.

    Most of what training does to a model, it does in the first epochs.

    Args:
        last: Integer of at least 1.
        count: Integer of at least 2.

    Returns:
        A list of rising integers.

    Raises:
        ValueError: If an argument is not of that kind.
    """
    last, count = require_count(last, "last"), require_count(count, "count")
    if count < 2:
        raise ValueError(f"count must be at least 2: the start and the end. Received: {count}.")
    shares = np.linspace(0.0, 1.0, count) ** 2
    return np.unique(np.round(last * shares).astype(int)).tolist()


class Snapshots(keras.callbacks.Callback):
    """Record the loss terms, the codes and some reconstructions of images while a VAE trains.

    The terms of the images are estimated with one draw of epsilon for each image, the same in
    all epochs, so that their curves show the training and not the noise. Nothing that the
    training uses is touched: the weights at its end are those of a `fit` without this callback.

    Args:
        images: Images that the VAE does not train on, shape `(n, D)` or `(n, *event)`.
        shown: Indices of the images to reconstruct.
        count: Integer, at most how many snapshots: before training, after the last epoch, and in
            between, as `early_epochs` says.
        seed: Integer seed of epsilon.

    Attributes:
        images: The images, shape `(n, D)`.
        shown: The indices, a list.
        epochs: How many epochs the weights of each of the T snapshots had seen, a list.
        means: Posterior means of the images, a list of T arrays of shape `(n, K)`.
        reconstructions: Means of p(x|z) at these means, a list of T arrays of shape `(m, D)`.
        validation: T pairs of the reconstruction term and the KL, in nats per image.
        training: The same two as `fit` reports them, averages over an epoch; NaN before the first.

    Raises:
        ValueError: If an argument is not of that kind, or the model is not a VAE.

    Example:
        >>> snapshots = Snapshots(validation, shown=range(8))
        >>> train(vae, images, epochs=30, callbacks=[snapshots])
        >>> TrainingReplay(snapshots, labels)
    """

    def __init__(self, images, shown=range(8), count=20, seed=0):
        super().__init__()
        self.images = require_images(images, flat=False)
        self.shown = [int(index) for index in shown]
        if not self.shown or not all(0 <= index < len(self.images) for index in self.shown):
            raise ValueError(
                f"shown must hold indices from 0 to {len(self.images) - 1}. Received: {self.shown}."
            )
        self.count = count
        early_epochs(1, count)
        self.seed = seed
        self._forget()

    def _forget(self):
        self.epochs, self.means, self.reconstructions = [], [], []
        self.validation, self.training = [], []

    def on_train_begin(self, logs=None):
        if not isinstance(self.model, VAE):
            raise ValueError(
                "Snapshots records a vae_lib.model.VAE. "
                f"Received a model of class {type(self.model).__name__}."
            )
        self._forget()
        self.planned = early_epochs(self.params["epochs"], self.count)
        self.latest = 0, (np.nan, np.nan)
        self._record(*self.latest)

    def on_epoch_end(self, epoch, logs=None):
        self.latest = epoch + 1, (logs["reconstruction"], logs["kl"])
        if epoch + 1 in self.planned:
            self._record(*self.latest)

    def on_train_end(self, logs=None):
        if self.epochs[-1] != self.latest[0]:  # another callback stopped the training
            self._record(*self.latest)

    def _record(self, epoch, training):
        q = self.model.encode(self.images)
        mean, logvar = q["mean"], q["logvar"]
        epsilon = np.random.default_rng(self.seed).standard_normal(mean.shape, dtype="float32")
        z = reparametrise(mean, logvar, epsilon)
        params = self.model.decode(z)
        reconstruction = -ops.mean(self.model.likelihood.log_prob(self.images, params))
        kl = ops.mean(self.model.prior.kl(mean, logvar, z[None]))
        self.epochs.append(epoch)
        self.means.append(ops.convert_to_numpy(mean))
        images = self.model.reconstruct(self.images[self.shown])
        self.reconstructions.append(ops.convert_to_numpy(images))
        self.validation.append((float(reconstruction), float(kl)))
        self.training.append(tuple(float(term) for term in training))
