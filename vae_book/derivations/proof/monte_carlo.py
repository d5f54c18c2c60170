"""Checks of statements about samples: fixed seed, four standard errors, error like 1/sqrt(L)."""

import numpy as np
from sympy import Indexed, Rational

from vae_book.derivations.language.symbols import b, epsilon, m, s, sigma, w, x, z
from vae_book.derivations.proof.equation import require
from vae_book.derivations.proof.integrals import integral
from vae_book.derivations.proof.numerics import numeric

SAMPLES = 100_000
NUMBERS = {
    name: Rational(value)
    for name, value in ((x, "0.8"), (w, "1.3"), (b, "-0.2"), (sigma, "0.9"), (m, "0.4"), (s, "0.6"))
}


def draws(seed):
    """Samples of z ~ N(m, s^2) and of epsilon ~ N(0, 1), by NumPy's own generator."""
    generator = np.random.default_rng(seed)
    latent = generator.normal(float(NUMBERS[m]), float(NUMBERS[s]), SAMPLES)
    return {"z": latent, "epsilon": generator.standard_normal(SAMPLES)}


def check_draws(law, variable, seed):
    """Raises `Refuted` unless samples have the first four moments of `law`.

    Args:
        law: The density of one latent dimension that the samples are stated to follow.
        variable: `z` or `epsilon`.
        seed: Seed of the samples.
    """
    law = law.subs(NUMBERS)
    values = draws(seed)[variable.name]
    for power in (1, 2, 3, 4):
        exact = float(integral(variable**power * law, variable))
        check_mean(values**power, exact, f"the mean of {variable}^{power}")


def check_average(exact, average, seed):
    """Raises `Refuted` unless an average over L samples estimates `exact`.

    Args:
        exact: SymPy expression of the parameters, the expectation.
        average: SymPy expression with a sum over l = 1 to L of `z_[l]` or `epsilon_[l]`.
        seed: Seed of the samples.
    """
    samples = draws(seed)
    average = average.subs(NUMBERS)
    one_by_one = estimates(average, {name: v[:, np.newaxis] for name, v in samples.items()})
    exact = float(exact.subs(NUMBERS))
    check_mean(one_by_one, exact, "the average")
    at_once = float(estimates(average, samples))
    require(np.isclose(at_once, one_by_one.mean()), f"with L = {SAMPLES} it is no mean: {at_once}")


def estimates(average, samples):
    """The stated average for each row of samples.

    An average of terms without (l) speaks of one draw only: the first, the same in each term.
    """
    names = {str(entry.base) for entry in average.atoms(Indexed)}
    shape = next(iter(samples.values())).shape[:-1]
    if not names:
        first = {symbol: float(samples[symbol.name].flat[0]) for symbol in (z, epsilon)}
        value = average.doit().subs(first)
        require(value.is_number, f"{value} is no number: it still depends on L")
        return np.full(shape, float(value))
    return numeric(average)(**{name: samples[name] for name in names})


def check_mean(values, exact, what):
    """Raises `Refuted` unless the mean is within 4 standard errors and errors fall right."""
    error = abs(values.mean() - exact)
    allowed = 4 * values.std() / np.sqrt(values.size)
    require(
        error <= allowed,
        f"{what} is {values.mean():.5f}, {error:.5f} from {exact:.5f}, allowed {allowed:.5f}",
    )
    if values.std() > 0:
        check_error_shrinks(values, exact)


def check_error_shrinks(values, exact):
    """The error of a mean of L values must fall like 1/sqrt(L): tenfold from 10 to 1000."""
    errors = [np.sqrt(np.mean((group_means(values, size) - exact) ** 2)) for size in (10, 1000)]
    ratio = errors[0] / errors[1]
    require(7 < ratio < 14, f"from L = 10 to 1000 the error falls {ratio:.1f} times, not 10")


def group_means(values, size):
    """The means of consecutive groups of `size` values."""
    return values.reshape(-1, size).mean(axis=1)
