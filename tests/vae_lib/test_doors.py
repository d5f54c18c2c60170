"""The same refusals at every door: arrays, datasets, generators, PyDatasets, and all arguments."""

import inspect

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers
from small_models import dense_vae

from vae_lib.data import batches
from vae_lib.likelihoods import Bernoulli, Gaussian
from vae_lib.model import VAE
from vae_lib.networks import dense_encoder
from vae_lib.training import train

RNG = np.random.default_rng(0)
X = (RNG.random((24, 12)) < 0.4).astype("float32")
GREY = RNG.random((24, 12)).astype("float32")
WITH_NAN = np.where(np.arange(24)[:, None] == 0, np.nan, X).astype("float32")


def small_vae(likelihood="bernoulli"):
    vae = dense_vae(likelihood=likelihood)
    vae.compile("sgd", run_eagerly=True)  # no graph to wait for
    return vae


@pytest.fixture(scope="module")
def untrained():
    """One model for what must not train it."""
    return small_vae()


class Batches(keras.utils.PyDataset):
    """Six images a batch; endless where `count` is `None`."""

    def __init__(self, images, count=4):
        super().__init__()
        self.images, self.count = images, count

    @property
    def num_batches(self):
        return self.count

    def __getitem__(self, index):
        start = 6 * (index % 4)
        return (self.images[start : start + 6],)


def generator(images):
    for start in range(0, 24, 6):
        yield (images[start : start + 6],)


HOLDERS = {
    "array": lambda images: images,
    "tensor": tf.constant,
    "tf.data": lambda images: tf.data.Dataset.from_tensor_slices(images).batch(6),
    "tf.data of tuples": lambda images: tf.data.Dataset.from_tensor_slices((images,)).batch(6),
    "generator": generator,
    "PyDataset": Batches,
}
REFUSED = {
    "grey levels": (GREY, "x must be 0 or 1|validation_data must be 0 or 1"),
    "0 to 255": ((255 * GREY).astype("uint8"), "uint8 with values from .* / 255"),
    "NaN": (WITH_NAN, "must be finite. Received 12 entries"),
    "another size": (X[:, :-1], r"must have shape \(N, 12\).*Received shape \(\d+, 11\)"),
    "another shape": (X.reshape(-1, 3, 4), r"shape \(N, 12\).*Received shape \(\d+, 3, 4\)"),
}
holders = pytest.mark.parametrize("hold", HOLDERS.values(), ids=HOLDERS)


@holders
@pytest.mark.parametrize(("images", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_is_refused_in_every_holder(untrained, hold, images, message):
    vae = untrained
    before = vae.get_weights()
    for run in (vae.fit, vae.evaluate, lambda x, verbose: vae.fit(X, validation_data=x, verbose=0)):
        with pytest.raises(ValueError, match=message):
            run(hold(images), verbose=0)
    for a, b in zip(before, vae.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


# Each holder, and each type in an array and in a stream.
TYPES = [(name, "uint8") for name in HOLDERS]
TYPES += [(name, kind) for name in ("array", "tf.data") for kind in ("float32", "int64", bool)]


@pytest.mark.parametrize(("holder", "dtype"), TYPES)
def test_zeros_and_ones_are_data_in_every_holder_and_type(holder, dtype):
    """And no batch is lost to the look at the first one."""
    vae, hold = small_vae(), HOLDERS[holder]
    images = X.astype(dtype)
    size = 6 if holder in ("array", "tensor") else None
    history = vae.fit(hold(images), batch_size=size, verbose=0).history
    assert history["loss"][0] == pytest.approx(8.4, abs=2) and int(vae.optimizer.iterations) == 4
    assert np.isfinite(vae.evaluate(hold(images), verbose=0)).all()
    assert vae.predict(hold(images), verbose=0).shape == (24, 12)


@pytest.mark.parametrize("dtype", ["uint8", bool])
def test_masks_are_data_of_a_gaussian_in_a_graph_too(dtype):
    vae = small_vae(Gaussian(0.5))
    vae.compile("sgd")
    data = tf.data.Dataset.from_tensor_slices(X.astype(dtype)).batch(6)
    assert np.isfinite(vae.fit(data, verbose=0).history["loss"]).all()


@pytest.mark.parametrize("likelihood", [Bernoulli(), Gaussian(0.5)])
def test_what_hides_behind_the_first_batch_is_counted(likelihood):
    images = X.copy()
    images[20, :3] = np.nan
    vae = small_vae(likelihood)
    vae.compile("sgd")
    data = tf.data.Dataset.from_tensor_slices(images).batch(6)
    for run in (vae.fit, vae.evaluate):
        with pytest.raises(ValueError, match="Behind the first batch, the data had 3 numbers"):
            run(data, verbose=0)
    assert "refused" not in vae.fit(X, verbose=0).history


ENDLESS = {
    "batches": lambda: batches(X, 6),
    "tf.data": lambda: tf.data.Dataset.from_tensor_slices(X).batch(6).repeat(),
    "PyDataset": lambda: Batches(X, None),
}


@pytest.mark.parametrize("make", ENDLESS.values(), ids=ENDLESS)
def test_an_endless_stream_needs_steps(make):
    vae = small_vae()
    runs = {
        "x is an endless.*pass steps_per_epoch": lambda: vae.fit(make(), verbose=0),
        "x is an endless.*pass steps\\.": lambda: vae.evaluate(make(), verbose=0),
        "x is an endless.* pass steps\\.": lambda: vae.predict(make(), verbose=0),
        "validation_data is an endless.*pass validation_steps": lambda: vae.fit(
            X, validation_data=make(), verbose=0
        ),
    }
    for message, run in runs.items():
        with pytest.raises(ValueError, match=message):
            run()
    history = vae.fit(
        make(), steps_per_epoch=2, validation_data=make(), validation_steps=1, verbose=0
    )
    assert "val_loss" in history.history and int(vae.optimizer.iterations) == 2


def test_an_empty_array_and_an_empty_stream():
    with pytest.raises(ValueError, match="x has no examples"):
        small_vae().fit(X[:0], verbose=0)
    for empty in (tf.data.Dataset.from_tensor_slices(X).batch(6).take(0), (x for x in ())):
        with pytest.raises(ValueError, match="x has no batches"):
            small_vae().fit(empty, verbose=0)


def test_train_takes_the_binarisation_from_the_likelihood(eagerly):
    assert train(small_vae(), GREY, 1)["loss"][0] < 20
    plain, named = (
        train(small_vae(Gaussian(0.5)), GREY, 1, **o) for o in ({}, {"binarisation": None})
    )
    assert plain == named
    with pytest.raises(ValueError, match="Gaussian is no likelihood of zeros and ones.*'dynamic'"):
        train(small_vae(Gaussian(0.5)), GREY, 1, binarisation="dynamic")
    with pytest.raises(ValueError, match="x must be 0 or 1"):
        train(small_vae(), GREY, 1, binarisation=None)
    with pytest.raises(ValueError, match="validation_data must be 0 or 1|x must be 0 or 1"):
        train(small_vae(), GREY, 1, validation=GREY)


@pytest.mark.parametrize("behind", [[], [layers.Reshape((12,))]])
def test_a_sigmoid_before_logits_is_noticed(behind):
    inner = [keras.Input((2,)), layers.Dense(8, activation="relu")]
    decoder = keras.Sequential([*inner, layers.Dense(12, activation="sigmoid"), *behind])
    vae = VAE(dense_encoder(12, 2, (8,)), decoder, "bernoulli")
    vae.compile("sgd")
    with pytest.raises(ValueError, match="Bernoulli takes .* logits.* sigmoid away from its end"):
        vae.fit(X, verbose=0)
    as_means = VAE(dense_encoder(12, 2, (8,)), decoder, "gaussian")
    as_means.compile("sgd", run_eagerly=True)
    as_means.fit(X, verbose=0)


# Every argument of the doors: a value, and what becomes of it: honoured (a check of the model and
# of what the door returns), or the message of its refusal.
DOORS = {
    "fit": {
        "x": (X, None),
        "y": (X, "learns from images alone"),
        "batch_size": (6, lambda vae, found: int(vae.optimizer.iterations) == 4),
        "epochs": (3, lambda vae, found: len(found.history["loss"]) == 3),
        "verbose": (0, None),
        "callbacks": (
            [keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: logs.update(seen=1))],
            lambda vae, found: found.history["seen"] == [1],
        ),
        "validation_split": (0.25, lambda vae, found: "val_loss" in found.history),
        "validation_data": ((X,), lambda vae, found: "val_loss" in found.history),
        "shuffle": (False, None),
        "class_weight": ({0: 1.0}, "no classes to weigh.*Received: class_weight={0: 1.0}"),
        "sample_weight": (np.zeros(24), "leave out the targets y and sample_weight"),
        "initial_epoch": (1, lambda vae, found: found.history == {}),
        "steps_per_epoch": (1, lambda vae, found: int(vae.optimizer.iterations) == 1),
        "validation_steps": (1, None),
        "validation_batch_size": (6, None),
        "validation_freq": (2, None),
    },
    "compile": {
        "optimizer": ("sgd", lambda vae, _: isinstance(vae.optimizer, keras.optimizers.SGD)),
        "loss": ("mse", "negative ELBO: choose the likelihood.*Received: loss='mse'"),
        "loss_weights": ([1.0], r"beta=.*Received: loss_weights=\[1.0\]"),
        "metrics": (["mse"], r"no targets to compare.*Received: metrics=\['mse'\]"),
        "weighted_metrics": (["mse"], "no targets to compare.*Leave weighted_metrics out"),
        "run_eagerly": (True, lambda vae, _: vae.run_eagerly),
        "steps_per_execution": (3, lambda vae, _: vae.steps_per_execution == 3),
        "jit_compile": (True, lambda vae, _: vae.jit_compile),
        "auto_scale_loss": (False, None),
    },
    "evaluate": {
        "x": (X, None),
        "y": (X, "learns from images alone"),
        "batch_size": (6, None),
        "verbose": (0, None),
        "sample_weight": (np.zeros(24), "leave out the targets y and sample_weight"),
        "steps": (1, None),
        "callbacks": ([], None),
        "return_dict": (True, lambda _, found: set(found) == {"loss", "reconstruction", "kl"}),
    },
    "predict": {
        "x": (X, lambda _, found: found.shape == (24, 12)),
        "batch_size": (6, lambda _, found: found.shape == (24, 12)),
        "verbose": (0, None),
        "steps": (1, lambda _, found: len(found) == 24),
        "callbacks": ([], None),
    },
}


@pytest.mark.parametrize("door", DOORS)
def test_no_argument_of_a_door_is_forgotten(door):
    named = inspect.signature(getattr(keras.Model, door)).parameters.values()
    assert {p.name for p in named if p.kind is not p.VAR_KEYWORD} - {"self"} == set(DOORS[door])


@pytest.mark.parametrize(
    ("door", "name"), [(door, name) for door, known in DOORS.items() for name in known]
)
def test_arguments_of_the_doors(untrained, door, name):
    value, outcome = DOORS[door][name]
    vae = untrained if door in ("evaluate", "predict") else small_vae()
    given = {name: value} if door == "compile" else {"x": X, "verbose": 0, name: value}
    if isinstance(outcome, str):
        with pytest.raises(ValueError, match=outcome):
            getattr(vae, door)(**given)
        return
    found = getattr(vae, door)(**given)
    assert outcome is None or outcome(vae, found)


def test_empty_metrics_are_none():
    small_vae().compile("sgd", metrics=[], loss_weights={})


def test_stacks_are_for_training(untrained):
    vae = untrained
    stacks = batches(X, 6, None, stack=2)
    runs = (
        lambda: vae.evaluate(stacks, steps=1, verbose=0),
        lambda: vae.predict(stacks, steps=1, verbose=0),
        lambda: vae.fit(X, validation_data=stacks, validation_steps=1, verbose=0),
    )
    for run in runs:
        with pytest.raises(ValueError, match="Stacks of batches are for training.*without stack"):
            run()


def test_arguments_by_position_and_single_batches():
    vae = small_vae()
    vae.fit(X, None, 6, 2, 0)
    assert int(vae.optimizer.iterations) == 8
    vae.train_on_batch(X)
    assert int(vae.optimizer.iterations) == 9
    for door in (vae.train_on_batch, vae.test_on_batch):
        with pytest.raises(ValueError, match="x must be 0 or 1"):
            door(GREY)
    assert vae.predict_on_batch(X).shape == (24, 12)
    with pytest.raises(ValueError, match="uint8 with values from .* / 255"):
        vae.predict_on_batch((255 * GREY).astype("uint8"))
