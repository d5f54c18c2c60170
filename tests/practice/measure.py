"""Every planted mistake in every style, and 2,000 mutants: `python tests/practice/measure.py`.

The last result, of 2026-11-29 with PyTorch 2.13 installed: of 44 right functions and 10 right
models none was refused, 174 of 174 mistakes in functions and 61 of 61 in models were named, and of
2,000 mutants none was accepted (1,759 wrong, 82 partial, 159 stopped with an error). Without
PyTorch there are 33 right functions and 131 mistakes.
"""

import collections

import planted
from test_planted import MISTAKES, SOLUTIONS, mutants

from vae_book.practice.examiner import judge


def main():
    counts = collections.Counter()
    for part, body, style in SOLUTIONS:
        found = judge(part, planted.run(planted.function(part, body, style)))
        counts["right, " + found["verdict"]] += 1
    for changes in planted.RIGHT_MODELS:
        for style in planted.styles(changes):
            found = judge("MyVAE", planted.run(planted.model(style, changes)))
            counts["right model, " + found["verdict"]] += 1
    for part, body, codes, style in MISTAKES:
        found = judge(part, planted.run(planted.function(part, body, style)))
        counts["mistake, named: " + str(set(found["codes"]) == set(codes))] += 1
    for changes, codes in planted.MODEL_MISTAKES:
        for style in planted.styles(changes):
            found = judge("MyVAE", planted.run(planted.model(style, changes)))
            named = set(found["codes"]) == set(codes)
            counts["model's mistake, named: " + str(named)] += 1
            if not named:
                print(style, changes, codes, found["codes"])
    for part, names, source in mutants(2000, 11):
        verdict = judge(part, names)["verdict"]
        counts["mutant, " + verdict] += 1
        if verdict == "right":
            print(source)
    for name, count in counts.items():
        print(f"{count:5d} {name}")


if __name__ == "__main__":
    main()
