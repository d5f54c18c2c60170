"""`python -m vae_book.derivations`: the ledger on a terminal. Exit code 1 if one fails.

With `--latex`: each equation's label and LaTeX, to be pasted into a text.
"""

import argparse
import re
import sys

from vae_book.derivations import EQUATIONS, MISPRINTS
from vae_book.derivations.ledger.rows import ledger, summary
from vae_book.derivations.proof.equation import Refuted


def main(arguments=None, equations=EQUATIONS, misprints=MISPRINTS):
    """Runs the command.

    Args:
        arguments: Command line; None for that of the process.
        equations: The equations to check.
        misprints: The misprints to refute.

    Returns:
        The exit code: 0 where everything holds, else 1.
    """
    parser = argparse.ArgumentParser(prog="python -m vae_book.derivations", description=__doc__)
    parser.add_argument("--latex", action="store_true", help="print labels and LaTeX only")
    if parser.parse_args(arguments).latex:
        print_latex(equations)
        return 0
    rows = ledger(equations)
    print_rows(rows)
    refuted, surviving = print_misprints(misprints)
    print(summary(rows, refuted))
    return 0 if all(row.ok for row in rows) and not surviving else 1


def print_latex(equations):
    """Prints each equation as a labelled display."""
    for equation in equations.values():
        number = re.sub(r"^q(?=\d)", "Q", str(equation.number))
        print(f"$$\n{equation.latex} \\tag{{{number}}}\n$$\n")


def print_rows(rows):
    """Prints the ledger as an aligned table, with the reason below a row that fails."""
    width = max(len(row.equation.label) for row in rows)
    print(f"{'equation':{width}}  section  {'check':11}  seconds  result  statement")
    for row in rows:
        equation, result = row.equation, "holds" if row.ok else "FAILS"
        print(
            f"{equation.label:{width}}  {equation.section:7}  {equation.kind:11}  "
            f"{row.seconds:7.2f}  {result:6}  {equation.title}; "
            f"refused: what is true only {equation.where}"
        )
        if row.reason:
            print(f"{'':{width}}  {row.reason}")
    print(f"\n{sum(row.seconds for row in rows):.1f} s for {len(rows)} statements\n")


def print_misprints(misprints):
    """Prints the misprints; returns how many were refuted and how many should have been."""
    refuted = surviving = 0
    for misprint in misprints:
        outcome = misprint.kind
        if misprint.kind == "computed":
            try:
                misprint.refutation()
                outcome, refuted = "refuted", refuted + 1
            except Refuted as reason:
                outcome, surviving = f"NOT REFUTED: {reason}", surviving + 1
        print(f"{misprint.where}: {outcome}. {misprint.evidence}")
    print()
    return refuted, surviving


if __name__ == "__main__":
    sys.exit(main())
