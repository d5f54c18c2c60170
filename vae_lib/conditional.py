"""A conditional VAE: encoder and decoder are told a second thing, such as the class of a digit."""

import keras
from keras import ops

from vae_lib.model import VAE


@keras.saving.register_keras_serializable(package="vae_lib")
class ConditionalVAE(VAE):
    """A VAE of p(x|c), trained on dictionaries `{"x": images, "condition": c}`.

    Its ELBO is E_q[log p(x|z, c)] - KL(q(z|x, c) || p(z)), with c of shape `(batch, C)`: a class as
    zeros and one 1, or any numbers (Sohn et al., 2015).

    Args:
        encoder: Model from such a dictionary to `{"mean", "logvar"}`.
        decoder: Model from z and c side by side, shape `(batch, K + C)`, to the parameters.
        likelihood: As for `VAE`, and so are all other arguments.
    """

    keys = ("x", "condition")

    def images_of(self, data):
        return data["x"]

    def decode(self, z, training=None, condition=None):
        shape = (*ops.shape(z)[:-1], condition.shape[-1])
        each = ops.broadcast_to(ops.cast(condition, z.dtype), shape)
        return super().decode(ops.concatenate([z, each], axis=-1), training)

    def decode_for(self, data, z, training=None):
        return self.decode(z, training, data["condition"])

    def sample(self, condition, seed=None, noise=False):
        """One image for each row of `condition`, as `VAE.sample` draws them."""
        condition = ops.convert_to_tensor(condition, "float32")
        z = self.prior.sample(condition.shape[0], self.require_latent_size(), seed)
        return self.means_or_draws(self.decode(z, False, condition), seed, noise)
