"""The Jensen figure's numbers."""

import numpy as np
import pytest
from formula_harness import shown

from vae_book.widgets import JensenFigure


def test_the_chord_is_below_and_touches_only_where_r_does_not_vary(open_figures):
    page = open_figures(JensenFigure())
    for a, b, w in np.random.default_rng(0).uniform((0.05, 0.05, 0), (4, 4, 1), (20, 3)):
        below, gap, above = shown(page, a=a, b=b, w=w)
        assert above == pytest.approx(np.log((1 - w) * a + w * b), abs=0.0051)
        assert below == pytest.approx((1 - w) * np.log(a) + w * np.log(b), abs=0.0051)
        assert gap >= 0
    for same in ({"a": 2, "b": 2}, {"a": 1, "b": 3, "w": 0}):
        assert shown(page, **same)[1] == 0
    page.get_by_role("status").filter(has_text="nothing is lost").wait_for()
