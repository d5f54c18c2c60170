"""An encoder's weights, packed for the browser and shared by the figures of a page."""

import keras
import numpy as np

from vae_book.widgets.network.packed import PackedNetwork
from vae_book.widgets.network.packing import pack_layers

HEADS = ("mean", "logvar")
PROBES = 4
PROBE_INK = 0.2  # of the pixels: about as much as a digit has


class Encoder(PackedNetwork):
    """The layers and weights of a Keras encoder.

    The two heads are packed as one layer: the network ends in the K means, followed by the K
    log-variances of q(z|x) (equation 10). Its probe is a few images of random zeros and ones;
    their answer is the 2 K numbers that Keras itself returns for each.

    Example:
        >>> encoder = Encoder.from_keras(vae.encoder)
        >>> EncodeFigure(encoder, Decoder.from_keras(vae.decoder), digits)
    """

    @classmethod
    def from_keras(cls, model, dtype="float16"):
        """Packs a Keras encoder.

        Args:
            model: Functional `keras.Model` from images of shape `(batch, D)` to
                `{"mean": (batch, K), "logvar": (batch, K)}`: a chain of layers that
                `packing.pack_layers` knows, and behind it one Dense layer for each output.
            dtype: `"float16"` (half the bytes) or `"float32"`.

        Returns:
            An `Encoder`.

        Raises:
            ValueError: If the model cannot be packed; the message says what to do.
        """
        chain, latent_size = _join_heads(model)
        packed = pack_layers(chain)
        return cls._packed(
            packed,
            dtype,
            run=lambda x: _encode(model, x),
            probe=_probe_images(packed[2]),
            latent_size=latent_size,
        )

    def __repr__(self):
        return f"Encoder: {self.input_size} pixels to {self.latent_size} latent variables"


def _encode(model, x):
    """The means of q(z|x) as Keras computes them, and beside them the log-variances."""
    q = model(x.astype("float32"), training=False)
    return np.hstack([keras.ops.convert_to_numpy(q[name]) for name in HEADS])


def _join_heads(model):
    """The encoder as a single chain that ends in both heads side by side, and K."""
    if not isinstance(getattr(model, "output", None), dict) or set(model.output) != set(HEADS):
        raise ValueError(
            "The encoder must be a functional model that returns {'mean': ..., 'logvar': ...}, as "
            f"those of vae_lib.networks do. Received: {type(model).__name__} "
            f"'{getattr(model, 'name', model)}'."
        )
    heads = [model.output[name]._keras_history.operation for name in HEADS]
    for head in heads:
        if type(head) is not keras.layers.Dense or head.activation is not keras.activations.linear:
            raise ValueError(
                f"The encoder's output layer '{head.name}' must be a Dense layer without an "
                f"activation: mean and log-variance are any real numbers. Received: {head}."
            )
    if heads[0].input is not heads[1].input:
        raise ValueError(
            "The encoder's heads 'mean' and 'logvar' must share their input. "
            f"Received: '{heads[0].name}' and '{heads[1].name}', which do not."
        )
    hidden = heads[0].input
    joined = keras.layers.Dense(2 * heads[0].units, name="mean_and_logvar")
    chain = keras.Model(model.input, joined(hidden), name=model.name)
    pairs = zip(*(head.get_weights() for head in heads), strict=True)
    joined.set_weights([np.concatenate(pair, axis=-1) for pair in pairs])
    return chain, heads[0].units


def _probe_images(data_size):
    """The same few images each time, as bytes of 0 and 1."""
    random = np.random.default_rng(0).random((PROBES, data_size))
    return (random < PROBE_INK).astype("uint8")
