"""Keras callbacks that change what training minimises from one epoch to the next."""

import keras

from vae_lib.checks import require_count, require_not_negative


class KLWarmUp(keras.callbacks.Callback):
    """Raise the weight of the KL, `vae.beta`, in equal steps over the first epochs.

    With a small weight at first the latent units can become useful before they cost anything
    (Bowman et al., 2016). From epoch `epochs` on the weight is `end`.

    Args:
        epochs: Integer, how many epochs the rise takes.
        start: Float of at least 0, beta in the first epoch.
        end: Float of at least 0, beta afterwards; 1 is the ELBO.

    Raises:
        ValueError: If an argument is not of that kind, or the model has no variable `beta`.
    """

    def __init__(self, epochs, start=0.0, end=1.0):
        super().__init__()
        self.epochs = require_count(epochs, "epochs")
        self.start = require_not_negative(start, "start")
        self.end = require_not_negative(end, "end")

    def on_train_begin(self, logs=None):
        beta = getattr(self.model, "beta", None)
        if not hasattr(beta, "assign"):
            raise ValueError(
                "KLWarmUp sets the variable `beta` of a vae_lib.model.VAE. "
                f"Received a {type(self.model).__name__} whose beta is {beta!r}."
            )

    def on_epoch_begin(self, epoch, logs=None):
        risen = min(epoch / self.epochs, 1.0)
        self.model.beta.assign(self.start + (self.end - self.start) * risen)

    def on_epoch_end(self, epoch, logs=None):
        if logs is not None:
            logs["beta"] = float(self.model.beta.numpy())
