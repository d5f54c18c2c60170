"""The training run that the chapters share: a warmed-up, falling learning rate and plain `fit`."""

from collections.abc import Iterable

import keras
import numpy as np

from vae_lib.checks import require_count, require_positive
from vae_lib.data import batches, steps

WARM_UP = 0.1  # of all steps


def warm_cosine(peak: float, total_steps: int) -> keras.optimizers.schedules.CosineDecay:
    """A learning rate that rises to `peak` over the first tenth of training and falls to 0.

    The rise keeps the first steps small, while Adam's estimates are still rough; the fall lets
    the weights settle. Both come from `keras.optimizers.schedules.CosineDecay`.

    Args:
        peak: Float above 0.
        total_steps: Integer, optimiser steps in the whole training.

    Raises:
        ValueError: If an argument is not of that kind.
    """
    total_steps = require_count(total_steps, "total_steps")
    warm_up = max(round(WARM_UP * total_steps), 1)
    return keras.optimizers.schedules.CosineDecay(
        initial_learning_rate=require_positive(peak, "peak") / 10,
        warmup_target=peak,
        warmup_steps=warm_up,
        decay_steps=max(total_steps - warm_up, 1),
    )


def binarisation_for(likelihood, wanted):
    """`"dynamic"` or `None`: as `wanted`, or for `"auto"` as the likelihood asks for."""
    if wanted == "auto":
        return "dynamic" if likelihood.binary else None
    if wanted == "dynamic" and not likelihood.binary:
        raise ValueError(
            f"{type(likelihood).__name__} is no likelihood of zeros and ones, so the images are "
            "not to be binarised: leave binarisation out. Received: binarisation='dynamic'."
        )
    return wanted


def train(
    vae,
    images: np.ndarray,
    epochs: int,
    peak: float = 4e-3,
    batch_size: int = 128,
    binarisation: str | None = "auto",
    validation: np.ndarray | None = None,
    callbacks: Iterable[keras.callbacks.Callback] = (),
    seed: int = 0,
) -> dict[str, list[float]]:
    """Compile and fit a VAE on images in memory: `warm_cosine`, Adam, one graph call an epoch.

    Args:
        vae: A `vae_lib.model.VAE`.
        images: Grey levels or zeros and ones in [0, 1], shape `(N, D)` or `(N, *event)`.
        epochs: Integer, passes over the images.
        peak: Float above 0, the highest learning rate.
        batch_size: Integer, images a batch.
        binarisation: `"dynamic"` or `None`, as in `vae_lib.data.batches`. By default what the
            likelihood asks for: `"dynamic"` for zeros and ones, else `None`.
        validation: Images to evaluate after each epoch, in the same shape, or `None`.
        callbacks: Keras callbacks.
        seed: Integer seed of the order and of the binarisation.

    Returns:
        The history of `fit`: a dictionary from a metric's name to its value in each epoch.

    Raises:
        ValueError: If an argument is not of that kind, or the images, binarised or not, are none
            that the likelihood can have made.
    """
    binarisation = binarisation_for(vae.likelihood, binarisation)
    n = steps(images, batch_size)
    schedule = warm_cosine(peak, n * require_count(epochs, "epochs"))
    vae.compile(keras.optimizers.Adam(schedule), steps_per_execution=n)
    return vae.fit(
        batches(images, batch_size, binarisation, seed),
        steps_per_epoch=n,
        epochs=epochs,
        validation_data=None if validation is None else (validation,),
        callbacks=list(callbacks),
        shuffle=False,
        verbose=0,
    ).history
