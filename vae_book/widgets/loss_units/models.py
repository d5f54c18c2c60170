"""Small VAEs that differ in nothing but the weight of the KL, trained one after the other."""

from dataclasses import dataclass

import keras
import numpy as np
from keras import ops

from vae_lib.checks import require_count, require_positive
from vae_lib.data import batches, steps
from vae_lib.divergences import kl_per_unit
from vae_lib.likelihoods import Gaussian
from vae_lib.training import warm_cosine


@dataclass
class Outcome:
    """What became of one model.

    Attributes:
        weight: lambda, of `vae_book.widgets.loss_units.weights`.
        kl: KL of each unit, averaged over the scored images, shape `(K,)`, in nats, falling.
        squared_error: sum_d (x_d - mu_d)^2, averaged over images and one draw of z for each.
        reconstructions: The means of p(x|z) at the posterior means of the shown images, `(m, D)`.
        samples: The means of p(x|z) at m draws from the prior, shape `(m, D)`.
    """

    weight: float
    kl: np.ndarray
    squared_error: float
    reconstructions: np.ndarray
    samples: np.ndarray


def train_for_weights(vae, images, weights, scored, shown=8, epochs=12, peak=4e-3, seed=0):
    """Train `vae` for each weight of the KL, each time from the same weights with the same noise.

    With sigma = 1 the loss is half the squared error plus beta times the KL, so beta is lambda.
    The graph is compiled once: beta is a variable of it.

    Args:
        vae: A `vae_lib.model.VAE` with the likelihood `Gaussian(1.0)`.
        images: Grey levels in [0, 1] to train on, shape `(N, D)`.
        weights: Floats above 0.
        scored: Grey levels to score the models on, shape `(n, D)`.
        shown: Integer m, how many of them to reconstruct, and how many samples to draw.
        epochs: Integer, passes over the images.
        peak: Float above 0, the highest learning rate.
        seed: Integer seed of the order of the images, and of the draws of z.

    Returns:
        A list of `Outcome`, one for each weight.

    Raises:
        ValueError: If an argument is not of that kind.
    """
    if not isinstance(vae.likelihood, Gaussian) or vae.likelihood.sigma != 1.0:
        raise ValueError(
            "train_for_weights needs a VAE with the likelihood Gaussian(1.0), for which beta is "
            f"the weight of the KL. Received: {vae.likelihood!r}."
        )
    weights = [require_positive(weight, "weight") for weight in weights]
    n = steps(images)
    schedule = warm_cosine(peak, n * require_count(epochs, "epochs"))
    vae.compile(keras.optimizers.Adam(schedule), steps_per_execution=n)
    vae.optimizer.build(vae.trainable_variables)
    variables = [*vae.variables, *vae.optimizer.variables]  # the state of the noise among them
    fresh = [ops.convert_to_numpy(variable) for variable in variables]
    outcomes = []
    for weight in weights:
        for variable, value in zip(variables, fresh, strict=True):
            variable.assign(value)
        vae.beta.assign(weight)
        data = batches(images, binarisation=None, seed=seed)
        vae.fit(data, steps_per_epoch=n, epochs=epochs, shuffle=False, verbose=0)
        outcomes.append(_outcome(vae, weight, scored, shown, np.random.default_rng(seed)))
    return outcomes


def _outcome(vae, weight, images, shown, rng):
    q = vae.encoder(images)
    mean, logvar = q["mean"], q["logvar"]
    z = mean + ops.exp(logvar / 2.0) * rng.standard_normal(mean.shape, dtype="float32")
    errors = ops.sum(ops.square(images - vae.decoder(z)), axis=-1)
    kl = ops.convert_to_numpy(ops.mean(kl_per_unit(mean, logvar), axis=0))
    prior = rng.standard_normal((shown, mean.shape[-1]), dtype="float32")
    return Outcome(
        weight=weight,
        kl=np.sort(kl)[::-1],
        squared_error=float(ops.mean(errors)),
        reconstructions=ops.convert_to_numpy(vae.reconstruct(images[:shown])),
        samples=ops.convert_to_numpy(vae.decoder(prior)),
    )
