"""What is proved for every model is refused where it is true in one model only, by each route."""

import pytest
from sympy import exp, log

from vae_book import finite
from vae_book.derivations import EQUATIONS, Refuted
from vae_book.derivations.language.display import written
from vae_book.derivations.language.notation import Divergence, Expectation, VectorIntegral
from vae_book.derivations.language.objects import (
    DIVERGENCE,
    ELBO,
    ENCODER,
    EVIDENCE,
    LOG_DECODER,
    POSTERIOR,
    PRIOR,
    RECONSTRUCTION,
)
from vae_book.derivations.language.symbols import Z, m, phi, s, theta
from vae_book.derivations.proof.any_decoder import (
    JUMP,
    KINK,
    SMOOTH,
    require_same_integral,
    require_same_number,
)
from vae_book.derivations.proof.any_model import (
    Mean,
    mean,
    prior,
    q,
    require_equal,
    require_never_below,
)
from vae_book.derivations.proof.random_models import require_in_random_models
from vae_book.derivations.sections import bound, gradients
from vae_book.derivations.sections.kl import one_more_dimension_adds

BY_M, BY_S = {theta: theta, phi: m}, {theta: theta, phi: s}
OF_ANY_MODEL = ("2", "evidence-gradient", "jensen", "9", "gap", "energy", "fisher", "14", "15")
OF_ANY_MODEL += ("16", "17", "score")

with written():
    REVERSE = Divergence(PRIOR, ENCODER)
    FALSE = {
        "the bound is the evidence": (bound.BOUND, "=", bound.LOG_EVIDENCE),
        "the bound is above": (bound.BOUND, ">=", bound.LOG_EVIDENCE),
        "no divergence": (bound.LOG_EVIDENCE, ">=", RECONSTRUCTION),
        "the divergence turned round": (DIVERGENCE, "=", REVERSE),
        "one is above the other": (DIVERGENCE, ">=", REVERSE),
        "the gap to the prior": (bound.LOG_EVIDENCE, "=", bound.BOUND + DIVERGENCE),
        "Jensen for any law": (bound.LOG_EVIDENCE, ">=", Expectation(POSTERIOR, LOG_DECODER)),
        "a density is at most 1": (0 * RECONSTRUCTION, ">=", log(EVIDENCE)),
        "the log moved inside": (
            bound.LOG_EVIDENCE,
            "=",
            Expectation(PRIOR, LOG_DECODER),
        ),
        "entropy is not negative": (-Expectation(ENCODER, log(ENCODER)), ">=", 0 * DIVERGENCE),
    }


@pytest.mark.parametrize("false", FALSE)
def test_false_statements_are_refused_by_both_routes(false):
    left, relation, right = FALSE[false]
    with pytest.raises(Refuted):
        {"=": require_equal, ">=": require_never_below}[relation](left, right)
    with pytest.raises(Refuted, match="in a random model"):
        require_in_random_models(left, relation, right)


@pytest.mark.parametrize("name", OF_ANY_MODEL)
def test_random_models_alone_refuse_the_special_case(name):
    statement = EQUATIONS[name].special
    definitions = {ELBO: bound.BOUND}
    with pytest.raises(Refuted, match="in a random model"):
        for left, relation, right in zip(
            statement.members, statement.relations, statement.members[1:], strict=False
        ):
            require_in_random_models(left, relation, right, definitions)


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        (([1.0], [1.0], [0.5], [1.0]), "z needs 2 values at least, got 1"),
        (([1.0, 1.0], [0.5, 0.5], [0.5, 0.0], [0.3, 0.7]), r"p\(x\|z\) needs .* got \[0.5, 0.0\]"),
        (([1.0, 1.0], [1.0], [0.5, 0.1], [0.3, 0.7]), r"p\(z\) needs .* the 2 values"),
    ],
)
def test_a_finite_model_says_what_it_cannot_use(tables, message):
    with pytest.raises(ValueError, match=message):
        finite.Tables(*tables)


def test_inequality_is_no_matter_of_luck():
    require_never_below(DIVERGENCE, 0 * DIVERGENCE)
    require_in_random_models(DIVERGENCE, ">=", 0 * DIVERGENCE)


def test_mean_takes_constants_out_and_knows_what_is_normalised():
    assert mean(2 * prior / q) == 2
    assert mean(3 + log(prior)) == 3 + Mean(log(prior))


def test_logarithm_of_a_mean_is_not_taken_for_a_mean_of_logarithms():
    with pytest.raises(Refuted, match="no mean under q"):
        require_never_below(log(VectorIntegral(PRIOR**2, Z)), bound.LOG_EVIDENCE)


def test_what_the_model_does_not_know_is_refused():
    with pytest.raises(Refuted, match="is no density of a general model"):
        require_equal(Expectation(ENCODER, log(POSTERIOR.func("p", Z, Z))), bound.BOUND)
    with pytest.raises(Refuted, match="has no value in a finite model"):
        require_in_random_models(exp(m), "=", exp(s))


@pytest.mark.parametrize("log_decoder", [SMOOTH, KINK])
def test_gradient_may_enter_the_integral(log_decoder):
    sides = gradients.THETA_OUTSIDE, gradients.THETA_INSIDE
    require_same_number(*sides, BY_M, log_decoder)


def test_gradient_may_not_enter_where_the_decoder_jumps():
    with pytest.raises(Refuted, match="by quadrature the sides are"):
        require_same_number(gradients.THETA_OUTSIDE, gradients.THETA_INSIDE, BY_M, JUMP)


@pytest.mark.parametrize("by", [BY_M, BY_S])
def test_a_jump_leaves_a_boundary_term_in_the_reparametrised_gradient(by):
    require_same_number(gradients.PHI_OUTSIDE, gradients.PHI_BY_SCORE, by, JUMP)
    with pytest.raises(Refuted, match="by quadrature"):
        require_same_number(gradients.PHI_OUTSIDE, gradients.PHI_EXPECTED, by, JUMP)


@pytest.mark.parametrize("by", [BY_M, BY_S])
def test_both_estimators_have_one_mean_by_integration_by_parts(by):
    require_same_integral(gradients.PHI_BY_SCORE, gradients.PHI_EXPECTED, by)
    with pytest.raises(Refuted, match="the integrands differ by"):
        require_same_integral(gradients.PHI_BY_SCORE, gradients.PHI_NAIVE, by)


def test_the_factors_of_q_must_integrate_to_1():
    assert one_more_dimension_adds()
