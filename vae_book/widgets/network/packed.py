"""A Keras network packed for the browser: what an encoder and a decoder share."""

from collections.abc import Callable

import anywidget
import traitlets

from vae_book.widgets.network.arrays import pack_arrays
from vae_book.widgets.network.packing import shortened


class PackedNetwork(anywidget.AnyWidget):
    """The layers and weights of a Keras network, as a widget without a view of its own.

    Figures refer to it, so that several figures of one model carry its weights once. It is data
    only: each figure brings the script that reads it.

    It also carries a probe: a few inputs (`probe`), and what Keras itself makes of them
    (`answer`). So a page can be checked against Keras long after the kernel has gone. Weights and
    probe lie in one block of `arrays.pack_arrays`.
    """

    _esm = "export default {};"

    layers = traitlets.List(traitlets.Dict()).tag(sync=True)
    data = traitlets.Bytes().tag(sync=True)
    input_size = traitlets.Int().tag(sync=True)
    latent_size = traitlets.Int().tag(sync=True)

    # The Keras model as a function, for still pictures; it stays in Python.
    run: Callable | None = None

    @classmethod
    def _packed(cls, packed, dtype, run, probe, **state):
        """A network of this class.

        Args:
            packed: As `packing.pack_layers` returns it.
            dtype: Of the weights, `"float16"` or `"float32"`.
            run: What the network does with a batch of inputs.
            probe: A few inputs.
            **state: Traits of the class, and those that differ from what was packed.
        """
        steps, numbers, input_size, _ = packed
        weights = shortened(numbers, dtype)
        data = pack_arrays(weights=weights, probe=probe, answer=run(probe))
        network = cls(**{"layers": steps, "data": data, "input_size": input_size, **state})
        network.run = run
        return network
