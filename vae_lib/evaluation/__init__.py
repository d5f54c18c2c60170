"""How good a trained VAE is: bounds on log p(x), log p(x) itself, and the use of its latents."""

from vae_lib.evaluation.annealed import annealed_importance
from vae_lib.evaluation.bits import bits_per_dimension
from vae_lib.evaluation.bounds import elbo, importance_weighted_bound, log_evidence
from vae_lib.evaluation.draws import sample_log_weights
from vae_lib.evaluation.estimate import Estimate
from vae_lib.evaluation.latents import active_units, elbo_surgery, encode
