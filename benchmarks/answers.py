"""Random equivalents, mutants and garbage against the answer checker.

    nice -n 15 python benchmarks/answers.py
    python benchmarks/answers.py --each 500 --garbage 2000 --questions q2 kl

For each question it draws rewritten right answers and mutated wrong ones, in five dialects, each
confirmed by an independent evaluation in Python. A right one that is not judged right is a false
reject, a wrong one that is judged right a false accept. Exit status 1 if there is any of these, a
crash, or a garbage string that takes longer than half a second.
"""

import argparse
import json
import multiprocessing
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "answers")]

from answer_garbage import stream  # noqa: E402
from answer_generator import Generator  # noqa: E402

from vae_lib.answers import check, load_questions  # noqa: E402

SLOW = 0.5


def percentile(values, part):
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


def timed_check(question, text):
    start = time.process_time()
    found = check(question, text)
    return found, 1000 * (time.process_time() - start)


def judge_question(task):
    """Returns the figures for one question."""
    identifier, each, seed = task
    question = load_questions()[identifier]
    generator = Generator(question, seed)
    rejects, too_deep, accepts, times = [], [], [], []
    for _ in range(each):
        text = generator.equivalent()
        found, milliseconds = timed_check(question, text)
        times.append(milliseconds)
        if "too_deep" in found["codes"]:
            too_deep.append(text)
        elif found["verdict"] != "right":
            rejects.append(text)
        text = generator.mutant()
        found, milliseconds = timed_check(question, text)
        times.append(milliseconds)
        if found["verdict"] == "right":
            accepts.append(text)
    return {
        "question": identifier,
        "each": each,
        "false_rejects": len(rejects),
        "false_accepts": len(accepts),
        "refused_as_too_deep": len(too_deep),
        "p50_ms": round(percentile(times, 0.5), 2),
        "p95_ms": round(percentile(times, 0.95), 2),
        "examples": (rejects + accepts)[:3],
    }


def judge_garbage(task):
    """Returns the figures for a share of the garbage; the questions take turns."""
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


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--each", type=int, default=20000)
    parser.add_argument("--garbage", type=int, default=100000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--questions", nargs="*", default=load_questions().identifiers())
    arguments = parser.parse_args()
    failed = False
    with multiprocessing.Pool(arguments.processes) as pool:
        tasks = [(name, arguments.each, arguments.seed) for name in arguments.questions]
        for figures in pool.imap_unordered(judge_question, tasks):
            failed = failed or figures["false_rejects"] + figures["false_accepts"] > 0
            print(json.dumps(figures, ensure_ascii=False), flush=True)
        parts = [(arguments.garbage // 10, arguments.seed + part) for part in range(10)]
        for figures in pool.imap_unordered(judge_garbage, parts):
            failed = failed or bool(figures["crashes"]) or figures["slowest_s"] > SLOW
            print(json.dumps(figures), flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
