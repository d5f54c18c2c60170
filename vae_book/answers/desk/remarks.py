"""Takes labels and remarks off a row. What is not recognised as one stays in the formula."""

from ..read.limits import Unreadable, quote
from .plain import LETTERS

DIGITS = "0123456789"
OPENING, CLOSING = "([{", ")]}"
RELATIONS = "=≥≤"  # after `plain`, these three characters only
# Words that begin a remark, wherever they stand.
REMARK = set(
    "by since because using use where with from due as if when note notice here def definition "
    "recall apply applying thanks via assuming provided jensen bayes leibniz eq eqn equation "
    "law rule i.e e.g cf which whose both follows for let define suppose substitute substituting "
    "put plug plugging insert inserting setting set rewrite expand expanding taking take split "
    "splitting replace replacing introduce introducing multiply multiplying divide dividing "
    "simplify simplifying collect collecting know remember hint answer solution question assume "
    "similarly likewise only means".split()
)
# Words before a formula that say nothing about it.
LEAD = set(
    "hence so thus therefore then and now we get have obtain it follows that this gives is or "
    "also finally first next consequently start again us write proof yields find conclude "
    "to show".split()
)
SINGLE = (
    "jensen", "bayes", "leibniz", "fubini", "defin", "linear", "normal", "margin", "const",
    "algebra", "simplif", "expan", "chain", "product", "scor", "trick", "independ", "factor",
    "cancel", "expect", "logarithm", "substit", "reparam", "arithm", "gauss", "concav", "given",
    "bernoull", "insert", "collect", "rearrang", "moment", "varian", "identity", "done", "qed",
    "posterior", "prior", "drop", "multipl", "divid", "split", "start", "goal", "gradient",
)  # fmt: skip


KNOWN = set(
    "log exp sum prod int elbo deps eps epsilon theta phi mu rho sigma sqrt grad mean "
    "bernoulli laplace normal logvar const".split()
)


def without_remarks(piece):
    """The formula of a piece, without its labels and remarks; empty if there is none."""
    piece = piece.strip()
    if piece.startswith("\x01"):
        head = piece.strip("\x01 ")
        piece = head if head[:1] in RELATIONS or _relation_place(head) >= 0 else ""
    cut = piece.find("\x01")
    if cut >= 0 and depth_of(piece[:cut]) == 0:
        piece = piece[:cut]
    piece = _without_label(piece.replace("\x01", " ").strip())
    piece = _without_lead(piece)
    if _says_drawn(piece):
        return ""
    piece = _cut_trailing(piece).strip()
    for word in ("so", "hence", "thus", "therefore", "then", "and"):
        if piece.endswith((", " + word, " " + word)):
            piece = piece[: -len(word)].strip(" ,")
    while True:
        shorter = _without_last_bracket(piece.rstrip(" .,;:!□∎■")).strip()
        if shorter == piece:
            break
        piece = shorter
    return "" if _only_words(piece) else piece


def _says_drawn(text):
    """Whether a row says how something is drawn, `z ~ q(z|x)`: a statement, no step."""
    depth = 0
    for place, character in enumerate(text):
        depth += (character in OPENING) - (character in CLOSING)
        if depth == 0 and (character == "~" or text.startswith("\\sim", place)):
            return True
    return False


def _relation_place(text):
    depth = 0
    for place, character in enumerate(text):
        depth += (character in OPENING) - (character in CLOSING)
        if depth == 0 and character in RELATIONS:
            return place
    return -1


def _words(text):
    """The runs of letters in a text, without LaTeX commands, in small letters."""
    words, word = [], ""
    for character in text + " ":
        if character in LETTERS or character in "\\'" or character in "." and word in ("i", "e"):
            word += character
        else:
            if word and not word.startswith("\\"):
                words.append(word.strip("'.").lower())
            word = ""
    return [word for word in words if word]


def _without_label(text):
    """The text without `(8)`, `3.`, `Step 2:`, `Jensen:` in front of it."""
    if _first_word(text).lower() in ("step", "line", "part"):
        rest = text[4:].lstrip(" " + DIGITS + LETTERS[:26])
        if rest[:1] in (".", ":", ")") and rest[1:].strip():
            return _without_label(rest[1:].strip())
    colon = text.find(":")
    if 0 < colon < 40 and text[colon + 1 : colon + 2] != "=":
        head = text[:colon]
        plain_head = depth_of(head) == 0 and not any([sign in head for sign in "=≥≤+*/^_[|~∼"])
        if plain_head and _words(head):
            return _without_label(text[colon + 1 :].strip())
    for closing in (")", "."):
        opening = 1 if closing == ")" and text[:1] == "(" else 0
        end = text.find(closing)
        inner = text[opening:end] if end > 0 else ""
        short = (
            len(inner) <= 3
            and inner.isdigit()
            or inner in ("a", "b", "c", "i", "ii", "iii", "iv", "*")
        )
        if not short or closing == "." and text[end + 1 : end + 2] != " ":
            continue
        rest = text[end + 1 :].strip()
        if rest[:1] in RELATIONS or rest and (not opening or _relation_place(rest) >= 0):
            return rest
    return text


def _without_lead(text):
    while True:
        text = text.lstrip(" ,")
        if text.startswith("⇒"):
            rest = text[1:].strip()
            text = rest if _relation_place(rest) >= 0 else "≥ " + rest
            continue
        word = _first_word(text)
        if word.lower() not in LEAD or text[len(word) : len(word) + 1] not in (" ", ",", ":", ""):
            return text
        text = text[len(word) :].lstrip(" ,:")


def _first_word(text):
    end = 0
    while end < len(text) and text[end] in LETTERS:
        end += 1
    return text[:end]


def _cut_trailing(text):
    """The text before a word outside brackets that begins a remark."""
    depth = 0
    for place, character in enumerate(text):
        depth += (character in OPENING) - (character in CLOSING)
        starts = character in LETTERS and (place == 0 or text[place - 1] in " ,;\t")
        remark = depth == 0 and starts and _first_word(text[place:]).lower() in REMARK
        if remark and not _is_part(text[place:]):
            return text[:place].rstrip(" ,;:(-")
        if depth == 0 and character == "," and _is_range(text[place + 1 :]):
            return text[:place]
        gap = text[place : place + 2] in ("  ", "\t") and text[place - 1 : place] not in ("+", "-")
        if depth == 0 and gap and _is_remark(text[place:].strip(" ()[]{}\t.,;"), True):
            return text[:place]
    return text


def _is_range(text):
    """Whether a remark says `d = 1, ..., D`: for all components."""
    text = "".join([c for c in text if c not in " {}().\\"])
    for word in ("for", "all", "each", "every"):
        text = text[len(word) :] if text.startswith(word) else text
    size = {"d": "D", "k": "K", "i": "D", "j": "K"}.get(text[:1], "")
    rest = text[1:].replace("in", "=").replace("∈", "=")
    return bool(size) and rest in [part + size for part in ("=1", "=1,", "=1,,", "=1,2,,", "=1:")]


def _is_part(remark):
    """Whether a remark, such as `for d = 2..D`, says that a line holds for some components only."""
    words = remark.split()
    ranged = words[0].lower() == "for" and "=" in remark and words[1][:1] in ("d", "k", "i", "j")
    return ranged and not _is_range(remark)


def _without_last_bracket(text):
    """The text without a last bracket that holds words, or the number of an equation."""
    if text[-1:] not in (")", "]", "}"):
        return text
    depth = 0
    for place in range(len(text) - 1, -1, -1):
        depth += (text[place] in CLOSING) - (text[place] in OPENING)
        if depth == 0:
            break
    inside = text[place + 1 : -1].strip()
    if text[place - 1 : place] not in (" ", "\t", ")", "]", "}", "", ",", "."):
        return text
    number = inside.isdigit() and text[place - 2 : place] == "  "
    apart = text[place - 1 : place] in (" ", "\t")
    remark = number or inside == "*" or _is_remark(inside, False) or apart and _states(inside)
    return text[:place] if remark else text


def _states(inside):
    """Whether a relation stands in a bracket, other than in the limits of a sum."""
    depth = 0
    for place, character in enumerate(inside):
        depth += (character == "{") - (character == "}")
        if character in RELATIONS and depth == 0 and not is_lower_limit(inside, place):
            return inside[place - 3 : place - 1] != "_("
    return False


def _is_remark(inside, gap):
    """Whether the inside of a bracket, or what stands behind a gap, is a remark."""
    words = _words(inside)
    if not words:
        return False
    if words[0] in REMARK or inside.lower().startswith(("eq.", "eqs.", "def.", "i.e.", "see ")):
        return True
    if any([sign in inside for sign in "\\^_+*/=≥≤|[]{}" + ("()" if gap else "")]):
        return False
    if len(words) == 1:
        return any([words[0].startswith(stem) for stem in SINGLE])
    return any([len(word) > 2 and word not in KNOWN for word in words])


def _only_words(text):
    """Whether a row holds words and no formula."""
    if any([sign in text for sign in "\\=≥≤+*/^_|[∑∏ρμσεπ∇∂"]):
        return False
    if any([text[place - 1] in LETTERS for place in range(1, len(text)) if text[place] == "("]):
        return False
    words = _words(text)
    if text == "" or not any([c not in " .,;:!?()-" for c in text]):
        return True
    if len(words) == 1 and "(" not in text:
        return words[0] in REMARK or any([words[0].startswith(stem) for stem in SINGLE])
    return _is_remark(text, False)


def refuse_dots(text):
    if "∝" in text or "\\propto" in text:
        raise Unreadable("relation", "I do not judge 'proportional to'. Write = ... + const.")
    if "..." in text:
        raise Unreadable("dots", f"Write out what the dots stand for in {quote(text)}.")


def is_lower_limit(text, place):
    """Whether the equals sign belongs to a sum typed as `sum_d=1^D`."""
    before = text[:place].replace(" ", "")
    name = before[:-2].replace("\\", " ").split(" ")[-1]
    return len(before) > 3 and before[-2] == "_" and name[-3:] in ("sum", "∑", "rod", "∏", "Σ")


def depth_of(text):
    return sum([(c in OPENING) - (c in CLOSING) for c in text])
