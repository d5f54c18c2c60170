"""What the latent variables are used for: active units, and the two parts of the KL."""

from dataclasses import dataclass

import keras
import numpy as np
from keras import ops

from vae_lib.checks import require_count, require_finite, require_not_negative
from vae_lib.densities import log_posterior, log_prior
from vae_lib.divergences import kl_to_standard_normal
from vae_lib.evaluation.draws import checked_images, rows_at_a_time
from vae_lib.importance import log_mean_exp
from vae_lib.layers import reparametrise

# Numbers in memory at a time when every z is compared with every image.
ENTRIES = 4_000_000


def encode(vae, x) -> tuple[np.ndarray, np.ndarray]:
    """The parameters of q(z|x).

    Args:
        vae: A `vae_lib.model.VAE`.
        x: Images, shape `(N, *data_shape)`.

    Returns:
        `(mean, logvar)`, float32 arrays of shape `(N, K)`.

    Raises:
        ValueError: If `x` is not what the VAE models.
    """
    x = checked_images(vae, x)
    rows = rows_at_a_time(vae.encoder, x.shape[1:])
    blocks = [vae.encode(x[i : i + rows]) for i in range(0, len(x), rows)]
    mean, logvar = (
        np.concatenate([ops.convert_to_numpy(block[head]) for block in blocks])
        for head in ("mean", "logvar")
    )
    return mean, logvar


def active_units(mean, threshold: float = 0.01) -> np.ndarray:
    """Which latent units tell images apart: Var_x(E[z_k|x]) above a threshold (Burda et al.).

    Args:
        mean: Means of q(z|x), shape `(N, K)` with N of at least 2.
        threshold: Float of at least 0.

    Returns:
        Boolean array of shape `(K,)`.

    Raises:
        ValueError: If `mean` has another shape or is not finite, or `threshold` is not a finite
            number of at least 0.
    """
    mean = _checked(mean, "mean")
    threshold = require_not_negative(threshold, "threshold")
    return np.var(mean, axis=0) > threshold


@dataclass(frozen=True)
class Surgery:
    """The two parts of the average KL, in nats: kl = information + marginal_kl.

    Args:
        kl: Average of KL(q(z|x) || p(z)) over the images, exact.
        information: Mutual information I(x; z) under q: what z says about the image it is from.
        information_error: Its Monte Carlo standard error.
        marginal_kl: KL(q(z) || p(z)), the aggregate posterior's distance from the prior.
        marginal_kl_error: Its Monte Carlo standard error.
    """

    kl: float
    information: float
    information_error: float
    marginal_kl: float
    marginal_kl_error: float


def elbo_surgery(mean, logvar, samples: int = 1, seed: int | None = None) -> Surgery:
    """Split the average KL into mutual information and the aggregate posterior's gap.

    E_x KL(q(z|x) || p(z)) = I(x; z) + KL(q(z) || p(z)) (Hoffman and Johnson, 2016). The aggregate
    posterior q(z) is the mixture of the q(z|x) of the N images given. For these N images the
    estimate is unbiased. For the source of the images it is not: the mutual information cannot
    exceed log N, so where the true one is near log N or above, the first part comes out too small
    and the second too large.

    Args:
        mean: Means m of q(z|x), shape `(N, K)` with N of at least 2.
        logvar: Log-variances log s^2, shape `(N, K)`.
        samples: Integer, draws of z for each image. The work grows with samples * N^2 * K.
        seed: Integer, optional.

    Returns:
        A `Surgery`.

    Raises:
        ValueError: If shapes do not fit or values are not finite, or `samples` is not a whole
            number of at least 1.
    """
    mean, logvar = _checked(mean, "mean"), _checked(logvar, "logvar")
    kl = float(np.mean(kl_to_standard_normal(mean, logvar)))
    samples = require_count(samples, "samples")
    epsilon = keras.random.normal((samples, *mean.shape), dtype="float64", seed=seed)
    z = np.asarray(reparametrise(mean, logvar, epsilon))
    log_conditional = np.asarray(log_posterior(z, mean, logvar))
    log_marginal = _log_mixture(z.reshape(-1, z.shape[-1]), mean, logvar).reshape(samples, -1)
    information = log_conditional - log_marginal
    marginal = log_marginal - np.asarray(log_prior(z))
    return Surgery(kl, *_mean_and_error(information), *_mean_and_error(marginal))


def _mean_and_error(draws):
    """The error counts the spread between images as chance too, and so is on the safe side."""
    return float(np.mean(draws)), float(np.std(draws, ddof=1) / np.sqrt(draws.size))


def _log_mixture(z, mean, logvar):
    """log of the mean over the images of q(z|x), for z of shape `(n, K)`: shape `(n,)`."""
    rows = max(1, ENTRIES // mean.size)
    blocks = [
        log_mean_exp(ops.transpose(log_posterior(z[i : i + rows, None], mean, logvar)))
        for i in range(0, len(z), rows)
    ]
    return np.concatenate([np.asarray(block) for block in blocks])


def _checked(array, name):
    array = np.asarray(array, dtype="float64")
    if array.ndim != 2 or len(array) < 2 or not array.shape[1]:
        raise ValueError(
            f"{name} must have shape (N, K) with N of at least 2. Received shape {array.shape}."
        )
    require_finite(array, name)
    return array
