"""The command line: its last line, and its exit code."""

import subprocess
import sys
from dataclasses import replace

import pytest

from vae_book.derivations import EQUATIONS, MISPRINTS
from vae_book.derivations.__main__ import main
from vae_book.derivations.ledger.rows import checked, ledger
from vae_book.derivations.sections.misprints import Misprint

QUICK = {number: replace(EQUATIONS["7"], number=number) for number in EQUATIONS}


def sabotaged(number):
    equation = EQUATIONS[number]
    return equation.stating(equation.lhs, 2 * equation.rhs)


def test_sabotaged_equation_fails(capsys):
    equations = QUICK | {"13": sabotaged("13")}
    assert main([], equations, ()) == 1
    output = capsys.readouterr().out
    last = output.splitlines()[-1]
    assert last.startswith("28 of 29 equations hold: 28 general") and last.endswith(
        "0 misprints refuted"
    )
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


def test_check_that_also_passes_a_special_case_fails():
    careless = replace(EQUATIONS["13"], proof=lambda statement: None)
    row = checked(careless)
    assert not row.ok and "also passes what is true only for s_k = 1" in row.reason


def test_latex_option_prints_blocks_to_paste():
    command = [sys.executable, "-m", "vae_book.derivations", "--latex"]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert f"$$\n{EQUATIONS['13'].latex} \\tag{{13}}\n$$" in run.stdout
