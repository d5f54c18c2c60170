"""The question `vae_loss`, which asks for the objective of a pasted loss."""


class LossQuestion:
    """What a `Question` is for the hosts: a title, a prompt and hints."""

    identifier = "vae_loss"
    entry = {
        "title": "Is this loss right?",
        "prompt": "Paste a line or a few of a VAE's loss, in NumPy, Keras, TensorFlow or PyTorch. "
        "It is read, not executed.",
        "hints": [
            "Sum over the pixels and over the latent units. Take means over the batch only.",
            "The loss is the negative ELBO: the cross-entropy, or the squared error divided by "
            "2 sigma^2, plus 1/2 the sum of m^2 + s^2 - log s^2 - 1.",
        ],
    }
