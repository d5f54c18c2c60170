"""The chapter: its gaps, its solutions, and the complete file beside them."""

import ast
import re
from pathlib import Path

import keras
import matplotlib
import nbformat
import numpy as np
import planted
import pytest
import vae_from_scratch

from vae_book.practice import PARTS, check
from vae_lib.data import binarise, load_digits
from vae_lib.divergences import kl_to_standard_normal
from vae_lib.likelihoods import Bernoulli

ROOT = Path(__file__).resolve().parents[2]
CELLS = nbformat.read(ROOT / "chapters" / "write-it-yourself.ipynb", as_version=4).cells
matplotlib.use("Agg")


def solutions():
    """The code of the chapter's folded solutions, by the cell's identifier."""
    found = {}
    for cell in CELLS:
        blocks = re.findall(r"```python\n(.*?)\n```", cell.source, re.DOTALL)
        if cell.id.endswith("-answer") and blocks:
            found[cell.id.removesuffix("-answer") + "-gap"] = blocks[0]
    return found


def run_chapter(replaced, cells=CELLS):
    """The names after all code cells, with some of them replaced; and what the checks said."""
    names, found = {"__name__": "chapter"}, {}

    def noted(code):
        finding = check(code)
        found[finding.part] = finding
        return finding

    for cell in cells:
        if cell.cell_type == "code" and cell.id != "setup":
            source = replaced.get(cell.id, cell.source)
            exec(source.replace("steps=200", "steps=2"), names)
            names["check"] = noted
    return names, found


def test_every_part_has_a_gap_a_check_and_a_solution():
    code = "\n".join(cell.source for cell in CELLS if cell.cell_type == "code")
    defined = {getattr(node, "name", "") for node in ast.parse(code).body}
    assert set(PARTS) <= defined
    assert [part for part in PARTS if f"check({part})" not in code] == []
    assert len(solutions()) == len([cell for cell in CELLS if cell.id.endswith("-gap")])


def test_gaps_do_not_stop_the_chapter():
    names, found = run_chapter({})
    assert names["vae"] is None
    assert [repr(found[part]) for part in PARTS] == [f"{part}: not written yet." for part in PARTS]


@pytest.mark.parametrize("style", ["compute_loss", "train_step"])
def test_the_solutions_run_also_with_a_model_of_another_style(style):
    replaced = solutions()
    shorter = replaced["wiy-train-gap"].replace("binarise(images)", "binarise(images[:1000])")
    replaced["wiy-train-gap"] = shorter.replace("epochs=30", "epochs=2")
    cells, parts = CELLS, list(PARTS)
    if style != "compute_loss":  # from the model on: nothing before it knows of the style
        imports = planted.IMPORTS.partition("def softplus")[0]
        replaced["wiy-model-gap"] = imports + planted.model(style, {}).split("a))\n")[-1]
        first, start, end = (
            [cell.id for cell in CELLS].index(f"wiy-{name}")
            for name in ("imports", "model-gap", "checkup")
        )
        cells = [CELLS[first], *CELLS[start:end]]
        parts = parts[parts.index("MyVAE") :]
    names, found = run_chapter(replaced, cells)
    assert {part: finding.codes for part, finding in found.items()} == {p: ["ok"] for p in parts}
    assert names["history"].history["loss"][-1] < 450  # at first 784 log 2
    assert names["digits"].shape == (10, 784)


def test_the_loss_of_the_complete_file_is_that_of_vae_lib():
    keras.utils.set_random_seed(0)
    vae = vae_from_scratch.MyVAE(latent_size=5)
    images = binarise(load_digits("train")[0][:64])
    square = images.reshape(-1, 28, 28, 1)
    outputs = vae(square)
    loss = vae.compute_loss(x=square, y_pred=outputs)
    flat = keras.ops.reshape(outputs["logits"], (1, 64, 784))
    likelihood = Bernoulli().log_prob(images, flat)[0]
    kl = kl_to_standard_normal(outputs["mean"], outputs["logvar"])
    right = -keras.ops.mean(likelihood - kl)
    # To the last digit of float32, which at this size is 2^-14 of a nat.
    assert abs(float(loss) - float(right)) <= np.spacing(np.float32(right))


def test_the_complete_file_is_short_and_stands_in_the_chapter():
    text = Path(vae_from_scratch.__file__).read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 80
    assert any(text.strip() in cell.source for cell in CELLS)
