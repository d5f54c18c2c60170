"""The densities that several sections speak of, each made once."""

from sympy import Tuple, log

from vae_book.derivations.language.display import written
from vae_book.derivations.language.notation import (
    NOTHING,
    Density,
    Diagonal,
    Divergence,
    Elbo,
    Expectation,
    Normal,
    Transformation,
)
from vae_book.derivations.language.symbols import EPSILON, IDENTITY, ORIGIN, M, S, X, Z, phi, theta

EVIDENCE = Density("p", X, NOTHING, theta)
JOINT = Density("p", Tuple(X, Z), NOTHING, theta)
DECODER = Density("p", X, Z, theta)
PRIOR = Density("p", Z)
ENCODER = Density("q", Z, X, phi)
POSTERIOR = Density("p", Z, X, theta)
NOISE = Normal(EPSILON, ORIGIN, IDENTITY)
G = Transformation(phi, EPSILON)
ELBO = Elbo(X, theta, phi)

with written():
    ENCODER_LAW = Normal(NOTHING, M, Diagonal(S**2))
    LOG_DECODER = log(DECODER)
    LOG_DECODER_OF_G = log(Density("p", X, G, theta))
    MINUS_LOG = -LOG_DECODER
    RECONSTRUCTION = Expectation(ENCODER, LOG_DECODER)
    DIVERGENCE = Divergence(ENCODER, PRIOR)
