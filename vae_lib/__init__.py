"""The variational autoencoder of the book, formula by formula; in the order in which to read it.

- `likelihoods`, `divergences`, `densities`: log p(x|z), the KL, log p(z) and log q(z|x).
- `layers`, `networks`: the sampling layer z = m + s epsilon, encoders and decoders.
- `model`, `iwae`: `VAE` and `IWAE`, which are Keras models.
- `data`, `training`, `callbacks`, `snapshots`: digits or images of one's own, `fit`, schedules.
- `gradients`, `linear_gaussian`: both estimators draw by draw; a model that is known exactly.
- `evaluation`: bounds on log p(x), log p(x) itself, what the latent variables are used for.
- `engine`: what exists for speed or for several devices; no formula needs it.

Axes are `(batch, data)`, and `(sample, batch, latent)` for z. Log-likelihoods and KLs are in nats,
one number an example: summed over data or latents, never averaged over them.
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
