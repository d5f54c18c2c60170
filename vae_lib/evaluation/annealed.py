"""log p(x) by annealed importance sampling, a check that does not rest on q being good."""

from typing import NamedTuple

import keras
import numpy as np
from keras import ops

from vae_lib.checks import require_count
from vae_lib.densities import log_prior
from vae_lib.engine.replicas import require_tensorflow
from vae_lib.evaluation.draws import checked_images
from vae_lib.layers import reparametrise

TARGET_ACCEPTANCE = 0.65
FIRST_STEP_SIZE = 0.5
ADAPTATION_RATE = 0.1
# Reach of the sigmoid from which the temperatures are taken: they are denser near 0 and 1.
SIGMOID_REACH = 4.0


class Annealed(NamedTuple):
    """What `annealed_importance` returns.

    Args:
        log_weights: Shape `(chains, N)`, in nats; pass them to `log_evidence`.
        acceptance: Fraction of accepted moves for each image, shape `(N,)`. Far from 0.65, the
            chains moved too little or too timidly.
    """

    log_weights: np.ndarray
    acceptance: np.ndarray


def annealed_importance(
    vae,
    x,
    chains: int = 16,
    temperatures: int = 200,
    leapfrog_steps: int = 10,
    start: str = "posterior",
    seed: int | None = None,
) -> Annealed:
    """Importance weights whose mean estimates p(x), by annealing (Neal, 2001; Wu et al., 2017).

    Each chain starts at a draw from q(z|x), or from the prior, and is led to the posterior
    through `temperatures` distributions f_t = q^(1 - b) p(x, z)^b with b from 0 to 1. At each it
    makes one move of Hamiltonian Monte Carlo. The step sizes are found by a first run, for each
    image and temperature, and kept fixed in a second run that gives the weights: so the mean
    weight is unbiased, as in plain importance sampling, but a bad q costs time instead of truth.
    The moves need the gradient of the decoder, hence TensorFlow.

    Args:
        vae: A `vae_lib.model.VAE`.
        x: Images, shape `(N, *data_shape)`. Some tens of them: the work is `2 * chains * N *
            temperatures * leapfrog_steps` passes through the decoder and back.
        chains: Integer, independent chains for each image.
        temperatures: Integer, steps from the first distribution to the last.
        leapfrog_steps: Integer, gradient steps in a move.
        start: `"posterior"` for q(z|x), or `"prior"` to owe nothing to the encoder.
        seed: Integer, optional.

    Returns:
        `Annealed`: `log_weights`, shape `(chains, N)`, in nats, and `acceptance`, shape `(N,)`.

    Raises:
        ValueError: If `x` is not what the VAE models, a number is not a whole number of at least
            1, or `start` is another word.
    """
    require_tensorflow("Annealed importance sampling differentiates")
    x = checked_images(vae, x)
    chains = require_count(chains, "chains")
    temperatures = require_count(temperatures, "temperatures")
    path = _Path(vae, x, start)
    anneal = _Annealer(path, chains, require_count(leapfrog_steps, "leapfrog_steps"), seed)
    reach = np.tanh(SIGMOID_REACH / 2 * np.linspace(-1, 1, temperatures + 1))
    schedule = (0.5 + 0.5 * reach / reach[-1]).astype("float32")
    step_sizes = anneal.find_step_sizes(schedule)
    return anneal.run(schedule, step_sizes)


class _Path:
    """The densities from start to joint, in coordinates u in which the start is N(0, I).

    z = m + s * u with m and s those of q(z|x), or 0 and 1 for the prior. Where q fits the
    posterior, that is nearly N(0, I) in u as well, and one step size suits all directions.
    """

    def __init__(self, vae, x, start):
        if start not in ("posterior", "prior"):
            raise ValueError(f"start must be 'posterior' or 'prior'. Received: {start!r}.")
        self.vae = vae
        self.x = ops.convert_to_tensor(x)
        q = vae.encode(self.x)
        if start == "prior":
            q = {name: ops.zeros_like(value) for name, value in q.items()}
        self.mean, self.logvar = q["mean"], q["logvar"]

    def log_ratio(self, u):
        """log p(x, z) |dz/du| - log N(u | 0, I), shape `(chains, N)`."""
        z = reparametrise(self.mean, self.logvar, u)
        log_joint = self.vae.log_joint(self.x, z)
        return log_joint + ops.sum(self.logvar, axis=-1) / 2 - log_prior(u)

    def log_density(self, u, temperature):
        """log f_t(u), up to a constant, and its gradient by u."""
        import tensorflow as tf

        with tf.GradientTape() as tape:
            tape.watch(u)
            value = log_prior(u) + temperature * self.log_ratio(u)
        return value, tape.gradient(value, u)


class _Annealer:
    """Chains along a path: positions u of shape `(chains, N, K)`."""

    def __init__(self, path, chains, leapfrog_steps, seed):
        self.path = path
        self.shape = (chains, *path.mean.shape)
        self.leapfrog_steps = leapfrog_steps
        self.generator = keras.random.SeedGenerator(seed)
        import tensorflow as tf

        self.log_ratio = tf.function(path.log_ratio)
        self.compiled_move = tf.function(self.move)

    def find_step_sizes(self, schedule):
        """Step sizes by which about 0.65 of the moves are accepted, shape `(T, N)`."""
        u = self.normal()
        step_size = ops.full(self.shape[1:2], FIRST_STEP_SIZE)
        found = []
        for temperature in schedule[1:]:
            found.append(step_size)
            u, accepted = self.compiled_move(u, temperature, step_size)
            excess = ops.mean(accepted, axis=0) - TARGET_ACCEPTANCE
            step_size = step_size * ops.exp(ADAPTATION_RATE * excess)
        return found

    def run(self, schedule, step_sizes):
        """The weights of one run with fixed step sizes."""
        u = self.normal()
        log_weights, acceptance = np.zeros(()), np.zeros(())
        for last, temperature, step_size in zip(schedule, schedule[1:], step_sizes, strict=False):
            ratio = np.asarray(self.log_ratio(u), "float64")
            log_weights = log_weights + (temperature - last) * ratio
            u, accepted = self.compiled_move(u, temperature, step_size)
            acceptance = acceptance + np.mean(accepted, axis=0) / len(step_sizes)
        return Annealed(log_weights, acceptance)

    def move(self, u, temperature, step_size):
        """One move of Hamiltonian Monte Carlo, which leaves f_t as it is.

        Returns:
            The positions, and 1 where the proposal was accepted or 0, shape `(chains, N)`.
        """
        step = step_size[:, None]
        momentum = self.normal()
        start, slope = self.path.log_density(u, temperature)

        def leap(_, state):
            position, momentum, _, slope = state
            momentum = momentum + step / 2 * slope
            position = position + step * momentum
            end, slope = self.path.log_density(position, temperature)
            return position, momentum + step / 2 * slope, end, slope

        state = (u, momentum, start, slope)
        proposal, last_momentum, end, _ = ops.fori_loop(0, self.leapfrog_steps, leap, state)
        log_accept = end - start + log_prior(last_momentum) - log_prior(momentum)
        uniform = keras.random.uniform(ops.shape(start), seed=self.generator)
        accept = ops.log(uniform) < log_accept
        return ops.where(accept[..., None], proposal, u), ops.cast(accept, "float32")

    def normal(self):
        return keras.random.normal(self.shape, seed=self.generator)
