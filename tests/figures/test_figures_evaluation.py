"""The figures of the evaluation show the numbers that they are given."""

import numpy as np

from vae_book.figures import evaluation as figures
from vae_lib.evaluation import Estimate


def estimate(value, error):
    return Estimate(np.full(4, value), np.full(4, error))


def test_bounds_with_two_standard_errors_and_the_evidence():
    bounds = {1: estimate(-3.0, 0.2), 10: estimate(-2.0, 0.4)}
    figure = figures.bounds_against_k({"exact": (bounds, -1.5, "log p(x)")})
    axis = figure.axes[0]
    assert axis.get_title() == "exact" and axis.get_xscale() == "log"
    np.testing.assert_allclose(axis.containers[0].lines[0].get_xydata(), [(1, -3), (10, -2)])
    bars = axis.containers[0].lines[2][0].get_segments()
    np.testing.assert_allclose([bar[:, 1] for bar in bars], [(-3.2, -2.8), (-2.4, -1.6)])
    assert -1.5 in [line.get_ydata()[0] for line in axis.lines]


def test_annealed_minus_plain():
    effective = np.array([2.0, 50.0, 9.0, 30.0])
    figure = figures.annealed_against_plain(effective, estimate(-2.0, 0.3), estimate(-3.0, 0.4))
    container = figure.axes[0].containers[0]
    expected = np.column_stack([effective, np.ones(4)])
    np.testing.assert_allclose(container.lines[0].get_xydata(), expected)
    bar = container.lines[2][0].get_segments()[0]
    np.testing.assert_allclose(bar[:, 1], [0.0, 2.0])


def test_units_are_sorted_by_their_kl():
    left, right = figures.unit_use([0.1, 2.0, 0.5], [0.2, 0.9, 0.4], threshold=0.3).axes
    assert [bar.get_height() for bar in left.patches] == [2.0, 0.5, 0.1]
    assert list(right.lines[0].get_ydata()) == [0.9, 0.4, 0.2]
    assert list(right.lines[1].get_ydata()) == [0.3, 0.3]


def test_aggregate_and_prior_are_drawn_at_one_scale():
    z = np.array([[0.0, 1.0], [2.0, 3.0]])
    left, right = figures.aggregate_and_prior(z, z + 1).axes
    np.testing.assert_allclose(left.collections[0].get_offsets(), z)
    np.testing.assert_allclose(right.collections[0].get_offsets(), z + 1)
    assert left.get_xlim() == right.get_xlim() == left.get_ylim() == (-5, 5)
