"""What goes into the reader's model while it is trained."""

import contextlib
import types
from unittest import mock

import keras
import numpy as np

from vae_book.practice.recording import numbers

EPOCHS = 2  # of the reader's own: enough to see the loss fall
BATCHES = 100  # of a stream


class Training:
    """What goes into a model while it is trained, by `fit` or by a loop of the reader's own.

    Attributes:
        given: What `fit` was given: pairs `(x, y)` of an array or a list of batches.
        images: What went through the encoder outside of `fit`, a list of batches.
        frozen: Pairs of a name and two values: numbers that changed while the compiled step
            stayed the same.

    Args:
        vae: The reader's model.
        batches: After how many batches outside of `fit` the training is stopped; None for never.
    """

    def __init__(self, vae, batches=None):
        self.vae, self.batches = vae, batches
        self.given, self.images, self.frozen, self.fitting = [], [], [], False

    @contextlib.contextmanager
    def watched(self):
        """Watches, and keeps `fit` silent and short."""
        encoder, fit = self.vae.encoder, keras.Model.fit
        call = encoder.call

        def watched_call(x, *arguments, **options):
            if isinstance(x, keras.KerasTensor) or self.fitting:
                return call(x, *arguments, **options)
            return call(self._seen(x), *arguments, **options)

        def watched_fit(vae, x=None, y=None, *arguments, **options):
            x = self._look(x, y)
            callbacks = list(options.pop("callbacks", None) or [])
            options |= {"verbose": 0, "callbacks": [*callbacks, self._numbers()]}
            options["epochs"] = min(EPOCHS, options.get("epochs", EPOCHS))
            if options.pop("initial_epoch", 0):
                options["initial_epoch"] = 0
            self.fitting = True
            try:
                return fit(vae, x, y, *arguments[:1], **options)
            finally:
                self.fitting = False

        with mock.patch.object(keras.Model, "fit", watched_fit):
            encoder.call = watched_call
            try:
                yield
            finally:
                encoder.call = call

    def _look(self, x, y):
        """`x` as `fit` may have it, after its batches were kept."""
        if isinstance(x, types.GeneratorType):
            batches = []
            self.given.append((batches, y))
            return _kept(x, batches)
        if hasattr(x, "element_spec"):  # a tf.data.Dataset
            batches = list(x.take(BATCHES))
        elif isinstance(x, keras.utils.PyDataset):
            batches = [x[place] for place in range(min(x.num_batches or 1, BATCHES))]
        else:
            batches = x
        self.given.append((batches, y))
        return x

    def _seen(self, x):
        """`x` itself, in a compiled graph too, once its numbers were kept."""
        import tensorflow as tf

        def keep(values):
            if self.batches is not None and len(self.images) >= self.batches:
                raise Enough
            if len(self.images) < BATCHES:
                self.images.append(np.array(values))
            return values

        if not tf.is_tensor(x) or hasattr(x, "numpy"):
            keep(np.asarray(x))
            return x
        kept = tf.numpy_function(keep, [x], x.dtype, stateful=True)
        kept.set_shape(x.shape)
        return kept

    def _numbers(self):
        """A callback that notes which Python numbers change beside a compiled step."""
        vae, seen = self.vae, {}

        def look(*_, **__):
            step = getattr(vae, "train_function", None)
            for name, value in numbers(vae).items():
                before = seen.get(name)
                plain = not hasattr(getattr(vae, name), "assign")
                if before and before[0] is step and before[1] != value and plain:
                    self.frozen.append((name, before[1], value))
                seen[name] = step, value

        callback = keras.callbacks.LambdaCallback(on_epoch_end=look)
        callback.on_train_batch_end = look
        return callback


class Enough(Exception):
    """Ends a training of which enough was seen."""


def _kept(stream, batches):
    for batch in stream:
        if len(batches) < BATCHES:
            batches.append(batch)
        yield batch
