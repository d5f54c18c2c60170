"""The browser's formulas against Python's, on 1,000 random states each, in Deno."""

from pathlib import Path
from unittest.mock import patch

import deno_script
import keras
import numpy as np
import pytest
from keras import ops
from scipy.stats import norm

import vae_lib
from vae_book.derivations import EQUATIONS, numeric
from vae_book.widgets import maths
from vae_book.widgets.maths.random import normals
from vae_lib import gradients
from vae_lib.divergences import kl_to_standard_normal
from vae_lib.likelihoods import Bernoulli, Gaussian
from vae_lib.linear_gaussian import LinearGaussian

MATHS = Path(maths.__file__).parent
STATES = 1000


def columns(module, script, *values):
    """The numbers that a script of `(names, state)` gives on each state, one array a column."""
    result = deno_script.run(
        f"maths/{module}.js",
        f"show(values.states.map({script}))",
        states=np.stack(values, 1).tolist(),
    )
    return [np.array(column) for column in zip(*result, strict=True)]


def test_each_file_has_the_stem_of_its_python_module():
    python = {path.stem for path in Path(vae_lib.__file__).parent.rglob("*.py")}
    python |= {path.stem for path in MATHS.glob("*.py")}
    assert {path.stem for path in MATHS.glob("*.js")} <= python


def test_bernoulli():
    rng = np.random.default_rng(0)
    x = np.where(rng.random(STATES) < 0.5, rng.integers(0, 2, STATES), rng.random(STATES))
    a = rng.uniform(-25, 25, STATES)
    script = """([x, a]) => {
      const rho = sigmoid(a);
      const { byRho, byLogit } = slopes(x, a);
      const wrong = clipped(x, a);
      return [rho, fromProbability(x, rho), fromLogit(x, a), byRho, byLogit,
        wrong.rho, wrong.value, wrong.slope];
    }"""
    result = columns("bernoulli", script, x, a)
    rho, by_rho, by_logit, slope_rho, slope_logit, rho_32, clipped, clipped_slope = result

    log_p = numeric(EQUATIONS["q2"].rhs)
    middle = np.abs(a) < 12  # beyond, the double 1 - rho itself has lost digits
    np.testing.assert_allclose(rho, 1 / (1 + np.exp(-a)), rtol=1e-14)
    expected = [log_p(x=np.array([p]), rho=np.array([q])) for p, q in zip(x, rho, strict=True)]
    np.testing.assert_allclose(by_rho, expected, rtol=1e-12)
    np.testing.assert_allclose(by_logit[middle], by_rho[middle], rtol=1e-9)
    np.testing.assert_allclose(by_logit, x * a - np.logaddexp(0, a), rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(slope_logit, x - rho, rtol=1e-9, atol=1e-15)
    by_chain = slope_rho * rho / (1 + np.exp(a))  # d rho / da = rho (1 - rho)
    np.testing.assert_allclose(by_chain, slope_logit, rtol=1e-9, atol=1e-14)

    binary = (x == 0) | (x == 1)
    by_vae_lib = Bernoulli().log_prob(x[binary, None].astype("float32"), a[binary, None])
    np.testing.assert_allclose(by_logit[binary], by_vae_lib, rtol=1e-5, atol=1e-6)

    loss = keras.losses.binary_crossentropy(
        x[:, None].astype("float32"), rho_32[:, None].astype("float32")
    )
    np.testing.assert_allclose(clipped, -np.asarray(loss), rtol=1e-5, atol=2e-7)
    lost = (rho_32 < np.float32(1e-7)) | (rho_32 > np.float32(1) - np.float32(1e-7))
    np.testing.assert_allclose(clipped_slope, np.where(lost, 0, x - rho_32), atol=1e-12)
    assert 0.2 < lost.mean() < 0.5  # both cases were tried


def test_densities():
    rng = np.random.default_rng(0)
    x, mu = rng.uniform(-1, 2, (2, STATES))
    sigma = rng.uniform(0.1, 2, STATES)
    script = """([x, mu, sigma]) =>
      [density(x, mu, sigma), logDensity(x, mu, sigma), ...logDensityParts(x, mu, sigma)]"""
    density, log_density, error, constant = columns("densities", script, x, mu, sigma)
    log_p = numeric(EQUATIONS["q3"].rhs)
    for k in range(STATES):
        expected = log_p(x=x[k : k + 1], mu=mu[k : k + 1], sigma=sigma[k])
        assert log_density[k] == pytest.approx(float(expected), rel=1e-10, abs=1e-11)
    for k in range(0, STATES, 100):
        by_vae_lib = Gaussian(sigma[k]).log_prob(x[k : k + 1, None], mu[k : k + 1, None])
        assert log_density[k] == pytest.approx(float(by_vae_lib[0]), rel=1e-5, abs=1e-5)
    np.testing.assert_allclose(density, norm.pdf(x, mu, sigma), rtol=1e-9)
    np.testing.assert_allclose(error, -((x - mu) ** 2) / (2 * sigma**2))
    np.testing.assert_allclose(constant, norm.logpdf(0, 0, sigma), rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(error + constant, log_density, rtol=1e-9, atol=1e-11)


def test_linear_gaussian():
    rng = np.random.default_rng(0)
    w, b, x = 2 * rng.normal(size=STATES), rng.normal(size=STATES), 3 * rng.normal(size=STATES)
    sigma, m = rng.uniform(0.2, 2, STATES), rng.uniform(-3, 3, STATES)
    s = rng.uniform(0.05, 3, STATES)
    script = """([w, b, sigma, x, m, s]) => {
      const { evidence, reconstruction, kl, elbo, gap } = bound({ w, b, sigma, x }, { m, s });
      return [evidence, reconstruction, kl, elbo, gap];
    }"""
    found = np.stack(columns("linear_gaussian", script, w, b, sigma, x, m, s), 1)
    for k in range(STATES):
        model = LinearGaussian([[w[k]]], [b[k]], sigma[k])
        data, mean, sd = [[x[k]]], [[m[k]]], [[s[k]]]
        reconstruction, kl = model.elbo(data, mean, sd)
        expected = [model.log_evidence(data), reconstruction, kl, reconstruction - kl]
        expected.append(model.gap(data, mean, sd))
        np.testing.assert_allclose(found[k], np.ravel(expected), rtol=1e-9, atol=1e-11)
    np.testing.assert_allclose(found[:, 3] + found[:, 4], found[:, 0], rtol=1e-9, atol=1e-10)


def test_divergences():
    rng = np.random.default_rng(0)
    m, s = rng.uniform(-3, 3, STATES), rng.uniform(0.1, 3, STATES)
    script = """([m, s]) => {
      const { mean, variance, precision, kl, reversed } = terms(m, s);
      return [mean, variance, precision, kl, reversed];
    }"""
    mean, variance, precision, kl, other = columns("divergences", script, m, s)
    eq_13 = numeric(EQUATIONS["13"].rhs)
    np.testing.assert_allclose(kl, eq_13(m=m[:, None], s=s[:, None]), rtol=1e-11, atol=1e-14)
    logvar = 2 * np.log(s)[:, None]
    np.testing.assert_allclose(kl, kl_to_standard_normal(m[:, None], logvar), rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(mean, m**2 / 2)
    np.testing.assert_allclose(precision, -np.log(s))
    np.testing.assert_allclose(mean + variance + precision, kl, rtol=1e-9, atol=1e-12)
    for k in range(5):  # the reversed one by its definition, as an integral
        integral = norm.expect(lambda z, k=k: norm.logpdf(z) - norm.logpdf(z, m[k], s[k]))
        assert other[k] == pytest.approx(integral, rel=1e-6)
    np.testing.assert_allclose(other, np.log(s) + (1 + m**2) / (2 * s**2) - 0.5, rtol=1e-9)


def truths(m, s):
    """For each f of the figure: E[f]'s gradient by m, and both estimators' second moments."""
    wave = np.exp(-9 * s**2 / 2)
    edge = -m / s  # the jump, in units of the noise
    return [
        (np.ones_like(m), np.ones_like(m), (m**2 + 3 * s**2) / s**2),
        # Chapter 7 derives the variance of the score function for the square.
        (2 * m, 4 * (m**2 + s**2), (m**4 + 14 * m**2 * s**2 + 15 * s**4) / s**2 + 4 * m**2),
        (
            -3 * np.sin(3 * m) * wave,
            4.5 * (1 - np.cos(6 * m) * wave**4),
            (1 + np.cos(6 * m) * (1 - 36 * s**2) * wave**4) / (2 * s**2),
        ),
        (norm.pdf(edge) / s, np.zeros_like(m), (edge * norm.pdf(edge) + norm.sf(edge)) / s**2),
    ]


@pytest.mark.parametrize("which", range(4), ids=["z", "square", "cosine", "step"])
def test_gradients(which):
    f = [lambda z: z, ops.square, lambda z: ops.cos(3 * z), lambda z: ops.cast(z > 0, z.dtype)][
        which
    ]
    rng = np.random.default_rng(which)
    m, s = rng.uniform(-3, 3, STATES), rng.uniform(0.3, 2, STATES)
    epsilon = rng.normal(size=(STATES, 6))
    script = f"""([m, s, ...epsilon]) => {{
      const {{ z, reparametrised, score }} = gradients(epsilon, m, s, {which});
      const truth = exact(m, s, {which});
      const {{ mean, error }} = running(score);
      return [z, reparametrised, score,
        [truth.gradient, truth.reparametrised, truth.score], [...mean], [...error].slice(1)];
    }}"""
    z, reparametrised, score, truth, mean, error = columns("gradients", script, m, s, *epsilon.T)
    np.testing.assert_allclose(z, m[:, None] + s[:, None] * epsilon, rtol=1e-12)
    # vae_lib's estimators with the figure's noise: the states are 1000 latent variables.
    if which < 3:  # a step has no path to a gradient; vae_lib says so
        with patch.object(gradients, "_noise", lambda *_: ops.convert_to_tensor(epsilon.T)):
            by_vae_lib, _ = gradients.reparametrised_gradient(
                lambda z: ops.sum(f(z), axis=-1),
                ops.convert_to_tensor(m),
                ops.convert_to_tensor(2 * np.log(s)),
                6,
            )
        np.testing.assert_allclose(reparametrised.T, by_vae_lib, rtol=1e-9, atol=1e-12)
    else:
        assert not reparametrised.any()
    for k in range(10):
        with patch.object(gradients, "_noise", lambda *_, k=k: epsilon[k][:, None]):
            by_vae_lib, _ = gradients.score_function_gradient(
                lambda z: f(z[:, 0]), m[k : k + 1], 2 * np.log(s[k : k + 1]), 6
            )
        np.testing.assert_allclose(score[k], np.asarray(by_vae_lib)[:, 0], rtol=1e-9)
    gradient, by_path, by_score = truths(m, s)[which]
    close = {"rtol": 1e-2, "atol": 1e-2} if which == 3 else {"rtol": 1e-6, "atol": 1e-6}
    np.testing.assert_allclose(truth[:, 0], gradient, **close)
    np.testing.assert_allclose(truth[:, 2] ** 2, by_score - gradient**2, **close)
    if which < 3:
        np.testing.assert_allclose(truth[:, 1] ** 2, by_path - gradient**2, **close)
    for n in range(2, 7):
        np.testing.assert_allclose(mean[:, n - 1], score[:, :n].mean(1), rtol=1e-9, atol=1e-12)
        expected = score[:, :n].std(1, ddof=1) / np.sqrt(n)
        np.testing.assert_allclose(error[:, n - 2], expected, rtol=1e-7, atol=1e-12)


def test_random():
    seeds = np.arange(0, 10_000, 10)
    [found] = columns("random", "([seed]) => [[...normals(seed, 7)]]", seeds)
    np.testing.assert_allclose(found, [normals(int(seed), 7) for seed in seeds], atol=1e-12)


def test_model():
    rng = np.random.default_rng(0)
    x, logits = rng.integers(0, 2, (STATES, 5)), rng.normal(0, 5, (STATES, 5))
    mean, logvar = rng.normal(size=(2, STATES, 3))
    script = """(state) => [reconstructionLoss(state.slice(0, 5), state.slice(5, 10)),
      klToPrior(state.slice(10, 13), state.slice(13))]"""
    values = np.concatenate([x, logits, mean, logvar], axis=1)
    reconstruction, kl = columns("model", script, *values.T)
    by_library = -np.asarray(Bernoulli().log_prob(x.astype("float32"), logits))
    np.testing.assert_allclose(reconstruction, by_library, rtol=1e-5, atol=1e-5)
    np.testing.assert_allclose(kl, kl_to_standard_normal(mean, logvar), rtol=1e-5, atol=1e-6)


def test_latents():
    rng = np.random.default_rng(0)
    means, sds = rng.normal(size=(20, 2)), rng.uniform(0.3, 1, (20, 2))
    found = deno_script.run(
        "maths/latents.js",
        "show([[...density(values.means, values.sds, 3, 12)], moments(values.means, values.sds)])",
        means=means.tolist(),
        sds=sds.tolist(),
    )
    centres = -3 + (np.arange(12) + 0.5) * 0.5
    across, up = norm.pdf(centres[:, None, None], means, sds).transpose(2, 0, 1)
    expected = np.mean(up[::-1, None] * across[None], axis=-1)
    np.testing.assert_allclose(found[0], expected.ravel(), rtol=1e-5)
    for unit, each in enumerate(found[1]):
        assert each["mean"] == pytest.approx(means[:, unit].mean())
        variance = means[:, unit].var() + np.mean(sds[:, unit] ** 2)
        assert each["deviation"] == pytest.approx(np.sqrt(variance))
