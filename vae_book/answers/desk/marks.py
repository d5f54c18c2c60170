"""The marks of a typed row: its brackets, its relations, its words."""

from ..read.cursor import nesting
from ..read.tokenizer import LETTERS, run_end

RELATIONS = "=≥≤"  # after `plain`, these three characters only


def outside(text):
    """Yields the place and the character of all that stands outside brackets."""
    depth = 0
    for place, character in enumerate(text):
        depth += nesting(character)
        if depth == 0:
            yield place, character


def relation_place(text):
    for place, character in outside(text):
        if character in RELATIONS and not is_lower_limit(text, place):
            return place
    return -1


def words_of(text):
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


def first_word(text):
    return text[: run_end(text, 0, LETTERS)]


def is_lower_limit(text, place):
    """Whether the equals sign belongs to a sum typed as `sum_d=1^D`."""
    before = text[:place].replace(" ", "")
    name = before[:-2].replace("\\", " ").split(" ")[-1]
    return len(before) > 3 and before[-2] == "_" and name[-3:] in ("sum", "∑", "rod", "∏", "Σ")


def depth_of(text):
    return sum([nesting(character) for character in text])
