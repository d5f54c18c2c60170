"""Random garbage: strings that nobody should type, and that a checker must survive."""

import random

WORDS = (
    "x rho mu sigma m s epsilon logvar z f D K log exp sqrt sum prod mean dot norm sum_d sum_k "
    "x_d rho_d \\frac \\sum \\left( \\right) \\mathbf \\text \\log \\rho \\top \\langle \\rangle "
    "np. tf. .sum() .T T lambda import __class__ for in range eval exec ( ) [ ] { } + - * / ^ ** _ "
    "= == , . ; : | || @ ! ' \" \\ 0 1 2 1/2 0.5 1e5 1e-9 999999 9^9 ² ½ Σ ρ μ σ · ⊙ ‖ √ ᵀ const"
).split()
CHARACTERS = [chr(code) for code in range(32, 127)] + list(
    "\x00\x1b\t\n\u202e\u200b\u2066\ufeff\ud800²³⁻ᵀ½πρμσεΣΠ√‖·⊙−×𝑥𝛍漢字🙂\u0301٣५"
)
REPEATED = ["log ", "sum_d ", *"( { [ - ^ 2^ x^ | || 1/ \\frac sqrt(".split()]


def garbage(rng, answers):
    """One string.

    Args:
        rng: A `random.Random`.
        answers: Texts to damage, such as right answers.
    """
    kind = rng.randrange(8)
    if kind == 0:
        return "".join(rng.choice(CHARACTERS) for _ in range(rng.randint(0, 120)))
    if kind == 1:
        return rng.choice(("", " ")).join(rng.choice(WORDS) for _ in range(rng.randint(1, 60)))
    if kind == 2:
        return rng.choice(REPEATED) * rng.randint(1, 300) + rng.choice(WORDS)
    if kind == 3:
        return "".join(
            rng.choice((rng.choice(WORDS), rng.choice(CHARACTERS), " "))
            for _ in range(rng.randint(1, 200))
        )
    return damaged(rng.choice(answers), rng)


def damaged(text, rng):
    """The text after a few random deletions, insertions and swaps."""
    characters = list(text)
    for _ in range(rng.randint(1, 3)):
        place = rng.randrange(len(characters) + 1)
        change = rng.randrange(3)
        if change == 0:
            del characters[place : place + rng.randint(1, 5)]
        elif change == 1:
            characters[place:place] = list(rng.choice((rng.choice(WORDS), rng.choice(CHARACTERS))))
        else:
            characters[place:place] = characters[: rng.randint(0, 30)]
    return "".join(characters)


def stream(seed, answers, count):
    """Yields `count` strings."""
    rng = random.Random(seed)
    for _ in range(count):
        yield garbage(rng, answers)
