"""An encoder's weights, packed for the browser and shared by the figures of a page."""

from collections.abc import Callable

import anywidget
import keras
import numpy as np
import traitlets

from vae_book.widgets.network.packing import pack_layers, pack_weights

HEADS = ("mean", "logvar")
PROBES = 4
PROBE_INK = 0.2  # of the pixels: about as much as a digit has


class Encoder(anywidget.AnyWidget):
    """The weights of a Keras encoder, as a widget without a view of its own.

    The two heads are packed as one layer: the network ends in the K means, followed by the K
    log-variances of q(z|x) (equation 10).

    It also carries a probe: a few images of random zeros and ones (`probe_x`, a byte a pixel) and
    what Keras itself returns for them (`probe_q`, the 2 K numbers of each). So a page can be
    checked against Keras long after the kernel has gone.

    Example:
        >>> encoder = Encoder.from_keras(vae.encoder)
        >>> EncodeFigure(encoder, Decoder.from_keras(vae.decoder), digits)
    """

    _esm = "export default {};"

    layers = traitlets.List(traitlets.Dict()).tag(sync=True)
    weights = traitlets.Bytes().tag(sync=True)
    data_size = traitlets.Int().tag(sync=True)
    latent_size = traitlets.Int().tag(sync=True)
    probe_x = traitlets.Bytes().tag(sync=True)
    probe_q = traitlets.List(traitlets.List(traitlets.Float())).tag(sync=True)

    # The Keras model as a function, for still pictures; it stays in Python.
    encode: Callable | None = None

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
        steps, numbers, data_size, _ = pack_layers(chain)
        probe_x = _probe_images(data_size)
        probe_q = np.concatenate(_encode(model, probe_x), axis=-1)
        encoder = cls(
            layers=steps,
            weights=pack_weights(numbers, dtype),
            data_size=data_size,
            latent_size=latent_size,
            probe_x=probe_x.tobytes(),
            probe_q=probe_q.round(5).tolist(),
        )
        encoder.encode = lambda x: _encode(model, x)
        return encoder

    def __repr__(self):
        return f"Encoder: {self.data_size} pixels to {self.latent_size} latent variables"


def _encode(model, x):
    """Returns means and log-variances of q(z|x) as Keras computes them."""
    q = model(x.astype("float32"), training=False)
    return [keras.ops.convert_to_numpy(q[name]) for name in HEADS]


def _join_heads(model):
    """Returns the encoder as a single chain that ends in both heads side by side, and K."""
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
    """Returns the same few images each time, as bytes of 0 and 1."""
    random = np.random.default_rng(0).random((PROBES, data_size))
    return (random < PROBE_INK).astype("uint8")
