"""The functions of NumPy, TensorFlow, Keras and PyTorch that occur in a loss."""

import math

from ..read.limits import Unreadable, quote
from ..read.spellings import by_word
from .arrays import Array, combine, reduced

MODULES = (
    "np numpy jnp tf K keras ops torch nn F functional math backend losses metrics objectives "
    "random self tfm linalg special sp scipy model vae jax optax"
).split()
SUMS = {"sum": False, "reduce_sum": False, "nansum": False, "mean": True, "reduce_mean": True}
SAME = (
    "flatten view reshape batch_flatten squeeze cast float double convert_to_tensor Flatten "
    "Reshape identity asarray array astype contiguous to cpu numpy tensor constant "
    "expand_dims float32 stack detach"
).split()
CLIPS = ("clip", "clamp", "clip_by_value", "maximum", "minimum")
CUTS = ("detach", "stop_gradient", "item", "tensor", "numpy", "data")
# Losses of a library by their lower-case names without underscores.
LOSSES = by_word(
    {
        "cross": "binarycrossentropy bceloss bce",
        "logit_cross": "binarycrossentropywithlogits bcewithlogitsloss "
        "sigmoidcrossentropywithlogits sigmoidbinarycrossentropy",
        "square": "meansquarederror mse mseloss",
        "absolute": "meanabsoluteerror mae l1loss",
    }
)
TORCH = (
    "binary_cross_entropy binary_cross_entropy_with_logits mse_loss l1_loss BCELoss MSELoss L1Loss "
    "BCEWithLogitsLoss"
).split()
HOWS = ("none", "mean", "sum", "sum_over_batch_size", "auto", None)
FLAGS = ("from_logits", "reduce", "size_average", "name")
OPTAX = "sigmoid_binary_cross_entropy"
NEUTRAL = {"axis": -1, "label_smoothing": 0, "pos_weight": None, "weight": None}


def power(base, exponent):
    """base ** exponent, with a sentence where that is no real number."""
    try:
        result = base**exponent
        return result if isinstance(result, float) else _refuse()
    except (ValueError, OverflowError, ZeroDivisionError):
        return _refuse()


def unread(word):
    """Refuses an option that would change the loss."""
    raise Unreadable("option", f"I cannot read {quote(word)} here.")


def _refuse(*_):
    raise Unreadable("number", "The line takes a power or a logarithm that has no value here.")


def _divided(a, b):
    return a / b if b else _refuse()


def floor(a, b):
    """a // b where both count something."""
    return float(a // b) if b and a == int(a) and b == int(b) else _refuse()


def log(value):
    return math.log(value) if value > 0 else _refuse()


def exp(value):
    return math.exp(value) if value < 500 else _refuse()


def _softplus(value):
    return math.log(1.0 + math.exp(value)) if value < 30 else value


PAIRS = {
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "sub": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "mul": lambda a, b: a * b,
    "divide": _divided,
    "div": _divided,
    "squared_difference": lambda a, b: (a - b) * (a - b),
    "pow": power,
    "power": power,
    "xlogy": lambda a, b: a * log(b),
}
SINGLE = {
    "exp": exp,
    "log": log,
    "log1p": lambda a: log(1.0 + a),
    "expm1": lambda a: exp(a) - 1.0,
    "sqrt": lambda a: math.sqrt(a) if a >= 0 else _refuse(),
    "square": lambda a: a * a,
    "abs": abs,
    "negative": lambda a: -a,
    "neg": lambda a: -a,
    "sigmoid": lambda a: 1.0 / (1.0 + math.exp(-a)),
    "softplus": _softplus,
    "logsigmoid": lambda a: -_softplus(-a),
    "log_sigmoid": lambda a: -_softplus(-a),
}
CROSS = {
    "cross": lambda x, p: -(x * log(p) + (1.0 - x) * log(1.0 - p)),
    "logit_cross": lambda x, a: _softplus(a) - x * a,
    "square": lambda x, p: (x - p) * (x - p),
    "absolute": lambda x, p: abs(x - p),
}


def loss_kind(name):
    """`"cross"`, `"square"` and so on for the name of a library's loss, or None."""
    return LOSSES.get(name.lower().replace("_", ""))


def is_known(name):
    """Whether a library's function has this name."""
    tables = (SUMS, SAME, CLIPS, PAIRS, SINGLE)
    return bool(loss_kind(name)) or any([name in table for table in tables])


def library_loss(name, path, first, second, options):
    """What a library's loss returns for two arrays.

    Keras's losses have the data first and average over the last axis; those of its backend and
    TensorFlow's `nn` average over nothing; PyTorch's have the data second, and average over
    everything unless told otherwise.

    Args:
        name: The name of the function or class.
        path: The names before it, such as `["tf", "keras", "losses"]`.
        first: `Array`, the first argument.
        second: `Array`, the second one.
        options: Dictionary of keyword arguments, read already.

    Returns:
        A pair: the `Array`, and whether data and reconstruction were given in the wrong order.
    """
    kind = loss_kind(name)
    torch = name in TORCH
    whole = name[0].isupper() and name != "MSE" and name != "MAE"  # a class of Keras, or PyTorch's
    for word in options:
        value = options[word]
        known = word in FLAGS or word in NEUTRAL and value == NEUTRAL[word]
        if not (known or word == "reduction" and value in HOWS and (torch or whole)):
            unread(word)
    if kind == "cross" and options.get("from_logits"):
        kind = "logit_cross"
    data, params = (second, first) if torch or name == OPTAX else (first, second)
    swapped = "cross" in kind and (data.role == "params" or params.role == "x")
    if swapped:
        data, params = params, data  # the wrong order has often no value at all
    values = combine(CROSS[kind], data, params)
    if not torch and name != OPTAX and path[-1:] not in (["K"], ["ops"], ["backend"], ["nn"]):
        values = _over_last(values)
    if torch or whole:
        how = "sum" if options.get("size_average") is False else options.get("reduction", "mean")
        if how not in ("none", None) and options.get("reduce") is not False:
            values = reduced(values, None, how != "sum")
    return values, swapped


def _over_last(values):
    axis = len(values.shape) - 1
    mean = reduced(values, {axis}, True)
    return Array(mean.shape, mean.data, "", values)


def reduce(array, axes, mean, keepdims):
    """A sum or mean over the axes that were asked for.

    Images are flat here. Several axes such as 1, 2 and 3 are the pixels, so that they all mean
    the last axis; a loss that a library averaged over one channel is taken from before that.
    """
    if axes is not None:
        hint = "There is no such axis: the batch is axis 0."
        if array.pixels:
            array = array.pixels if len([axis for axis in axes if axis]) > 1 else array
            hint += " Keras took the mean of the last one: sum over (1, 2)."
        last = len(array.shape) - 1
        if any([abs(axis) > 4 for axis in axes]):
            raise Unreadable("axis", "There is no such axis.")
        several = len(axes) > 1 and last == 1
        if not several and any([axis > last or axis < -last - 1 for axis in axes]):
            raise Unreadable("axis", hint)
        axes = {0 if axis == 0 or axis < -last and not several else last for axis in axes}
    return reduced(array, axes, mean, keepdims)
