"""Pure JAX: one compiled call an epoch, a `lax.scan` over its batches. The limit of XLA here."""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from turns import ANEW, BATCH, HIDDEN, LATENT, PIXELS, RATE, binary_digits, take_turns

from vae_lib.data import load_digits

DIGITS = load_digits("train")[0] if ANEW else binary_digits()
COUNT = len(DIGITS)
BATCHES = COUNT // BATCH  # the last, smaller batch is left out: a scan needs equal ones


def dense(key, inputs, outputs):
    limit = (6 / (inputs + outputs)) ** 0.5
    kernel = jax.random.uniform(key, (inputs, outputs), minval=-limit, maxval=limit)
    return kernel, jnp.zeros(outputs)


def initial(key):
    sizes = ((PIXELS, HIDDEN), (HIDDEN, 2 * LATENT), (LATENT, HIDDEN), (HIDDEN, PIXELS))
    keys = jax.random.split(key, len(sizes))
    return [dense(k, *size) for k, size in zip(keys, sizes, strict=True)]


def network(weights, x):
    (first, first_bias), (last, last_bias) = weights
    return jax.nn.relu(x @ first + first_bias) @ last + last_bias


def negative_elbo(weights, x, key):
    mean, logvar = jnp.split(network(weights[:2], x), 2, axis=1)
    z = mean + jnp.exp(logvar / 2) * jax.random.normal(key, mean.shape)
    logits = network(weights[2:], z)
    log_likelihood = jnp.sum(x * logits - jax.nn.softplus(logits), axis=1)
    kl = jnp.sum(mean**2 + jnp.exp(logvar) - logvar - 1, axis=1) / 2
    return jnp.mean(kl - log_likelihood)


def adam(weight, gradient, m, v, step):
    m, v = 0.9 * m + 0.1 * gradient, 0.999 * v + 0.001 * gradient**2
    rate = RATE * jnp.sqrt(1 - 0.999**step) / (1 - 0.9**step)
    return weight - rate * m / (jnp.sqrt(v) + 1e-7), m, v


@partial(jax.jit, donate_argnums=0)
def epoch(state, x, rows, key):
    def one_step(state, rows):
        weights, m, v, step = state
        step = step + 1
        noise, pixels = jax.random.split(jax.random.fold_in(key, step))
        batch = x[rows]
        if ANEW:
            batch = (jax.random.uniform(pixels, batch.shape) < batch).astype("float32")
        loss, gradients = jax.value_and_grad(negative_elbo)(weights, batch, noise)
        found = jax.tree.map(partial(adam, step=step), weights, gradients, m, v)
        weights, m, v = jax.tree.transpose(
            jax.tree.structure(weights), jax.tree.structure((0, 0, 0)), found
        )
        return (weights, m, v, step), loss

    state, losses = jax.lax.scan(one_step, state, rows)
    return state, jnp.mean(losses)


random = np.random.default_rng(0)
key = jax.random.key(0)
start = initial(key)
state = (start, *[jax.tree.map(jnp.zeros_like, start) for _ in "mv"], jnp.zeros((), int))


def train(epochs):
    global state
    for _ in range(epochs):
        rows = random.permutation(COUNT)[: BATCHES * BATCH].reshape(BATCHES, BATCH)
        state, loss = epoch(state, DIGITS, rows, key)
    return float(loss)


take_turns(train, BATCHES * BATCH)
