"""The variational autoencoder of the book, formula by formula.

Import what you need from its module: `vae_lib.data`, `vae_lib.data.augmentation`,
`vae_lib.likelihoods`, `vae_lib.divergences`, `vae_lib.layers`, `vae_lib.networks`,
`vae_lib.model`, `vae_lib.iwae`, `vae_lib.evaluation`, `vae_lib.gradients`,
`vae_lib.linear_gaussian`, `vae_book.figures`, `vae_book.widgets`.
Nothing is imported here, so that `vae_book.derivations` and `vae_book.answers` start
without TensorFlow.
"""

__version__ = "0.1.0"
