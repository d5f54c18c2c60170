"""The assignment's equations as SymPy objects, each with its display and its check.

`EQUATIONS["7"].latex` is what the text shows, `EQUATIONS["7"].rhs` the SymPy object and
`EQUATIONS["7"].check()` the proof. `ledger()` checks them all. No TensorFlow, no Keras.

What a derivation is written with can be imported from here. Inside, `language` (symbols, written
forms) comes before `proof` (algebra, rules, integrals, numbers), that before `sections` (the
equations), and the `ledger` last.
"""

from vae_book.derivations.language import symbols
from vae_book.derivations.language.display import (
    fraction,
    latex,
    product_over,
    show,
    sum_over,
    written,
)
from vae_book.derivations.language.notation import Expectation, Normal
from vae_book.derivations.language.objects import (
    DECODER,
    ELBO,
    ENCODER,
    POSTERIOR,
    PRIOR,
    RECONSTRUCTION,
)
from vae_book.derivations.language.symbols import (
    D,
    K,
    b,
    d,
    k,
    m,
    m_,
    mu_,
    phi,
    s,
    s_,
    sigma,
    sigma_,
    theta,
    w,
    x,
    z,
    z_,
)
from vae_book.derivations.ledger import markdown, rows
from vae_book.derivations.ledger.places import places
from vae_book.derivations.ledger.rows import summary
from vae_book.derivations.proof.algebra import same
from vae_book.derivations.proof.any_decoder import (
    JUMP,
    require_same_integral,
    require_same_number,
)
from vae_book.derivations.proof.any_model import require_equal, require_never_below
from vae_book.derivations.proof.equation import Refuted
from vae_book.derivations.proof.integrals import density, expectation, integral, log_density
from vae_book.derivations.proof.interpretation import (
    POSTERIOR_MEAN,
    POSTERIOR_VARIANCE,
    LinearGaussian,
)
from vae_book.derivations.proof.numerics import numeric, numeric_gradient
from vae_book.derivations.proof.random_models import require_in_random_models
from vae_book.derivations.proof.rules import (
    constants_out,
    log_of_product,
    log_rules,
    replace_written,
)
from vae_book.derivations.sections import (
    bound,
    estimators,
    gradients,
    kl,
    likelihoods,
    maximum_likelihood,
    prior,
)
from vae_book.derivations.sections.bernoulli import BERNOULLI_POWERS
from vae_book.derivations.sections.gaussian_likelihood import GAUSSIAN_WRITTEN
from vae_book.derivations.sections.gradient_proofs import check_change_of_variables
from vae_book.derivations.sections.kl import one_more_dimension_adds
from vae_book.derivations.sections.maximum_likelihood import (
    LOG_OF_DATASET,
    LOG_OF_PRODUCT,
    log_of_product_step,
    marginal,
)
from vae_book.derivations.sections.misprints import MISPRINTS
from vae_book.derivations.sections.prior import PRIOR_PRODUCT, PRIOR_WRITTEN

_SECTIONS = (maximum_likelihood, prior, likelihoods, bound, kl, gradients)

EQUATIONS = {equation.number: equation for section in _SECTIONS for equation in section.EQUATIONS}


def ledger():
    """Checks every equation; returns the rows of the ledger."""
    return rows.ledger(EQUATIONS)


def check_displayed(markdown_texts):
    """Compares displayed equations with their objects; returns the differences."""
    return markdown.check_displayed(markdown_texts, EQUATIONS)
