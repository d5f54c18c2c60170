"""The codes of the examiner, each with the sentence that the reader gets.

The codes that concern a whole loss are those of the loss doctor, `vae_book.answers.loss.verdict`.
"""

import json
from pathlib import Path

FILE = Path(__file__).with_name("sentences.json")
GROUPS = json.loads(FILE.read_text(encoding="utf-8"))
SENTENCES = {code: text for group in GROUPS.values() for code, text in group.items()}
# A part with these codes alone is nearly right.
MILD = {"constant", "batch_mean", "order", "numpy", "scale", "beta", "sigma", "frozen_noise"}


def finding(part, codes, **details):
    """The verdict on a part as a dictionary: `part`, `verdict`, `codes`, `hint`.

    Args:
        part: Name of the part.
        codes: List of codes, empty for a part that is right.
        details: What the sentences quote, such as `D=784`.
    """
    known = {"D": 784, "K": "K", "factor": "another", **details}
    codes = list(dict.fromkeys(codes)) or ["ok"]
    hint = " ".join(SENTENCES[code].format(**known) for code in codes)
    return {"part": part, "verdict": verdict(codes), "codes": codes, "hint": hint}


def verdict(codes):
    """`"right"`, `"partial"`, `"wrong"`, `"missing"` or `"error"` for a list of codes."""
    if codes == ["ok"] or codes == ["numpy"]:
        return "right"
    if codes[0] in ("missing", "no_model"):
        return "missing"
    failures = {"raised", "time", "memory", "crash", "exit", "input", "syntax", "no_torch"}
    if set(codes) & (failures | {"no_file", "too_big", "unreadable", "constructor", "no_keras"}):
        return "error"
    return "partial" if set(codes) <= MILD | {"inherited"} else "wrong"
