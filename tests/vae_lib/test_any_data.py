"""A VAE of one's own networks and data: layers with a mode, shapes, likelihoods, precision."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers, ops
from small_models import OwnEncoder, dense_vae

from vae_lib.data import batches
from vae_lib.evaluation import elbo, encode, sample_log_weights
from vae_lib.iwae import IWAE
from vae_lib.likelihoods import DecoderGaussian, DiscretisedLogistic, Gaussian
from vae_lib.model import VAE
from vae_lib.networks import conv_decoder, conv_encoder, dense_encoder

RNG = np.random.default_rng(0)
FLAT = (RNG.random((48, 36)) < 0.4).astype("float32")
COLOUR = (np.round(255 * RNG.random((12, 8, 8, 3))) / 255).astype("float32")


class Spy(layers.Layer):
    """Passes its input on, and keeps the modes in which it was called."""

    def __init__(self):
        super().__init__()
        self.seen = []

    def call(self, x, training=None):
        self.seen.append(training)
        return x


class Adds(layers.Layer):
    """Adds 100 to the loss of training."""

    def call(self, x):
        self.add_loss(100.0 * ops.ones(()))
        return x


def encoder(size, *inner, regularizer=None):
    x = keras.Input((size,))
    h = layers.Dense(8, activation="relu", kernel_regularizer=regularizer)(x)
    for layer in inner:
        h = layer(h)
    heads = {name: layers.Dense(2)(h) for name in ("mean", "logvar")}
    return keras.Model(x, heads)


def decoder(size, *inner):
    h = z = keras.Input((2,))
    for layer in (layers.Dense(8, activation="relu"), *inner, layers.Dense(size)):
        h = layer(h)
    return keras.Model(z, h)


def own_vae(inner=(), regularizer=None, graph=None):
    keras.utils.set_random_seed(0)
    networks = encoder(36, *inner, regularizer=regularizer), decoder(36)
    vae = VAE(*networks, "bernoulli", seed=0)
    vae.compile(keras.optimizers.SGD(0.0), run_eagerly=not graph)  # no graph to wait for
    return vae


def test_the_mode_reaches_encoder_and_decoder():
    keras.utils.set_random_seed(0)
    spies = Spy(), Spy()
    vae = VAE(encoder(36, spies[0]), decoder(36, spies[1]), "bernoulli", seed=0)
    vae.compile("sgd", run_eagerly=True)
    vae.looked_at_decoder = True  # that look is another call
    for run, mode in ((vae.fit, True), (vae.evaluate, False), (vae.predict, False)):
        for spy in spies:
            spy.seen.clear()
        run(FLAT, verbose=0)
        assert [set(spy.seen) for spy in spies] == [{mode}, {mode}], run


@pytest.mark.parametrize("stack", [None, 2])
def test_batch_normalisation_moves_in_training_only(stack):
    norm = layers.BatchNormalization()
    vae = own_vae([norm], graph=stack)
    vae.evaluate(FLAT, verbose=0)
    np.testing.assert_array_equal(norm.moving_mean, 0)
    stream = batches(FLAT, 16, None, stack=stack)
    vae.fit(stream, steps_per_epoch=1 if stack else 2, shuffle=False, verbose=0)
    moved = np.array(norm.moving_mean)
    assert abs(moved).max() > 1e-4
    vae.predict(FLAT, verbose=0)
    np.testing.assert_array_equal(norm.moving_mean, moved)


def test_dropout_acts_in_training_and_rests_in_evaluation():
    vae = own_vae([layers.Dropout(0.9, seed=1)])
    trained = [vae.fit(FLAT, verbose=0).history["kl"][0] for _ in range(2)]
    evaluated = [vae.evaluate(FLAT, verbose=0, return_dict=True)["kl"] for _ in range(2)]
    assert trained[0] != trained[1] and trained[0] > 1.5 * evaluated[0]
    assert evaluated[0] == evaluated[1]


@pytest.mark.parametrize("stack", [None, 2])
def test_losses_of_layers_count_in_training_and_never_in_the_elbo(stack):
    vae = own_vae([Adds()], regularizer=keras.regularizers.L2(10.0), graph=stack)
    extra = 100.0 + 10.0 * float(np.sum(np.square(vae.encoder.layers[1].kernel)))
    assert extra > 110
    stream = batches(FLAT, 16, None, stack=stack)
    history = vae.fit(stream, steps_per_epoch=1 if stack else 2, shuffle=False, verbose=0).history
    sum_of_terms = history["reconstruction"][0] + history["kl"][0]
    assert history["loss"][0] == pytest.approx(sum_of_terms + extra, rel=1e-4)
    found = vae.evaluate(FLAT, verbose=0, return_dict=True)
    assert found["loss"] == pytest.approx(found["reconstruction"] + found["kl"], rel=1e-5)


def conv_vae(image, likelihood):
    keras.utils.set_random_seed(0)
    shape = likelihood.params_shape(image)
    networks = conv_encoder(image, 2, (4,), hidden=8), conv_decoder(shape, 2, (4,), hidden=8)
    vae = VAE(*networks, likelihood, seed=0)
    vae.compile(keras.optimizers.SGD(1e-4), run_eagerly=True)
    return vae


@pytest.mark.parametrize(
    "likelihood", [Gaussian(0.3), DecoderGaussian(), DiscretisedLogistic()], ids=lambda x: x.name
)
def test_colour_images_keep_their_shape_everywhere(likelihood):
    vae = conv_vae((8, 8, 3), likelihood)
    history = vae.fit(COLOUR, epochs=2, verbose=0).history["loss"]
    assert history[-1] < history[0]
    outputs = vae(COLOUR)
    assert outputs["params"].shape == (1, 12, *likelihood.params_shape((8, 8, 3)))
    assert vae.elbo_terms(COLOUR, outputs)[0].shape == (12,)
    for images in (vae.predict(COLOUR, verbose=0), vae.reconstruct(COLOUR)):
        assert images.shape == (12, 8, 8, 3)
    assert vae.sample(5).shape == vae.sample(5, noise=True).shape == (5, 8, 8, 3)
    assert elbo(vae, COLOUR, 4, seed=0).values.shape == (12,)
    assert encode(vae, COLOUR)[0].shape == (12, 2)


def test_samples_are_means_or_draws():
    vae = own_vae()
    means, draws = np.asarray(vae.sample(9, seed=1)), np.asarray(vae.sample(9, seed=1, noise=True))
    assert set(np.unique(draws)) == {0.0, 1.0} and 0 < means.min() < means.max() < 1


def squares():
    """Networks that read and return 6 x 6 images without channels."""
    x, z = keras.Input((6, 6)), keras.Input((2,))
    h = layers.Flatten()(x)
    heads = {name: layers.Dense(2)(h) for name in ("mean", "logvar")}
    return keras.Model(x, heads), keras.Model(z, layers.Reshape((6, 6))(layers.Dense(36)(z)))


def test_images_with_two_axes_are_images_and_no_stack():
    vae = VAE(*squares(), "bernoulli", seed=0)
    vae.compile("sgd")
    images = FLAT.reshape(-1, 6, 6)
    vae.fit(tf.data.Dataset.from_tensor_slices(images).batch(16), verbose=0)
    assert int(vae.optimizer.iterations) == 3
    assert vae.predict(images, verbose=0).shape == images.shape
    vae.fit(batches(images, 16, stack=2), steps_per_epoch=2, shuffle=False, verbose=0)
    assert int(vae.optimizer.iterations) == 7


def test_a_likelihood_of_flat_and_of_square_images_is_the_same():
    flat, square = own_vae(), VAE(*squares(), "bernoulli")
    params = RNG.normal(size=(2, 48, 36)).astype("float32")
    images = FLAT.reshape(-1, 6, 6)
    np.testing.assert_allclose(
        square.likelihood.log_prob(images, params.reshape(2, 48, 6, 6)),
        flat.likelihood.log_prob(FLAT, params),
        rtol=1e-5,
    )


@pytest.mark.parametrize("data_shape", [None, (36,)])
def test_a_subclassed_encoder_trains_and_is_saved(tmp_path, data_shape):
    keras.utils.set_random_seed(0)
    vae = VAE(OwnEncoder(), decoder(36), "bernoulli", seed=0, data_shape=data_shape)
    assert vae.built == (data_shape is not None)
    vae.compile("sgd", run_eagerly=True)
    vae.fit(FLAT, verbose=0)
    vae.save(tmp_path / "vae.keras")
    again = keras.models.load_model(tmp_path / "vae.keras")
    np.testing.assert_array_equal(again.predict(FLAT, verbose=0), vae.predict(FLAT, verbose=0))


@pytest.mark.parametrize(("kind", "policy"), [(IWAE, "mixed_float16"), (VAE, "mixed_bfloat16")])
def test_mixed_precision_trains_and_agrees_with_float32(set_policy, kind, policy):
    exact = dense_vae(kind, size=36)
    set_policy(policy)
    vae = dense_vae(kind, size=36)
    vae.compile(keras.optimizers.SGD(1e-2), run_eagerly=True)
    history = vae.fit(FLAT, epochs=2, verbose=0, batch_size=8).history["loss"]
    assert history[-1] < history[0] and np.isfinite(history).all()
    assert {value.dtype.name for value in vae(FLAT).values()} == {"float32"}
    exact.set_weights(vae.get_weights())
    mixed, whole = (sample_log_weights(model, FLAT, 50, seed=3) for model in (vae, exact))
    assert abs(mixed.mean() - whole.mean()) < 0.02


class Counts(layers.Layer):
    """Adds the number of its inputs to the loss, which is a whole number."""

    def call(self, x):
        self.add_loss(ops.sum(ops.ones_like(x, "int32")))
        return x


@pytest.mark.parametrize("policy", ["mixed_float16", "mixed_bfloat16", "float32"])
def test_losses_of_layers_may_have_another_type_and_parameters_have_not(set_policy, policy):
    """Heads of one's own are cast: a sum over 784 pixels in 16 bits loses whole nats."""
    set_policy(policy)
    vae = own_vae([layers.ActivityRegularization(l2=100.0), Counts()])
    history = vae.fit(FLAT, batch_size=48, verbose=0).history
    terms = history["reconstruction"][0] + history["kl"][0]
    assert history["loss"][0] > terms + 48 * 8
    assert {value.dtype.name for value in vae(FLAT).values()} == {"float32"}


def test_two_dimensional_decoders_of_the_wrong_shape_are_told_what_is_needed():
    message = r"images of shape \(8, 8, 3\).* DecoderGaussian needs .*\(8, 8, 6\).* \(8, 8, 3\)"
    with pytest.raises(ValueError, match=message):
        VAE(conv_encoder((8, 8, 3), 2, (4,)), conv_decoder((8, 8, 3), 2, (4,)), "decoder_gaussian")


@pytest.mark.parametrize("join", [list, lambda heads: dict(zip("ab", heads, strict=True))])
def test_a_decoder_of_two_heads_is_told_to_join_them(join):
    z = keras.Input((2,))
    two = keras.Model(z, join([layers.Dense(36)(z), layers.Dense(36)(z)]))
    with pytest.raises(ValueError, match="halves of its last axis: join them.*36.*36"):
        VAE(dense_encoder(36, 2, (8,)), two, "decoder_gaussian")


def test_a_data_shape_is_a_tuple():
    with pytest.raises(ValueError, match="data_shape must be .* Received: 36"):
        VAE(OwnEncoder(), decoder(36), "bernoulli", data_shape=36)


@pytest.mark.parametrize("look", [encode, lambda *given: elbo(*given, 2)])
def test_evaluation_builds_what_has_no_weights_yet(look):
    vae = VAE(OwnEncoder(), decoder(36), "bernoulli", seed=0)
    with pytest.raises(ValueError, match="no weights yet.*data_shape"):
        vae.sample(3)
    look(vae, FLAT)
    assert vae.sample(3).shape == (3, 36)


def test_an_encoder_of_images_of_any_size():
    x = keras.Input((None, None, 3))
    h = layers.GlobalAveragePooling2D()(layers.Conv2D(4, 3)(x))
    own = keras.Model(x, {name: layers.Dense(2)(h) for name in ("mean", "logvar")})
    vae = VAE(own, conv_decoder((8, 8, 3), 2, (4,), hidden=8), "gaussian", seed=0)
    assert np.isfinite(elbo(vae, COLOUR, 2, seed=0).mean)
