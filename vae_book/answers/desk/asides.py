"""What a remark states: reasons, definitions and conditions, each as a text to be judged."""

from ..read.tokenizer import DIGITS
from .marks import RELATIONS, first_word, outside, relation_place, words_of

# Words before a formula that say nothing about it.
LEAD = set(
    "hence so thus therefore then and now we get have obtain it follows that this gives is or "
    "also finally first second third next consequently start again us write proof yields find "
    "conclude to show".split()
)
KNOWN = set(
    "log exp sum prod int elbo deps eps epsilon theta phi mu rho sigma sqrt grad mean kl "
    "bernoulli laplace normal logvar const".split()
)
EACH = ("for", "all", "each", "every")
# What a remark says under one of these words holds only there.
CONDITIONS = ("if", "iff", "when", "unless", "for", "at")
CONCLUSIONS = (" then ", " get ", " have ", " obtain ", " find ")
TIGHT = ("equality", "tight", "equal", "exact", "iff", "unless", "zero", "vanishes", "minimal")
# Words that may change what the formula beside them says.
ACTING = (
    "plus minus times half twice double multiplied multiply divided divide negative not only "
    "averaged adding add subtract subtracting if unless base convex depends large small"
).split()
REASONS = (
    "where with since as because let set put for denote call assume suppose define introduce"
).split()
# Behind these words and a relation the formula goes on: `by Jensen's inequality >= ...`.
THEOREMS = (
    "jensen bayes inequality rule law theorem definition linearity fubini leibniz trick identity "
    "formula"
).split()
SIGNS = "=≥≤+*/^~"
NOTED = 4


def said(remark, beside, behind):
    """The list of `(kind, text)` of what a remark states.

    Args:
        remark: The remark.
        beside: Whether it stands in brackets.
        behind: Whether a formula stands before it.

    Returns:
        The kinds of `remarks.without_remarks`, and `NOTED` for what is to be named as not judged.
    """
    out, related, carried = [], False, False
    if is_range(remark.strip(" ,()")):
        return out
    for words, meant in (("'s ", " "), ("' ", " "), ("log-d", "d"), ("if and only if", "iff")):
        remark = remark.replace(words, meant)
    parts = [concluded(part) for part in split(remark)]
    claims = [_claim(part) for part in parts]
    # `For sigma = 1, log p(x|z) = ...` is a special case, `(for m = 0, s = 1 it is 0)` a remark.
    only_cases = all([claim and (is_case(claim[0]) or "(" in claim[0]) for claim in claims])
    for number, part in enumerate(parts):
        text = without_lead(part)
        if not claims[number]:
            if acts(part):
                out.append((NOTED, part))
            continue
        bare, conditional = claims[number]
        tight = any([word in TIGHT for word in words_of(part)])
        conditional = conditional or any([" " + word + " " in bare for word in CONDITIONS])
        case = is_case(bare)
        only = any(["only " + word in part for word in CONDITIONS]) and not tight
        held = tight or (case or conditional) and not (case and only_cases)
        named = _is_named(text, bare, part, related)
        name = text[: len(text) - len(bare)].split()[-1:] if named else []
        if name and bare[0] == "=" and name[0].lower() not in LEAD and not held:
            out.append((3, name[0] + " " + bare))
        elif carried and case or held and not only or named:
            out.append((NOTED, part))
            carried = carried or held
        else:
            own = bare == text and (text != part or number and not related)
            kind = 3 if beside else 0 if bare[0] in RELATIONS else 1 if own else 3 if behind else 2
            out.append((3 if case or only else kind, bare))
        related = True
    return out


def _is_named(text, bare, part, related):
    """Whether a part, such as `where var = s^2`, gives a name that is not one of the desk's."""
    reason = first_word(text).lower() in REASONS or related
    named = bare[0] in RELATIONS and text[0] not in RELATIONS and reason
    return named and not any([word in THEOREMS for word in words_of(part)])


def _claim(part):
    """The relation that a part states and whether under a condition, or None."""
    text = without_lead(part)
    return without_words(text) if relation_place(text) >= 0 else None


def is_case(text):
    """Whether a text, such as `sigma = 1`, takes a number for a symbol."""
    left, right = text[: relation_place(text)], text[relation_place(text) + 1 :].strip()
    short = len(left.strip()) < 8 and "(" not in left and " " not in left.strip()
    return short and right != "" and all([sign in DIGITS + "./-" for sign in right])


def acts(text):
    """Whether a part without a relation may change the formula beside it."""
    words = words_of(text)
    if not words or words[0][:2] == "eq" or words[0] in ("line", "step", "see", "number"):
        return False
    if "multiply" in words and "divide" in words or "adding" in words and "subtracting" in words:
        return False
    bounded = "<" in text or ">" in text and text.replace(" ", "")[-2:] != ">0"
    renamed = "variance" in words and "is" in words
    if "depend" in words:
        words = [word for word in words if word != "not"]
    acting = any([word in ACTING for word in words])
    return bounded or renamed or acting or any([sign in text for sign in SIGNS])


def concluded(part):
    """The part of a remark behind its `then` or `we get`, unless that holds in one case only."""
    part = part.strip().rstrip(" .")
    if part[-5:].lower() == " then":
        part = part[:-5].rstrip(" .,")
    for word in CONCLUSIONS:
        head, found, rest = part.partition(word)
        if found and relation_place(rest) >= 0 and relation_place(head) < 0:
            return word.strip() + " " + rest
    return part


def split(remark):
    """The parts of a remark between its commas, its `and`s and its sentences."""
    parts, start = [], 0
    for place, _ in outside(remark):
        for mark in (",", ";", ":", " and ", ". "):
            if remark.startswith(mark, place):
                parts.append(remark[start:place].strip())
                start = place + len(mark)
    return parts + [remark[start:].strip()]


def without_words(text):
    """What is left of a text behind its first words, and whether they make a condition."""
    conditional = False
    while True:
        text = text.lstrip(" .")
        end = text.find(")")
        if text[0] == "(" and not text[1:end].strip(" .*" + DIGITS):
            text = text[end + 1 :]
            continue
        word = first_word(text)
        small, after = word.lower(), text[len(word) : len(word) + 1]
        if len(word) > 1 and word.upper() == word and text[len(word) :].lstrip()[:1] in RELATIONS:
            return text, conditional  # MSE = ...
        article = small == "a" and text[1:].lstrip()[:1] not in RELATIONS
        formula = small in KNOWN or len(word) < 2 and not article
        if formula or after not in " .-" + RELATIONS:
            return text, conditional
        conditional = conditional or small in CONDITIONS
        text = text[len(word) :].lstrip("-") if after == "-" else text[len(word) :]
        if small[:2] == "eq" or small == "line":
            text = text.lstrip(" ." + DIGITS)


def without_lead(text):
    """A text without the words that only lead to its formula, and without an arrow."""
    while True:
        text = text.lstrip(" ,")
        if text.startswith("⇒"):
            sign = "≥ " if text[1:2] == "≥" else "= "
            rest = text[2 if sign == "≥ " else 1 :].strip()
            text = rest if relation_place(rest) >= 0 else sign + rest
            continue
        word = first_word(text)
        if word.lower() not in LEAD or text[len(word) : len(word) + 1] not in (" ", ",", ":", ""):
            return text
        text = text[len(word) :].lstrip(" ,:")


def is_range(text):
    """Whether a remark says `d = 1, ..., D`: for all components."""
    text = "".join([c for c in text if c not in " {}().\\"])
    for word in EACH:
        text = text[len(word) :] if text.startswith(word) else text
    size = {"d": "D", "k": "K", "i": "D", "j": "K"}.get(text[:1], "")
    rest = text[1:].replace("in", "=").replace("∈", "=")
    return bool(size) and rest in [part + size for part in ("=1", "=1,", "=1,,", "=1,2,,", "=1:")]
