"""Judging the training, and the pictures after it."""

import planted
import pytest

from vae_book.practice import check, diagnose
from vae_book.practice.examiner import judge

TRAIN = """
def train(vae):
    images, labels = load_digits("train")
    test, _ = load_digits("test")
    vae.compile(keras.optimizers.Adam({rate}))
    return vae.fit({data}, epochs=30, batch_size=100)
"""
MODEL = planted.model("compute_loss", {})


@pytest.mark.parametrize(
    ("data", "rate", "codes"),
    [
        ("binarise(images[:1000])", 2e-3, ["ok"]),
        ("binarise(images[:1000]), labels[:1000]", 2e-3, ["labels"]),
        ("binarise(np.concatenate([images[:1000], test]))", 2e-3, ["test_data"]),
        ("images[:1000]", 2e-3, ["grey"]),
        ("2 * images[:1000]", 2e-3, ["unscaled"]),
        ("binarise(images[:1000])", 0.0, ["not_falling"]),
        ("binarise(images[:1000])", 1e30, ["nan"]),
    ],
)
def test_a_training_is_judged_by_what_it_is_given_and_what_it_does(data, rate, codes):
    names = planted.run(MODEL + TRAIN.format(data=data, rate=rate))
    assert judge("train", names)["codes"] == codes


@pytest.mark.parametrize(
    ("part", "body", "codes"),
    [
        ("reconstruct", "ops.sigmoid(vae.decoder(vae.encoder(x)[0]))", ["ok"]),
        ("reconstruct", "vae.decoder(vae.encoder(x)[0])", ["range"]),
        ("reconstruct", "ops.sigmoid(vae.decoder(vae.encoder(x)[0]))[:3]", ["shape"]),
        ("generate", "ops.sigmoid(vae.decoder(keras.random.normal((x, 2))))", ["ok"]),
        ("generate", "ops.sigmoid(vae.decoder(keras.random.uniform((x, 2))))", ["not_prior"]),
        ("generate", "ops.sigmoid(vae.decoder(ops.zeros((x, 2))))", ["not_prior"]),
        ("generate", "...", ["missing"]),
    ],
)
def test_pictures_are_judged(part, body, codes):
    model = MODEL.replace("latent_size=2", "size=2").replace("(latent_size", "(size")
    names = planted.run(f"{model}\ndef {part}(vae, x):\n    return {body}\n")
    assert judge(part, names)["codes"] == codes


def test_a_loss_function_is_diagnosed():
    def loss(x, x_hat, mean, logvar):
        kl = 0.5 * (mean**2 + 2.718281828459045**logvar - logvar - 1).mean()
        return ((x - x_hat) ** 2).mean() + kl

    found = diagnose(loss)
    assert found.codes == ["mean_both", "sigma", "beta"]
    assert "sigma = 14" in found.hint
    with pytest.raises(ValueError, match="four arguments.*1: x"):
        diagnose(lambda x: x)


def test_a_part_of_another_name_is_refused():
    with pytest.raises(ValueError, match="no part 'other'. The parts: log_bernoulli"):
        check(lambda: None, "other")
