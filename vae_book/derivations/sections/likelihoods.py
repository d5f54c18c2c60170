"""Section 1.3: the likelihoods p(x | z). Binary data in one module, continuous in the other."""

from vae_book.derivations.sections import bernoulli, gaussian_likelihood

EQUATIONS = bernoulli.EQUATIONS + gaussian_likelihood.EQUATIONS
