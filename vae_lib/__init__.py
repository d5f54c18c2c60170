"""The variational autoencoder of the book, formula by formula; in the order in which to read it.

- `likelihoods`, `divergences`, `densities`: log p(x|z), the KL, log p(z) and log q(z|x).
- `layers`, `networks`: the sampling layer z = m + s epsilon, encoders and decoders.
- `priors`, `model`, `iwae`, `conditional`: `VAE` and its kin, which are Keras models.
- `data`, `training`, `callbacks`, `snapshots`: digits or images of one's own, `fit`, schedules.
- `gradients`, `linear_gaussian`: both estimators draw by draw; a model that is known exactly.
- `checkup`: what to look at first when a model of one's own does not train.
- `evaluation`: bounds on log p(x), log p(x) itself, what the latent variables are used for.
- `engine`: what exists for speed or for several devices; no formula needs it.

Axes are `(batch, *event)` for data, with `(D,)` for flat images, and `(sample, batch, latent)` for
z. Log-likelihoods and KLs are in nats, one number an example: summed over the event or over
latents, never averaged over them.

`import vae_lib` is enough for `keras.models.load_model`, before or after `import keras`. It does
not import Keras itself: what needs no network starts without it.
"""

import importlib.util
import sys

__version__ = "0.1.0"

MOVED = {"answers", "derivations", "figures", "widgets"}
# The models that can be saved, by the modules that have them.
SAVED = {"VAE": "model", "IWAE": "iwae", "ConditionalVAE": "conditional"}


class _Saved:
    """Stands for a class in Keras's register, and imports it when a saved model asks for it."""

    def __init__(self, name):
        self.name = name

    def from_config(self, config):
        if not {"encoder", "likelihood"} <= set(config):
            raise ValueError(
                f"This was saved by another class {self.name} than that of {__name__}, which has "
                f"the name {self.name!r} in Keras's register, where Keras looks before "
                f"custom_objects: set keras.saving.get_custom_objects()[{self.name!r}] to your "
                f"class before you load. Received a config with the keys {sorted(config)}."
            )
        module = importlib.import_module(f"{__name__}.{SAVED[self.name]}")
        return getattr(module, self.name).from_config(config)


def _register(keras):
    """Tells Keras of the models; the old HDF5 format names a class without its package."""
    known = keras.saving.get_custom_objects()
    for name in SAVED:
        known.setdefault(name, _Saved(name))
        known.setdefault(f"{__name__}>{name}", _Saved(name))


class _Finder:
    """Says where a package of the book has moved to, and sees Keras when it is imported."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        package, _, rest = name.partition(".")
        if package == __name__ and rest.split(".")[0] in MOVED:
            raise ModuleNotFoundError(f"{name} has moved: import vae_book.{rest}.")
        if name != "keras":
            return None
        sys.meta_path.remove(_Finder)
        spec = importlib.util.find_spec(name)
        sys.meta_path.insert(0, _Finder)
        if spec is not None and spec.loader is not None:
            execute = spec.loader.exec_module

            def then_register(module):
                execute(module)
                _register(module)

            spec.loader.exec_module = then_register  # type: ignore[method-assign]
        return spec


sys.meta_path.insert(0, _Finder)
if "keras" in sys.modules:
    _register(sys.modules["keras"])
