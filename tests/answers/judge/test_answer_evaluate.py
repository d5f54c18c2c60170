"""Values against arithmetic done here, and against NumPy."""

import math

import numpy as np
import pytest

from vae_book.answers import Unreadable
from vae_book.answers.judge.compare import fit, offset, same, spoken
from vae_book.answers.judge.evaluate import Formula, power
from vae_book.answers.read.scope import free_axes

POINT = {"d": 2, "k": 3, "D": 2.0, "K": 3.0}
POINT.update(x=[1.0, 0.0], rho=[0.3, 0.8], m=[1.0, -2.0, 0.5], s=[0.5, 1.0, 2.0], z=[0.0] * 3)


def value(question, typed):
    tree = question.spell_out(question.read(typed))
    (number,) = Formula(tree, question.names).values([POINT])
    return number


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("sum(m)", -0.5),
        ("sum_k m_k s_k", -0.5),
        ("sum_k m_k + s_k", 3.0),
        ("(sum_k m_k) + K", 2.5),
        ("prod(s)", 1.0),
        ("mean(m^2)", 1.75),
        ("||m||^2", 5.25),
        ("||m||_1", 3.5),
        ("m^T s", -0.5),
        ("m·s", -0.5),
        ("dot(m, s) * 2", -1.0),
        ("sum_k sum_d m_k x_d", -0.5),
        ("sum_k 1", 3.0),
        ("sum(2)", 4.0),
        ("sum(logvar)", 0.0),
        ("sum_k exp(logvar_k)", 5.25),
        ("log(e)", 1.0),
        ("log2(8) + log10(100)", 5.0),
        ("0^0", 1.0),
        ("2^-1", 0.5),
        ("-2^2", -4.0),
        ("2^K^0.5", 2 ** (3**0.5)),
        ("1/2*4", 2.0),
        ("|0 - 3|", 3.0),
    ],
)
def test_values(questions, typed, expected):
    assert value(questions["elbo"], typed) == pytest.approx(expected, rel=1e-12)


def test_against_numpy(questions):
    """Equation 13 and the Bernoulli log-likelihood, as arrays."""
    m, s = np.array(POINT["m"]), np.array(POINT["s"])
    x, rho = np.array(POINT["x"]), np.array(POINT["rho"])
    kl = 0.5 * np.sum(m**2 + s**2 - np.log(s**2) - 1)
    log_likelihood = np.sum(np.log(np.where(x == 1, rho, 1 - rho)))
    elbo = value(questions["elbo"], questions["elbo"].entry["answer"])
    assert elbo == pytest.approx(log_likelihood - kl, rel=1e-12)


@pytest.mark.parametrize("typed", ["log(0-1)", "1/(m_k-m_k)", "sqrt(-s_k)", "(-2)^0.5", "exp(800)"])
def test_undefined(questions, typed):
    question = questions["elbo"]
    found = Formula(question.read(typed), question.names).values([POINT])
    assert set(found) == {None}


def test_power_stays_real():
    assert power(0.0, 0.0) == 1.0
    assert power(-2.0, 3.0) == -8.0
    with pytest.raises(ValueError, match="negative"):
        power(-2.0, 0.5)


def test_work_is_limited(questions):
    question = questions["elbo"]
    typed = "sum_k " * 6 + "(m_k + s_k + m_k + s_k + m_k)"
    with pytest.raises(Unreadable, match="Sums inside sums"):
        question.at_points(question.read(typed))


@pytest.mark.parametrize("typed", ["sum(m)/10^9", "exp(-40)*sum(m)", "0.001*0.001*sum(m)"])
def test_hidden_constants_are_refused(questions, typed):
    question = questions["elbo"]
    with pytest.raises(Unreadable) as caught:
        question.at_points(question.read(typed))
    assert caught.value.code == "number_size"


def test_free_axes(questions):
    question = questions["elbo"]
    for typed, axes in [("m", ["k"]), ("m x", ["d", "k"]), ("sum_d x m", ["k"]), ("||m||", [])]:
        assert free_axes(question.read(typed), question.names) == axes


def test_points_vary_both_sizes(questions):
    sizes = {(point["d"], point["k"]) for point in questions["elbo"].points}
    assert sizes == {(i, j) for i in range(2, 6) for j in range(2, 6)}


def test_fit_recovers_coefficients():
    columns = [[1.0, 2.0, 3.0, 5.0], [1.0, 1.0, 1.0, 1.0], [1.0, 4.0, 9.0, 25.0]]
    target = [2 * a - 3 * b + 0.5 * c for a, b, c in zip(*columns, strict=True)]
    assert fit(columns, target) == pytest.approx([2, -3, 0.5], abs=1e-9)
    assert fit(columns, [1.0, 0.0, 0.0, 0.0]) is None
    assert fit([columns[0], columns[0]], target) is None


def test_comparisons():
    assert same([1.0, 2.0], [1.0, 2.0 + 1e-12])
    assert not same([1.0, 2.0], [1.0, 2.0 + 1e-6])
    assert not same([None], [None])
    assert offset([3.0, 4.0], [1.0, 2.0]) == pytest.approx(2.0)
    assert offset([3.0, 4.0], [1.0, 2.5]) is None


@pytest.mark.parametrize(
    ("number", "text"), [(0.5, "1/2"), (-2.0, "-2"), (2 / 3, "2/3"), (math.pi, "3.142")]
)
def test_numbers_are_spoken_as_fractions(number, text):
    assert spoken(number) == text
