"""Random equivalents, mutants and garbage against the answer checker.

    nice -n 15 python benchmarks/answers.py --save    also stores it in benchmarks/README.md
    python benchmarks/answers.py --each 500 --garbage 2000 --questions q2 kl

For each question it draws rewritten right answers and mutated wrong ones, in five dialects, each
confirmed by an independent evaluation in Python. A right one that is not judged right, or not
read at all, is a false reject; a wrong one that is judged right is a false accept. Exit status 1 if
there is any of these, a crash, or a garbage string that takes longer than half a second.
"""

import argparse
import json
import multiprocessing
import sys
import time

import numpy as np
import readme
from answer_garbage import stream
from answer_generator import Generator, equal

from vae_book.answers import check, load_questions

SLOW = 0.5
TIMES = "p50_ms", "p95_ms"
HEADINGS = ("question", "of each kind", "false rejects", "false accepts", "p50 ms", "p95 ms")
QUESTIONS = [name for name in load_questions().identifiers() if not name.startswith("ex_")]


def judge_question(task):
    """The figures for one question."""
    identifier, each, seed = task
    question = load_questions()[identifier]
    generator = Generator(question, seed)
    rejects, accepts, times = [], [], []
    draws = (generator.equivalent, True, rejects), (generator.mutant, False, accepts)
    for _ in range(each):
        for draw, is_right, misjudged in draws:
            text = draw()
            start = time.process_time()
            found = check(question, text)
            times.append(1000 * (time.process_time() - start))
            if equal(found) != is_right:
                misjudged.append(text)
    return {
        "question": identifier,
        "each": each,
        "false_rejects": len(rejects),
        "false_accepts": len(accepts),
        "p50_ms": round(np.percentile(times, 50), 2),
        "p95_ms": round(np.percentile(times, 95), 2),
        "examples": (rejects + accepts)[:3],
    }


def judge_garbage(task):
    """The figures for a share of the garbage; the questions take turns."""
    count, seed = task
    questions = load_questions()
    prepared = [questions[name] for name in questions.identifiers()]
    answers = [question.entry["answer"] for question in prepared]
    slowest, crashes, verdicts = 0.0, [], {}
    for number, text in enumerate(stream(seed, answers, count)):
        start = time.process_time()
        try:
            verdict = check(prepared[number % len(prepared)], text)["verdict"]
        except Exception as error:
            crashes.append((text, repr(error)))
            continue
        slowest = max(slowest, time.process_time() - start)
        verdicts[verdict] = verdicts.get(verdict, 0) + 1
    return {"garbage": count, "crashes": crashes, "slowest_s": slowest, "verdicts": verdicts}


def table(questions, garbage, seed):
    """The result, as lines of Markdown."""
    strings = sum(part["garbage"] for part in garbage)
    crashes = sum(len(part["crashes"]) for part in garbage)
    slowest = max(part["slowest_s"] for part in garbage)
    lines = [
        f"{readme.conditions()}, seed {seed}. "
        f"{strings:,} garbage strings: {crashes} crashes, the slowest {slowest:.3f} s.",
        "",
        *readme.heading(*HEADINGS),
    ]
    for found in questions:
        counts = (f"{found[name]:,}" for name in ("each", "false_rejects", "false_accepts"))
        lines.append(readme.row(found["question"], *counts, *(f"{found[k]:.1f}" for k in TIMES)))
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--each", type=int, default=20000)
    parser.add_argument("--garbage", type=int, default=100000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--questions", nargs="*", default=QUESTIONS)
    parser.add_argument("--save", action="store_true")
    arguments = parser.parse_args()
    each, seed = arguments.each, arguments.seed
    parts = [(arguments.garbage // 10, seed + part) for part in range(10)]
    with multiprocessing.Pool(arguments.processes) as pool:
        tasks = [(name, each, seed) for name in arguments.questions]
        questions = shown(pool.imap(judge_question, tasks))
        garbage = shown(pool.imap(judge_garbage, parts))
    readme.save_if_asked("answers", table(questions, garbage, seed))
    failed = any(row["false_rejects"] + row["false_accepts"] for row in questions)
    failed = failed or any(part["crashes"] or part["slowest_s"] > SLOW for part in garbage)
    return 1 if failed else 0


def shown(figures):
    """Prints each result as a line of JSON when it comes; returns the list of them."""
    kept = []
    for result in figures:
        print(json.dumps(result, ensure_ascii=False), flush=True)
        kept.append(result)
    return kept


if __name__ == "__main__":
    sys.exit(main())
