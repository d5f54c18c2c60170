"""Weights from the page: the same predictions, and a sentence for every other file."""

import io
import json

import numpy as np
import pytest
from deno_script import run
from scipy.stats import norm

from vae_lib.likelihoods import Bernoulli, Gaussian
from vae_lib.page_weights import load_page_weights

SETTING = {"format": 1, "K": 3, "L": 2, "beta": 4, "head": 0, "likelihood": 0, "sigma": 0.5}
WRITE = """
const file = weightsFile({
  setting: values.setting,
  shapes: values.shapes,
  arrays: values.arrays.map((each) => Float32Array.from(each)),
});
show([...file]);
"""


def arrays(rng, latent_size=3):
    """Weights in the page's order, of which the second head's are small and above 0."""
    sizes = [(784, 256), (256, 2 * latent_size), (latent_size, 256), (256, 784)]
    kernels = [0.05 * rng.normal(size=size) for size in sizes]
    biases = [0.1 * rng.normal(size=size[1:]) for size in sizes]
    biases[1][latent_size:] = 2.0
    return [each.astype("float32") for pair in zip(kernels, biases, strict=True) for each in pair]


def saved(weights, **changes):
    """The file that the page writes."""
    setting = {**SETTING, **changes}
    setting.pop("format")
    shapes = [list(each.shape) for each in weights]
    flat = [each.ravel().tolist() for each in weights]
    data = run("training/take.js", WRITE, setting=setting, shapes=shapes, arrays=flat)
    return io.BytesIO(bytes(data))


def numpy_file(**changes):
    """A file of that kind by numpy, with some of it changed."""
    names = ("encoder_hidden", "encoder_heads", "decoder_hidden", "decoder_params")
    keys = [f"{name}_{part}" for name in names for part in ("kernel", "bias")]
    content = dict(zip(keys, arrays(np.random.default_rng(0)), strict=True))
    content["setting"] = np.frombuffer(json.dumps(SETTING).encode(), "uint8")
    content |= changes
    file = io.BytesIO()
    np.savez(file, **{name: array for name, array in content.items() if array is not None})
    file.seek(0)
    return file


def gelu(x):
    return x * norm.cdf(x)


@pytest.mark.parametrize(("head", "likelihood"), [(0, 0), (1, 1)])
def test_the_model_computes_what_the_weights_say(head, likelihood):
    weights = arrays(np.random.default_rng(1))
    vae = load_page_weights(saved(weights, head=head, likelihood=likelihood))
    w1, b1, w2, b2, w3, b3, w4, b4 = (each.astype("float64") for each in weights)
    x = np.random.default_rng(2).random((5, 784))
    q = gelu(x @ w1 + b1) @ w2 + b2
    mean, second = q[:, :3], q[:, 3:]
    params = gelu(mean @ w3 + b3) @ w4 + b4
    found = vae.encoder(x.astype("float32"))
    np.testing.assert_allclose(found["mean"], mean, atol=1e-5)
    logvar = 2 * np.log(second) if head else second
    np.testing.assert_allclose(found["logvar"], logvar, atol=1e-4)
    expected = params if likelihood else 1 / (1 + np.exp(-params))
    np.testing.assert_allclose(vae.reconstruct(x.astype("float32")), expected, atol=1e-5)
    assert isinstance(vae.likelihood, Gaussian if likelihood else Bernoulli)
    assert (float(vae.beta.numpy()), vae.sampling.samples) == (4.0, 2)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"decoder_params_kernel": np.zeros((256, 100), "float32")},
            r"decoder_params_kernel must have shape \(256, 784\). Received: shape \(256, 100\).",
        ),
        (
            {"encoder_heads_bias": None},
            r"encoder_heads_bias must have shape \(6,\). Received: nothing.",
        ),
        (
            {"decoder_hidden_bias": np.full(256, np.nan, "float32")},
            "decoder_hidden_bias holds numbers that are not finite: the run broke off",
        ),
        ({"setting": None}, "This is no file of weights from the page"),
        ({"setting": np.frombuffer(b"{}", "uint8")}, "of format None, and .* reads format 1"),
    ],
)
def test_another_file_is_refused(changes, message):
    with pytest.raises(ValueError, match=message):
        load_page_weights(numpy_file(**changes))


def test_a_file_of_another_kind_is_refused(tmp_path):
    path = tmp_path / "weights.npz"
    path.write_bytes(b"no archive")
    with pytest.raises(ValueError, match="no file of weights from the page: .*weights.npz"):
        load_page_weights(path)
