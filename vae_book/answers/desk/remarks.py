"""Takes labels and remarks off a row. What is not recognised as one stays in the formula."""

from ..read.cursor import CLOSING, OPENING, nesting
from ..read.limits import Unreadable, quote
from ..read.tokenizer import DIGITS, LETTERS, run_end

RELATIONS = "=≥≤"  # after `plain`, these three characters only
# Words that begin a remark, wherever they stand; so does every word in `-ing`.
REMARK = set(
    "by since because use where with from due as if when note notice here def definition "
    "recall apply thanks via provided jensen bayes leibniz eq eqn equation law rule i.e "
    "e.g cf which whose both follows for let define suppose substitute put plug insert "
    "set rewrite expand take split replace introduce multiply divide simplify collect "
    "know remember hint answer solution question assume similarly likewise only means".split()
)
# Words before a formula that say nothing about it.
LEAD = set(
    "hence so thus therefore then and now we get have obtain it follows that this gives is or "
    "also finally first next consequently start again us write proof yields find conclude "
    "to show".split()
)
SINGLE = (
    "fubini", "defin", "linear", "normal", "margin", "const",
    "algebra", "simplif", "expan", "chain", "product", "scor", "trick", "independ", "factor",
    "cancel", "expect", "logarithm", "substit", "reparam", "arithm", "gauss", "concav", "given",
    "bernoull", "insert", "collect", "rearrang", "moment", "varian", "identity", "done", "qed",
    "posterior", "prior", "drop", "multipl", "divid", "split", "start", "goal", "gradient",
)  # fmt: skip


KNOWN = set(
    "log exp sum prod int elbo deps eps epsilon theta phi mu rho sigma sqrt grad mean kl "
    "bernoulli laplace normal logvar const".split()
)


# What a remark says under one of these words holds only there.
CONDITIONS = ("if", "iff", "when", "unless", "suppose", "assume", "let", "set")
DRAWN = ("x", "z", "eps", "epsilon", "varepsilon", "ε", "ϵ")
EACH = ("for", "all", "each", "every")


def without_remarks(piece):
    """The list of `(kind, formula)` of a piece, without its labels and remarks.

    The kinds: 0 for the formula itself and for what goes on with it behind a remark; 1 for a
    statement behind a remark, `By Jensen, a >= b`; 2 for one inside a remark, `we start from
    a = b`; 3 for what is said beside a formula, `(since a = b)`.
    """
    found, waiting = [], [(0, piece)]
    for _ in range(30):
        if not waiting:
            break
        kind, piece = waiting.pop(0)
        formula, remarks = _parted(piece)
        if formula:
            found.append((kind, formula))
        said = []
        for beside, remark in remarks:
            said += _said(remark, beside or kind == 3, bool(found))
        waiting = said + waiting
    return found + waiting


def _parted(piece):
    """The formula of a piece (empty if there is none) and its `(in brackets, remark)`s."""
    remarks = []
    piece = piece.strip()
    if piece.startswith("\x01"):
        head = piece.strip("\x01 ")
        piece = head if head[:1] in RELATIONS or _relation_place(head) >= 0 else ""
    cut = piece.find("\x01")
    if cut >= 0 and depth_of(piece[:cut]) == 0:
        remarks = [(False, piece[cut:].replace("\x01", " "))]
        piece = piece[:cut]
    piece = _without_label(piece.replace("\x01", " ").strip())
    piece = _without_lead(piece)
    end = _drawn_place(piece)
    remarks.insert(0, (False, piece[end:]))
    piece = piece[:end]
    while True:
        whole = piece.rstrip(" .,;:!")
        for word in ("so", "hence", "thus", "therefore", "then", "and"):
            if whole.endswith((", " + word, " " + word)):
                whole = whole[: -len(word)].rstrip(" ,")
        piece = _without_last_bracket(whole)
        bracket = piece != whole
        if not bracket:
            piece = whole[: _formula_end(whole)]
            if piece == whole:
                break
        rest = whole[len(piece) :].strip()
        bracket = bracket or rest[0] in OPENING and rest[-1] in CLOSING
        remarks.insert(0, (bracket, rest[1:-1] if bracket else rest))
        piece = piece.rstrip(" ,;:(-")
    piece = piece.replace(" -- ", " - ").strip()
    return "" if _only_words(piece) else piece, remarks


def _said(remark, beside, behind):
    """The list of `(kind, text)` of what a remark states."""
    out, related = [], False
    remark = remark.replace("'s ", " ").replace("' ", " ").replace("log-d", "d")
    for number, part in enumerate(_split(remark)):
        text = _without_lead(part)
        if _relation_place(text) < 0:
            continue
        bare, conditional = _without_words(text)
        own = bare == text and (text != part or number and not related)
        kind = 3 if beside else 0 if bare[0] in RELATIONS else 1 if own else 3 if behind else 2
        if not conditional:
            out.append((kind, bare))
        related = True
    return out


def _split(remark):
    """The parts of a remark between its commas and its `and`s outside brackets."""
    parts, start = [], 0
    for place, _ in _outside(remark):
        for mark in (",", ";", ":", " and "):
            if remark.startswith(mark, place):
                parts.append(remark[start:place].strip())
                start = place + len(mark)
    return parts + [remark[start:].strip()]


def _without_words(text):
    """What is left of a text behind its first words, and whether they make a condition."""
    conditional = False
    while True:
        text = text.lstrip(" .")
        end = text.find(")")
        if text[0] == "(" and not text[1:end].strip(" .*" + DIGITS):
            text = text[end + 1 :]
            continue
        word = _first_word(text)
        small, after = word.lower(), text[len(word) : len(word) + 1]
        formula = small in KNOWN or len(word) < 2 and small != "a"
        if formula or after not in " .-" + RELATIONS:
            return text, conditional
        conditional = conditional or small in CONDITIONS
        text = text[len(word) :].lstrip("-") if after == "-" else text[len(word) :]
        if small[:2] == "eq" or small == "line":
            text = text.lstrip(" ." + DIGITS)


def _drawn_place(text):
    """The place of `z ~ q(z|x)`, which says how something is drawn and is no step."""
    for place, character in _outside(text):
        if character == "~" or text.startswith("\\sim", place):
            head = text[:place].split(",")[-1]
            words = head.replace("\\mathbf", "").split() or [""]
            name = words[-1].strip("\\{}").split("_")[0]
            if name in DRAWN and (len(words) == 1 or len(words) == 2 and words[0].isalpha()):
                return max(0, place - len(head) - 1)
    return len(text)


def _outside(text):
    """Yields the place and the character of all that stands outside brackets."""
    depth = 0
    for place, character in enumerate(text):
        depth += nesting(character)
        if depth == 0:
            yield place, character


def _relation_place(text):
    for place, character in _outside(text):
        if character in RELATIONS and not is_lower_limit(text, place):
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
        short = inner in ("a", "b", "c", "i", "ii", "iii", "iv", "*")
        short = short or len(inner) <= 3 and inner.isdigit()
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
            sign = "≥ " if text[1:2] == "≥" else "= "
            rest = text[2 if sign == "≥ " else 1 :].strip()
            text = rest if _relation_place(rest) >= 0 else sign + rest
            continue
        word = _first_word(text)
        if word.lower() not in LEAD or text[len(word) : len(word) + 1] not in (" ", ",", ":", ""):
            return text
        text = text[len(word) :].lstrip(" ,:")


def _first_word(text):
    return text[: run_end(text, 0, LETTERS)]


def _formula_end(text):
    """The place of the word outside brackets that begins a remark, or the length of the text."""
    for place, character in _outside(text):
        starts = character in LETTERS and (place == 0 or text[place - 1] in " ,;\t")
        remark = starts and _begins(_first_word(text[place:]).lower())
        if remark and not _is_part(text[place:]):
            return place
        behind = text[place + 1 :]
        if character == "," and (_is_range(behind) or behind.split("=")[0].strip() in DRAWN):
            return place
        rest = text[place:].strip(" ()[]{}\t.,;")
        gap = text[place : place + 2] in ("  ", "\t") and text[place - 1 : place] not in ("+", "-")
        if gap and _is_remark(rest, True):
            return place
        dash = text[place : place + 2] in ("//", "--") and text[place - 1 : place] == " "
        rest = text[place:].lstrip("/- ")
        first = _first_word(rest).lower()
        own = character == "/" or len(first) > 2 and first not in KNOWN
        if dash and own and (_is_remark(rest, True) or _relation_place(rest) > 0):
            return place
    return len(text)


def _begins(word):
    return word in REMARK or word.endswith("ing")


def _is_range(text):
    """Whether a remark says `d = 1, ..., D`: for all components."""
    text = "".join([c for c in text if c not in " {}().\\"])
    for word in EACH:
        text = text[len(word) :] if text.startswith(word) else text
    size = {"d": "D", "k": "K", "i": "D", "j": "K"}.get(text[:1], "")
    rest = text[1:].replace("in", "=").replace("∈", "=")
    return bool(size) and rest in [part + size for part in ("=1", "=1,", "=1,,", "=1,2,,", "=1:")]


def _is_part(remark):
    """Whether a remark, such as `for d = 2..D`, says that a line holds for some components only."""
    place = _relation_place(remark)
    words = [word for word in remark[:place].lower().split() if word not in EACH]
    return place > 0 and words in (["d"], ["k"], ["i"], ["j"]) and not _is_range(remark)


def _without_last_bracket(text):
    """The text without a last bracket that holds words, or the number of an equation."""
    if text[-1:] not in (")", "]", "}"):
        return text
    depth = 0
    for place in range(len(text) - 1, -1, -1):
        depth -= nesting(text[place])
        if depth == 0:
            break
    inside = text[place + 1 : -1].strip()
    if text[place - 1 : place] not in (" ", "\t", ")", "]", "}", "", ",", "."):
        return text
    number = inside.isdigit() and text[place - 2 : place] == "  "
    states = text[place - 1 : place] in (" ", "\t") and _relation_place(inside) >= 0
    remark = number or inside == "*" or states or _is_remark(inside, False)
    return text[:place] if remark and not _is_part(inside) else text


def _is_remark(inside, gap):
    """Whether the inside of a bracket, or what stands behind a gap, is a remark."""
    words = _words(inside)
    if not words:
        return False
    if _begins(words[0]) or inside.lower().startswith(("eq.", "eqs.", "def.", "i.e.", "see ")):
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
        return _begins(words[0]) or any([words[0].startswith(stem) for stem in SINGLE])
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
    return sum([nesting(character) for character in text])
