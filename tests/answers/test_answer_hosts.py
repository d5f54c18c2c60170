"""What lets the same files run in MicroPython, and the same verdicts there."""

import ast
import gzip
import hashlib
import json
import subprocess
from pathlib import Path

import pytest
from answer_cases import DEVELOPMENT, SECOND, THIRD, sample, words
from answer_garbage import stream
from deno_script import DENO

import vae_book.answers
from vae_book.answers import check
from vae_book.widgets.answers.bundle import checker_script

FOLDER = Path(vae_book.answers.__file__).parent
VENDOR = FOLDER / "vendor"
MODULES = sorted(FOLDER.rglob("*.py"))
FORBIDDEN = {"eval", "exec", "compile", "__import__", "const", "sympify"}
# MicroPython would take Deno for Node, of which the page's script has left out what it needs.
CHECK_ALL = """
delete globalThis.process;
globalThis.WorkerGlobalScope = Object;
const { answer } = vaeAnswerChecker();
const replies = [];
for (const request of REQUESTS) {
  replies.push(await answer(request).catch((error) => ({ verdict: error.message })));
}
console.log(JSON.stringify(replies));
"""


def nodes_of(path, *kinds):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, kinds)]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_imports(path):
    """Only math; json and sys for the command line and for loading the questions."""
    allowed = {"__init__.py": {"json"}, "__main__.py": {"json", "sys"}}.get(path.name, {"math"})
    imported = [alias.name for node in nodes_of(path, ast.Import) for alias in node.names]
    outside = [node.module for node in nodes_of(path, ast.ImportFrom) if node.level == 0]
    assert set(imported) <= allowed
    assert outside == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_nothing_typed_can_be_executed(path):
    called = {node.func.id for node in nodes_of(path, ast.Call) if isinstance(node.func, ast.Name)}
    defined = {node.name for node in nodes_of(path, ast.FunctionDef)}
    assert not FORBIDDEN & (called | defined)


def test_vendored_files_are_the_locked_ones():
    (package,) = json.loads((VENDOR / "lock.json").read_text())["packages"]
    assert package["licence"] == "MIT"
    kept = {path.name.removesuffix(".gz"): path for path in VENDOR.iterdir()}
    for name, digest in package["files"].items():
        content = kept[name].read_bytes()
        content = gzip.decompress(content) if kept[name].suffix == ".gz" else content
        assert hashlib.sha256(content).hexdigest() == digest
    assert set(kept) == set(package["files"]) | {"lock.json", "LICENSE"}


def in_micropython(cases):
    """The replies of the page's checker to cases `(question, text)` or `(derivation, lines)`."""
    requests = [
        {"kind": "check", "question": name, "text": typed, "attempt": 0}
        if isinstance(typed, str)
        else {"kind": "derive", "question": name, "text": "\n".join(typed)}
        for name, typed in cases
    ]
    done = subprocess.run(
        [DENO, "run", "--quiet", "--ext=js", "-"],
        input=f"{checker_script()}const REQUESTS = {json.dumps(requests)};\n{CHECK_ALL}",
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr[-600:]
    return json.loads(done.stdout)


NESTED = [
    ("(", "m", ")"),
    ("-", "m", ""),
    ("-(", "m", ")"),
    ("log ", "m", ""),
    ("-log(", "m", ")"),
    ("log -(1/", "m", ")"),
    ("sum_k ", "m", ""),
    ("sum_k -(2*", "m", ")"),
    ("np.sum(", "m", ")"),
    ("m^", "m", ""),
    ("m^-(", "m", ")"),
    ("1-1/(2 m ", "m", ")"),
    ("\\frac{1}{", "m", "}"),
    ("||m+|", "m", "|||"),
    ("dot(m,", "m", ")"),
    ("m^T ", "m", ""),
    ("m/", "m", ""),
    ("sqrt(1+-2*exp(", "m", "))"),
]


def test_micropython_has_room_for_whatever_the_limits_allow(questions):
    """Nested as deep as CPython takes it, and deeper: no host runs out of stack."""
    cases, expected = [], []
    for opening, middle, closing in NESTED:
        depths = (4, 12, 20, *range(28, 60, 2))
        texts = [opening * depth + middle + closing * depth for depth in depths]
        verdicts = [check(questions["kl"], text)["verdict"] for text in texts]
        # The shallowest and the deepest of each verdict: between them nothing is deeper.
        ends = {at for v in set(verdicts) for at in (verdicts.index(v), _last(verdicts, v))}
        cases += [["kl", texts[at]] for at in ends]
        expected += [verdicts[at] for at in ends]
    assert {"wrong", "unparsed"} <= set(expected)
    assert [found["verdict"] for found in in_micropython(cases)] == expected


def _last(values, value):
    return len(values) - 1 - values[::-1].index(value)


def test_the_same_reply_in_micropython(questions):
    """Whole replies, wherever a question, a code, or a word typed or said is new; on garbage."""

    def traits(case):
        identifier, typed, *_ = case
        reply = check(questions[identifier], typed)
        return {identifier, *reply["codes"]} | words(typed) | words(reply["hint"])

    cases = [case[:2] for case in sample(DEVELOPMENT + SECOND + THIRD, traits)]
    answers = [questions[identifier].entry["answer"] for identifier in questions.identifiers()]
    garbage = [text for text in stream("hosts", answers, 100) if "\ud800" not in text]
    cases += [("elbo", text) for text in garbage]
    for case, found in zip(cases, in_micropython(cases), strict=True):
        assert found == check(questions[case[0]], case[1]), case
