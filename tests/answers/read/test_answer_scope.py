"""Where a sum without brackets ends."""

import pytest

from vae_book.answers import Unreadable, check
from vae_book.answers.read.scope import free_axes


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sum_k m_k + s_k", "sum_k (m_k + s_k)"),
        ("sum_k m_k + s_k - 1", "sum_k (m_k + s_k) - 1"),
        ("sum_k m_k - 1 + s_k", "sum_k (m_k - 1 + s_k)"),
        ("1/2 sum_k m_k + s_k", "1/2 sum_k (m_k + s_k)"),
        ("-sum_k m_k + s_k", "-(sum_k (m_k + s_k))"),
        ("sum_k m_k + s", "sum_k (m_k + s_k)"),
        ("Σ m + s", "sum_k (m_k + s_k)"),
        ("sum_k m_k + K", "(sum_k m_k) + K"),
        ("sum_k m_k^2/2 + s_k", "sum_k (m_k^2/2 + s_k)"),
        ("sum_k (m_k)^2 + s_k", "sum_k (m_k^2 + s_k)"),
        ("sum_k m_k + sum_k s_k", "sum_k (m_k + s_k)"),
        ("sum(m)^2", "(sum_k m_k)^2"),
        ("sum (m)^2", "sum_k m_k^2"),
        ("sum_k(m_k)^2", "sum_k m_k^2"),
    ],
)
def test_the_index_decides(questions, typed, meant):
    question = questions["kl"]
    trees = [question.read(text) for text in (typed, meant)]
    assert question.at_points(trees[0]) == pytest.approx(question.at_points(trees[1]), rel=1e-12)


@pytest.mark.parametrize("typed", ["sum_k (m_k) + s_k", "sum(m) + s", "np.sum(m) + s"])
def test_a_closing_bracket_closes_the_sum(questions, typed):
    question = questions["kl"]
    assert free_axes(question.read(typed), question.names) == ["k"]


@pytest.mark.parametrize(
    "typed",
    [
        "1/2 sum_k m_k^2 + s_k^2 - log s_k^2 - 1",
        "sum_k (m_k^2 + s_k^2 - log s_k^2)/2 - 1/2",
        "1/2 sum_k (m_k^2 + s_k^2 - log s_k^2) - 1",
        "1/2 sum_k (m_k^2) + s_k^2 - log s_k^2 - 1",
        "1/2 sum m^2 + s^2 - log s^2 - 1",
    ],
)
def test_an_unbracketed_constant_is_never_taken_in(questions, typed):
    """Right only if a constant behind the sum belonged to it: that must be said by brackets."""
    found = check(questions["kl"], typed)
    assert found["verdict"] == "partial"
    assert "sum_scope" in found["codes"] or "constant_once" in found["codes"]


@pytest.mark.parametrize("typed", ["x_i log rho_j", "sum_i (x_i log rho_j + x_k)"])
def test_two_indices_for_one_axis_are_refused(questions, typed):
    question = questions["q2"]
    with pytest.raises(Unreadable, match="ndices"):
        free_axes(question.read(typed), question.names)


@pytest.mark.parametrize("typed", ["sum_d x_d m_d", "sum(x_k m_k)", "x_k m_k"])
def test_one_index_for_two_sizes_is_refused(questions, typed):
    question = questions["elbo"]
    with pytest.raises(Unreadable, match="two different sizes"):
        question.at_points(question.read(typed))


def test_the_centred_dot_is_a_scalar_product_only_between_vectors(questions):
    assert check(questions["kl"], "(m·m + s·s - K)/2 - Σ_k log s_k")["verdict"] == "right"
    assert check(questions["g"], "m + s·ε")["verdict"] == "right"
    assert "missing_sum" in check(questions["q2"], "x_d·log ρ_d")["codes"]
