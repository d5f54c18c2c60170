"""Judging the training, and the pictures after it."""

import planted
import pytest

from vae_book.practice import check, diagnose
from vae_book.practice.examiner import judge

MODEL = planted.model("compute_loss", {})


@pytest.mark.parametrize(
    ("data", "rate", "codes"),
    [
        ("binarise(images[:500])", 2e-3, ["ok"]),
        ("binarise(images[:500]), labels[:500]", 2e-3, ["labels"]),
        ("binarise(images[:500])", 0.0, ["not_falling"]),
        ("binarise(images[:500])", 1e30, ["nan"]),
    ],
)
def test_a_training_is_judged_by_what_it_is_given_and_what_it_does(data, rate, codes):
    names = planted.run(MODEL + planted.TRAIN.format(data=data, rate=rate, epochs=30))
    assert judge("train", names)["codes"] == codes


LOOP = """
def train(vae):
    images, labels = load_digits("train")
    test, _ = load_digits("test")
    data = binarise({data})
    optimizer = keras.optimizers.SGD(2e-3)

    {compiled}
    def step(x, y):
        with tf.GradientTape() as tape:
            loss = vae.compute_loss(x=x, y_pred=vae(x)){more}
        weights = vae.trainable_variables
        optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))

    for start in range(0, len(data), 100):
        step(data[start : start + 100], labels[start : start + 100])
"""


@pytest.mark.parametrize(
    ("data", "compiled", "more", "codes"),
    [
        ("images[:300]", "", "", ["ok"]),
        ("images[:300]", "@tf.function", " * (1 + tf.reduce_mean(tf.cast(y, float)))", ["labels"]),
        ("np.concatenate([images[:300], test])", "@tf.function", "", ["test_data"]),
    ],
)
def test_a_loop_of_the_readers_own_is_judged(data, compiled, more, codes):
    source = MODEL + LOOP.format(data=data, compiled=compiled, more=more)
    assert judge("train", planted.run(source))["codes"] == codes


def test_all_batches_of_a_dataset_are_seen_and_a_generator_still_gives_them_all():
    source = planted.TRAIN.format(data="{data}", rate=2e-3, epochs=30)
    source = source.replace(", batch_size=100", "{more}")
    stream = "tf.data.Dataset.from_tensor_slices(binarise({})).batch(100)"
    stream = stream.format("np.concatenate([images[:300], load_digits('test')[0]])")
    names = planted.run(MODEL + source.format(data=stream, more=""))
    assert judge("train", names)["codes"] == ["test_data"]
    batches = "((binarise(images[i % 9 * 100 :][:100]),) for i in range(18))"
    names = planted.run(MODEL + source.format(data=batches, more=", steps_per_epoch=9"))
    assert judge("train", names)["codes"] == ["ok"]


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
