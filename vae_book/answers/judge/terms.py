"""Compares an answer with the reference term by term.

The typed formula is fitted by the terms of the question; the coefficients tell which term is
missing, superfluous, or has the wrong sign or factor.
"""

import math

from .compare import fit, spoken
from .results import result

MAX_FAULTS = 3  # beyond that, a list of faults teaches nothing


def by_terms(tree, typed, question):
    """Fits the typed formula by the question's terms and compares the coefficients."""
    if not question.terms:
        return None
    coefficients = fit([values for _, values in question.terms], typed, question.term_basis)
    if coefficients is None:
        return None
    faults = _faults(coefficients, question)
    negated = _faults([-coefficient for coefficient in coefficients], question)
    flipped = len(negated) < len(faults)
    faults = negated if flipped else faults
    if len(faults) > MAX_FAULTS:
        return None
    return _term_result(faults, flipped, question)


def _faults(coefficients, question):
    """`(term, coefficient)` for each term whose coefficient is not the right one."""
    faults = []
    for place, (term, _) in enumerate(question.terms):
        if abs(coefficients[place] - _coefficient(term)) > 1e-6:
            faults.append((term, coefficients[place]))
    return faults


def _coefficient(term):
    """The right coefficient of a term: a number, or log(2 pi) times a number."""
    return term["coefficient"] + term.get("log_2_pi", 0) * math.log(2 * math.pi)


def _term_result(faults, flipped, question):
    told = [_tell(term, coefficient) for term, coefficient in faults]
    codes = [code for code, _ in told]
    hint = "Compare term by term: " + "; ".join([sentence for _, sentence in told]) + "."
    wrong_terms = [term for term, _ in faults]
    only_constant = bool(faults) and all([term.get("constant") for term in wrong_terms])
    if only_constant:
        codes = ["constant_wrt_params"] + codes
        hint += " These terms do not depend on {}, so training is not affected.".format(
            question.entry.get("learned", "the learned quantities")
        )
    if flipped:
        codes = ["sign"] + codes
        hint = "The sign of the whole is flipped. " + hint
    right = [term for term, _ in question.terms if _coefficient(term) and term not in wrong_terms]
    return result("partial" if right else "wrong", codes, hint)


def _tell(term, found):
    """The code and the words for one wrong coefficient."""
    expected, name = _coefficient(term), term["name"]
    if expected == 0:
        words = f"there is no term {name} in the answer (yours has {spoken(found)} of it)"
        return "extra_term", words
    if abs(found) < 1e-9:
        return "missing_term", f"the term {name} is missing"
    if abs(found + expected) < 1e-6:
        return "term_sign", f"the term {name} has the wrong sign"
    words = f"the term {name} has the factor {spoken(found)}, and should have {spoken(expected)}"
    return "term_coef", words
