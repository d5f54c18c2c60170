"""The explorer's Python side: its arguments."""

import numpy as np
import pytest
from keras import Input, Sequential, layers

from vae_book.widgets import Decoder, LatentExplorer
from vae_book.widgets.network.arrays import open_arrays
from vae_lib.evaluation.latents import encode
from vae_lib.likelihoods import Bernoulli, ContinuousBernoulli, Gaussian, LearnedGaussian
from vae_lib.model import VAE
from vae_lib.networks import conv_decoder, conv_encoder, dense_decoder, dense_encoder

WALK = {"points": np.eye(2), "point_classes": [4, 9], "interpolation": True}


@pytest.fixture(scope="module")
def decoder():
    return Decoder.from_keras(Sequential([Input((2,)), layers.Dense(4)]), image_shape=(2, 2))


def test_starts_at_the_origin_with_its_points(decoder):
    explorer = LatentExplorer(decoder, points=np.eye(2) / 3, point_classes=np.array([7, 1]))
    assert explorer.z == [0.0, 0.0]
    np.testing.assert_array_equal(explorer.points, [[0.333, 0.0], [0.0, 0.333]])
    assert explorer.point_classes == [7, 1]


def test_units_are_ordered_by_their_kl_and_inactive_ones_come_last():
    model = Sequential([Input((5,)), layers.Dense(4)])
    points = np.random.default_rng(0).normal(size=(50, 5)) * [1, 0.01, 1, 0.02, 1]
    explorer = LatentExplorer(
        Decoder.from_keras(model, image_shape=(2, 2)),
        points=points,
        point_sds=np.abs(points) + 0.1,
        unit_kl=[1.5, 0.001, 3.25, 0.002, 2.0],
    )
    assert (explorer.order, explorer.active) == ([2, 4, 0, 3, 1], 3)
    np.testing.assert_allclose(
        open_arrays(explorer.data)["spreads"].reshape(50, 2) / 1000,
        (np.abs(points) + 0.1)[:, [2, 4]],
        atol=5e-4,
    )


def test_a_plane_of_two_keeps_its_axes(decoder):
    explorer = LatentExplorer(decoder, points=np.eye(2), unit_kl=[1.0, 2.0])
    assert (explorer.order, explorer.active) == ([0, 1], 2)


@pytest.mark.parametrize(
    "likelihood, sigma",
    [(Bernoulli(), None), (Gaussian(0.25), 0.25), (LearnedGaussian(initial_sigma=0.5), 0.5)],
)
def test_from_a_vae(likelihood, sigma):
    vae = VAE(dense_encoder(4, 3, hidden=(5,)), dense_decoder(4, 3, hidden=(5,)), likelihood)
    x = np.random.default_rng(0).integers(0, 2, (20, 4)).astype("float32")
    decoder = Decoder.from_keras(vae.decoder, image_shape=(2, 2))
    explorer = LatentExplorer.from_vae(vae, x, np.arange(20) % 10, decoder=decoder)
    mean, logvar = encode(vae, x)
    kl = np.mean(0.5 * (mean**2 + np.exp(logvar) - logvar - 1), axis=0)
    np.testing.assert_allclose(explorer.unit_kl, kl, atol=1e-4)
    np.testing.assert_allclose(explorer.points, mean, atol=5.1e-4)
    spreads = open_arrays(explorer.data)["spreads"].reshape(20, 2) / 1000
    np.testing.assert_allclose(spreads, np.exp(logvar / 2)[:, explorer.order[:2]], atol=5.1e-4)
    assert explorer.z == explorer.points[0].tolist()
    assert explorer.sigma == (None if sigma is None else pytest.approx(sigma))
    assert explorer.noise == pytest.approx(sigma or 0.0)


def test_from_a_vae_of_images_that_are_not_square():
    vae = VAE(dense_encoder(6, 2, hidden=(5,)), dense_decoder(6, 2, hidden=(5,)), Bernoulli())
    explorer = LatentExplorer.from_vae(vae, np.zeros((2, 6), "float32"), image_shape=(2, 3))
    assert explorer.decoder.image_shape == [2, 3]
    with pytest.raises(ValueError, match=r"has 6 numbers, .* image_shape=\(28, 28\) needs 784"):
        LatentExplorer.from_vae(vae, np.zeros((2, 6), "float32"))


def test_from_a_vae_of_images_with_axes():
    grey, colour = (8, 8, 1), (8, 8, 3)
    parts = [conv(grey, 2, hidden=4) for conv in (conv_encoder, conv_decoder)]
    explorer = LatentExplorer.from_vae(VAE(*parts, Bernoulli()), np.zeros((2, *grey), "float32"))
    assert explorer.decoder.image_shape == [8, 8]
    parts = [conv(colour, 2, hidden=4) for conv in (conv_encoder, conv_decoder)]
    with pytest.raises(ValueError, match=r"grey images, .* shape \(8, 8, 3\).*image_rows"):
        LatentExplorer.from_vae(VAE(*parts, Gaussian(0.1)), np.zeros((2, *colour), "float32"))


@pytest.mark.parametrize(
    "likelihood, message",
    [
        (ContinuousBernoulli(), "Bernoulli and Gaussian decoders. Received: ContinuousBernoulli"),
        (LearnedGaussian(size=4), "a sigma for each of 4 pixels.*sigma=..."),
    ],
)
def test_refuses_a_vae(likelihood, message):
    vae = VAE(dense_encoder(4, 3, hidden=(5,)), dense_decoder(4, 3, hidden=(5,)), likelihood)
    with pytest.raises(ValueError, match=message):
        LatentExplorer.from_vae(vae, np.zeros((2, 4), "float32"))


def test_starts_on_its_walk(decoder):
    points = [[9.0, 0.0], [1.0, 2.0], [0.5, 0.5], [-1.0, 0.0]]
    options = {"points": points, "point_classes": [0, 1, 1, 2], "interpolation": True}
    assert LatentExplorer(decoder, **options).ends == [1, 3]
    explorer = LatentExplorer(decoder, ends=[2, 3], t=0.5, **options)
    assert (explorer.ends, explorer.z) == ([2, 3], [-0.25, 0.25])


def test_refers_to_the_shared_decoder(decoder):
    references = {LatentExplorer(decoder).get_state()["decoder"] for _ in range(2)}
    assert references == {f"anywidget:{decoder.model_id}"}


@pytest.mark.parametrize(
    "options, message",
    [
        ({"z": [1.0]}, r"z must hold 2 finite numbers.*Received: z=\[1.0\]"),
        ({"z": [0.0, 9.0]}, "between -3 and 3"),
        ({"z": [0.0, float("nan")]}, "finite"),
        ({"grid": 41}, "grid must be from 0 to 40. Received: grid=41"),
        ({"limit": 0.1}, "limit must be from 0.5 to 10"),
        ({"points": np.zeros((3, 5))}, r"shape \(n, 2\).*\(3, 5\)"),
        ({"points": np.zeros((3, 2)), "point_classes": [1]}, "1 classes for 3 points"),
        ({"points": np.zeros((1, 2)), "point_classes": [10]}, "from 0 to 9. Received: 10"),
        ({"points": np.full((1, 2), 40.0)}, "points must lie between.*a value of size 40"),
        ({"unit_kl": [1.0]}, r"unit_kl must hold 2 finite.*shape \(1,\)"),
        ({"unit_kl": [1.0, 2.0], "points": np.zeros((1, 2))}, "at least 2 images.*1 points"),
        ({"points": np.zeros((3, 2)), "point_sds": np.zeros((3, 2))}, "point_sds must be positive"),
        ({"point_sds": np.ones((3, 2))}, r"the shape of points.*\(3, 2\) for points of .*\(0, 2\)"),
        ({"interpolation": True}, "needs points of two digits.*0 points and 0 classes"),
        (WALK | {"point_classes": [4, 4]}, "points of two digits or more"),
        (WALK | {"ends": [0, 2]}, r"two of the 2 points.*Received: ends=\[0, 2\]"),
        (WALK | {"t": 1.5}, "t must be between 0 and 1. Received: t=1.5"),
        ({"sigma": 0.0}, "sigma must be above 0 and at most 1. Received: sigma=0.0"),
        ({"sigma": 0.1, "noise": -1}, "noise must be between 0 and 1. Received: noise=-1"),
        ({"seed": 1.5}, "seed must be a whole number between 0 and 9999. Received: seed=1.5"),
    ],
)
def test_bad_arguments(decoder, options, message):
    with pytest.raises(ValueError, match=message):
        LatentExplorer(decoder, **options)


def test_needs_a_decoder():
    with pytest.raises(ValueError, match=r"Decoder.from_keras\(model\). Received: str"):
        LatentExplorer("decoder")
