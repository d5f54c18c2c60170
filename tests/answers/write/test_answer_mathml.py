"""The reading shown to the reader: well-formed, escaped, and with the right structure."""

import random
from xml.etree import ElementTree

import pytest
from answer_garbage import garbage

from vae_book.answers import read
from vae_book.answers.write.mathml import escape, to_mathml


def test_garbage_never_breaks_the_markup(questions):
    rng = random.Random(3)
    for _ in range(500):
        markup = read(questions["q2"], garbage(rng, ["sum(x*log(rho))"]))["mathml"]
        assert not markup or ElementTree.fromstring(markup).tag == "math"


def test_text_is_escaped():
    assert escape('<a href="x">&') == "&lt;a href=&quot;x&quot;&gt;&amp;"
    markup = to_mathml(("symbol", "<b>", '"&'))
    assert "<b>" not in markup
    assert ElementTree.fromstring(markup)[0][0].text == "<b>"


@pytest.mark.parametrize(
    ("typed", "markup"),
    [
        ("m_k", "<msub><mi>m</mi><mi>k</mi></msub>"),
        ("m/2", "<mfrac><mi>m</mi><mn>2</mn></mfrac>"),
        ("sqrt(s)", "<msqrt><mi>s</mi></msqrt>"),
        ("(m+s)/2", "<mfrac><mrow><mi>m</mi><mo>+</mo><mi>s</mi></mrow><mn>2</mn></mfrac>"),
        ("log s", "<mrow><mi>log</mi><mrow><mo>(</mo><mi>s</mi><mo>)</mo></mrow></mrow>"),
        ("m - s", "<mrow><mi>m</mi><mo>−</mo><mi>s</mi></mrow>"),
    ],
)
def test_structure(questions, typed, markup):
    expected = '<math display="block">' + markup + "</math>"
    assert read(questions["kl"], typed) == {"mathml": expected, "hint": ""}


def test_an_extended_sum_shows_its_brackets(questions):
    short = read(questions["kl"], "sum_k m_k + 1")["mathml"]
    extended = read(questions["kl"], "sum_k m_k + s_k")["mathml"]
    assert "<mo>(</mo>" not in short
    assert "<mo>(</mo>" in extended


def test_reading_refuses_with_a_sentence(questions):
    found = read(questions["kl"], "<script>")
    assert found["mathml"] == ""
    assert found["hint"].endswith(".")
