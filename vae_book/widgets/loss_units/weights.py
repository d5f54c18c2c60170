"""What a mean in place of a sum, a beta and a sigma amount to: one weight of the KL.

A loss with a fixed sigma and with switches is, up to a factor that does not move its minimum,

    sum_d (x_d - mu_d)^2 / 2 + lambda * KL,    lambda = beta_eff * sigma^2,

where beta_eff is the beta of the ELBO that it amounts to. So all settings with one lambda train
the same model.
"""

import itertools

REDUCTIONS = ("sum", "mean")


def effective_beta(beta, pixels, latents, data_size, latent_size):
    """The beta of the ELBO that a loss with means amounts to.

    The mean over D pixels makes the reconstruction term D times smaller, which is the same as a
    KL that weighs D times as much; the mean over K latents makes the KL K times smaller.

    Args:
        beta: Float of at least 0, the factor of the KL as it stands in the code.
        pixels: `"sum"` or `"mean"`, how the reconstruction term is reduced over the pixels.
        latents: `"sum"` or `"mean"`, how the KL is reduced over the latent units.
        data_size: Integer D.
        latent_size: Integer K.
    """
    if pixels == "mean":
        beta *= data_size
    if latents == "mean":
        beta /= latent_size
    return beta


def kl_weight(sigma, beta_eff):
    """lambda = beta_eff * sigma^2, the price of a nat of KL in half squared errors.

    Its square root is the sigma at which the ELBO proper, with beta = 1, has the same minimum.

    Args:
        sigma: Float above 0, the fixed standard deviation of the Gaussian likelihood.
        beta_eff: Float of at least 0, from `effective_beta`.
    """
    return beta_eff * sigma**2


def all_weights(betas, sigmas, data_size, latent_size):
    """The different lambdas of all settings of switches, beta and sigma, rising.

    Args:
        betas: Floats above 0.
        sigmas: Floats above 0.
        data_size: Integer D.
        latent_size: Integer K.

    Returns:
        A list of floats. Where betas, sigma^2 and K are powers of one number, many coincide.
    """
    weights = {}
    for beta, sigma, pixels, latents in itertools.product(betas, sigmas, REDUCTIONS, REDUCTIONS):
        weight = kl_weight(sigma, effective_beta(beta, pixels, latents, data_size, latent_size))
        weights[f"{weight:.9g}"] = weight  # two that differ by rounding only are one
    return sorted(weights.values())
