"""A decoder's weights, packed for the browser and shared by the figures of a page."""

import keras
import numpy as np
import traitlets

from vae_book.widgets.network.arrays import grey_levels
from vae_book.widgets.network.packed import PackedNetwork
from vae_book.widgets.network.packing import pack_layers
from vae_lib.checks import require_image_shape

OUTPUTS = ("sigmoid", "linear")
PROBES = 6
PROBE_LIMIT = 2.0


class Decoder(PackedNetwork):
    """The layers and weights of a Keras decoder.

    Its probe is a few latent vectors; their answer is the images that Keras itself decodes there,
    grey levels 0 to 255.

    Example:
        >>> decoder = Decoder.from_keras(vae.decoder)
        >>> LatentExplorer(decoder)
    """

    image_shape = traitlets.List(traitlets.Int(), minlen=2, maxlen=2).tag(sync=True)

    @classmethod
    def from_keras(cls, model, output="sigmoid", image_shape=(28, 28), dtype="float16"):
        """Packs a Keras decoder.

        Args:
            model: `keras.Sequential` or functional `keras.Model` that maps latent vectors of
                shape `(batch, K)` to one number per pixel. It may hold Dense, Reshape, Flatten,
                Dropout, Activation and Conv2DTranspose layers.
            output: `"sigmoid"` when the last layer gives logits (Bernoulli decoder), `"linear"`
                when it gives means (Gaussian decoder).
            image_shape: `(height, width)` of the image in pixels.
            dtype: `"float16"` (half the bytes, an error below a grey level) or `"float32"`.

        Returns:
            A `Decoder`.

        Raises:
            ValueError: If the model cannot be packed; the message says what to do.
        """
        if output not in OUTPUTS:
            raise ValueError(f"output must be one of {OUTPUTS}. Received: output={output!r}.")
        packed = steps, _, latent_size, size = pack_layers(model)
        return cls._packed(
            packed,
            dtype,
            run=lambda z: _grey_levels(model, z, output),
            probe=_probe_vectors(latent_size),
            layers=steps + _output_step(steps, output),
            latent_size=latent_size,
            image_shape=list(require_image_shape(image_shape, size)),
        )

    def __repr__(self):
        height, width = self.image_shape
        return f"Decoder: {self.latent_size} latent variables to {height} x {width} pixels"


def _output_step(steps, output):
    if output == "linear":
        return []
    if steps and steps[-1]["activation"] == "sigmoid":
        raise ValueError(
            'The last layer already applies a sigmoid, and output="sigmoid" would apply a second '
            'one. Let the last layer give logits (no activation), or pass output="linear".'
        )
    return [{"op": "activation", "activation": "sigmoid"}]


def _probe_vectors(latent_size):
    """The same few latent vectors each time, to a thousandth as the explorer keeps them."""
    random = np.random.default_rng(0)
    z = random.uniform(-PROBE_LIMIT, PROBE_LIMIT, (PROBES, latent_size))
    return z.round(3).astype("float32")


def _grey_levels(model, z, output):
    """What `model` decodes at `z` as the bytes that a figure paints."""
    images = model(z.astype("float32"), training=False)
    if output == "sigmoid":
        images = keras.ops.sigmoid(images)
    return grey_levels(keras.ops.convert_to_numpy(images))
