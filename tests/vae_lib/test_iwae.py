"""IWAE: its loss is the importance-weighted bound, its gradient weighs the samples rightly."""

import numpy as np
import pytest
import scipy.special
import tensorflow as tf
from keras import ops
from small_models import dense_vae

from vae_lib.data import binarise, load_digits
from vae_lib.evaluation.linear_gaussian_vae import linear_gaussian_vae
from vae_lib.iwae import IWAE
from vae_lib.linear_gaussian import LinearGaussian

X = binarise(load_digits("test")[0][:16])
DRAWS = 20_000
MODEL = LinearGaussian([[1.0, 0.6], [-0.5, 1.0], [0.3, 0.4]], [0.1, 0.0, -0.2], 0.7)


def small_iwae(samples=4, **options):
    return dense_vae(IWAE, size=784, samples=samples, **options)


def training_loss(iwae, x, outputs):
    return iwae.training_loss(x, outputs, *iwae.elbo_terms(x, outputs))


def test_loss_is_the_bound():
    iwae = small_iwae()
    outputs = iwae(X)
    log_weights = np.asarray(iwae.log_weights(X, outputs), "float64")
    bound = scipy.special.logsumexp(log_weights, axis=0) - np.log(4)
    assert float(training_loss(iwae, X, outputs)) == pytest.approx(-bound.mean(), rel=1e-6)


def test_evaluation_is_the_elbo():
    iwae = small_iwae()
    outputs = iwae(X)
    evaluated = float(iwae.compute_loss(X, y_pred=outputs, training=False))
    log_likelihood, kl = iwae.elbo_terms(X, outputs)
    assert evaluated == pytest.approx(-np.mean(log_likelihood - kl), rel=1e-6)
    assert float(iwae.compute_loss(X, y_pred=outputs)) < evaluated


def gradients_by_the_encoder(x, samples, beta=1.0):
    """The gradient of minus the loss by m and log s^2, for each of many repetitions of one x."""
    plain = linear_gaussian_vae(MODEL, widening=1.5)
    iwae = IWAE(plain.encoder, plain.decoder, plain.likelihood, samples, beta=beta, seed=1)
    repeated = np.repeat(x.astype("float32"), DRAWS, axis=0)
    mean, logvar = (ops.convert_to_tensor(iwae.encoder(repeated)[n]) for n in ("mean", "logvar"))
    with tf.GradientTape() as tape:
        tape.watch([mean, logvar])
        z = iwae.sampling(mean, logvar)
        outputs = {"mean": mean, "logvar": logvar, "z": z, "params": iwae.decode(z)}
        objective = -DRAWS * training_loss(iwae, repeated, outputs)
    return np.concatenate(tape.gradient(objective, [mean, logvar]), axis=1).astype("float64")


def exact_gradient_of_the_elbo(x, beta=1.0):
    m = MODEL.posterior(x)[0][0]
    v = 2 * np.log(1.5) - np.log(np.diag(MODEL.precision))

    def elbo(parameters):
        m, v = np.split(parameters, 2)
        reconstruction, kl = MODEL.elbo(x, m[None], np.exp(v / 2)[None])
        return (reconstruction - beta * kl)[0]

    at, step = np.concatenate([m, v]), 1e-5 * np.eye(4)
    return np.array([elbo(at + h) - elbo(at - h) for h in step]) / 2e-5


@pytest.mark.parametrize("beta", [1.0, 0.3])
def test_one_sample_has_the_gradient_of_the_elbo(beta):
    x = MODEL.sample(np.random.default_rng(2), 1)
    draws = gradients_by_the_encoder(x, 1, beta)
    error = draws.std(0) / np.sqrt(DRAWS)
    assert (abs(draws.mean(0) - exact_gradient_of_the_elbo(x, beta)) < 4 * error + 1e-5).all()


def test_more_samples_have_another_gradient():
    """That of a tighter bound: a q that is too wide costs less."""
    x = MODEL.sample(np.random.default_rng(2), 1)
    draws = gradients_by_the_encoder(x, 20)[:, 2:]
    error = draws.std(0) / np.sqrt(DRAWS)
    elbo = exact_gradient_of_the_elbo(x)[2:]
    assert (elbo < draws.mean(0) - 10 * error).all() and (draws.mean(0) < 0).all()


def test_gradient_is_the_weighted_sum_with_the_largest_weight_for_the_best_sample():
    iwae = small_iwae(samples=3)
    weights = iwae.trainable_variables
    with tf.GradientTape(persistent=True) as tape:
        outputs = iwae(X[:1])
        log_weights = iwae.log_weights(X[:1], outputs)[:, 0]
        each = [log_weights[i] for i in range(3)]
        loss = training_loss(iwae, X[:1], outputs)
    found = [-np.asarray(g) for g in tape.gradient(loss, weights)]
    per_sample = [[np.asarray(g) for g in tape.gradient(log_w, weights)] for log_w in each]

    def weighted(shares):
        return [np.tensordot(shares, g, 1) for g in zip(*per_sample, strict=True)]

    right = scipy.special.softmax(np.asarray(log_weights, "float64"))
    wrong = scipy.special.softmax(-np.asarray(log_weights, "float64"))
    assert np.argmax(right) == np.argmax(log_weights) and right.max() > 0.5
    for mine, theirs in zip(found, weighted(right), strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-3, atol=1e-3)
    distance = sum(
        np.sum((mine - theirs) ** 2) for mine, theirs in zip(found, weighted(wrong), strict=True)
    )
    assert distance > 0.1 * sum(np.sum(mine**2) for mine in found)


def test_weights_never_overflow():
    iwae = small_iwae(samples=50)
    outputs = iwae(X)
    outputs["params"] = outputs["params"] * 1e4 + 1e3
    assert np.isfinite(float(training_loss(iwae, X, outputs)))


def test_free_bits_are_refused():
    with pytest.raises(ValueError, match="has no KL term.* Received: free_bits=0.5"):
        small_iwae(free_bits=0.5)
