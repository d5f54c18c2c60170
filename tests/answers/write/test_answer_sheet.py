"""The answer sheet: a LaTeX file in which nothing that was typed is a command."""

import re
import shutil
import subprocess

import pytest
from development_cases import DEVELOPMENT

from vae_book.answers.write.latex import escape, to_latex
from vae_book.answers.write.sheet import MAX_SHOWN, sheet

HOSTILE = [
    r"\input{/etc/passwd}",
    r"\immediate\write18{rm -rf /}",
    r"\end{document}\catcode`\%=12",
    "^^5cinput{secret}",
    "100% $x$ & #1 ~ _{a}^{b} {} \"'`` --",
    "x\u202elog(rho)\u2066 \x07 \x00 \U0001f600 naïve Σ ρ −½",
    "\\\\[1cm]\n\n\\par",
    "sum_\\{d\\}",
]
# Every command that the sheet itself writes. None of them reads or writes a file.
OWN = set(
    "documentclass usepackage setlength parindent parskip begin end section subsection ttfamily "
    "allowbreak textbackslash textasciicircum textasciitilde textless textgreater textbar "
    "textquotedbl textasciigrave ensuremath rho mu sigma pi varepsilon epsilon theta varphi phi "
    "Sigma sum prod surd cdot times frac Vert top left right log exp mathrm sqrt operatorname "
    "{ } $ & # % _".split()
)


def body(text):
    return text.split(r"\section*{My answers}")[1]


def commands(text):
    return set(re.findall(r"\\([A-Za-z]+|.)", text, re.DOTALL))


def check_structure(text):
    """Asserts what a TeX engine needs: known commands, matched braces and environments."""
    assert text.isascii() and "^^" not in text
    assert commands(text) <= OWN
    unescaped = re.sub(r"\\[^A-Za-z]", "", text)
    assert unescaped.count("{") == unescaped.count("}")
    for name in re.findall(r"\\begin\{(.*?)\}", text):
        assert text.count(rf"\begin{{{name}}}") == text.count(rf"\end{{{name}}}")
    assert text.count(r"\left") == text.count(r"\right")
    assert text.endswith("\\end{document}\n")
    assert text.count(r"\end{document}") == 1
    assert not re.search(r"(?<!\\)[$#&~]", body(text))


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_typed_is_a_command(questions, text):
    made = sheet(questions, [("q2", text)])
    check_structure(made)
    assert "could not be read" in made


def test_every_development_answer(questions):
    for identifier, text, *_ in DEVELOPMENT:
        check_structure(sheet(questions, [(identifier, text)]))


def test_each_escaped_character():
    assert escape("\\{}") == r"\textbackslash{}\{\}"
    assert escape("a_b^2 50%") == r"a\_b\textasciicircum{}2 50\%"
    assert escape("a\nb\u202e") == "a b[U+202E]"
    assert escape("Σ--") == r"\ensuremath{\Sigma}{-}{-}"


@pytest.mark.parametrize(
    "identifier, text, expected",
    [
        ("g", "m_k + s_k*epsilon_k", r"m_{k} + s_{k} \epsilon_{k}"),
        ("kl", "1/2*sum_k (m_k^2 - 1)", r"\frac{1}{2} \sum_{k} \left({m_{k}}^{2} - 1\right)"),
        ("q2", "x^T log(rho)", r"{x}^{\top} \log \left(\rho\right)"),
        ("q3", "||x-mu||^2", r"{\left\Vert x - \mu\right\Vert}^{2}"),
        ("q2", "-mean(2*3*log2(x))", r"-\operatorname{mean} 2 \cdot 3 \log_{2}\left(x\right)"),
    ],
)
def test_formulas(questions, identifier, text, expected):
    assert to_latex(questions[identifier].read(text)) == expected


def test_order_titles_and_unknown_questions(questions):
    made = sheet(questions, [("kl", "m"), ("nonsense", "x"), ("q2", "x*log(rho)")])
    titles = re.findall(r"\\subsection\*\{(.*)\}", made)
    assert titles == ["Equation 13: the KL term", "Question 2: the Bernoulli log{-}likelihood"]


def test_no_answers(questions):
    check_structure(sheet(questions, []))
    assert "No answers have been typed yet." in sheet(questions, [])


def test_a_megabyte_is_cut(questions):
    made = sheet(questions, [("q2", "1" * 10**6)])
    check_structure(made)
    assert "1" * MAX_SHOWN in made and "1" * (MAX_SHOWN + 1) not in made
    assert len(made) < 3 * MAX_SHOWN


def test_it_compiles_where_a_tex_is_installed(questions, tmp_path):
    engine = shutil.which("pdflatex")
    cases = [(name, questions[name].entry["answer"]) for name in questions.identifiers()]
    made = sheet(questions, cases + [("q2", text) for text in HOSTILE])
    check_structure(made)
    if engine:  # TeX is no requirement of the tests
        tmp_path.joinpath("sheet.tex").write_text(made, encoding="ascii")
        command = [engine, "-interaction=nonstopmode", "-halt-on-error", "sheet.tex"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
        assert done.returncode == 0, done.stdout[-2000:]
