"""Splits a typed derivation into rows, and rows into formulas and the relations between them.

A row may carry what people write around a formula: labels, remarks, alignment, punctuation. All
of it is recognised by the words and signs below; what is not recognised stays in the formula and
is refused there, so nothing is dropped unread.
"""

from ..read.limits import Unreadable, quote

MAX_LINES = 200
MAX_TEXT = 10000
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS = "0123456789"
OPENING, CLOSING = "([{", ")]}"
RELATIONS = "=≥≤"  # after `plain`, these three characters only

SIGNS = (
    ("<==>", "⇒"), ("<=>", "⇒"), ("==>", "⇒"), ("∼", "~"),
    ("⩾", "≥"), ("⩽", "≤"), ("≧", "≥"), ("≦", "≤"), (">=", "≥"), ("=<", "≤"), ("<=", "≤"),
    (":=", "="), ("=:", "="), ("==", "="), ("≈", "="), ("≡", "="), ("≔", "="), ("≃", "="),
    ("⇒", "⇒"), ("⟹", "⇒"), ("⇔", "⇒"), ("⟺", "⇒"), ("∴", "⇒"), ("∫", "\\int "),
    ("∞", "\\infty "), ("ℝ", "R"), ("𝔼", " E "), ("ℒ", " ELBO "), ("𝓛", " ELBO "),
    ("＝", "="), ("（", "("), ("）", ")"), ("′", "'"), ("’", "'"), ("…", "..."),
)  # fmt: skip
COMMANDS = {
    "ge": "≥", "geq": "≥", "geqslant": "≥", "le": "≤", "leq": "≤", "leqslant": "≤",
    "approx": "=", "equiv": "=", "coloneqq": "=", "triangleq": "=", "doteq": "=", "simeq": "=",
    "Rightarrow": "⇒", "implies": "⇒", "Longrightarrow": "⇒", "iff": "⇒", "therefore": "⇒",
    "Leftrightarrow": "⇒", "parallel": "||", "Vert": "||", "given": "|", "middle": "",
    "dots": "...", "ldots": "...", "cdots": "...", "lbrack": "[", "rbrack": "]", "colon": ":",
}  # fmt: skip
DROPPED = set(
    "nonumber notag hline hfill quad qquad displaystyle limits nolimits item noindent newline "
    "square blacksquare qed centering medskip left right big Big bigg Bigg bigl bigr Bigl Bigr "
    "biggl biggr Biggl Biggr".split()
)
SPACES = {"quad", "qquad", "hfill"}
WITH_ARGUMENT = ("begin", "end", "tag", "label", "hspace", "vspace", "eqref", "ref", "color")
TEXTS = tuple(
    "text mbox textrm textit textbf intertext textnormal textsf mathrm operatorname mathop "
    "mathsf".split()
)
KEPT_WORDS = ("kl", "elbo", "e", "n", "d", "diag", "bernoulli", "bern", "ber", "laplace", "normal")
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


class Row:
    """One formula or chain of formulas, as it stands in the text.

    Attributes:
        line: The physical line, from 0.
        lines: All physical lines that the row covers.
        parts: List of `(relation or "", text)`; the first relation is `""` if the row starts
            with a formula.
    """

    def __init__(self, line, parts):
        self.line = line
        self.lines = [line]
        self.parts = parts


def split_rows(lines):
    """The list of `Row`s of a list of physical lines; lines of words give none.

    Raises:
        Unreadable: If the text is longer than any derivation needs.
    """
    if len(lines) > MAX_LINES or sum([len(line) for line in lines]) > MAX_TEXT:
        raise Unreadable(
            "too_long",
            f"That is over {MAX_LINES} lines or {MAX_TEXT} characters, more than any derivation "
            "needs. Shorten it.",
        )
    pieces = []
    for number, line in enumerate(lines):
        for piece in plain(line).split("\n"):
            formula = _without_remarks(piece)
            if formula:
                pieces.append((number, formula))
    related = any([piece[0] in RELATIONS for _, piece in pieces])
    rows = []
    text = ""
    for number, piece in pieces:
        if rows and _continues(text, piece, related):
            text = text + " " + piece
            if number not in rows[-1].lines:
                rows[-1].lines.append(number)
        else:
            text = piece
            rows.append(Row(number, []))
        rows[-1].parts = split_relations(text)
    return rows


def _continues(text, piece, related):
    """Whether a piece belongs to the formula of the row before it."""
    if piece[0] in RELATIONS:
        return False
    if _depth(text) > 0 or text[-1] in "=≥≤+*/(-":
        return True
    return related and piece[0] in "+-−–*·/"


def _depth(text):
    return sum([(c in OPENING) - (c in CLOSING) for c in text])


def split_relations(text):
    """The list of `(relation or "", formula)` of a row, cut at its relations outside brackets."""
    parts, depth, start, relation = [], 0, 0, ""
    for place, character in enumerate(text):
        depth += (character in OPENING) - (character in CLOSING)
        if character in RELATIONS and depth <= 0 and not _is_lower_limit(text, place):
            piece = text[start:place].strip()
            if piece or relation:
                parts.append((relation, piece))
            relation, start = character, place + 1
    parts.append((relation, text[start:].strip()))
    return parts


def _is_lower_limit(text, place):
    """Whether the equals sign belongs to a sum typed as `sum_d=1^D`."""
    before = text[:place].replace(" ", "")
    name = before[:-2].replace("\\", " ").split(" ")[-1]
    return len(before) > 3 and before[-2] == "_" and name[-3:] in ("sum", "∑", "rod", "∏", "Σ")


# LaTeX and Unicode to the small alphabet of a row


def plain(line):
    """A physical line in plain signs: relations are `= ≥ ≤`, new rows are new lines."""
    for sign, meaning in SIGNS:
        if sign == "=<" and "<=" in line:
            continue
        line = line.replace(sign, meaning)
    for mark in ("$$", "$", "\\[", "\\]", "\\(", "\\)"):
        if mark not in ("\\[", "\\(") or line.strip().startswith(mark):
            line = line.replace(mark, " ")
    for name in ("z", "eps", "epsilon"):
        for sign in (name + "~", name + " ~ "):
            line = line.replace(sign, name + "\\sim ")
    line = _cut_comment(line)
    line = _commands(line.replace("=>", "⇒").replace("→", "⇒").replace("&", " "), 0)
    return line.replace("⇒=", "⇒")


def _cut_comment(line):
    for place, character in enumerate(line):
        rest = line[place:]
        if character in "#←" or character == "%" and line[place - 1 : place] != "\\":
            return line[:place]
        if rest.startswith(("// ", "<- ", "-- ", "--- ", "<-- ")) and place:
            return line[:place]
    return line


def _commands(text, level):
    """Replaces the LaTeX commands that mean nothing, a relation, or a text."""
    if level > 8:
        raise Unreadable("too_deep", "There are too many commands inside one another.")
    out, place = "", 0
    while place < len(text):
        if text[place] != "\\":
            out += text[place]
            place += 1
            continue
        if text[place + 1 : place + 2] == "\\":  # a new row, perhaps with its distance
            place += 2
            if text[place : place + 1] == "[" and "]" in text[place : place + 8]:
                place = text.index("]", place) + 1
            out += "\n"
            continue
        end = place + 1
        while end < len(text) and text[end] in LETTERS:
            end += 1
        word = text[place + 1 : end]
        star = 1 if text[end : end + 1] == "*" and word in TEXTS + WITH_ARGUMENT else 0
        out, place = _command(out, text, word, end + star, level)
    return out


def _command(out, text, word, end, level):
    if word in ("stackrel", "overset", "underset"):
        upper, end = _argument(text, end)
        lower, end = _argument(text, end)
        return out + _commands(lower, level + 1), end
    if word == "underbrace" or word == "overbrace":
        body, end = _argument(text, end)
        while text[end : end + 1] in ("_", "^"):
            end = _argument(text, end + 1)[1]
        return out + " " + _commands(body, level + 1) + " ", end
    if word in WITH_ARGUMENT:
        return out + " ", _argument(text, end)[1]
    if word in ("mathbb", "mathcal", "mathscr"):
        body, end = _argument(text, end)
        return out + " " + {"L": "ELBO"}.get(body.strip(), body) + " ", end
    if word in TEXTS and text[end : end + 1] in ("{", " "):
        body, end = _argument(text, end)
        return out + _text(body, word, level), end
    if word in COMMANDS:
        return out + COMMANDS[word] + ("" if word == "middle" else " "), end
    if word in DROPPED:
        dot = text[end : end + 1] == "." and word in ("left", "right")
        return out + (
            "   " if word in SPACES else "" if word in ("left", "right") else " "
        ), end + dot
    if word == "" and text[end : end + 1] in ",;:! >":
        return out + " ", end + 1
    if word == "" and text[end : end + 1] in ("{", "}"):
        return out + ("(" if text[end] == "{" else ")"), end + 1
    if word == "" and text[end : end + 1] == "|":
        return out + "||", end + 1
    return out + "\\" + word, end


def _argument(text, start):
    """The braced argument (or the next character) from `start`, and where it ends."""
    while text[start : start + 1] == " ":
        start += 1
    if text[start : start + 1] == "\\":
        end = start + 1
        while end < len(text) and text[end] in LETTERS:
            end += 1
        return text[start:end], end
    if text[start : start + 1] != "{":
        return text[start : start + 1], start + 1
    depth = 0
    for place in range(start, len(text)):
        depth += (text[place] == "{") - (text[place] == "}")
        if depth == 0:
            return text[start + 1 : place], place + 1
    raise Unreadable("brackets", "A { is never closed.")


def _text(body, word, level):
    """A `\\text{...}`: a name, a constant, or a remark."""
    bare = body.strip().strip(".").lower()
    if bare in KEPT_WORDS:
        return " " + body.strip() + " "
    if bare.startswith("const") or bare in ("cst", "c") or bare.startswith("terms "):
        return " const "
    if word in ("mathrm", "operatorname", "mathop", "mathsf") or len(bare) < 2:
        return " " + _commands(body, level + 1) + " "
    if bare in ("log", "ln", "exp", "var"):
        return " " + bare + " "
    return " \x01 "  # a remark


# Labels and remarks


def _without_remarks(piece):
    """The formula of a piece, without its labels and remarks; empty if there is none."""
    piece = piece.strip()
    if piece.startswith("\x01"):
        head = piece.strip("\x01 ")
        piece = head if head[:1] in RELATIONS or _relation_place(head) >= 0 else ""
    cut = piece.find("\x01")
    if cut >= 0 and _depth(piece[:cut]) == 0:
        piece = piece[:cut]
    piece = _without_label(piece.replace("\x01", " ").strip())
    piece = _without_lead(piece)
    if _says_drawn(piece):
        return ""
    piece = _cut_trailing(piece).strip()
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
        plain_head = _depth(head) == 0 and not any([sign in head for sign in "=≥≤+*/^_[|~∼"])
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
        if depth == 0 and starts and _first_word(text[place:]).lower() in REMARK:
            return text[:place].rstrip(" ,;:(-")
        gap = text[place : place + 2] in ("  ", "\t") and text[place - 1 : place] not in ("+", "-")
        if depth == 0 and gap and _is_remark(text[place:].strip(" ()[]{}\t.,;"), True):
            return text[:place]
    return text


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
        if character in RELATIONS and depth == 0 and not _is_lower_limit(inside, place):
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
