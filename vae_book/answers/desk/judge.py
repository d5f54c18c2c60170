"""Judges a derivation line by line: what follows from the line before, and what does not.

Values decide, and nothing else (see `worlds`). The rules that a line uses are named by a normal
form (`canon`), what happened in a line that does not follow by repair (`repair`).
"""

from ..read.limits import TOO_DEEP, Unreadable, quote
from ..read.nodes import has_constant
from ..read.scope import free
from ..write.mathml import MATHML, display
from .asides import NOTED
from .beside import Beside, spelled
from .canon import jensen, rules_between
from .grammar import READING_NOTES, READINGS
from .lines import split_rows
from .nodes import symbols
from .own import Own
from .repair import FLIP, diagnose
from .structures import count, structures
from .words import ENDINGS, RULES, left_over

FALSE_ASIDE = "Beside the formula you say {}, and that does not hold in general."
AFTER_UNREAD = "This does not follow from the line before line {}, which I cannot read."
CONST_NOTE = "Only up to terms without {}."


class Line:
    """One formula of the text, read and evaluated.

    Attributes:
        tree, values: The formula and its values at the world's points.
        open_constant: Whether it ends with an unnamed constant.
        letters: Its free indices, such as the k of m_k.
        sound: Whether it follows, directly or not, from the start.
        shown: The relation that holds from the start to it (`""` if none does).
    """

    def __init__(self, tree, values, open_constant, letters=frozenset()):
        self.tree = tree
        self.letters = letters
        self.values = values
        self.open_constant = open_constant
        self.sound = True
        self.shown = "="
        self.main = True
        self.wide = False

    def is_number(self):
        """Whether this is a number, and not 0."""
        return not symbols(self.tree) and any(self.values)


def judge(desk, lines, name_rules=True, shown=None):
    """Judges a derivation.

    Args:
        desk: A `Derivation`.
        lines: List of physical lines.
        name_rules: Whether the rules of each step are named, which takes most of the time.
        shown: A list that receives `(line, relation, tree)` of each formula, as it was read.

    Returns:
        A dictionary: `derivation`, `verdict` (`"complete"`, `"unfinished"`, `"broken"` or
        `"unparsed"`), `first` (number of the first line that does not follow, else of the first
        that cannot be read, from 1, or None), `hint`, and `lines`, one dictionary a line:
        `verdict` (`"follows"`, `"true"`, `"broken"`, `"unparsed"` or `"remark"`), `codes`,
        `rules`, `hint`, `mathml` (how the line was read, or `""`).
    """
    desk.renew()
    result = {"derivation": desk.identifier, "verdict": "unparsed", "first": None, "hint": ""}
    result["lines"] = [
        {"verdict": "remark", "codes": [], "rules": [], "hint": "", "mathml": ""} for _ in lines
    ]
    try:
        rows = split_rows(lines)
    except Unreadable as error:
        result["hint"] = error.hint
        result["lines"] = []
        return result
    if not rows:
        result["hint"] = ENDINGS["empty"]
        result["verdict"] = "unfinished"
        return result
    walk = Walk(desk, result, name_rules)
    walk.last = rows[-1]
    for row in rows:
        walk.own.define(row)
    for row in rows:
        walk.row(row)
    walk.finish()
    if shown is not None:
        shown += walk.shown
    for line in result["lines"]:
        if line["mathml"]:
            line["mathml"] = display("<mrow>" + line["mathml"] + "</mrow>")
    return result


class Walk:
    """Goes through the rows and keeps what has been shown so far."""

    def __init__(self, desk, result, name_rules):
        self.desk = desk
        self.result = result
        self.name_rules = name_rules
        self.beside = Beside(self)
        self.own = Own(self.read_plain)
        self.start = Line(desk.start, desk.start_values, False)
        self.chain = [self.start]
        self.broken = self.unread = self.back = None
        self.gap = ""  # the relation of the rows that could not be read, since the last that could
        self.shown = []
        self.last = None
        self.number = 0
        self.reverse = False

    def row(self, row):
        self.number = row.line
        cell = self.result["lines"][row.line]
        if row.kind == NOTED:
            text = row.parts[0][1]
            if self.beside.is_wrong_noise(text):
                self.say(cell, "broken", "aside", "The noise is eps ~ N(0, I).")
            else:
                self.leave(cell, text)
            return
        if self.beside.defines_sample(row):
            return
        if row.kind and self.beside.is_aside(row, self.chain):
            text = spelled(row)
            found = self.beside.truth(row)
            if found is False:
                self.say(cell, "broken", "aside", FALSE_ASIDE.format(quote(text)))
            elif found is None:
                self.leave(cell, text)
            return
        if cell["verdict"] == "remark":
            cell["verdict"] = "follows"
        for number in row.lines[1:]:
            self.result["lines"][number]["verdict"] = "follows"
            self.result["lines"][number]["codes"] = ["continued"]
        anchor = None
        known = len(self.chain)
        self.back = self.chain[-1] if row.kind == 2 else None if row.kind else self.back
        for place, (relation, text) in enumerate(row.parts):
            if text == "" and place == len(row.parts) - 1 and place > 0:
                verdict = "follows" if row is self.last else "unparsed"
                self.say(cell, verdict, "empty", "A formula is missing here.")
                break
            if relation == "" and len(row.parts) > 1:
                anchor = self.left_side(cell, text)
                if anchor is not None:
                    continue
            elif self.part(cell, relation, text, anchor):
                anchor = self.chain[-1]
                continue
            for relation, _ in row.parts[place:]:
                self.gap = joined(self.gap or "=", relation or "=")
            break
        if row.kind == 3:
            del self.chain[known:]

    def leave(self, cell, text):
        """Names what stands beside a formula and is not judged."""
        if cell["verdict"] != "remark" or any(
            [sign in text for sign in ("=", "≥", "≤", "~", "sim")]
        ):
            self.say(cell, "remark", "not_judged", f"I did not judge {quote(text)}.")

    def say(self, cell, verdict, code, hint):
        order = ("remark", "follows", "true", "unparsed", "broken")
        if order.index(verdict) > order.index(cell["verdict"]):
            cell["verdict"] = verdict
        for part in code.split():
            if part not in cell["codes"]:
                cell["codes"].append(part)
        if verdict in ("broken", "unparsed") and self.broken is None:
            cell["hint"] = ""  # the rules of earlier steps in the row matter no more
        if hint and hint not in cell["hint"]:
            cell["hint"] = (cell["hint"] + " " + hint).strip()
        if verdict == "unparsed" and self.unread is None:
            self.unread = self.number
        if verdict == "broken" and self.broken is None:
            self.broken = self.number

    def read(self, text, reading=()):
        return self.read_plain(self.own.expanded(text), reading)

    def read_plain(self, text, reading=()):
        """The `Line` of a text without names of the reader's own."""
        return Line(*self.desk.remember((text, reading), read_line, self.desk, text, reading))

    def readings(self, cell, text):
        """Yields `(reading, line)` for what a text may mean, the strict reading first."""
        trees = []
        label = _label(text)
        for reading in READINGS + ([("label",)] if label else []):
            try:
                line = self.read(label if reading == ("label",) else text, reading)
            except Unreadable as error:
                if not reading:
                    verdict = "broken" if error.code == "limits" else "unparsed"
                    self.say(cell, verdict, error.code, error.hint)
                    return
                continue
            except RuntimeError:
                self.say(cell, "unparsed", "too_deep", TOO_DEEP)
                return
            if line.tree not in trees:
                trees.append(line.tree)
                yield reading, line

    def left_side(self, cell, text):
        """The line that the first formula of a row stands for, or None if it cannot be read."""
        strict = None
        for reading, line in self.readings(cell, text):
            strict = strict or line
            for known in reversed(self.chain):
                if line.tree == known.tree or self.holds(known, "=", line) == "equal":
                    self.note(cell, reading)
                    self.show(cell, "", line)
                    if line.tree != known.tree:
                        line.sound, line.shown, line.main = known.sound, known.shown, known.main
                        line.open_constant = known.open_constant
                        return line
                    known.letters = line.letters
                    return known
        if strict is None:
            return None
        line = strict
        line.main = False
        self.show(cell, "", line)
        if len(self.chain) == 1 and self.desk.equal(line.values, self.desk.values(self.desk.goal)):
            self.reverse = line.main = True
            self.start = line
        return line

    def part(self, cell, relation, text, anchor):
        """Judges one formula; returns whether it could be read."""
        before = anchor or self.chain[-1]
        first = len(self.chain) == 1 and anchor is None
        if (
            first
            and relation == ""
            and self.desk.relation != "="
            and self.starts_at_goal(cell, text)
        ):
            return True
        sign = relation or "="
        found = []
        for reading, line in self.readings(cell, text):
            found.append(line)
            holds = self.holds(before, sign, line)
            if holds is None and anchor is None and sign == "=" and self.gap:
                holds = self.holds(before, self.gap, line)
                sign = self.gap if holds else sign
            if holds is None and anchor is None:  # back from a lemma or a remark
                others = [self.back] if self.back else []
                if not before.main:
                    others += [other for other in reversed(self.chain) if other.main][:1]
                for other in others:
                    holds = holds or self.holds(other, sign, line)
                    before = other if holds else before
            if holds is None:
                continue
            if holds == "above" and not reading:
                reading, line = self.meant(before, text, line)
            self.accept(cell, before, sign, line, reading, holds, first)
            return True
        if found:
            self.refuse(cell, before, sign, found)
        return bool(found)

    def starts_at_goal(self, cell, text):
        """Whether the first line is the goal of an inequality, from which a reader goes back."""
        for reading, line in self.readings(cell, text):
            if self.desk.equal(line.values, self.desk.values(self.desk.goal)):
                if self.holds(self.start, "=", line):
                    return False
                self.note(cell, reading)
                self.show(cell, "", line)
                self.reverse, self.start = True, line
                self.chain.append(line)
                return True
        return False

    def meant(self, before, text, strict):
        """The reading of a line behind an inequality that is Jensen's, or the strict one."""
        wanted = [self.desk.values(tree) for tree in (jensen(before.tree), self.desk.goal)]
        if not any([self.desk.equal(values, strict.values) for values in wanted]):
            for reading, line in self.readings(None, text):
                if any([self.desk.equal(values, line.values) for values in wanted]):
                    return reading, line
        return (), strict

    def accept(self, cell, before, sign, line, reading, holds, first):
        line.sound, line.main = before.sound, before.main
        line.wide = "wide" in reading
        line.shown = joined(before.shown, sign if holds == "above" else "=")
        if sign != "=" and holds == "equal":
            line.shown = joined(before.shown, sign)
        self.gap = ""
        self.show(cell, sign, line)
        self.note(cell, reading)
        if holds == "constant":
            self.say(cell, "follows", "up_to_constant", CONST_NOTE.format(self.learned()))
        if not before.sound:
            self.say(cell, "follows", "after_broken", "This follows, but from a wrong line.")
        elif not before.main:
            self.say(cell, "true", "lemma", "True: a new equation.")
        if first and line.tree == self.desk.start:
            cell["codes"].append("start")
        elif self.name_rules and before.sound and line.tree != before.tree:
            key = ("rules", before.tree, sign, line.tree, holds)
            rules = self.desk.remember(key, rules_of, self.desk, before, sign, line, holds)
            cell["rules"] += [rule for rule in rules if rule not in cell["rules"]]
            if rules and cell["verdict"] == "follows" and not cell["hint"]:
                sentence = "; ".join([RULES[rule] for rule in cell["rules"][:2]])
                cell["hint"] = sentence[0].upper() + sentence[1:] + "."
        self.chain.append(line)

    def refuse(self, cell, before, sign, found):
        line = found[0]
        self.show(cell, sign, line)
        truth = self.truth(line, sign)
        line.main = before.main
        if truth and not before.sound:
            self.say(cell, "true", "true", "True, but not from the line before.")
            line.shown = truth
            self.chain.append(line)
            return
        if before.sound and self.gap:
            self.say(cell, "broken", "different", AFTER_UNREAD.format((self.unread or 0) + 1))
        elif before.sound:
            key = ("fault", before.tree, before.open_constant, before.letters == line.letters, sign)
            key += tuple([meant.tree for meant in found])
            code, hint = self.desk.remember(key, diagnose, self.desk, before, sign, found)
            self.say(cell, "broken", code, hint)
        else:
            self.say(cell, "broken", "after_broken", "This does not follow from the line before.")
        line.sound, line.shown, self.gap = False, "", ""
        self.chain.append(line)

    def truth(self, line, sign):
        """The relation that holds between the start and a line, or `""`."""
        if not self.start.main:
            return ""
        if self.holds(self.start, "=", line) == "equal":
            return "="
        wanted = self.desk.relation
        if wanted != "=" and sign in ("=", wanted) and self.holds(self.start, wanted, line):
            return wanted
        return ""

    def holds(self, before, sign, line):
        """How `before sign line` holds: `"equal"`, `"constant"`, `"above"` or None."""
        desk = self.desk
        constants = before.open_constant or line.open_constant
        if before.letters and line.letters and before.letters != line.letters:
            return None
        if len(before.values) != len(line.values) and not constants:
            return self.holds_each(before, sign, line)
        if not constants and desk.equal(before.values, line.values):
            return "equal"
        if line.open_constant and sign == "=" and desk.moves_together(before.tree, line.tree):
            return "constant"
        if before.open_constant and sign == "=":
            # Having lost its constant, a line must equal the last one that named it.
            exact = [known for known in self.chain if known.main and not known.open_constant]
            if before.main and exact and desk.equal(exact[-1].values, line.values):
                return "equal"
            return None
        if sign != "=" and not line.is_number() and desk.ordered(before.tree, sign, line.tree):
            return "above"
        return None

    def holds_each(self, before, sign, line):
        """How a number and a formula of each component are related: as it is with all of them."""
        number, other = (line, before) if before.letters else (before, line)
        if symbols(number.tree) or not other.letters or number.values[0] is None:
            return None
        if self.desk.equal(number.values[:1] * len(other.values), other.values):
            return "equal"
        values = self.desk.values(other.tree, self.desk.points.many)
        above = (sign == "≥") == (number is line)
        if sign == "=" or None in values:
            return None
        gaps = [number.values[0] - value if above else value - number.values[0] for value in values]
        return "above" if max(gaps) <= 1e-9 else None

    def show(self, cell, sign, line):
        cell["mathml"] += "<mo>" + sign + "</mo>" if sign else ""
        cell["mathml"] += MATHML.write(line.tree)
        self.shown.append((self.number, sign, line.tree))

    def learned(self):
        return ", ".join(self.desk.entry.get("learned", []))

    def note(self, cell, reading):
        for word in reading:
            self.say(cell, "follows", "reading", READING_NOTES[word])

    def concludes(self, tree):
        """Whether a line behind the goal only repeats its name or, as in `L ≤ log p`, the start."""
        named = tree[0] == "symbol" and tree[1] in self.desk.define
        return named or tree == self.desk.start and not self.reverse

    def is_beyond(self, lines):
        """Whether an equation's last line is a bound behind the goal, such as `KL = ... >= 0`."""
        desk = self.desk
        bound = desk.relation == "=" and len(lines) > 2 and lines[-1].shown != "="
        return bound and not desk.equal(lines[-1].values, desk.values(desk.goal))

    def goes_back(self, lines):
        """Whether an equation is shown from its goal to its start."""
        first = [tree for _, _, tree in self.shown][:1]
        desk = self.desk
        return (
            len(lines) > 1
            and first != []
            and structures(first[0], desk) <= structures(desk.goal, desk)
            and structures(lines[-1].tree, desk) == structures(desk.start, desk)
            and structures(desk.start, desk) != structures(desk.goal, desk)
        )

    def finish(self):
        """Decides whether the derivation is complete."""
        result, desk = self.result, self.desk
        for verdict, place in (("broken", self.broken), ("unparsed", self.unread)):
            if place is not None:
                result["verdict"], result["first"] = verdict, place + 1
                said = result["lines"][place]["hint"]
                result["hint"] = ENDINGS[verdict].format(place + 1) + " " + said
                return
        result["verdict"] = "unfinished"
        lines = [line for line in self.chain if line.main]
        if desk.relation == "=" and self.goes_back(lines):
            self.reverse = True
        while len(lines) > 2 and self.concludes(lines[-1].tree):
            lines.pop()
        while self.is_beyond(lines):
            lines.pop()
        last = lines[-1]
        reached = Line(desk.start if self.reverse else desk.goal, None, False)
        reached.values = desk.values(reached.tree)
        goal_constant = has_constant(desk.goal)
        if desk.up_to or goal_constant:
            equal = last.open_constant and desk.moves_together(last.tree, reached.tree)
            if not goal_constant:
                equal = equal or desk.equal(last.values, reached.values)
        else:
            equal = not last.open_constant and desk.equal(last.values, reached.values)
        allowed = structures(reached.tree, desk)
        for name in sorted(desk.define):
            if name in allowed:
                allowed = allowed | structures(desk.given[name], desk)
        left = sorted(structures(last.tree, desk) - allowed)
        learned = desk.entry.get("learned", [])
        if count(last.tree, learned) > count(reached.tree, learned):
            left.append("more than one term with " + self.learned())
        missing = [name for name in sorted(allowed) if name.startswith("KL(")]
        own = structures(last.tree, desk)
        spelled = any([name in own for name in desk.define])
        missing = [name for name in missing if name not in own and not spelled]
        wanted = desk.relation if not self.reverse else FLIP[desk.relation]
        if not equal:
            result["hint"] = ENDINGS["constant"] if last.open_constant else ENDINGS["so_far"]
        elif left:
            result["hint"] = ENDINGS["left"].format(left_over(left[0]))
        elif missing:
            result["hint"] = ENDINGS["missing"].format(missing[0])
        elif last.wide:
            result["hint"] = ENDINGS["wide"]
        elif last.shown == wanted or last.shown == "=":
            result["verdict"] = "complete"
            steps = len({line.tree for line in self.chain if line.main}) - 1
            result["hint"] = ENDINGS["complete" if steps > 1 else "jump"]
        else:
            shown = last.shown or "nothing"
            result["hint"] = ENDINGS["relation"].format(shown, wanted)


def read_line(desk, text, reading):
    """The tree, values, open constant and free indices of a formula."""
    tree = desk.read(text, reading)
    letters = {slot for slot in free(tree, desk.names) if slot[0] and slot[1]}
    return tree, desk.values(tree), has_constant(tree), letters


def rules_of(desk, before, sign, line, holds):
    """The rules of a step; none where the normal form meets what it was not made for."""
    try:
        return rules_between(desk, before.tree, sign, line.tree, holds) or ["arithmetic"]
    except (ArithmeticError, AttributeError, IndexError, KeyError, TypeError, ValueError):
        return ["arithmetic"]


def _label(text):
    """The text without a number of an equation at its end, or `""` if there is none."""
    opening = text.rfind(" (")
    inside = text[opening + 2 : -1] if text.endswith(")") and opening > 0 else ""
    return text[:opening] if inside.isdigit() else ""


def joined(shown, sign):
    """The relation that two relations in a row show."""
    if shown == "" or sign == "=" or shown == sign:
        return shown
    return sign if shown == "=" else ""
