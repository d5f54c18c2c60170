"""1,000 random states of each formula figure against Python, by the script of the built page."""

import arithmetic
import pytest
from book_page import open_page
from figure_pages import figures_of

CHECKS = {
    "bernoulli": ("chapters/03-bernoulli-likelihood.html", arithmetic.check_bernoulli),
    "gaussian": ("chapters/04-gaussian-likelihood.html", arithmetic.check_gaussian),
    "squared-error": ("chapters/04-gaussian-likelihood.html", arithmetic.check_squared_error),
    "bound": ("chapters/05-bound.html", arithmetic.check_bound),
    "kl": ("chapters/06-kl.html", arithmetic.check_kl),
    "reparametrisation": ("chapters/07-gradients.html", arithmetic.check_reparametrisation),
}
IMAGES = ("image", "reconstruction", "average")


@pytest.mark.parametrize("kind", CHECKS)
def test_a_thousand_states_agree_with_python(page, site, kind):
    name, check = CHECKS[kind]
    open_page(page, f"{site}/{name}")
    state = figures_of(name)[kind]
    check(page.locator(f".vae-{kind}"), *(state[image] for image in IMAGES if image in state))
