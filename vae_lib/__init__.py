"""The variational autoencoder of the book, formula by formula.

Import what you need from its module: `vae_lib.data`, `vae_lib.augmentation`,
`vae_lib.likelihoods`, `vae_lib.divergences`, `vae_lib.layers`, `vae_lib.networks`,
`vae_lib.model`, `vae_lib.iwae`, `vae_lib.evaluation`, `vae_lib.gradients`,
`vae_lib.linear_gaussian`, `vae_lib.figures`, `vae_lib.widgets`.
Nothing is imported here, so that `vae_lib.derivations` and `vae_lib.answers` start
without TensorFlow.
"""

__version__ = "0.1.0"
