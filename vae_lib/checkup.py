"""What to look at first when a VAE does not train: a list of short experiments with verdicts."""

from typing import NamedTuple

import keras
import numpy as np
from keras import layers, ops

from vae_lib.checks import require_count
from vae_lib.evaluation import elbo, encode
from vae_lib.evaluation.draws import checked_images
from vae_lib.evaluation.linear_gaussian_vae import linear_gaussian_vae
from vae_lib.likelihoods.decoder_gaussian import TwoParameters
from vae_lib.linear_gaussian import LinearGaussian
from vae_lib.model import VAE

# A unit below this KL, in nats, says next to nothing about its image.
SILENT = 0.01
# Draws for each image in an estimate of the ELBO.
DRAWS = 5


class Finding(NamedTuple):
    """One line of a check-up.

    Args:
        fine: Whether this is as it should be.
        name: What was looked at.
        text: What was found, with its numbers in nats per image, and what to do.
    """

    fine: bool
    name: str
    text: str

    def __str__(self):
        return f"{'fine ' if self.fine else 'LOOK '} {self.name}: {self.text}"


def checkup(vae, x, steps: int = 300, seed: int = 0) -> list[Finding]:
    """Findings about a VAE and images like those it is trained on, printed one a line.

    The VAE itself is not trained or changed: what has to be trained is a copy.

    Args:
        vae: A `vae_lib.model.VAE`, before or after training.
        x: Some hundreds of its training images.
        steps: Integer, training steps in each experiment.
        seed: Integer seed of the draws.

    Returns:
        A list of `Finding`.

    Raises:
        ValueError: If `x` is not what the VAE models, or `steps` is no whole number of at least 1.
    """
    x = checked_images(vae, x)
    steps = require_count(steps, "steps")
    floor = _loss_of_the_average_image(vae, x, steps)
    looks = (
        _look_at_data(x),
        _or_why_not("start", _look_at_start, vae, x),
        _or_why_not("one batch", _look_at_one_batch, vae, x[:16], steps, seed),
        _look_at_floor(-elbo(vae, x, DRAWS, seed).mean, floor),
        _look_at_units(vae, x),
        _look_at_bound(seed),
    )
    findings = [finding for finding in looks if finding is not None]
    print(*findings, sep="\n")
    return findings


def _or_why_not(name, look, *arguments):
    """What `look` finds on a copy of the model; or why that cannot be made or trained."""
    try:
        return look(*arguments)
    except (TypeError, ValueError) as error:
        why = str(error).partition(" Full object config:")[0]
        return Finding(False, name, f"no copy of the model could be trained. {why}")


def _finding(fine, name, text, advice):
    """A finding with its advice where it is needed."""
    return Finding(fine, name, text + ("." if fine else f": {advice}"))


def _look_at_data(x):
    text = f"{len(x)} of shape {x.shape[1:]}, from {x.min():.3g} to {x.max():.3g}"
    if np.ptp(x) == 0:
        return Finding(False, "images", f"{text}: all pixels are equal. Are they loaded?")
    if abs(x).max() > 10:
        return Finding(False, "images", f"{text}: scale them to about [0, 1] first.")
    return Finding(True, "images", f"{text}.")


def _look_at_start(vae, x):
    if not vae.likelihood.binary:
        return None
    start, expected = -elbo(_copy(vae), x, DRAWS).mean, x[0].size * np.log(2)
    fine = abs(start - expected) < 0.2 * expected
    text = f"-ELBO of untrained weights {start:.1f}, D log 2 = {expected:.1f}"
    advice = "does the decoder return logits, and is the loss a sum over pixels?"
    return _finding(fine, "start", text, advice)


def _look_at_one_batch(vae, x, steps, seed):
    """A copy must be able to learn a few images by heart."""
    copy = _fitted(_copy(vae), x, steps, 2e-3)
    after, average = -elbo(copy, x, DRAWS, seed).mean, _loss_of_the_average_image(vae, x, steps)
    text = f"-ELBO of {len(x)} images after {steps} steps on them {after:.1f}, "
    text += f"their average image {average:.1f}"
    advice = "a layer is missing, frozen or saturated, or z is unread."
    return _finding(after < average, "one batch", text, advice)


def _look_at_floor(loss, floor):
    text = f"-ELBO {loss:.1f}, the average image for every z {floor:.1f}"
    advice = "z is not used yet. Train on, or see the units below."
    return _finding(loss < floor, "floor", text, advice)


def _look_at_units(vae, x):
    mean, logvar = encode(vae, x)
    # Per unit against N(0, 1), whatever the prior: it tells the silent ones.
    kl = np.mean(mean**2 + np.expm1(logvar) - logvar, axis=0) / 2
    used = int(np.sum(kl > SILENT))
    text = f"{used} of {kl.size} units with a KL above {SILENT} nats, {kl.sum():.1f} together"
    advice = "collapsed. Warm beta up from 0, or give the units free_bits."
    return _finding(used > 0, "units", text, advice)


def _look_at_bound(seed):
    """The estimates themselves, where log p(x) is known."""
    model = LinearGaussian([[1.0, 0.6], [-0.5, 1.0], [0.3, 0.4]], np.zeros(3), 0.7)
    x = model.sample(np.random.default_rng(seed), 50).astype("float32")
    low = elbo(linear_gaussian_vae(model, widening=1.5), x, 50, seed)
    evidence = float(np.mean(model.log_evidence(x)))
    fine = low.mean < evidence + 4 * low.monte_carlo_error
    text = f"ELBO {low.mean:.2f} on a model whose log p(x) is {evidence:.2f}"
    return _finding(fine, "bound", text, "the ELBO must be the smaller one.")


def _copy(vae):
    """The same model with new weights, to be trained on the ELBO itself."""
    return type(vae).from_config({**vae.get_config(), "beta": 1.0})


def _fitted(vae, x, steps, rate):
    vae.compile(keras.optimizers.Adam(rate))
    # One epoch: hundreds of them would cost more than their steps.
    vae.fit(((x,) for _ in range(steps)), steps_per_epoch=steps, shuffle=False, verbose=0)
    return vae


def _loss_of_the_average_image(vae, x, steps):
    """-ELBO of a model whose decoder gives the same parameters for every z: they are learned.

    They start at the pixels' means, and the spreads of two-parameter likelihoods at the pixels'
    standard deviations: from elsewhere a few hundred steps may not reach the best ones.
    """
    size, latent_size = vae.likelihood.params_shape(x.shape[1:]), 1
    h = layers.Rescaling(0.0)(layers.Flatten()(image := keras.Input(x.shape[1:])))
    heads = {name: layers.Dense(latent_size, trainable=False)(h) for name in ("mean", "logvar")}
    z = keras.Input((latent_size,))
    params = layers.Reshape(size)(layers.Dense(int(np.prod(size)))(layers.Rescaling(0.0)(z)))
    likelihood = type(vae.likelihood).from_config(vae.likelihood.get_config())
    constant = VAE(keras.Model(image, heads), keras.Model(z, params), likelihood)
    start = x.mean(0)
    if vae.likelihood.of_logits:
        start = np.log(np.clip(start, 1e-4, None)) - np.log(np.clip(1 - start, 1e-4, None))
    if isinstance(vae.likelihood, TwoParameters):
        raw = np.log(np.expm1(np.maximum(x.std(0) - vae.likelihood.smallest, 1e-3)))
        start = np.concatenate([start, raw], axis=-1)
    if size == start.shape:
        constant.decoder.layers[2].bias.assign(ops.reshape(start, (-1,)))
    # At a rate that falls the means come to rest within a grey level.
    _fitted(constant, x, steps, keras.optimizers.schedules.CosineDecay(0.1, steps))
    return -elbo(constant, x, 1).mean
