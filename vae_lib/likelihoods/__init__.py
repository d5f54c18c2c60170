"""Likelihoods p(x|z): what the decoder's output means (section 1.3)."""

from vae_lib.likelihoods.base import Likelihood
from vae_lib.likelihoods.bernoulli import Bernoulli
from vae_lib.likelihoods.continuous_bernoulli import ContinuousBernoulli
from vae_lib.likelihoods.decoder_gaussian import DecoderGaussian
from vae_lib.likelihoods.discretised_logistic import DiscretisedLogistic
from vae_lib.likelihoods.gaussian import Gaussian, optimal_sigma
from vae_lib.likelihoods.gaussian_noise_levels import LearnedGaussian, OptimalGaussian

BY_NAME: dict[str, type[Likelihood]] = {
    "bernoulli": Bernoulli,
    "continuous_bernoulli": ContinuousBernoulli,
    "decoder_gaussian": DecoderGaussian,
    "discretised_logistic": DiscretisedLogistic,
    "gaussian": Gaussian,
    "learned_gaussian": LearnedGaussian,
    "optimal_gaussian": OptimalGaussian,
}


def get(identifier: str | Likelihood) -> Likelihood:
    """A likelihood from its name, as `keras.losses.get` does for losses.

    Args:
        identifier: A `Likelihood`, which is returned as it is, or one of the names in `BY_NAME`
            for one with its default arguments.

    Raises:
        ValueError: For anything else.
    """
    if isinstance(identifier, Likelihood):
        return identifier
    if isinstance(identifier, str) and identifier in BY_NAME:
        return BY_NAME[identifier]()
    raise ValueError(
        "likelihood must be an object from vae_lib.likelihoods, such as Gaussian(sigma=0.1), or "
        f"one of the names {', '.join(map(repr, BY_NAME))}. Received: {identifier!r}."
    )
