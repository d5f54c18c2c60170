"""The answer sheet: a LaTeX file in which nothing that was typed is a command."""

import json
import re
import shutil
import subprocess

import pytest
from answer_cases import DEVELOPMENT

from vae_book.answers.write.latex import escape, to_latex
from vae_book.answers.write.sheet import MAX_SHOWN, sheet
from vae_book.widgets.answers.task import FOLDER, tasks

SPEC = json.loads((FOLDER / "tasks.json").read_text(encoding="utf-8"))["sheet"]

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
    "documentclass usepackage IfFileExists emergencystretch Large textbf par mathbf theta mid "
    "text log frac mathrm setlength parindent parskip begin end section subsection ttfamily "
    "allowbreak hspace textbackslash textasciicircum textasciitilde textless textgreater textbar "
    "textquotedbl textasciigrave ensuremath rho mu sigma pi varepsilon epsilon theta varphi phi "
    "tau Sigma sum prod surd cdot times frac Vert top left right log exp mathrm sqrt operatorname "
    "{ } $ & # % _".split()
)


def body(text):
    return text.split(r"\begin{center}")[1]


def both(questions, answers, **options):
    return sheet(questions, answers, SPEC, **options)


def tex(questions, answers):
    return both(questions, answers, exercises=True)["tex"]


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
    for answers in ({"q2": text}, {"task/q1": [text]}, {"derivation/q2": text}):
        made = both(questions, answers, who={"name": text})
        check_structure(made["tex"])
        assert not re.search(
            r"<(?!/?(html|head|meta|title|style|body|button|h1|h2|p|section"
            r"|strong|pre|m[a-z]+)\b|!doctype)",
            made["html"],
        )


def test_every_development_answer(questions):
    for identifier, text, *_ in DEVELOPMENT:
        check_structure(tex(questions, {identifier: text}))


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


ANSWERS = {
    "kl": "m_k",
    "nonsense": "x",
    "q2": "x*log(rho)",
    "q3": "y",
    "derivation/q2": "log p(x|z) = log prod_d p(x_d|z)\n= sum_d log p(x_d|z)",
    "task/q1": ["Pixels depend on each other."],
    "task/q2_relation": ["The loss: Binary cross-entropy."],
}


def test_the_questions_come_in_order_with_left_sides_words_and_workings(questions):
    made = both(questions, ANSWERS, who={"name": "Ada", "number": "", "date": "today"})
    headings = re.findall(r"\\section\*\{(.*)\}", made["tex"])
    assert headings == ["Question 1", "Question 2", "Question 3"]
    for form, parts in {
        "tex": ["Ada", "today", "Pixels depend", "log p_{\\theta}", "Working", "The loss"],
        "html": ["Ada", "today", "Pixels depend", "log p(x|z)", "Working", "The loss"],
    }.items():
        places = [made[form].index(part) for part in parts]
        assert places == sorted(places), form
    assert "x\n" not in made["tex"] and "Exercises" not in made["tex"]


def test_exercises_are_asked_for(questions):
    assert questions["kl"].entry["title"] in tex(questions, ANSWERS)


def test_a_working_is_shown_as_it_was_read(questions):
    def read(name, text):
        return [(f"<math><mi>{name}</mi></math>", "= 1"), ("", "")]

    made = both(questions, ANSWERS, working=read)
    assert made["html"].count("<math><mi>q2</mi></math>") == 1
    assert "<pre>= sum_d log p(x_d|z)</pre>" in made["html"]
    assert "\\begin{align*}\n& = 1 \\\\\n& \\text{\\ttfamily = sum" in made["tex"]


def test_no_answers(questions):
    made = both(questions, {})
    check_structure(made["tex"])
    assert made["tex"].count("Not answered yet.") == made["html"].count("Not answered yet.") == 3


def test_every_task_of_the_sheet_exists(questions):
    for part in [part for section in SPEC for part in section["parts"]]:
        assert part.get("task", "q1") in tasks()
        assert part.get("question", "q2") in questions


def test_a_megabyte_is_cut(questions):
    made = tex(questions, {"q2": "1" * 10**6})
    check_structure(made)
    assert "1" * MAX_SHOWN in made and "1" * (MAX_SHOWN + 1) not in made
    assert len(made) < 3 * MAX_SHOWN


def test_it_compiles_where_a_tex_is_installed(questions, tmp_path):
    engine = shutil.which("pdflatex")
    answers = {name: questions[name].entry["answer"] for name in questions.identifiers()}
    answers |= {
        "task/q1": [*HOSTILE, "https://example.org/" + 40 * "a/"],
        "derivation/q3": "\n".join(HOSTILE),
    }
    made = tex(questions, answers)
    check_structure(made)
    if engine:  # TeX is no requirement of the tests
        tmp_path.joinpath("sheet.tex").write_text(made, encoding="ascii")
        command = [engine, "-interaction=nonstopmode", "-halt-on-error", "sheet.tex"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
        assert done.returncode == 0, done.stdout[-2000:]
        log = tmp_path.joinpath("sheet.log").read_text(encoding="latin-1")
        assert not re.search(r"Warning|Overfull|Underfull", log), log[-2000:]
