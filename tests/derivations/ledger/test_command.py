"""The command line: its last line, its exit code, and no TensorFlow."""

import subprocess
import sys
from dataclasses import replace

import pytest

from vae_book.derivations import EQUATIONS, MISPRINTS
from vae_book.derivations.__main__ import main
from vae_book.derivations.ledger.rows import ledger
from vae_book.derivations.sections.misprints import Misprint

QUICK = {number: replace(EQUATIONS["7"], number=number) for number in EQUATIONS}


def sabotaged(number):
    equation = EQUATIONS[number]
    return equation.stating(equation.lhs, 2 * equation.rhs)


def test_command_as_a_reader_runs_it():
    run = subprocess.run(
        [sys.executable, "-m", "vae_book.derivations"], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines()[-1] == "29 of 29 equations hold, 8 misprints refuted"


def test_sabotaged_equation_fails(capsys):
    equations = QUICK | {"13": sabotaged("13")}
    assert main([], equations, ()) == 1
    output = capsys.readouterr().out
    assert output.splitlines()[-1] == "28 of 29 equations hold, 0 misprints refuted"
    assert "FAILS" in output and "wrong for K = 1" in output


def test_sabotaged_line_without_number_fails(capsys):
    assert main([], QUICK | {"q2": sabotaged("q2")}, ()) == 1
    assert "29 of 29" in capsys.readouterr().out


def test_misprint_that_is_none_fails(capsys):
    right = MISPRINTS[0]
    wrong = Misprint("(5)", right.correct, right.correct, "None.", right.proof)
    assert main([], QUICK, (wrong,)) == 1
    assert "NOT REFUTED" in capsys.readouterr().out


def test_missing_equation_is_an_error():
    equations = {number: equation for number, equation in EQUATIONS.items() if number != "17"}
    with pytest.raises(ValueError, match="No check for equation 17"):
        ledger(equations)


def test_latex_option_prints_blocks_to_paste(capsys):
    assert main(["--latex"]) == 0
    output = capsys.readouterr().out
    assert f"$$\n{EQUATIONS['13'].latex} \\tag{{13}}\n$$" in output


def test_no_tensorflow_and_no_keras():
    code = "import sys, vae_book.derivations; print({'tensorflow', 'keras'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"
