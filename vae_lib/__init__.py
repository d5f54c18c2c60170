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

`import keras`, then `import vae_lib`: that is enough for `keras.models.load_model`.
"""

import sys

__version__ = "0.1.0"

MOVED = {"answers", "derivations", "figures", "widgets"}


class _Moved:
    """Says where a package of the book has moved to, in place of "No module named"."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        package, _, rest = name.partition(".")
        if package == __name__ and rest.split(".")[0] in MOVED:
            raise ModuleNotFoundError(f"{name} has moved: import vae_book.{rest}.")


sys.meta_path.insert(0, _Moved)

# Whoever works with Keras can load a saved model now; the book's figures start without it.
if "keras" in sys.modules:
    from vae_lib.conditional import ConditionalVAE as _ConditionalVAE
    from vae_lib.iwae import IWAE as _IWAE
    from vae_lib.model import VAE as _VAE

    # Files in the old HDF5 format name a class without its package.
    sys.modules["keras"].saving.get_custom_objects().update(
        {kind.__name__: kind for kind in (_VAE, _IWAE, _ConditionalVAE)}
    )
