"""A VAE is built at birth; saved, it loads in a new process after `import vae_lib`."""

import subprocess
import sys

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers, ops
from small_models import OwnEncoder, dense_vae

from vae_lib.conditional import ConditionalVAE
from vae_lib.densities import log_posterior
from vae_lib.evaluation import elbo
from vae_lib.iwae import IWAE
from vae_lib.likelihoods import Bernoulli
from vae_lib.model import VAE
from vae_lib.networks import dense_decoder

RNG = np.random.default_rng(0)
X = (RNG.random((24, 12)) < 0.4).astype("float32")
CLASSES = np.eye(3, dtype="float32")[RNG.integers(0, 3, 24)]


def conditional():
    x, condition = keras.Input((12,)), keras.Input((3,))
    h = layers.Dense(8, activation="relu")(layers.Concatenate()([x, condition]))
    heads = {name: layers.Dense(2)(h) for name in ("mean", "logvar")}
    encoder = keras.Model({"x": x, "condition": condition}, heads)
    return ConditionalVAE(encoder, dense_decoder(12, 2 + 3, (8,)), "bernoulli", seed=0)


def test_a_fresh_model_has_its_weights_and_has_drawn_nothing(tmp_path, capsys):
    vae = dense_vae()
    assert vae.built and vae.count_params() == 140 + 132 + 1
    vae.summary()
    assert "Total params" in capsys.readouterr().out
    assert int(vae.sampling.seed_generator.state) == 0
    trained = dense_vae()
    trained.compile("sgd", run_eagerly=True)
    trained.fit(X, verbose=0, callbacks=[keras.callbacks.BackupAndRestore(tmp_path / "backup")])
    trained.save_weights(tmp_path / "vae.weights.h5")
    vae.load_weights(tmp_path / "vae.weights.h5")
    np.testing.assert_array_equal(vae.reconstruct(X), trained.reconstruct(X))
    dense_vae().export(tmp_path / "exported", verbose=False)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """What a new process that imports vae_lib, and nothing of it, and then Keras loads.

    In the end it imports the evaluation anew, as if there were no TensorFlow.
    """
    folder = tmp_path_factory.mktemp("models")
    vae, iwae = dense_vae(), dense_vae(IWAE)
    for model in (vae, iwae):
        for ending in ("keras", "h5"):
            model.save(folder / f"{model.name.split('_')[0]}.{ending}")
    np.save(folder / "x.npy", X)
    code = (
        "import vae_lib, keras, numpy as np, pathlib, sys\n"
        "folder = pathlib.Path(sys.argv[1])\n"
        "for path in [*folder.glob('*.keras'), *folder.glob('*.h5')]:\n"
        "    model = keras.models.load_model(path)\n"
        "    print(path.name, type(model).__name__)\n"
        "    np.save(f'{path}.npy', model.reconstruct(np.load(folder / 'x.npy')))\n"
        "for name in [name for name in sys.modules if name.startswith('vae_lib')]:\n"
        "    del sys.modules[name]\n"
        "sys.modules['tensorflow'] = None\n"
        "import vae_lib.evaluation\n"
        "print('evaluation')\n"
    )
    command = [sys.executable, "-c", code, str(folder)]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return folder, set(out.split("\n")) - {""}, vae


def test_import_vae_lib_is_enough_to_load(loaded):
    folder, lines, vae = loaded
    assert lines >= {"vae.keras VAE", "vae.h5 VAE", "iwae.keras IWAE", "iwae.h5 IWAE"}
    for ending in ("keras", "h5"):
        again = np.load(folder / f"vae.{ending}.npy")
        np.testing.assert_allclose(again, vae.reconstruct(X), atol=1e-6)


def test_evaluation_can_be_imported_without_tensorflow(loaded):
    assert "evaluation" in loaded[1]


class Unregistered(Bernoulli):
    """A likelihood that a new process would not find."""


def test_a_likelihood_that_is_not_registered_says_so_when_saved(tmp_path):
    message = "The likelihood is a Unregistered, which is not registered.*register_keras"
    with pytest.warns(UserWarning, match=message):
        dense_vae(likelihood=Unregistered()).save(tmp_path / "vae.keras")


def test_a_subclass_may_add_layers_and_keeps_them(tmp_path):
    @keras.saving.register_keras_serializable(package="tests")
    class WithHead(VAE):
        def __init__(self, *parts, **options):
            super().__init__(*parts, **options)
            self.head = layers.Dense(3)

        def call(self, x, training=None):
            outputs = super().call(x, training)
            return {**outputs, "classes": self.head(outputs["mean"])}

    vae = dense_vae(WithHead)
    vae.compile("sgd", run_eagerly=True)
    vae.fit(X, verbose=0)
    assert vae(X)["classes"].shape == (24, 3)
    vae.save(tmp_path / "vae.keras")
    again = keras.models.load_model(tmp_path / "vae.keras")
    np.testing.assert_array_equal(again(X)["classes"], vae(X)["classes"])
    again.fit(X, verbose=0)


def test_a_conditional_vae_trains_draws_and_is_saved(tmp_path):
    vae, data = conditional(), {"x": X, "condition": CLASSES}
    vae.compile(keras.optimizers.SGD(1e-2), run_eagerly=True)
    history = vae.fit(data, epochs=8, batch_size=8, validation_data=(data,), verbose=0).history
    assert history["loss"][-1] < history["loss"][0] and "val_kl" in history
    assert vae.predict(data, verbose=0).shape == X.shape
    assert vae.sample(CLASSES[:5], noise=True).shape == (5, 12)
    one, other = (vae.sample(np.eye(3)[[k] * 50], seed=1) for k in (0, 1))
    assert float(ops.max(ops.abs(one - other))) > 1e-3
    vae.save(tmp_path / "vae.keras")
    again = keras.models.load_model(tmp_path / "vae.keras")
    np.testing.assert_array_equal(again.predict(data, verbose=0), vae.predict(data, verbose=0))
    with pytest.raises(ValueError, match="x must be 0 or 1"):
        vae.fit({"x": X / 2, "condition": CLASSES}, verbose=0)
    with pytest.raises(ValueError, match="other inputs than the model is trained on"):
        VAE(vae.encoder, vae.decoder, "bernoulli")


def test_another_class_of_that_name_is_told_how_to_be_loaded(tmp_path, monkeypatch):
    class Other(OwnDecoder):
        pass

    Other.__name__ = "VAE"
    other = Other()
    other(X)
    other.save(tmp_path / "other.keras")
    with pytest.raises(ValueError, match=r"another class VAE.*get_custom_objects\(\)\['VAE'\] to"):
        keras.models.load_model(tmp_path / "other.keras", custom_objects={"VAE": Other})
    monkeypatch.setitem(keras.saving.get_custom_objects(), "VAE", Other)
    again = keras.models.load_model(tmp_path / "other.keras")
    np.testing.assert_array_equal(again(X), other(X))
    dense_vae().save(tmp_path / "ours.keras")
    assert type(keras.models.load_model(tmp_path / "ours.keras")) is VAE


DATA = {"x": X, "condition": CLASSES}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            {"image": X, "condition": CLASSES},
            r"keys \['x', 'condition'\].*\['image', 'condition'\]",
        ),
        ({"x": X}, r"the keys \['x', 'condition'\]. Received the keys \['x'\]"),
        (X, "Received no keys, in an object of type ndarray"),
        (DATA | {"condition": CLASSES * np.nan}, "condition must be finite. Received 72 entries"),
        (DATA | {"condition": CLASSES[:7]}, "a row for each image. Received 7 rows for 24 images"),
        (DATA | {"condition": CLASSES[:, :2]}, r"condition must have shape \(N, 3\).*\(24, 2\)"),
        (DATA | {"condition": np.full((24, 3), "a")}, "condition must be numbers. Received dtype"),
    ],
)
def test_dictionaries_that_a_conditional_vae_cannot_read(data, message):
    vae = conditional()
    vae.compile("sgd", run_eagerly=True)
    for door in (vae.fit, vae.evaluate, vae.predict):
        with pytest.raises(ValueError, match=message):
            door(data, verbose=0)


def test_a_dictionary_for_a_vae_of_images_alone():
    vae = dense_vae()
    vae.compile("sgd", run_eagerly=True)
    stream = tf.data.Dataset.from_tensor_slices({"image": X}).batch(6)
    for data in ({"image": X}, stream):
        with pytest.raises(ValueError, match=r"images alone.*Received the keys \['image'\]"):
            vae.fit(data, verbose=0)


def test_evaluation_of_a_conditional_vae_is_its_own():
    vae, z = conditional(), RNG.normal(size=(5, 24, 2)).astype("float32")
    with pytest.raises(ValueError, match="a ConditionalVAE dictionaries with the keys"):
        elbo(vae, DATA)
    outputs = {**vae.encode(DATA), "z": z, "params": vae.decode(z, condition=CLASSES)}
    posterior = log_posterior(z, outputs["mean"], outputs["logvar"])
    expected = vae.log_weights(X, outputs) + posterior
    np.testing.assert_allclose(vae.log_joint(DATA, z), expected, rtol=1e-5)


@keras.saving.register_keras_serializable(package="test_saving")
class OfBoth(OwnEncoder):
    def call(self, data):
        return super().call(ops.concatenate([data["x"], data["condition"]], axis=-1))


@keras.saving.register_keras_serializable(package="test_saving")
class OwnDecoder(keras.Model):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.dense = layers.Dense(12)

    def call(self, z):
        return self.dense(z)


@pytest.mark.parametrize("data_shape", [None, (12,)])
def test_a_conditional_vae_of_subclassed_networks(tmp_path, data_shape):
    vae = ConditionalVAE(OfBoth(), OwnDecoder(), "bernoulli", data_shape=data_shape)
    vae.compile("sgd", run_eagerly=True)
    vae.fit(DATA, verbose=0)
    assert vae.decoder_size == 5 and vae.sample(CLASSES[:4]).shape == (4, 12)
    vae.save(tmp_path / "vae.keras")
    again = keras.models.load_model(tmp_path / "vae.keras")
    np.testing.assert_array_equal(again.predict(DATA, verbose=0), vae.predict(DATA, verbose=0))
