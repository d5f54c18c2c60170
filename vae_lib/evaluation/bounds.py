"""Bounds on log p(x) and log p(x) itself, from draws of the approximate posterior."""

import numpy as np
from keras import ops

from vae_lib.checks import require_count, require_finite
from vae_lib.evaluation.draws import checked_images, draw
from vae_lib.evaluation.estimate import Estimate
from vae_lib.evaluation.latents import encode
from vae_lib.importance import effective_sample_size, log_mean_exp


def elbo(vae, x, samples: int = 1, seed: int | None = None) -> Estimate:
    """The ELBO of each image, its first term estimated with L samples (equations 8 and 19).

    Args:
        vae: A `vae_lib.model.VAE`.
        x: Images, shape `(N, *data_shape)`.
        samples: Integer L, draws for each image; at least 2 to know the error.
        seed: Integer, optional.

    Returns:
        An `Estimate`, in nats. It is unbiased. Where the prior's KL is exact, as the standard
        normal one's, the error is that of the first term.

    Raises:
        ValueError: If `x` is not what the VAE models, or `samples` is not a whole number of at
            least 1.

    Example:
        >>> from vae_lib.evaluation.linear_gaussian_vae import linear_gaussian_vae
        >>> from vae_lib.linear_gaussian import LinearGaussian
        >>> model = LinearGaussian([[1.0], [0.5]], [0.0, 0.0], sigma=0.5)
        >>> x = model.sample(np.random.default_rng(0), 100).astype("float32")
        >>> low = elbo(linear_gaussian_vae(model), x, samples=50, seed=0)
        >>> exact = np.mean(model.log_evidence(x))
        >>> print(abs(low.mean - exact) < 4 * low.monte_carlo_error)  # q is the posterior
        True
    """
    x = checked_images(vae, x)
    if not vae.prior.exact:
        return _average(draw(vae, vae.log_weights, x, samples, seed))
    mean, logvar = map(ops.convert_to_tensor, encode(vae, x))
    kl = ops.convert_to_numpy(vae.prior.kl(mean, logvar, None)).astype("float64")

    def log_likelihood(x, outputs):
        return vae.likelihood.log_prob(x, outputs["params"])

    return _average(draw(vae, log_likelihood, x, samples, seed) - kl)


def importance_weighted_bound(log_weights, k: int) -> Estimate:
    """The k-sample bound E[log (1/k sum_i w_i)] of each image (Burda et al., 2016).

    The samples are cut into groups of k. Each group gives one unbiased estimate of the bound;
    what is left over is not used. With one group the error is not known.

    Args:
        log_weights: From `sample_log_weights`, shape `(samples, N)`, in nats.
        k: Integer from 1, where the bound is the ELBO, to `samples`.

    Returns:
        An `Estimate`, in nats.

    Raises:
        ValueError: If `k` is not in that range, or `log_weights` are not finite numbers of that
            shape.
    """
    log_weights = _checked(log_weights)
    k, samples = require_count(k, "k"), len(log_weights)
    if k > samples:
        raise ValueError(
            f"k must not exceed the {samples} samples that were drawn. Received: k={k}. Draw "
            f"more with sample_log_weights(vae, x, samples={k})."
        )
    groups = samples // k
    grouped = log_weights[: groups * k].reshape(groups, k, -1)
    return _average(np.asarray(log_mean_exp(np.moveaxis(grouped, 1, 0))))


def log_evidence(log_weights) -> Estimate:
    """log p(x) of each image: the logarithm of the mean importance weight.

    The mean weight is an unbiased estimate of p(x). Its logarithm is too small on average, by
    half the square of the error given here; as the importance-weighted bound with all samples it
    is a lower bound in expectation. The error is that of the delta method, the relative error of
    the mean weight. Trust both only where `vae_lib.importance.effective_sample_size` is large: a
    proposal that misses the posterior sees neither its mass nor its own error.

    Args:
        log_weights: From `sample_log_weights` or `annealed_importance`, shape `(samples, N)`, in
            nats.

    Returns:
        An `Estimate`, in nats.

    Raises:
        ValueError: If `log_weights` are not finite numbers of that shape.
    """
    log_weights = _checked(log_weights)
    samples = len(log_weights)
    if samples == 1:
        return _average(log_weights)
    relative_variance = samples / np.asarray(effective_sample_size(log_weights)) - 1
    errors = np.sqrt(np.maximum(relative_variance, 0) / (samples - 1))
    return Estimate(np.asarray(log_mean_exp(log_weights)), errors)


def _average(draws):
    """The mean over the first axis and its standard error."""
    count = len(draws)
    values = np.mean(draws, axis=0)
    if count == 1:
        return Estimate(values, np.full_like(values, np.nan))
    return Estimate(values, np.std(draws, axis=0, ddof=1) / np.sqrt(count))


def _checked(log_weights):
    log_weights = np.asarray(log_weights, dtype="float64")
    if log_weights.ndim != 2 or 0 in log_weights.shape:
        raise ValueError(
            "log_weights must have shape (samples, N), as sample_log_weights returns them. "
            f"Received shape {log_weights.shape}."
        )
    require_finite(log_weights, "log_weights")
    return log_weights
