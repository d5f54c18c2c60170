"""The question `vae_loss`, which asks for the objective of a pasted loss."""

from . import read_loss


class LossQuestion:
    """What a `Question` is for the hosts: a title, a prompt, hints, and its own check."""

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

    def check(self, text, attempt=0):
        """The reply of `answers.check`: with a verdict, codes, a hint and a step."""
        found = read_loss(text)
        found["mathml"] = ""
        found["step"] = "" if found["verdict"] == "right" else self.entry["hints"][attempt > 0]
        return found

    def read(self, _text):
        """The reply of `answers.read`: a loss is not shown as a formula."""
        return {"mathml": "", "hint": ""}
