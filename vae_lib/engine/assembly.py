"""Whether an encoder, a decoder and a likelihood fit together, and can be saved."""

import warnings

import keras


def data_shape_of(vae, given):
    """The shape of one image: as `given`, or as the encoder says, or `None`.

    Raises:
        ValueError: For no shape, or an encoder of other inputs than the model is trained on.
    """
    if given is not None:
        if not isinstance(given, (tuple, list)):
            raise ValueError(
                f"data_shape must be the shape of one image, such as (784,). Received: {given!r}."
            )
        return tuple(given)
    shapes = input_shapes(vae.encoder)
    if shapes is None:
        return None
    try:
        shape = vae.images_of(shapes)
        if all(isinstance(size, int | None) for size in shape):
            return tuple(shape[1:])
    except (KeyError, TypeError, IndexError):
        pass
    raise ValueError(
        f"The encoder of a {type(vae).__name__} has other inputs than the model is trained on. "
        f"Received input shapes: {shapes}. A VAE reads images alone; for a second input, such as a "
        'class, take vae_lib.conditional.ConditionalVAE, which reads {"x": ..., "condition": ...}.'
    )


def symbolic_input(shapes):
    """What stands for a batch of that shape, or for a dictionary of such, to find out others."""
    if isinstance(shapes, dict):
        return {name: keras.Input(shape[1:]) for name, shape in shapes.items()}
    return keras.Input(shapes[1:])


def check_networks(vae, input_shape):
    """The latent size K, and how many numbers the decoder reads, for batches of `input_shape`.

    Raises:
        ValueError: Where the encoder's output is not what the decoder reads, or the decoder's not
            what the likelihood needs.
    """
    data_shape = vae.data_shape
    q = vae.encoder(symbolic_input(input_shape))
    heads = keras.tree.map_structure(lambda tensor: tensor.shape, q)
    if not isinstance(q, dict) or set(q) != {"mean", "logvar"}:
        raise ValueError(
            "The encoder must return a dictionary with the keys 'mean' and 'logvar'. "
            f"Received output shapes: {heads}."
        )
    latent_size = heads["mean"][-1]
    more = input_shape["condition"][-1] if isinstance(input_shape, dict) else 0
    reads = input_shapes(vae.decoder)
    sizes = {latent_size, heads["logvar"][-1], latent_size if reads is None else reads[-1] - more}
    if len(sizes) > 1 or len(heads["mean"]) != 2:
        raise ValueError(
            "The encoder's heads and the decoder's input must have one latent size K. Received "
            f"mean {heads['mean']}, logvar {heads['logvar']}, decoder input {reads}."
        )
    size = getattr(vae.prior, "latent_size", latent_size)
    if size != latent_size:
        raise ValueError(
            f"The prior is one of {size} latent units, and the encoder's heads have "
            f"{latent_size}: pass {type(vae.prior).__name__}(latent_size={latent_size})."
        )
    params = vae.decoder(keras.Input((latent_size + more,)))
    if isinstance(params, (dict, list, tuple)):
        heads = keras.tree.map_structure(lambda tensor: tensor.shape, params)
        raise ValueError(
            "The decoder must return one tensor; where a likelihood needs two numbers a pixel, "
            "they are the halves of its last axis: join them with keras.layers.Concatenate. "
            f"Received output shapes: {heads}."
        )
    params = tuple(params.shape[1:])
    needed = vae.likelihood.params_shape(data_shape)
    fits = len(params) == len(needed)
    if not fits or any(a != b for a, b in zip(params, needed, strict=True) if None not in (a, b)):
        raise ValueError(
            f"For images of shape {data_shape}, as the encoder reads them, "
            f"{type(vae.likelihood).__name__} needs a decoder that returns {needed}. Received a "
            f"decoder that returns {params}."
        )
    return latent_size, latent_size + more


def warn_if_unregistered(parts):
    """Warn of parts of a model whose class `keras.models.load_model` will not find."""
    for role, part in parts.items():
        if ">" in keras.saving.get_registered_name(type(part)) or _is_kerass(part):
            continue
        warnings.warn(
            f"The {role} is a {type(part).__name__}, which is not registered: load_model will not "
            "find it in another process. Put @keras.saving.register_keras_serializable() before "
            f"the class, and import it where you load; or pass custom_objects={{"
            f"{type(part).__name__!r}: {type(part).__name__}}} to load_model.",
            stacklevel=4,
        )


def input_shapes(model):
    """The shape or shapes of a model's input; `None` for a subclassed model, which cannot know."""
    try:
        return keras.tree.map_structure(lambda tensor: tuple(tensor.shape), model.input)
    except (AttributeError, ValueError):
        return None


def _is_kerass(part):
    return type(part).__module__.split(".")[0] == "keras"
