"""How fast a typed answer is judged in the page: the first verdict, and those that follow.

    python benchmarks/answers_page.py           prints a table
    python benchmarks/answers_page.py --save    also stores it in benchmarks/README.md

A new browser types an answer at once after its first focus, so that the first time includes
loading and starting the checker. Then every development case is checked, in the worker. Budget:
first verdict within 2 s, then 150 ms (p95), 340 KB gzipped for everything. Of the derivations of
the tests each is pasted as a whole (1.5 s at most), then typed line by line (150 ms a line, p95).
"""

import gzip
import tempfile
from pathlib import Path

import numpy as np
import readme
from answer_cases import DEVELOPMENT, TEXTS
from answer_harness import write_book
from book_page import serve

STARTS = 7
HEADINGS = ("verdict", "checks", "least", "p50", "p95", "most")

FIRST_VERDICT = """
async () => {
  const box = document.querySelector('vae-answer[question="q2"]');
  const start = performance.now();
  box.input.focus();
  box.input.value = "sum(x*log(rho))";
  await box.check();
  return performance.now() - start;
}
"""
LATER_VERDICTS = """
async (cases) => {
  const times = [];
  for (const [question, text] of cases) {
    const box = document.querySelector(`vae-answer[question="${question}"]`);
    box.input.value = text;
    const start = performance.now();
    await box.check();
    times.push(performance.now() - start);
  }
  return times;
}
"""
DERIVATIONS = """
async (texts) => {
  const desk = document.querySelector("vae-derivation");
  const judge = async (text) => {
    desk.input.value = text;
    const start = performance.now();
    await desk.judge();
    return performance.now() - start;
  };
  const whole = [], lines = [];
  for (const [name, typed] of texts) {
    desk.derivation = name;
    for (let empty = 0; empty < 2; empty += 1) await judge(""); // forgets the text before
    whole.push(await judge(typed.join("\\n")));
    for (let empty = 0; empty < 2; empty += 1) await judge("");
    for (let end = 1; end <= typed.length; end += 1) {
      lines.push(await judge(typed.slice(0, end).join("\\n")));
    }
  }
  return [whole, lines];
}
"""


def measure(browser, address):
    """The milliseconds of `STARTS` first verdicts, and of all cases, twice.

    The first round also prepares each question, once.
    """
    starts = []
    for _ in range(STARTS):
        page = browser.new_context().new_page()
        page.goto(f"{address}/chapters/all.html")
        starts.append(page.evaluate(FIRST_VERDICT))
        page.context.close()
    page = browser.new_context().new_page()
    page.goto(f"{address}/chapters/all.html")
    cases = [list(case[:2]) for case in DEVELOPMENT]
    rounds = [page.evaluate(LATER_VERDICTS, cases) for _ in range(2)]
    page.goto(f"{address}/chapters/desk.html")
    return starts, rounds, page.evaluate(DERIVATIONS, list(TEXTS.values()))


def kilobytes(folder):
    """The gzipped size of all that a page loads."""
    files = sorted(folder.joinpath("_static", "answers").iterdir())
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in files) / 1000


def measured_rows(browser):
    """Yields the rows of the table."""
    with tempfile.TemporaryDirectory() as folder:
        book = write_book(Path(folder))
        with serve(book) as address:
            starts, rounds, (whole, lines) = measure(browser, address)
        yield readme.row("everything, gzipped, KB", "", "", f"{kilobytes(book):.0f}", "", "")
    for name, times in {
        "first verdict": starts,
        "later, question new": rounds[0][1:],
        "later, question known": rounds[1],
        "derivation, pasted": whole,
        "derivation, one more line": lines,
    }.items():
        numbers = np.percentile(times, [0, 50, 95, 100])
        yield readme.row(name, str(len(times)), *(f"{number:.0f}" for number in numbers))


if __name__ == "__main__":
    readme.table_in_chromium("answers page", HEADINGS, measured_rows)
