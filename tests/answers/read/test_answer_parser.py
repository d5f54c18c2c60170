"""Tokens, trees and limits."""

import pytest

from vae_book.answers import Unreadable
from vae_book.answers.read.limits import MAX_CHARACTERS
from vae_book.answers.read.nodes import children
from vae_book.answers.read.parser import parse
from vae_book.answers.read.tokenizer import tokenize


def texts(typed):
    return [token[1] for token in tokenize(typed)]


@pytest.fixture
def names(questions):
    return questions["elbo"].names


def same_tree(names, *spellings):
    trees = [parse(spelling, names) for spelling in spellings]
    return all(tree == trees[0] for tree in trees)


def test_unicode_is_led_back_to_ascii():
    assert texts("ρ²") == ["rho", "^", "{", "2", "}"]
    assert texts("s⁻¹") == ["s", "^", "{", "-", "1", "}"]
    assert texts("𝜌 × 𝐱") == ["rho", "*", "x"]
    assert texts("x\u00a0−\u2009½") == ["x", "-", "frac", "{", "1", "}", "{", "2", "}"]


def test_latex_wrappers_vanish_with_their_braces():
    assert texts(r"\mathbf{x}_{d}") == ["x", "_", "{", "d", "}"]
    assert texts(r"\left(\boldsymbol\mu\right)\,") == ["(", "mu", ")"]


def test_numbers():
    assert texts("1. 0.5 2e3 1e-2 .5") == ["1.", "0.5", "2e3", "1e-2", ".5"]
    assert texts("1..D") == ["1", ".", ".", "D"]


def test_precedence(names):
    assert parse("-m^2", names) == ("neg", parse("m^2", names))
    assert same_tree(names, "m^s^2", "m^{s^2}")
    assert parse("m/s*z_mean", names)[0] == "mul"
    assert parse("1/2m", names)[0] == "mul"
    assert parse("1/2m", names, reading="tight")[0] == "div"
    assert parse("m - s - K", names)[1][1:] == (("neg", ("symbol", "s", None)),) + (
        ("neg", ("symbol", "K", None)),
    )


def test_dialects_agree(names):
    assert same_tree(names, "log(rho)", r"\log(\rho)", "np.log(rho)", "tf.math.log(ρ)", "ln(rho)")
    assert same_tree(names, "x_d", "x_{d}", "x[d]", r"\mathbf{x}_d")
    assert same_tree(names, "s_k^2", "s^2_k", "s_k**2", "s_k²")
    assert same_tree(names, "logvar", "z_log_var", "log_var")
    assert same_tree(names, r"\frac12 m", r"\frac{1}{2} m", "½ m")
    assert same_tree(names, "sum(m)", "np.sum(m)", "tf.reduce_sum(m, axis=-1)", "K.sum(m, axis=1)")
    assert same_tree(names, "m.sum()", "sum(m)")
    assert same_tree(names, "rho(z)", "rho")


@pytest.mark.parametrize(
    ("function", "formula"),
    [
        ("np.power(m + s, 2)", "(m + s)^(2)"),
        ("np.multiply(m, s)", "(m) * (s)"),
        ("np.add(m, s) x", "((m) + (s)) x"),
        ("np.subtract(m, s - x)", "((m) - (s - x))"),
        ("np.divide(m, s x)", "(m) / (s x)"),
        ("scipy.special.xlogy(x, rho)", "(x) * log((rho))"),
        ("np.dot(m, s + x)", "(m).T @ (s + x)"),
        ("m.dot(s + x)", "m.T @ (s + x)"),
        ("m.mean()", "mean(m)"),
        ("log_e(m) + log_2(s) + log_10(x)", "log(m) + log2(s) + log10(x)"),
        ("𝐱 𝑠 𝜌", "x s rho"),
    ],
)
def test_functions_stand_for_formulas(names, function, formula):
    assert same_tree(names, function, formula)


def test_only_the_last_side_of_an_equation_counts(names):
    assert same_tree(names, "L = a = m + s", "m + s")
    assert same_tree(names, "sum_{k=1}^{K} m_k", "sum_k=1^K m_k")


def test_scalar_products(names):
    assert parse("m^T s", names) == ("dot", ("symbol", "m", None), ("symbol", "s", None))
    assert same_tree(names, "m^T s", "m.T @ s", "<m, s>".replace("<", "⟨").replace(">", "⟩"))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("__import__('os').system('ls')", "unknown_character"),
        ("().__class__", "syntax"),
        ("9^9^9^9", "exponent"),
        ("9**9**9", "exponent"),
        ("m^(9^9)", "exponent"),
        ("m^999", "exponent"),
        ("(" * 1000, "too_long"),
        ("(" * 100, "too_deep"),
        ("-" * 100 + "m", "too_deep"),
        ("7" * 1000000, "too_long"),
        ("7" * 50, "number_size"),
        ("1e300", "number_size"),
        ("1e-9", "number_size"),
        ("m+" * 299 + "m", "too_large"),
        ("m\u202es", "invisible_character"),
        ("m\u2066s", "invisible_character"),
        ("m\x00", "invisible_character"),
        ("<script>alert(1)</script>", "unknown_character"),
        ("漢", "unknown_character"),
        ("", "empty"),
        ("x2", "unknown_name"),
        ("log_3(m)", "syntax"),
        ("m.foo", "syntax"),
        ("m.foo()", "unknown_name"),
        ("sum(m, (s", "brackets"),
        ("sum(m, mean s)", "syntax"),
    ],
)
def test_refused(names, typed, code):
    with pytest.raises(Unreadable) as caught:
        parse(typed, names)
    assert caught.value.code == code
    assert caught.value.hint.endswith(".")


def test_the_longest_text_is_still_read(names):
    text = "m".ljust(MAX_CHARACTERS)
    assert parse(text, names) == ("symbol", "m", None)


def test_children_of_every_kind(names):
    tree = parse("||m|| + sum_k m_k/s_k - log(2)^2 + m@s + const + (m·s)^T 1", names)
    kinds = set()
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        kinds.add(node[0])
        waiting += children(node)
    assert {"norm", "fold", "div", "neg", "call", "pow", "dot", "unspecified", "cdot"} <= kinds
