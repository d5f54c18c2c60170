"""Each mistake of "What goes wrong", made on purpose in the skeleton, is named."""

import re
from pathlib import Path

import nbformat
import planted
import pytest

from vae_book.practice.examiner import judge

ROOT = Path(__file__).resolve().parents[2]
Z, A = "ops.reshape(z, (5, -1, mean.shape[-1]))", "ops.reshape(logits, (5, -1, 784))"
IMPORTANCE = {
    "draw": "ops.reshape(mean + ops.exp(logvar / 2) "
    "* keras.random.normal((5, *ops.shape(mean))), (-1, mean.shape[-1]))",
    "data": f"ops.sum(ops.softplus({A}) - x * {A}, axis=-1)",
    "kl": f"ops.sum({Z}**2 - ({Z} - mean) ** 2 * ops.exp(-logvar) - logvar, axis=-1) / 2",
}
WEIGHTED = "ops.mean(ops.sum(ops.stop_gradient(ops.softmax({}, axis=0)) * (data + kl), axis=0))"
# A KL weight that is a number, and a training that raises it.
BETA = {"total": "ops.mean(data + self.beta * kl)"}
RISING = """
class Beta(MyVAE):
    def __init__(self, latent_size=2):
        super().__init__(latent_size)
        self.beta = {}

MyVAE = Beta

def train(vae):
    def rise(epoch, logs=None):
        {}

    vae.compile(keras.optimizers.SGD(2e-4))
    images = binarise(load_digits("train")[0][:500])
    return vae.fit(images, epochs=9, callbacks=[keras.callbacks.LambdaCallback(rise)])
"""


def model(style="compute_loss", **changes):
    return planted.model(style, changes)


def trained(images):
    return model() + planted.TRAIN.format(data=images, rate=2e-3, epochs=2)


# The chapter's sections: the code, the part, and the codes that name the mistake; of the models
# that `test_planted.py` judges, the codes alone.
MISTAKES = {
    "A mean where a sum belongs": ["mean_pixels"],
    "A loss for each image, given to `add_loss`": ["add_loss_vector"],
    "Probabilities instead of logits": ["probabilities"],
    "Cross-entropy on grey levels": (trained("images[:500]"), "train", ["grey"]),
    "A log-variance without bounds": (trained("255 * images[:500]"), "train", ["unscaled", "nan"]),
    "A frozen beta": (model(**BETA) + RISING.format("0.0", "vae.beta = epoch / 10"),
                      "train", ["frozen_beta"]),
    "Posterior collapse": ["beta"],
    "Training on the test set": (
        trained("binarise(np.concatenate([images[:500], load_digits('test')[0]]))"),
        "train", ["test_data"]),
    "Importance weights with the wrong sign": (
        model("train_step", **IMPORTANCE, total=WEIGHTED.format("data + kl")),
        "MyVAE", ["importance_sign"]),
}  # fmt: skip
RIGHT = {
    "a beta that is a variable": (
        model(**BETA) + RISING.format("keras.Variable(0.5)", "vae.beta.assign(epoch / 10)"),
        "train", ["ok"]),
    "a beta that is to rise from 0": (
        model(**BETA) + RISING.format("0.0", "pass"), "MyVAE", ["beta"]),
    "importance weights with the right sign": (
        model("train_step", **IMPORTANCE, total=WEIGHTED.format("-data - kl")), "MyVAE", ["ok"]),
}  # fmt: skip


def test_all_sections_of_the_chapter_are_here():
    cells = nbformat.read(ROOT / "chapters" / "12-what-goes-wrong.ipynb", as_version=4).cells
    text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    assert re.findall(r"^## \d+\. (.*)$", text, re.MULTILINE) == list(MISTAKES)


@pytest.mark.parametrize("name", [*MISTAKES, *RIGHT])
def test_a_mistake_of_the_chapter_is_named(name):
    case = {**MISTAKES, **RIGHT}[name]
    if isinstance(case, list):
        assert case in [codes for _, codes in planted.MODEL_MISTAKES]
        return
    source, part, codes = case
    assert judge(part, planted.run(source))["codes"] == codes
