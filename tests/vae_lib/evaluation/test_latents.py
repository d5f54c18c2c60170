"""Active units, and the KL split in two, against closed forms and quadrature."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from vae_lib.evaluation import active_units, elbo_surgery, encode, latents
from vae_lib.evaluation.linear_gaussian_vae import linear_gaussian_vae
from vae_lib.linear_gaussian import LinearGaussian


def test_a_unit_without_weights_is_not_active():
    W = np.diag([2.0, 0.5, 0.0])
    model = LinearGaussian(W, np.zeros(3), 1.0)
    x = model.sample(np.random.default_rng(1), 500)
    mean, _ = encode(linear_gaussian_vae(model), x)
    assert list(active_units(mean)) == [True, True, False]
    # Var E[z|x] = w^2 / (w^2 + sigma^2), here 0.8 and 0.2
    assert list(active_units(mean, threshold=0.3)) == [True, False, False]


def test_two_parts_by_quadrature():
    """Three images in one latent dimension."""
    mean, s = np.array([-1.0, 0.2, 1.5]), np.array([0.3, 0.8, 0.5])
    each = [norm(m, d) for m, d in zip(mean, s, strict=True)]

    def mixture(z):
        return np.mean([q.pdf(z) for q in each])

    def integral(f):
        return quad(f, -8, 8, limit=200)[0]

    marginal = integral(lambda z: mixture(z) * (np.log(mixture(z)) - norm.logpdf(z)))
    entropy = integral(lambda z: -mixture(z) * np.log(mixture(z)))
    information = entropy - np.mean([q.entropy() for q in each])
    found = elbo_surgery(mean[:, None], 2 * np.log(s)[:, None], samples=20_000, seed=2)
    assert found.kl == pytest.approx(information + marginal)
    assert abs(found.information - information) < 4 * found.information_error < 0.05
    assert abs(found.marginal_kl - marginal) < 4 * found.marginal_kl_error < 0.05


def test_aggregate_posterior_of_the_models_own_data_is_the_prior():
    """Then all of the KL is information, 1/2 log det P: here 1.4 nats of the log N = 7.6."""
    model = LinearGaussian(np.diag([2.0, 1.5]), np.zeros(2), 1.0)
    x = model.sample(np.random.default_rng(3), 2000)
    found = elbo_surgery(*encode(linear_gaussian_vae(model), x), samples=2, seed=3)
    exact = 0.5 * np.linalg.slogdet(model.precision)[1]
    assert abs(found.information - exact) < 4 * found.information_error
    assert abs(found.marginal_kl) < 4 * found.marginal_kl_error
    both = np.hypot(found.information_error, found.marginal_kl_error)
    assert abs(found.kl - found.information - found.marginal_kl) < 4 * both


def test_information_ends_at_log_n():
    mean = 100 * np.eye(5)
    found = elbo_surgery(mean, np.zeros((5, 5)), samples=3, seed=4)
    assert found.information == pytest.approx(np.log(5))
    assert found.kl > 1000


def test_equal_images_give_no_information():
    found = elbo_surgery(np.full((4, 2), 1.5), np.full((4, 2), -1.0), samples=3, seed=5)
    assert abs(found.information) < 1e-12 and found.marginal_kl > 1


def test_blocks_do_not_change_the_answer(monkeypatch):
    rng = np.random.default_rng(6)
    arguments = rng.normal(size=(11, 3)), rng.normal(size=(11, 3)), 4
    whole = elbo_surgery(*arguments, seed=6)
    monkeypatch.setattr(latents, "ENTRIES", 100)
    blocks = elbo_surgery(*arguments, seed=6)
    assert blocks.information == pytest.approx(whole.information)
    assert blocks.marginal_kl == pytest.approx(whole.marginal_kl)


TWO = np.zeros((2, 3))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: active_units(TWO[0]), r"mean must have shape \(N, K\).*Received shape \(3,\)"),
        (lambda: active_units(TWO[:1]), r"N of at least 2. Received shape \(1, 3\)"),
        (lambda: active_units(TWO * np.nan), "mean must be finite. Received 6 entries"),
        (lambda: active_units(TWO, -1), "threshold must be .* Received: -1"),
        (lambda: elbo_surgery(TWO, TWO[:, :2]), r"Received \(2, 3\) and \(2, 2\)"),
        (lambda: elbo_surgery(TWO, TWO + np.inf), "logvar must be finite"),
        (lambda: elbo_surgery(TWO, TWO, 0), "samples must be .* Received: 0"),
    ],
)
def test_bad_arguments(call, message):
    with pytest.raises(ValueError, match=message):
        call()
