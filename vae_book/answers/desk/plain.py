"""Leads a typed row to plain signs: LaTeX commands and Unicode to a small alphabet."""

from ..read.limits import TOO_DEEP, Unreadable
from ..read.tokenizer import LETTERS, run_end

SIGNS = (
    ("<==>", "⇒"), ("<=>", "⇒"), ("==>", "⇒"), ("∼", "~"),
    ("⩾", "≥"), ("⩽", "≤"), ("≧", "≥"), ("≦", "≤"), (">=", "≥"), ("=<", "≤"), ("<=", "≤"),
    (":=", "="), ("=:", "="), ("==", "="), ("≈", "="), ("≡", "="), ("≔", "="), ("≃", "="),
    ("⟹", "⇒"), ("⇔", "⇒"), ("⟺", "⇒"), ("∴", "⇒"), ("∫", "\\int "),
    ("∞", "\\infty "), ("ℝ", "R"), ("𝔼", " E "), ("ℒ", " ELBO "), ("𝓛", " ELBO "),
    ("＝", "="), ("（", "("), ("）", ")"), ("′", "'"), ("’", "'"), ("…", "..."),
    ("–", "-"), ("—", " -- "), ("^{(i)}", ""), ("□", ""), ("∎", ""), ("■", ""),
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
    "square blacksquare qed centering medskip big Big bigg Bigg bigl bigr Bigl Bigr "
    "biggl biggr Biggl Biggr".split()
)
SPACES = {"quad", "qquad", "hfill"}
WITH_ARGUMENT = ("begin", "end", "tag", "label", "hspace", "vspace", "eqref", "ref", "color")
TEXTS = tuple(
    "text mbox textrm textit textbf intertext textnormal textsf mathrm operatorname mathop "
    "mathsf".split()
)
SPOKEN = {"plus": " + ", "minus": " - ", "times": " * "}
# Words of a remark that change what the formula behind it says.
CARRIED = "iff equality if only when for not unless zero tight convex".split()
KEPT_WORDS = ("kl", "elbo", "e", "n", "d", "diag", "bernoulli", "bern", "ber", "laplace", "normal")


def plain(line):
    """A physical line in plain signs: relations are `= ≥ ≤`, new rows are new lines."""
    for sign, meaning in SIGNS:
        if sign == "=<" and "<=" in line:
            continue
        line = line.replace(sign, meaning)
    for mark in ("$$", "$", "\\[", "\\]", "\\(", "\\)"):
        if mark not in ("\\[", "\\(") or line.strip().startswith(mark):
            line = line.replace(mark, " ")
    line = _drawn(line)
    line = _cut_comment(line)
    line = _commands(line.replace("=>", "⇒≥").replace("→", "⇒").replace("&", " "), 0)
    return line.replace("⇒=", "⇒").replace("⇒", "\n⇒")


def _drawn(line):
    """The line with `~` as a relation where it says how z or epsilon is drawn, else a blank."""
    for place in range(len(line) - 1, 0, -1):
        behind, ahead = line[:place].rstrip(" }"), line[place + 1 :].lstrip()
        drawn = behind.endswith(("z", "eps", "epsilon", "ε", "ϵ", "z_k")) and behind[-2:] != "dz"
        if line[place] == "~":
            drawn = drawn and ahead.startswith(("N", "q", "p", "\\math", "\\N"))
            line = line[:place] + ("\\sim " if drawn else " ") + ahead
    return line


def _cut_comment(line):
    for place, character in enumerate(line):
        rest = line[place:]
        if character in "#←" or character == "%" and line[place - 1 : place] != "\\":
            return line[:place]
        if rest.startswith(("<- ", "<-- ")) and place:
            return line[:place]
    return line


def _commands(text, level):
    """Replaces the LaTeX commands that mean nothing, a relation, or a text."""
    if level > 8:
        raise Unreadable("too_deep", TOO_DEEP)
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
        end = run_end(text, place + 1, LETTERS)
        word = text[place + 1 : end]
        star = 1 if text[end : end + 1] == "*" and word in TEXTS + WITH_ARGUMENT else 0
        out, place = _command(out, text, word, end + star, level)
    return out


def _command(out, text, word, end, level):
    if word in ("stackrel", "overset", "underset"):
        upper, end = _argument(text, end)
        lower, end = _argument(text, end)
        lower = _commands(lower, level + 1)
        if word == "underset" and lower.strip("\\{} ").endswith(("E", "sum", "prod", "int")):
            lower += "_{" + _commands(upper, level + 1) + "}"
        return out + lower, end
    if word in ("cancel", "bcancel", "underbrace", "overbrace"):
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
    if word in ("left", "right"):
        return out, end + (text[end : end + 1] == ".")
    if word in DROPPED:
        return out + ("   " if word in SPACES else " "), end
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
        end = run_end(text, start + 1, LETTERS)
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
    r"""A `\text{...}`: a name, a constant, or a remark."""
    bare = body.strip().strip(".").lower()
    if bare in KEPT_WORDS:
        return " " + body.strip() + " "
    if bare.startswith("const") or bare in ("cst", "c") or bare.startswith("terms "):
        return " const "
    if word in ("mathrm", "operatorname", "mathop", "mathsf") or len(bare) < 2:
        return " " + _commands(body, level + 1) + " "
    if bare in SPOKEN:
        return SPOKEN[bare]
    if bare in ("or", "over", "per") or bare.endswith(("divided by", "multiplied by")):
        return " " + body.strip() + " "
    if bare in ("log", "ln", "exp", "var"):
        return " " + bare + " "
    if any([word in CARRIED for word in bare.split()]):
        return " \x01 " + body.strip() + " "
    return " \x01 "  # a remark
