"""The doors of a VAE, `compile`, `fit`, `evaluate` and `predict`: what they refuse, and how.

Whatever holds the images, an array, a `tf.data.Dataset`, a generator or a `PyDataset`, the same
is refused with the same words. An array is looked at whole. Of a stream the first batch is looked
at before training; in the others the graph counts the numbers that the likelihood refuses, which
costs one comparison a pixel, and a count above 0 ends the epoch with an error.
"""

import inspect
import types

import keras
import numpy as np
from keras import ops

from vae_lib.checks import concrete, require_examples
from vae_lib.engine.replicas import check_distributed_fit
from vae_lib.engine.stacks import IMAGES, Stack

# The metric that counts; it is never reported.
REFUSED = "refused"
# What each door calls the number of batches to take.
STEPS = {"fit": "steps_per_epoch", "evaluate": "steps", "predict": "steps"}
# What `compile` takes from Keras and a VAE has no use for.
NO_USE = {
    "loss": "The loss of a VAE is the negative ELBO: choose the likelihood instead",
    "loss_weights": "The loss of a VAE is the negative ELBO: weigh its KL with VAE(..., beta=)",
    "metrics": "There are no targets to compare with; `reconstruction` and `kl` are always "
    "reported. For more, write a callback, or use vae_lib.evaluation",
    "weighted_metrics": "There are no targets to compare with and no weights",
}


class Guarded(keras.Model):
    """A Keras model with these checks at its doors.

    It has `likelihood`, `data_shape` and `images_of`, as a `vae_lib.model.VAE` has.

    Attributes:
        keys: Of the dictionaries that it is trained on; `None` where that is images alone.
    """

    keys: tuple[str, ...] | None = None

    def get_metrics_result(self):
        """The means of the metrics; raises where a batch held what the likelihood refuses."""
        result = super().get_metrics_result()
        raise_if_refused(result.pop(REFUSED, None), self.likelihood)
        return result

    def compile(self, *args, **kwargs):
        """Keras's `compile`, for an optimiser; `loss` and `metrics` are refused."""
        super().compile(**checked_compile(self, args, kwargs))

    def compile_from_config(self, config):
        self.compile(**keras.saving.deserialize_keras_object(config))
        self.optimizer.build(self.trainable_variables)

    def fit(self, *args, **kwargs):
        """Keras's `fit`, after a look at the images: see `keras.Model.fit`.

        Arrays are looked at whole, of datasets and generators the first batch; the other batches
        are counted out in the graph, and what the likelihood refuses ends the epoch.
        """
        given = checked(self, "fit", args, kwargs)
        check_distributed_fit(self, given.get("x"))
        return super().fit(**given)

    def evaluate(self, *args, **kwargs):
        """Keras's `evaluate`, after a look at the images: see `keras.Model.evaluate`."""
        return super().evaluate(**checked(self, "evaluate", args, kwargs))

    def predict(self, *args, **kwargs):
        """Keras's `predict`, which reconstructs: see `keras.Model.predict`."""
        return super().predict(**checked(self, "predict", args, kwargs))

    def train_on_batch(self, *args, **kwargs):
        """Keras's `train_on_batch`, after a look at the images."""
        return super().train_on_batch(**checked(self, "train_on_batch", args, kwargs))

    def test_on_batch(self, *args, **kwargs):
        """Keras's `test_on_batch`, after a look at the images."""
        return super().test_on_batch(**checked(self, "test_on_batch", args, kwargs))

    def predict_on_batch(self, *args, **kwargs):
        """Keras's `predict_on_batch`, after a look at the images."""
        return super().predict_on_batch(**checked(self, "predict_on_batch", args, kwargs))


def checked_compile(vae, args, kwargs):
    """The arguments of `compile`, by name.

    Raises:
        ValueError: For a loss or a metric.
    """
    given = _by_name(keras.Model.compile, vae, args, kwargs)
    for name, why in NO_USE.items():
        if given.get(name) is not None and given[name] not in ([], {}):
            raise ValueError(f"{why}. Leave {name} out. Received: {name}={given[name]!r}.")
        given.pop(name, None)
    return given


def checked(vae, door, args, kwargs):
    """The arguments of a method of `keras.Model`, by name, with images that `vae` can read.

    Args:
        vae: A `vae_lib.model.VAE`. Where it has no weights yet, it gets them.
        door: The method's name.
        args: Its arguments by position.
        kwargs: Its arguments by name.

    Raises:
        ValueError: For images that the encoder cannot read or the likelihood cannot have made,
            an endless stream without a number of steps, targets, and weights of examples.
    """
    given = _by_name(getattr(keras.Model, door), vae, args, kwargs)
    if given.get("_use_cached_eval_dataset"):  # `fit` validates with what it has looked at
        return given
    refuse_targets(given.get("y"), given.get("sample_weight"))
    if given.get("class_weight") is not None:
        raise ValueError(
            "A VAE has no classes to weigh: leave class_weight out. Received: "
            f"class_weight={given['class_weight']!r}. Repeat the images that should count more."
        )
    seen = door.startswith("predict")  # any image can be encoded
    steps = given.get(STEPS[door], None) if door in STEPS else 1
    if given.get("x") is not None:
        given["x"] = _looked_at(vae, given["x"], "x", steps, STEPS.get(door), not seen)
    if given.get("validation_data") is not None:
        x, *rest = keras.utils.unpack_x_y_sample_weight(given["validation_data"])
        refuse_targets(*rest)
        steps = given.get("validation_steps")
        x = _looked_at(vae, x, "validation_data", steps, "validation_steps", True)
        given["validation_data"] = (x,)
    if not seen and vae.built:
        refuse_bounded_logits(vae)
    return given


def refuse_targets(y, sample_weight):
    """Raise a `ValueError` where there are targets or weights of examples."""
    if y is not None or sample_weight is not None:
        raise ValueError(
            "A VAE learns from images alone: leave out the targets y and sample_weight. "
            f"Received y={type(y).__name__}, sample_weight={type(sample_weight).__name__}."
        )


def count_refused(likelihood, x):
    """How many numbers of a batch the likelihood cannot have made, a scalar for the graph."""
    return ops.sum(ops.cast(ops.logical_not(likelihood.supports(x)), "float32"))


def raise_if_refused(count, likelihood):
    """Raise a `ValueError` for a count above 0; nothing is known while a graph is built."""
    count = None if count is None else concrete(count)
    if count is not None and count > 0:
        raise ValueError(
            f"Behind the first batch, the data had {int(count)} numbers that this likelihood "
            f"cannot have made: x must be {likelihood.support}. Mend or filter the dataset; after "
            "`fit`, which has trained on them, build the model anew."
        )


def refuse_bounded_logits(vae):
    """Raise a `ValueError` where logits are asked for and a decoder can only give 0 to 1.

    It is asked for latents far away: there the logits of a network that ends in a linear layer
    leave [0, 1], and a sigmoid cannot.
    """
    if not vae.likelihood.of_logits or vae.looked_at_decoder:
        return
    vae.looked_at_decoder = True
    z = 1e3 * np.random.default_rng(0).normal(size=(8, vae.decoder_size)).astype("float32")
    values = ops.convert_to_numpy(vae.decoder(ops.convert_to_tensor(z), training=False))
    if values.min() >= 0 and values.max() <= 1 and np.ptp(values, axis=0).any():
        raise ValueError(
            f"{type(vae.likelihood).__name__} takes the decoder's output for logits, which can be "
            f"any real numbers. This decoder gives only numbers from {values.min():g} to "
            f"{values.max():g}, as behind a sigmoid: take the sigmoid away from its end."
        )


def _by_name(method, vae, args, kwargs):
    """The arguments of a method of `keras.Model` as a dictionary."""
    given = dict(inspect.signature(method).bind(vae, *args, **kwargs).arguments)
    del given["self"]
    return given | given.pop("kwargs", {})


def _looked_at(vae, x, name, steps, steps_name, values):
    """`x` as Keras may have it, after a look at its images."""
    if isinstance(x, (np.ndarray, list, tuple, dict)) or hasattr(x, "__array__"):
        return looked_at_images(vae, x, name, values)
    if _is_endless(x) and steps is None:
        raise ValueError(
            f"{name} is an endless stream, so that this would never end: pass {steps_name}. With "
            "vae_lib.data.batches, one pass is vae_lib.data.steps(images, batch_size) batches."
        )
    if isinstance(getattr(x, "element_spec", None), Stack) and steps_name != STEPS["fit"]:
        raise ValueError(
            f"Stacks of batches are for training, and {name} is not: use vae_lib.data.batches "
            "without stack. Received a stream of stacks."
        )
    if hasattr(x, IMAGES):
        looked_at_images(vae, getattr(x, IMAGES), name, values)
        return x
    first, x = _first_batch(x, name)
    if isinstance(first, Stack):
        first = first.batches[0]
    images, *rest = keras.utils.unpack_x_y_sample_weight(first)
    refuse_targets(*rest)
    if images is not None:
        looked_at_images(vae, images, name, values)
    return x


def looked_at_images(vae, x, name, values):
    """An array of images as float32; what stands beside them is looked at and left as it is.

    Args:
        vae: A `vae_lib.model.VAE`. Where it has no weights yet, it gets them.
        x: The array, or a dictionary of arrays.
        name: What to call it.
        values: Whether the likelihood must be able to have made the images.

    Raises:
        ValueError: For what the model cannot read or the likelihood cannot have made.
    """
    require_keys(vae, x, name)
    images = require_examples(concrete(vae.images_of(x)), name, vae.data_shape)
    others = {key: np.asarray(concrete(x[key])) for key in vae.keys or () if key != "x"}
    for key, other in others.items():
        _require_condition(vae, key, other, len(images))
    if vae.data_shape is None or (vae.keys and not vae.built):
        shapes = {key: keras.Input(np.shape(part)[1:]) for key, part in others.items()}
        inputs = keras.Input(images.shape[1:])
        vae({"x": inputs, **shapes} if vae.keys else inputs)
    if values:
        vae.likelihood.check_data(images)
    return {**x, "x": images} if isinstance(x, dict) else images


def require_keys(vae, x, name):
    """Raise a `ValueError` for a dictionary where images are read, or other keys, or none."""
    kind, found = type(vae).__name__, f"the keys {list(x)}" if isinstance(x, dict) else "no keys"
    if vae.keys is None and isinstance(x, dict) and vae.images_of(x) is x:
        raise ValueError(
            f"A {kind} learns from images alone, and {name} is a dictionary: pass the images in "
            f"it, from a dataset with dataset.map. Received {found}."
        )
    if vae.keys is not None and (not isinstance(x, dict) or set(x) != set(vae.keys)):
        raise ValueError(
            f"For a {kind}, {name} must be a dictionary with the keys {list(vae.keys)}. "
            f"Received {found}, in an object of type {type(x).__name__}."
        )


def _require_condition(vae, name, array, count):
    """Raise a `ValueError` unless `array` is finite numbers, a row for each of `count` images."""
    if not (np.issubdtype(array.dtype, np.number) or array.dtype == bool):
        raise ValueError(f"{name} must be numbers. Received dtype {array.dtype}.")
    shape = (vae.decoder_size - vae.latent_size,) if vae.built else None
    require_examples(array.astype("float32"), name, shape)
    if len(array) != count:
        raise ValueError(
            f"{name} must have a row for each image. Received {len(array)} rows for {count} images."
        )


def _is_endless(x):
    """Whether a stream says of itself that it has no end."""
    if isinstance(x, keras.utils.PyDataset):
        try:
            return x.num_batches is None
        except NotImplementedError:
            return True
    cardinality = getattr(x, "cardinality", None)
    cardinality = cardinality() if callable(cardinality) else cardinality  # distributed: a number
    return cardinality is not None and int(cardinality) == -1  # tf.data.INFINITE_CARDINALITY


def _first_batch(x, name):
    """The first batch of a stream, `None` where it cannot be seen; and the stream, still whole."""
    if isinstance(x, keras.utils.PyDataset):
        return x[0], x
    if isinstance(x, types.GeneratorType):
        first = next(x, None)
        _refuse_nothing(first, name)
        return first, _with_first(first, x)
    if hasattr(x, "cardinality") and hasattr(x, "take"):  # a tf.data.Dataset
        first = next(iter(x.take(1)), None)
        _refuse_nothing(first, name)
        return first, x
    if hasattr(x, "__getitem__") and hasattr(x, "__iter__") or hasattr(x, "dataset"):
        return next(iter(x), None), x
    return None, x


def _refuse_nothing(first, name):
    if first is None:
        raise ValueError(f"{name} has no batches: there is nothing to look at.")


def _with_first(first, rest):
    yield first
    yield from rest
