"""Calls the reader's function as its framework wants it, and looks at what comes back."""

import contextlib
import importlib
import io
import itertools
import signal
import sys
import threading
import types

import numpy as np


class Stopped(BaseException):
    """Raised in the reader's code at its time limit; no `except Exception` catches it."""


@contextlib.contextmanager
def limited(seconds):
    """Stop what runs inside after some seconds, with `Stopped`.

    The signal comes again each second, so that code which catches everything ends too. It needs
    the main thread of a system with alarms; elsewhere the process that waits has to stop it.
    """
    main = threading.current_thread() is threading.main_thread()
    if not hasattr(signal, "setitimer") or not main:
        yield
        return

    def stop(*_):
        raise Stopped

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextlib.contextmanager
def quiet():
    """Nothing that is printed inside is shown."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        yield


class Failed(Exception):
    """The reader's code could not be judged; the codes and details of `codes.finding` say why."""

    def __init__(self, code, **details):
        super().__init__(code)
        self.code, self.details = code, details


@contextlib.contextmanager
def failures(seconds):
    """Turns whatever the reader's code does inside into `Failed`."""
    try:
        with limited(seconds), quiet():
            yield
    except Stopped:
        raise Failed("time", seconds=seconds) from None
    except (Failed, KeyboardInterrupt):
        raise
    except SystemExit:
        raise Failed("exit") from None
    except MemoryError:
        raise Failed("memory") from None
    except EOFError:
        raise Failed("input") from None
    except NotImplementedError:
        raise Failed("missing") from None
    except BaseException as error:
        if type(error).__name__ == "StdinNotImplementedError":
            raise Failed("input") from None
        if torch_is_missing(error):
            raise Failed("no_torch") from None
        raise Failed("raised", error=said(error)) from None


def said(error):
    """The kind of an error and its first line, shortened."""
    text = str(error).strip().splitlines()
    first = f": {text[0][:160]}" if text else ""
    return f"{type(error).__name__}{first}"


def torch_is_missing(error):
    """Whether code failed because it needs PyTorch, and there is none."""
    return "torch" in str(error) and isinstance(error, ImportError | NameError)


def frameworks(function):
    """Names of the frameworks to try for a function's arguments, the likeliest first."""
    every = getattr(function, "__globals__", {})
    own = getattr(getattr(function, "__code__", None), "co_names", ())
    names = _modules([every[name] for name in own if name in every])
    if names and not names & {"keras", "tensorflow", "torch"}:
        return ["numpy", "tensorflow"] if "tensorflow" in sys.modules else ["numpy"]
    names = names or _modules(list(every.values()))
    if "torch" in names and "torch" in sys.modules:
        return ["torch", "numpy"]
    return ["tensorflow", "numpy"] if "tensorflow" in sys.modules else ["numpy"]


def _modules(values):
    """The names of those of the known libraries that the values are from."""
    known = {"numpy", "keras", "tensorflow", "torch"}
    where = [
        getattr(value, "__name__", "")
        if isinstance(value, types.ModuleType)
        else getattr(value, "__module__", "")
        for value in values
    ]
    return {str(name).split(".")[0] for name in where} & known


def argument(array, framework, axes=None):
    """An array in the framework's own kind, images with these axes; a number as a float."""
    if np.ndim(array) == 0:
        return float(array)
    if axes and array.shape[-1] == 784:
        array = array.reshape(len(array), *axes)
    array = np.asarray(array, "float32")
    if framework == "tensorflow":
        import tensorflow as tf

        return tf.convert_to_tensor(array)
    if framework == "torch":
        torch = importlib.import_module("torch")
        return torch.tensor(array, requires_grad=True)
    return array


def to_numpy(value):
    """What was returned as a float64 array.

    Raises:
        Failed: `"missing"` for `...`, and `"type"` for what is no number.
    """
    if value is Ellipsis or value is NotImplemented:
        raise Failed("missing")
    if hasattr(value, "detach"):
        value = value.detach().cpu()
    try:
        found = np.asarray(value, "float64")
    except (TypeError, ValueError):
        found = None
    if found is None or value is None or isinstance(value, str | bool | dict):
        raise Failed("type", type="nothing" if value is None else type(value).__name__)
    return found


class Reader:
    """The reader's function, ready to be called with arrays.

    Args:
        function: What the reader wrote.
        seconds: Time limit of one call.
    """

    def __init__(self, function, seconds=10):
        self.function, self.seconds = function, seconds
        self.framework, self.axes = None, None

    def __call__(self, *arrays):
        """What the function returns for the arrays, as the framework's own object.

        It is tried with tensors, with NumPy arrays, and with images of 28 x 28 x 1.
        """
        if self.framework:
            return self._call(arrays, self.framework, self.axes)
        first = Failed("raised", error="nothing")
        for framework, axes in itertools.product(frameworks(self.function), [None, (28, 28, 1)]):
            try:
                result = self._call(arrays, framework, axes)
            except Failed as failed:
                if failed.code != "raised":
                    raise
                first = first if first.details["error"] != "nothing" else failed
                continue
            self.framework, self.axes = framework, axes
            return result
        raise first

    def _call(self, arrays, framework, axes):
        arguments = [argument(array, framework, axes) for array in arrays]
        with failures(self.seconds):
            return self.function(*arguments)

    def values(self, *arrays):
        """The same as a float64 array."""
        return to_numpy(self(*arrays))

    def gradients(self, arrays, weights):
        """Gradients of `sum(weights * result)` by the arrays, or None where there are none.

        Returns:
            A list with an array or None for each array, images as the function takes them; None
            for NumPy's code.
        """
        result = self(*arrays)
        if self.framework == "numpy" or isinstance(result, np.ndarray | float | np.floating):
            return None
        arguments = [argument(array, self.framework, self.axes) for array in arrays]
        tensors = [each for each in arguments if not isinstance(each, float)]
        differentiated = _tensorflow if self.framework == "tensorflow" else _torch
        with failures(self.seconds):
            return differentiated(self.function, arguments, tensors, weights)


def _tensorflow(function, arguments, tensors, weights):
    import tensorflow as tf

    with tf.GradientTape() as tape:
        tape.watch(tensors)
        result = tf.cast(function(*arguments), "float32")
        total = tf.reduce_sum(result * tf.cast(weights, "float32"))
    found = tape.gradient(total, tensors)
    return [None if g is None else np.asarray(tf.convert_to_tensor(g)) for g in found]


def _torch(function, arguments, tensors, weights):
    torch = importlib.import_module("torch")
    result = function(*arguments)
    if result.requires_grad:
        (result * torch.tensor(weights, dtype=result.dtype)).sum().backward()
    return [None if a.grad is None else a.grad.numpy() for a in tensors]
