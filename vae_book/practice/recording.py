"""The reader's model, with what goes through its encoder and its decoder kept."""

from inspect import signature

import keras
import numpy as np

from vae_book.practice.calling import Failed, failures


class Recorded:
    """A model whose encoder and decoder keep what they return.

    Args:
        vae: The reader's model.
        seconds: Time limit of one step.

    Raises:
        Failed: If it cannot be looked at.
    """

    def __init__(self, vae, seconds):
        if not isinstance(vae, keras.Model):
            raise Failed("no_keras", type=type(vae).__name__)
        self.vae, self.seconds = vae, seconds
        self.spy = GradientSpy()
        self.networks = [_network(vae, name) for name in ("encoder", "decoder")]
        self.calls = {"encoder": [], "decoder": []}
        for name, network in zip(self.calls, self.networks, strict=True):
            self._record(name, network)

    def _record(self, name, network):
        original = network.call

        def call(*arguments, **options):
            result = original(*arguments, **options)
            self.calls[name].append((arguments[0], result))
            return result

        network.call = call

    def release(self):
        """Leaves the networks as they were: what goes through is no longer kept."""
        for network in self.networks:
            del network.call

    def prepare(self, images):
        """The images in the shape that the encoder reads.

        Raises:
            Failed: If it reads neither rows, nor 28 x 28, nor 28 x 28 x 1.
        """
        first = Failed("encoder")
        for shape in ((784,), (28, 28, 1), (28, 28)):
            shaped = images.reshape(len(images), *shape)
            try:
                with failures(self.seconds):
                    self.networks[0](shaped[:2])
                return shaped
            except Failed as failed:
                first = failed if first.code == "encoder" else first
        raise first

    def compile(self):
        """Compiled for steps that change nothing and are run line by line."""
        with failures(self.seconds):
            self.vae.compile(optimizer=self.spy, run_eagerly=True)

    def steps(self, images, size, before=None):
        """What goes through in each step of one epoch of `fit`, with the loss it reports.

        Args:
            images: As from `prepare`; their number is a multiple of `size`.
            size: Images in a batch.
            before: Called before each step.

        Returns:
            A list of dictionaries of float64 arrays: `x`, `mean`, `logvar`, `z`, `params`, the
            number `loss`, and the `gradients` by the weights' identities.
        """
        found = []

        def begin(batch, logs=None):
            self.vae.reset_metrics()
            for calls in self.calls.values():
                calls.clear()
            if before:
                before()

        def end(batch, logs=None):
            found.append(self._seen(images[batch * size : (batch + 1) * size], logs or {}))

        callback = keras.callbacks.LambdaCallback(on_train_batch_begin=begin)
        callback.on_train_batch_end = end
        options = {"batch_size": size, "epochs": 1, "verbose": 0, "shuffle": False}
        with failures(self.seconds * (1 + len(images) // size)):
            targets = () if self._wants_images_alone(images[:size]) else (images,)
            keras.Model.fit(self.vae, images, *targets, callbacks=[callback], **options)
        return found

    def _seen(self, images, logs):
        found = {"loss": _loss(logs), "x": np.reshape(images, (len(images), -1)).astype(float)}
        if not self.calls["encoder"] or not self.calls["decoder"]:
            raise Failed("attributes")
        found["mean"], found["logvar"] = heads(self.calls["encoder"][-1][1], len(images))
        given, output = self.calls["decoder"][-1]
        found["z"] = np.asarray(given, "float64").reshape(-1, found["mean"].shape[-1])
        found["params"] = np.asarray(output, "float64").reshape(len(found["z"]), -1)
        found["gradients"] = dict(self.spy.seen)
        return found

    def _wants_images_alone(self, images):
        """Whether `fit(x)` works; else the images are given as targets too."""
        if not hasattr(self, "alone"):
            self.alone = True
            try:
                keras.Model.fit(self.vae, images, epochs=1, verbose=0)
            except Exception as error:  # whatever the reader's code raises without targets
                try:
                    keras.Model.fit(self.vae, images, images, epochs=1, verbose=0)
                except Exception:  # or with them: the first error is about the code
                    raise error from None
                self.alone = False
        return self.alone


class GradientSpy(keras.optimizers.SGD):
    """An optimiser that keeps the gradients and changes nothing."""

    def __init__(self):
        super().__init__(1e-3)
        self.seen = {}

    def apply(self, grads, trainable_variables=None):
        """Keep the gradients."""
        self.seen = {
            id(variable): gradient
            for variable, gradient in zip(trainable_variables or [], grads, strict=False)
        }


def _network(vae, name):
    network = getattr(vae, name, None)
    if not isinstance(network, keras.Layer):
        raise Failed("attributes")
    return network


def _loss(logs):
    names = [name for name in logs if "loss" in name.lower()]
    totals = [name for name in names if "total" in name.lower()]
    for name in ["loss", *totals, *names]:
        if name in logs and np.isfinite(logs[name]):
            if name != "loss" or logs[name] != 0 or not totals:
                return float(logs[name])
    raise Failed("loss")


def heads(output, count):
    """Mean and log-variance from what an encoder returns: a dictionary or a sequence.

    Raises:
        Failed: If there are no two arrays of shape `(count, K)`.
    """
    if isinstance(output, dict):
        by_name = {name.lower(): value for name, value in output.items()}
        mean = [v for n, v in by_name.items() if "mean" in n or n in ("m", "mu", "z_mu")]
        spread = [v for n, v in by_name.items() if "log" in n or "var" in n]
        output = [*mean[:1], *spread[:1]] if mean and spread else list(output.values())
    if not isinstance(output, list | tuple) or len(output) < 2:
        raise Failed("encoder")
    found = [np.asarray(value, "float64") for value in output[:2]]
    if any(value.ndim != 2 or len(value) != count for value in found):
        raise Failed("encoder")
    return found


def make(kind):
    """A model of the reader's class, with three latent units where that can be said.

    Raises:
        Failed: If it cannot be made by `MyVAE()`.
    """
    names = [p.name for p in list(signature(kind.__init__).parameters.values())[1:]]
    latent = [n for n in names if n.lower() == "k" or "latent" in n.lower() or n == "z_dim"]
    last = Failed("constructor")
    for options in ([{latent[0]: 3}] if latent else []) + [{}]:
        try:
            with failures(30):
                keras.utils.set_random_seed(1)
                return kind(**options)
        except Failed as failed:
            if failed.code != "raised":
                raise
            last = failed
    raise last


def numbers(vae):
    """The numbers that the reader gave a model as attributes, by name; plain ones or variables."""
    found = {}
    for name, value in vars(vae).items():
        if hasattr(value, "assign") and getattr(value, "shape", None) == ():
            found[name] = float(value)
        elif type(value) in (int, float) and not name.startswith("_"):
            found[name] = value
    return found


def set_number(vae, name, value):
    """The model, with another number as the attribute `name`."""
    held = getattr(vae, name)
    if hasattr(held, "assign"):
        held.assign(value)
    else:
        setattr(vae, name, value)
    return vae
