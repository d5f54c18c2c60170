"""SymPy as referee: each stored answer equals the derived object, each slip does not.

The derived objects come from `vae_book.derivations`, where each carries its own proof. Sums run
to a symbolic D and K. A slip is refuted by exact numbers at one point, to 30 digits.
"""

import functools

import pytest
import sympy as sp
from answer_generator import as_python

from vae_book.answers import load_questions
from vae_book.derivations import EQUATIONS, expectation
from vae_book.derivations.language import symbols as of
from vae_book.derivations.proof.algebra import evaluated, same
from vae_book.derivations.sections.kl import one_dimension

F = sp.Symbol("f", real=True)
COMPONENTS = {"x": of.x_, "rho": of.rho_, "mu": of.mu_, "m": of.m_, "s": of.s_, "z": of.z_}
COMPONENTS["epsilon"], COMPONENTS["h"] = of.epsilon_, sp.IndexedBase("h", real=True)
SCALARS = {"pi": sp.pi, "e": sp.E, "sigma": of.sigma, "f": F, "D": of.D, "K": of.K}
ONE_DIMENSION = {"m": of.m, "s": of.s}
COUNTERS = {"d": of.d, "k": of.k}
SIZES = {"d": of.D, "k": of.K}


def to_sympy(tree, names):
    """Translates a tree of the checker's parser into a SymPy object."""
    known = {**SCALARS, **ONE_DIMENSION}
    for name in COMPONENTS:
        axis = names.axis_of(name)
        if axis:
            known[name] = COMPONENTS[name][COUNTERS[axis]]
    for axis, counter in COUNTERS.items():
        limits = (counter, 1, SIZES[axis])
        known["sum_" + axis] = lambda body, limits=limits: sp.Sum(body, limits)
        known["prod_" + axis] = lambda body, limits=limits: sp.Product(body, limits)
        known["mean_" + axis] = lambda body, limits=limits: sp.Sum(body, limits) / limits[2]
    return sp.sympify(as_python(tree, names), locals=known, rational=True)


def rhs(number):
    return evaluated(EQUATIONS[number].rhs)


def log_factor(number):
    """The log of one factor of an equation that is a product."""
    return sp.expand_log(sp.log(rhs(number).function.subs(of.sigma_[of.d], of.sigma)), force=True)


def dimension(derivative):
    """An expression in the scalars of one dimension, written for the component k."""
    return derivative.subs({of.m: of.m_[of.k], of.s: of.s_[of.k]})


def reparametrised():
    """Equation 22 by components."""
    vectors = {of.M: of.m_, of.S: of.s_, of.EPSILON: of.epsilon_}
    text = EQUATIONS["22"].rhs
    text = text.replace(lambda part: part.func.__name__ == "Elementwise", lambda p: sp.Mul(*p.args))
    return text.subs({vector: base[of.k] for vector, base in vectors.items()})


def by_log_variance():
    v = sp.Symbol("v", real=True)
    in_v = one_dimension().subs(of.s, sp.exp(v / 2))
    return dimension(sp.diff(in_v, v).subs(v, sp.log(of.s**2)))


def along_the_path():
    """The chain rule for f(m + s epsilon) by the log-variance, with h the derivative of f."""
    k, v = of.k, sp.Symbol("v", real=True)
    moved = sp.diff(of.m_[k] + sp.exp(v / 2) * of.epsilon_[k], v)
    return COMPONENTS["h"][k] * moved.subs(v, sp.log(of.s_[k] ** 2))


def normaliser():
    return of.D / 2 * sp.log(2 * sp.pi * of.sigma**2)


# The answers that are not the right side of the question's equation, but follow from it.
DERIVED = {
    "q2_loss": lambda: -rhs("q2"),
    "q3_loss": lambda: -rhs("q3") - normaliser(),
    "q2_gap": lambda: -of.D,
    "q3_gap_factor": lambda: of.D / (2 * of.sigma**2),
    "q3_gap_constant": normaliser,
    "kl1": one_dimension,
    "elbo": lambda: rhs("q2") - rhs("13"),
    "g": reparametrised,
    "step_log_bernoulli": lambda: log_factor("7"),
    "step_log_gaussian": lambda: log_factor("gaussian-3"),
    "step_log_prior": lambda: sp.Sum(log_factor("5"), (of.k, 1, of.K)),
    "step_log_ratio": lambda: log_factor("12") - log_factor("5"),
    "step_moment": lambda: dimension(sp.simplify(expectation(of.z**2, of.z, of.m, of.s))),
    "dlogp_dmu": lambda: rhs("q3-gradient"),
    "dkl_dm": lambda: dimension(sp.diff(one_dimension(), of.m)),
    "dkl_dlogvar": by_log_variance,
    "score": lambda: sp.diff(log_factor("12"), of.m_[of.k]),
    "score_s": lambda: sp.diff(log_factor("12"), of.s_[of.k]),
    "score_term": lambda: F * sp.diff(log_factor("12"), of.m_[of.k]),
    "path_logvar": along_the_path,
}


# The exercises have references of their own, in test_answer_exercises.
IDENTIFIERS = [name for name in load_questions().identifiers() if not name.startswith("ex_")]
each_question = pytest.mark.parametrize("identifier", IDENTIFIERS)


@functools.cache
def derived(question):
    """The object that a question's answer must equal."""
    entry = question.entry
    return DERIVED.get(question.identifier, lambda: rhs(entry["equation"]))()


def stored(question, form):
    return to_sympy(question.spell_out(question.own(form)), question.names)


def test_every_question_belongs_to_a_proved_equation(questions):
    equations = {name: questions[name].entry["equation"] for name in questions.identifiers()}
    assert set(equations.values()) <= set(EQUATIONS)
    assert set(DERIVED) <= set(equations)


@each_question
def test_the_answer_equals_the_derived_object(questions, identifier):
    question = questions[identifier]
    assert same(stored(question, question.entry["answer"]), derived(question)), (
        f"{identifier} is not the right side of equation {question.entry['equation']}: "
        "if it only follows from it, derive it in DERIVED"
    )


def test_what_q3_loss_drops_does_not_depend_on_mu(questions):
    question = questions["q3_loss"]
    form = question.entry["also"][0]["form"]
    assert same(stored(question, form), -rhs("q3"))
    assert not normaliser().has(of.mu_)


@each_question
def test_terms_with_their_coefficients_add_up_to_the_answer(questions, identifier):
    question = questions[identifier]
    terms = question.entry.get("terms", [])
    total = sum(
        sp.Rational(str(term["coefficient"])) * stored(question, term["form"]) for term in terms
    )
    constants = [sp.Rational(str(term.get("log_2_pi", 0))) for term in terms]
    forms = [stored(question, term["form"]) for term in terms]
    total += sum(c * sp.log(2 * sp.pi) * form for c, form in zip(constants, forms, strict=True))
    assert not terms or same(total, derived(question))


def at_one_point(expression, component=1):
    """The value at D = 2, K = 3 and free indices `component`, with 30 digits."""
    expression = expression.xreplace({of.D: sp.Integer(2), of.K: sp.Integer(3)}).doit()
    expression = expression.subs({of.d: component, of.k: component})
    values = {of.sigma: sp.Rational(7, 10), F: sp.Rational(-9, 4)}
    values.update({of.m: sp.Rational(3, 5), of.s: sp.Rational(4, 3)})
    for i in (1, 2, 3):
        values.update({of.x_[i]: sp.Integer(i % 2), of.rho_[i]: sp.Rational(i, 5)})
        values.update({of.mu_[i]: sp.Rational(1, i + 1), of.m_[i]: sp.Rational(2 * i - 3, 4)})
        values.update({of.s_[i]: sp.Rational(i + 1, 3), of.z_[i]: sp.Rational(5 - i, 7)})
        values.update({of.epsilon_[i]: sp.Rational(i, 3), COMPONENTS["h"][i]: sp.Rational(i, 7)})
    return sp.N(expression.xreplace(values), 30)


@each_question
def test_each_slip_differs_from_the_derived_object(questions, identifier):
    question = questions[identifier]
    right = [at_one_point(derived(question), component) for component in (1, 2)]
    for slip in question.entry["slips"]:
        form = stored(question, slip["form"])
        gaps = [abs(at_one_point(form, place + 1) - right[place]) for place in (0, 1)]
        assert max(gaps) > sp.Rational(1, 10**6), slip["form"]


def test_no_finite_value_of_a_grey_slip_is_the_answer(questions):
    """With x and rho exchanged the formula is undefined for black and white pixels."""
    for identifier in ("q2", "q2_loss"):
        question = questions[identifier]
        for slip in question.entry["grey_slips"]:
            assert not at_one_point(stored(question, slip["form"])).is_finite
