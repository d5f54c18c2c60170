"""The parts of the autoencoder: what each is, its equation and the code that computes it."""

import inspect
import textwrap
from dataclasses import dataclass
from html import escape
from pydoc import locate
from typing import Any

from vae_book.figures.tables import Table, reference


@dataclass(frozen=True)
class Part:
    """One part of the network or of its loss.

    Args:
        name: Its name, as in the figure.
        role: What it is, in a few words.
        labels: Labels of its equations.
        code: Dotted name of what computes it.
    """

    name: str
    role: str
    labels: tuple
    code: str

    def source(self):
        """The lines that compute it, without the docstring.

        Raises:
            ValueError: if there is no such code.
        """
        found: Any = locate(self.code)
        if found is None:
            raise ValueError(f"{self.name}: there is no {self.code}. Give its new name.")
        lines = textwrap.dedent(inspect.getsource(found))
        head, *documented = lines.split('"""', 2)
        return (head.rstrip() + documented[1] if documented else lines).strip()


PARTS = (
    Part(
        "Encoder",
        "from an image x to the mean m and the log-variance log s² of q(z|x)",
        ("eq-10", "eq-12"),
        "vae_lib.networks.dense_encoder",
    ),
    Part(
        "Sampling",
        "noise ε from N(0, I), then z = m + s ⊙ ε",
        ("eq-20", "eq-22"),
        "vae_lib.layers.Sampling.call",
    ),
    Part(
        "Decoder",
        "from z to the parameters of p(x|z): ρ, as logits, or μ",
        ("eq-6", "eq-gaussian-1"),
        "vae_lib.networks.dense_decoder",
    ),
    Part(
        "Reconstruction, binary",
        "minus log p(x|z) for binary pixels",
        ("eq-7", "eq-q2-logits"),
        "vae_lib.likelihoods.Bernoulli.log_prob",
    ),
    Part(
        "Reconstruction, real numbers",
        "minus log p(x|z) for pixels that are real numbers",
        ("eq-gaussian-3", "eq-q3"),
        "vae_lib.likelihoods.Gaussian.log_prob",
    ),
    Part(
        "KL, the regulariser",
        "how far q(z|x) is from the prior",
        ("eq-13",),
        "vae_lib.divergences.kl_to_standard_normal",
    ),
    Part(
        "Both terms",
        "the expectation over z, as an average over L samples, and the KL",
        ("eq-8", "eq-19"),
        "vae_lib.model.VAE.elbo_terms",
    ),
    Part(
        "Loss",
        "the negative ELBO, averaged over the batch",
        ("eq-9",),
        "vae_lib.model.VAE.compute_loss",
    ),
)


def parts_table(places):
    """The parts with their equations and their code, whose source unfolds.

    Args:
        places: Addresses of equations by label, from `vae_book.derivations.ledger.places`.
    """
    columns = {"Part": 23, "What it is": 24, "Equations": 16, "Code": 37}
    cells = (
        (
            escape(part.name),
            escape(part.role),
            " ".join(reference(label, places) for label in part.labels),
            folded_source(part),
        )
        for part in PARTS
    )
    return Table("The parts, their equations and their code", columns, tuple(cells))


def folded_source(part):
    """The code's name; opened, its lines. Long ones scroll, by keyboard too."""
    name = escape(part.code).replace(".", ".<wbr>")
    return (
        f"<details><summary><code>{name}</code></summary>"
        f'<pre tabindex="0">{escape(part.source())}</pre></details>'
    )
