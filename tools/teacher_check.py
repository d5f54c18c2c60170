"""Do in a fresh clone what the page for teachers says: `make teacher-check`, once a week.

Everything is changed in one clone, as a teacher would over a year: address, title, images,
network, a question, a figure, a chapter, a language. Then the book, the student edition and the
print are built from it, and the tests of what was touched run.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
import yaml

ROOT = Path(__file__).resolve().parents[1]
CHAPTER = "14-more"
IMAGES = """\
import keras
import numpy as np

from vae_book.widgets import AnswerBox, LatentExplorer, MineFigure
from vae_lib.data import batches, binarise, load_images, steps
from vae_lib.likelihoods import Bernoulli
from vae_lib.model import VAE
from vae_lib.networks import dense_encoder

rng = np.random.default_rng(0)
for side in (28, 32, 8):
    colour = rng.integers(0, 256, (700, side, side, 3), dtype="uint8")
    np.savez_compressed("more.npz", images=colour)
    print(load_images("more.npz", "test")[0].shape)
    np.savez_compressed("more.npz", images=colour[..., 0])
    x, labels = load_images("more.npz", "train")
    print(x.shape)"""
NETWORK = """\
keras.utils.set_random_seed(0)
wide = keras.layers.Dense(24, activation="tanh")
decoder = keras.Sequential([keras.Input((2,)), wide, keras.layers.Dense(64)])
vae = VAE(dense_encoder(64, 2, (24,)), decoder, Bernoulli(), seed=0)
vae.compile(keras.optimizers.Adam(1e-3))
vae.fit(batches(x), steps_per_epoch=steps(x), shuffle=False, verbose=0)
LatentExplorer.from_vae(vae, binarise(x, seed=0), labels, image_shape=(8, 8))"""
GOALS = "Nach diesem Kapitel können Sie\n\n- eins;\n- zwei;\n- drei."


def change(path, *pairs):
    """Replace texts in a file; each must be there."""
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        if old not in text:
            sys.exit(f"{path} has no {old!r} any more: mend tools/teacher_check.py.")
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def settings(clone):
    """Another address, without a branch, in a folder of its repository; another title."""
    path = clone / "_config.yml"
    config = yaml.safe_load(path.read_text(encoding="utf-8"))
    config["title"] = "Ein anderes Buch"
    config["repository"] = {"url": "https://github.com/teacher/book", "path_to_book": "vae"}
    config["html"]["baseurl"] = "https://example.org/teaching/book/"
    path.write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
    change(clone / "CITATION.cff", ("The variational autoencoder, step by step", config["title"]))


def question(clone):
    """A question of one's own, here a copy of one that the book has, with its one line of tests."""
    path = clone / "vae_book/answers/questions.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["questions"]["mine"] = {**content["questions"]["kl"], "title": "A copy"}
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    answer = content["questions"]["mine"]["answer"]
    cases = clone / "tests/answers/cases/development.txt"
    change(cases, ("as it is typed.\n", f"as it is typed.\nmine | right | ok | {answer}\n"))


def figure(clone):
    """A figure of one's own, here a copy of one that the book has: a folder is all it takes."""
    kl, mine = (clone / "vae_book/widgets" / name for name in ("kl", "mine"))
    mine.mkdir()
    for path in kl.glob("*.*"):
        text = path.read_text(encoding="utf-8").replace("KLFigure", "MineFigure")
        text = text.replace("kl/kl.", "mine/mine.").replace("widgets.kl.", "widgets.mine.")
        name = path.name.replace("kl.", "mine.")
        (mine / name).write_text(text, encoding="utf-8")


def chapter(clone):
    """A chapter with images, a network, the question and the figure; its answer in Greek."""
    answer = '<details class="answer">\n<summary>Λύση</summary>\n\n'
    answer += "Η απάντηση είναι το άθροισμα των δύο όρων.\n\n</details>"
    sources = (IMAGES, NETWORK, 'AnswerBox("mine")', "MineFigure()")
    about = "What is left to say about images of one's own, in a sentence."
    cells = [nbformat.v4.new_markdown_cell(f"# More\n\n{about}\n\n{GOALS}")]
    cells += [nbformat.v4.new_code_cell(source) for source in sources]
    cells += [nbformat.v4.new_markdown_cell("## Why\n\nThe prior, and [(13)](06-kl.ipynb#eq-13).")]
    cells += [nbformat.v4.new_markdown_cell(answer)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), clone / f"chapters/{CHAPTER}.ipynb")
    last = "      - file: chapters/13-beyond\n"
    change(clone / "_toc.yml", (last, f"{last}      - file: chapters/{CHAPTER}\n"))
    chapter_2 = clone / "chapters/02-prior.ipynb"
    change(
        chapter_2, ("**Step ", "**Schritt "), ("After this chapter you can", "Danach können Sie")
    )


def main():
    """Make the clone, change it and run everything; ends with the first command that fails."""
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "-q", ROOT, clone], check=True)
        (clone / ".venv").symlink_to(ROOT / ".venv")
        for step in (settings, question, figure, chapter):
            step(clone)
        tests = "tests/book tests/answers tests/tools/test_without_answers.py".split()
        # A fork without make: the same commands, with the clone's own packages.
        for command in (
            ["tools/address.py"],
            ["tools/link_terms.py"],
            ["tools/notebooks.py", f"chapters/{CHAPTER}.ipynb", "chapters/02-prior.ipynb"],
            ["tools/plain_markdown.py"],
            ["tools/build.py"],
            ["tools/student.py", "--repository", "https://github.com/teacher/s", "--address", "https://s.org"],
            ["tools/book_pdf.py"],
            ["-m", "pytest", "-q", "-n", "2", *tests],
        ):  # fmt: skip
            print("+", *command, flush=True)
            program = [ROOT / ".venv/bin/python", *command]
            environment = {**os.environ, "PYTHONPATH": str(clone)}
            if subprocess.run(program, cwd=clone, env=environment).returncode:
                sys.exit(f"A teacher would be stopped by: {' '.join(command)}")


if __name__ == "__main__":
    main()
