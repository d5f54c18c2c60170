"""Dense and convolutional networks: shapes, a VAE that trains, and a decoder that is packed."""

import keras
import numpy as np
import pytest

from vae_book.widgets.network.packing import pack_layers
from vae_lib.data import binarise, load_digits
from vae_lib.likelihoods import Bernoulli
from vae_lib.model import VAE
from vae_lib.networks import conv_decoder, conv_encoder, dense_decoder, dense_encoder

X = binarise(load_digits("test")[0][:64])


@pytest.mark.parametrize("network", [dense_encoder, dense_decoder])
@pytest.mark.parametrize("sizes", [(784, 0), (0, 2), (784, 2.0)])
def test_sizes_of_dense_networks_must_be_counts(network, sizes):
    with pytest.raises(ValueError, match="must be a whole number of at least 1. Received"):
        network(*sizes)


@pytest.mark.parametrize("network", [conv_encoder, conv_decoder])
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (((28, 28), 0), "latent_size must be .* Received: 0"),
        (((28, 0), 2), r"image_shape must be .* Received: \(28, 0\)"),
        (((28, 28), 2, (0,)), "channels must be .* Received: 0"),
        (((28, 28), 2, (8, 8, 8)), r"Received image_shape=\(28, 28\) and 3 filters"),
        (((28, 28), 2, ()), r"and 0 filters"),
    ],
)
def test_bad_sizes_of_convolutional_networks(network, arguments, message):
    with pytest.raises(ValueError, match=message):
        network(*arguments)


def test_a_convolutional_vae_trains():
    keras.utils.set_random_seed(0)
    encoder = conv_encoder((28, 28), 3, (4, 8), hidden=16)
    decoder = conv_decoder((28, 28), 3, (8, 4), hidden=16)
    vae = VAE(encoder, decoder, Bernoulli(), seed=0)
    vae.compile(keras.optimizers.Adam(1e-2))
    history = vae.fit(X, batch_size=8, epochs=4, verbose=0).history["loss"]
    assert history[-1] < history[0] - 50


def test_images_need_not_be_square():
    encoder, decoder = conv_encoder((8, 12), 2, (4,)), conv_decoder((8, 12), 2, (4,))
    assert encoder.input_shape == decoder.output_shape == (None, 96)


def test_the_convolutional_decoder_can_be_packed_for_the_browser():
    """test_decoder_js.py compares what the browser decodes from such a list, of square images."""
    steps, numbers, latent_size, size = pack_layers(conv_decoder((8, 12), 2, (8, 4), hidden=16))
    kinds = [step["op"] for step in steps]
    assert kinds == ["dense", "dense", "conv_transpose", "conv_transpose"]
    assert latent_size == 2 and size == 96 and np.isfinite(numbers).all()
