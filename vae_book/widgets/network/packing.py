"""Turns a Keras decoder or encoder into a list of layers and their weights for the browser.

The browser knows three kinds of step: a matrix product (`Dense`), a transposed convolution
(`Conv2DTranspose`) and an activation. Whatever else a model holds is refused here, in Python,
where the reader can act on it.
"""

import keras
import numpy as np

DTYPES = ("float16", "float32")

ACTIVATION_NAMES = (
    *("linear", "relu", "sigmoid", "tanh", "gelu", "softplus", "elu", "silu", "leaky_relu"),
)
ACTIVATIONS = {keras.activations.get(name): name for name in ACTIVATION_NAMES}
# Layers that do nothing when the model is not training, or that only rename axes.
IDLE_LAYERS = (keras.layers.Dropout, keras.layers.Reshape, keras.layers.Flatten)
WAY_OUT = 'export the model with `model.export(path, format="onnx")` and run it elsewhere.'


def shortened(numbers, dtype):
    """Numbers in the type in which they travel.

    Args:
        numbers: Float array.
        dtype: `"float16"` or `"float32"`.

    Raises:
        ValueError: If `dtype` is another one, or if a number does not fit into it.
    """
    if dtype not in DTYPES:
        raise ValueError(f"dtype must be 'float16' or 'float32'. Received: dtype={dtype!r}.")
    largest = np.max(np.abs(numbers), initial=0.0)
    if largest > np.finfo(dtype).max:
        raise ValueError(
            f"A weight of size {largest:.6g} does not fit into float16 (at most 65504). "
            'Pass dtype="float32".'
        )
    return numbers.astype(dtype)


def unroll(model):
    """The layers of a model in the order in which they act.

    Args:
        model: `keras.Sequential` or functional `keras.Model`. Models nested in it are opened.

    Raises:
        ValueError: If the model is subclassed, not built, or not a single chain.
    """
    layers = []
    for layer in _chain(model):
        layers.extend(unroll(layer) if isinstance(layer, keras.Model) else [layer])
    return layers


def _chain(model):
    if not model.built:
        raise ValueError(
            f"The model '{model.name}' has no weights yet. Give it an Input layer, or call it "
            "once on a batch of its inputs."
        )
    if isinstance(model, keras.Sequential):
        return model.layers
    if not hasattr(model, "outputs") or not hasattr(model, "inputs"):
        raise ValueError(
            f"The model '{model.name}' is a {type(model).__name__}, whose layers cannot be "
            f"listed. Build it as a Sequential or functional model, or {WAY_OUT}"
        )
    if len(model.inputs) != 1 or len(model.outputs) != 1:
        raise ValueError(
            f"The model '{model.name}' has {len(model.inputs)} inputs and "
            f"{len(model.outputs)} outputs. Pass a model with one of each, or {WAY_OUT}"
        )
    return _walk_back(model)


def _walk_back(model):
    layers = []
    tensor = model.outputs[0]
    while tensor is not model.inputs[0]:
        layer, node_index, _ = tensor._keras_history
        inputs = layer._inbound_nodes[node_index].input_tensors
        if len(inputs) != 1:
            raise ValueError(
                f"Layer '{layer.name}' ({type(layer).__name__}) joins {len(inputs)} tensors, "
                f"but only a single chain of layers can be packed. Remove the branch, or {WAY_OUT}"
            )
        layers.append(layer)
        tensor = inputs[0]
    return layers[::-1]


def pack_layers(model):
    """Packs a model's layers.

    Args:
        model: `keras.Sequential` or functional `keras.Model` from vectors of shape `(batch, K)`,
            the latent ones of a decoder or the images of an encoder.

    Returns:
        `(steps, numbers, K, size)`: a list of dicts for the browser, all weights as one float32
        array in the order in which the steps use them, K, and the numbers per output.

    Raises:
        ValueError: If a layer cannot be packed; the message names it and says what to do.
    """
    layers = unroll(model)
    shape = input_shape = _input_shape(model)
    steps, arrays = [], []
    for layer in layers:
        step, weights, shape = _pack_layer(layer, shape)
        steps.extend(step)
        arrays.extend(weights)
    numbers = np.concatenate([np.zeros(0, "float32"), *(array.ravel() for array in arrays)])
    return steps, numbers, input_shape[0], int(np.prod(shape))


def _input_shape(model):
    shape = tuple(model.input_shape[1:])
    if len(shape) != 1 or not shape[0]:
        raise ValueError(
            "The model must take vectors of shape (batch, K) with K at least 1. "
            f"Received: input shape {model.input_shape} of '{model.name}'."
        )
    return shape


def _pack_layer(layer, shape):
    """`(steps, weights, output_shape)` of one layer; shapes are without the batch."""
    if isinstance(layer, keras.layers.InputLayer):
        return [], [], shape
    if isinstance(layer, IDLE_LAYERS):
        return [], [], tuple(layer.compute_output_shape((1, *shape))[1:])
    if isinstance(layer, keras.layers.Activation):
        return [{"op": "activation", "activation": _activation(layer)}], [], shape
    if type(layer) is keras.layers.Dense:
        return _pack_dense(layer, shape)
    if type(layer) is keras.layers.Conv2DTranspose:
        return _pack_conv_transpose(layer, shape)
    raise _refusal(layer, f"is a {type(layer).__name__}", "Use Dense, Reshape or Conv2DTranspose")


def _pack_dense(layer, shape):
    if len(shape) != 1:
        raise _refusal(layer, f"receives shape {shape}", "Put a Flatten layer before it")
    kernel, bias = _weights(layer, units=layer.units)
    step = {"op": "dense", "inputs": shape[0], "outputs": layer.units}
    return [step | {"activation": _activation(layer)}], [kernel, bias], (layer.units,)


def _pack_conv_transpose(layer, shape):
    for name, wanted in {
        "padding": "same",
        "data_format": "channels_last",
        "dilation_rate": (1, 1),
        "output_padding": None,
        "strides": (layer.strides[0],) * 2,
    }.items():
        if getattr(layer, name) != wanted:
            raise _refusal(layer, f"has {name}={getattr(layer, name)!r}", f"Use {name}={wanted!r}")
    if len(shape) != 3:
        raise _refusal(layer, f"receives shape {shape}", "Put a Reshape layer before it")
    kernel, bias = _weights(layer, units=layer.filters)
    step = {
        "op": "conv_transpose",
        "input_shape": list(shape),
        "kernel_size": list(layer.kernel_size),
        "filters": layer.filters,
        "stride": layer.strides[0],
        "activation": _activation(layer),
    }
    # Keras holds (height, width, filters, channels); as a matrix product it is channels first.
    matrix = np.moveaxis(kernel, 3, 0)
    height, width, _ = shape
    output_shape = (height * layer.strides[0], width * layer.strides[0], layer.filters)
    return [step], [matrix, bias], output_shape


def _weights(layer, units):
    """`(kernel, bias)` as float32 arrays; zeros for a bias that the layer lacks."""
    kernel, *biases = (np.asarray(array, dtype="float32") for array in layer.get_weights())
    bias = biases[0] if biases else np.zeros(units, "float32")
    for name, array in (("kernel", kernel), ("bias", bias)):
        bad = array[~np.isfinite(array)]
        if bad.size:
            raise ValueError(
                f"Layer '{layer.name}' has {bad.size} weights in its {name} that are not finite "
                f"(the first is {bad[0]}). Train the model again with a lower learning rate."
            )
    return kernel, bias


def _activation(layer):
    name = ACTIVATIONS.get(layer.activation)
    if name is None:
        got = getattr(layer.activation, "__name__", layer.activation)
        known = ", ".join(ACTIVATION_NAMES)
        raise _refusal(layer, f"has activation {got}", f"Use one of {known}")
    return name


def _refusal(layer, what, advice):
    return ValueError(
        f"Layer '{layer.name}' {what}, which the browser cannot run. {advice}, or {WAY_OUT}"
    )
