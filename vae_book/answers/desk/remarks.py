"""Takes labels and remarks off a row. What is not recognised as one stays in the formula."""

from ..read.cursor import CLOSING, OPENING, nesting
from ..read.limits import Unreadable, quote
from ..read.tokenizer import DIGITS, LETTERS
from .asides import EACH, KNOWN, LEAD, NOTED, is_range, said, without_lead
from .marks import RELATIONS, depth_of, first_word, outside, relation_place, words_of

# Words that begin a remark, wherever they stand; so does every word in `-ing`.
REMARK = set(
    "by since because use where with from due as if when note notice here def definition "
    "recall apply thanks via provided jensen bayes leibniz eq eqn equation law rule i.e "
    "e.g cf which whose both follows for let define suppose substitute put plug insert "
    "set rewrite expand take split replace introduce multiply divide simplify collect "
    "know remember hint answer solution question assume similarly likewise only means equality "
    "proof consider".split()
)
SINGLE = (
    "fubini", "defin", "linear", "normal", "margin", "const",
    "algebra", "simplif", "expan", "chain", "product", "scor", "trick", "independ", "factor",
    "cancel", "expect", "logarithm", "substit", "reparam", "arithm", "gauss", "concav", "given",
    "bernoull", "insert", "collect", "rearrang", "moment", "varian", "identity", "done", "qed",
    "posterior", "prior", "drop", "multipl", "divid", "split", "start", "goal", "gradient",
    "entrop", "reconstruct", "proof",
)  # fmt: skip


JOINING = ("so", "hence", "thus", "therefore", "and")
DRAWN = ("x", "z", "eps", "epsilon", "varepsilon", "ε", "ϵ")


def without_remarks(piece):
    """The list of `(kind, formula)` of a piece, without its labels and remarks.

    The kinds: 0 for the formula itself and for what goes on with it behind a remark; 1 for a
    statement behind a remark, `By Jensen, a >= b`; 2 for one inside a remark, `we start from
    a = b`; 3 for what is said beside a formula, `(since a = b)`; `NOTED` for what nobody judges.
    """
    found, waiting = [], [(0, piece)]
    for _ in range(30):
        if not waiting:
            break
        kind, piece = waiting.pop(0)
        if kind == NOTED:
            found.append((kind, piece))
            continue
        formula, remarks = _parted(piece)
        if formula:
            found.append((kind, formula))
        stated = []
        for beside, remark in remarks:
            stated += said(remark, beside or kind == 3, bool(found))
        waiting = stated + waiting
    return found + waiting


def _parted(piece):
    """The formula of a piece (empty if there is none) and its `(in brackets, remark)`s."""
    remarks = []
    piece = piece.strip()
    if piece.startswith("\x01"):
        head = piece.strip("\x01 ")
        piece = head if head[:1] in RELATIONS or relation_place(head) >= 0 else ""
    cut = piece.find("\x01")
    if cut >= 0 and depth_of(piece[:cut]) == 0:
        remarks = [(False, piece[cut:].replace("\x01", " "))]
        piece = piece[:cut]
    piece = _without_label(piece.replace("\x01", " ").strip())
    piece = without_lead(piece)
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
        rest = whole[len(piece) :].strip(" ,")
        bracket = bracket or rest[0] in OPENING and rest[-1] in CLOSING
        remarks.insert(0, (bracket, rest[1:-1] if bracket else rest))
        piece = piece.rstrip(" ,;:(-")
    piece = piece.replace(" -- ", " - ").strip()
    return "" if _only_words(piece) else piece, remarks


def _drawn_place(text):
    """The place of `z ~ q(z|x)`, which says how something is drawn and is no step."""
    for place, character in outside(text):
        if character == "~" or text.startswith("\\sim", place):
            head = text[:place].split(",")[-1]
            words = head.replace("\\mathbf", "").split() or [""]
            name = words[-1].strip("\\{}").split("_")[0]
            if name in DRAWN and (len(words) == 1 or len(words) == 2 and words[0].isalpha()):
                return max(0, place - len(head) - 1)
    return len(text)


def _without_label(text):
    """The text without `(8)`, `3.`, `Step 2:`, `Jensen:` in front of it."""
    if first_word(text).lower() in ("step", "line", "part"):
        rest = text[4:].lstrip(" " + DIGITS + LETTERS[:26])
        if rest[:1] in (".", ":", ")") and rest[1:].strip():
            return _without_label(rest[1:].strip())
    colon = text.find(":")
    if 0 < colon < 40 and text[colon + 1 : colon + 2] != "=":
        head = text[:colon]
        plain_head = depth_of(head) == 0 and not any([sign in head for sign in "=≥≤+*/^_[|~∼"])
        if plain_head and words_of(head):
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
        if rest[:1] in RELATIONS or rest and (not opening or relation_place(rest) >= 0):
            return rest
    return text


def _formula_end(text):
    """The place of the word outside brackets that begins a remark, or the length of the text."""
    for place, character in outside(text):
        starts = character in LETTERS and (place == 0 or text[place - 1] in " ,;\t")
        remark = starts and _begins(first_word(text[place:]).lower())
        if remark and not _is_part(text[place:]):
            return place
        behind = text[place + 1 :]
        if _begins_clause(text, place, starts):
            return place
        if character == "," and (is_range(behind) or behind.split("=")[0].strip() in DRAWN):
            return place
        rest = text[place:].strip(" ()[]{}\t.,;")
        gap = text[place : place + 2] in ("  ", "\t") and text[place - 1 : place] not in ("+", "-")
        if gap and (_is_remark(rest, True) or _is_statement(rest)):
            return place
        dash = text[place : place + 2] in ("//", "--") and text[place - 1 : place] == " "
        rest = text[place:].lstrip("/- ")
        first = first_word(rest).lower()
        own = character == "/" or len(first) > 2 and first not in KNOWN
        if dash and own and (_is_remark(rest, True) or relation_place(rest) > 0):
            return place
    return len(text)


def _begins_clause(text, place, starts):
    """Whether a statement of its own begins here: behind a comma, an `and`, a full stop."""
    behind = text[place + 1 :]
    if text[place] == ",":
        return _is_clause(behind)
    if text[place] == ".":
        sentence = behind[:1] == " " and behind.strip()[:1].isupper()
        return sentence and relation_place(behind) > 0
    joined = starts and first_word(text[place:]).lower() in JOINING
    return joined and relation_place(text[:place]) >= 0 and _is_clause(text[place:])


def _is_clause(text):
    """Whether a text behind a comma states something of its own."""
    text = without_lead(text.strip())
    place = relation_place(text)
    if place < 0:
        return any([sign in text for sign in ("<", ">", "∈", " in {", "\\in")])
    return place > 0 and not _is_part(text)


def _is_statement(text):
    """Whether a text behind a gap, such as `eps = (z - m)/s`, is one of its own."""
    place = relation_place(text)
    name = text[: max(0, place)].strip()
    named = all([sign in LETTERS + "_" for sign in name]) and not _is_part(text)
    led = first_word(text).lower() in LEAD or text.startswith("given that ")
    return is_range(text) or name != "" and (named or led)


def _begins(word):
    return word in REMARK or word.endswith("ing")


def _is_part(remark):
    """Whether a remark, such as `for d = 2..D`, says that a line holds for some components only."""
    place = relation_place(remark)
    words = remark[:place].split()
    names = [word for word in words if word.lower() not in EACH]
    one = names in (["d"], ["k"], ["i"], ["j"]) or len(words) > 1 and names in (["D"], ["K"])
    return place > 0 and one and not is_range(remark)


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
    states = text[place - 1 : place] in (" ", "\t") and relation_place(inside) >= 0
    remark = number or inside in ("*", "ELBO") or states or _is_remark(inside, False)
    return text[:place] if remark and not _is_part(inside) else text


def _is_remark(inside, gap):
    """Whether the inside of a bracket, or what stands behind a gap, is a remark."""
    words = words_of(inside)
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
    words = words_of(text)
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
