"""The shell figure's probabilities against SciPy's, without a browser."""

import pytest
from deno_script import run
from scipy.stats import chi

from vae_book.widgets.shell.still import share_within


def test_the_share_is_that_of_the_chi_distribution():
    states = [(1, 0.0), (1, 1.0), (2, 1.0), (3, 2.5), (20, 1.0), (20, 4.5), (100, 9.9)]
    script = "show(values.states.map(([K, r]) => shareWithin({ K, r })))"
    for (K, r), share in zip(states, run("shell/shell.js", script, states=states), strict=True):
        assert share == pytest.approx(chi.cdf(r, K), abs=1e-5)
        assert share_within(K, r) == pytest.approx(chi.cdf(r, K), abs=1e-5)
