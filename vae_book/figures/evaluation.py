"""Still figures of how good a model is: bounds, weights and the use of the latent variables."""

import matplotlib.pyplot as plt
import numpy as np

from vae_book.figures import ACCENT, INK, finished


def bounds_against_k(panels):
    """Importance-weighted bounds over k with two standard errors, beside log p(x).

    Args:
        panels: Dictionary from a title to `(bounds, evidence, name)`: `bounds` from each k to
            its `vae_lib.evaluation.Estimate`, and the number to draw as a line and its name.
    """
    figure, axes = plt.subplots(
        1, len(panels), figsize=(7.2, 2.9), squeeze=False, layout="constrained"
    )
    for axis, (title, (bounds, evidence, name)) in zip(axes[0], panels.items(), strict=True):
        means = [bound.mean for bound in bounds.values()]
        errors = [2 * bound.monte_carlo_error for bound in bounds.values()]
        axis.errorbar(list(bounds), means, errors, fmt="o-", color=INK, capsize=3, label="bound")
        axis.axhline(evidence, linestyle="--", color=ACCENT, label=name)
        axis.set(title=title, xlabel="samples k", ylabel="nats per example", xscale="log")
        axis.legend(frameon=False, loc="lower right")
    return finished(figure, *axes[0])


def annealed_against_plain(effective, annealed, plain):
    """Difference of two estimates of log p(x) over the effective sample size of the plain one.

    Args:
        effective: Effective sample sizes, shape `(N,)`.
        annealed: `Estimate` of N images by annealed importance sampling.
        plain: `Estimate` of the same images by plain importance sampling.
    """
    difference = annealed.values - plain.values
    errors = 2 * np.hypot(annealed.errors, plain.errors)
    figure, axis = plt.subplots(figsize=(7.2, 2.9), layout="constrained")
    axis.errorbar(effective, difference, errors, fmt="o", color=INK, capsize=3)
    axis.axhline(0, linestyle="--", color=ACCENT)
    axis.set(
        xlabel="effective sample size of plain importance sampling",
        ylabel="annealed minus plain, nats",
        xscale="log",
    )
    return finished(figure, axis)


def unit_use(kl, variance, threshold=0.01):
    """KL and variance of the posterior's mean of each latent unit, sorted by the KL.

    Args:
        kl: Mean KL of each unit in nats, shape `(K,)`.
        variance: Var_x(E[z_k|x]), shape `(K,)`.
        threshold: The variance from which a unit counts as active.
    """
    order = np.argsort(kl)[::-1]
    rank = np.arange(1, len(order) + 1)
    figure, (left, right) = plt.subplots(1, 2, figsize=(7.2, 2.9), layout="constrained")
    left.bar(rank, np.asarray(kl)[order], color=INK)
    left.set(title="KL to the prior", xlabel="latent unit, by its KL", ylabel="nats per image")
    right.plot(rank, np.asarray(variance)[order], "o", color=INK, markersize=4)
    right.axhline(threshold, linestyle="--", color=ACCENT, label=f"threshold {threshold:g}")
    right.set(title="variance of the mean", xlabel="latent unit, by its KL", yscale="log")
    right.legend(frameon=False, loc="lower left")
    return finished(figure, left, right)


def aggregate_and_prior(aggregate, prior, limit=5.0):
    """Draws from the aggregate posterior and from the prior of two latent variables.

    Args:
        aggregate: Draws z from q(z), shape `(N, 2)`.
        prior: Draws z from the prior, shape `(M, 2)`.
        limit: Half the width of a panel.
    """
    figure, axes = plt.subplots(1, 2, figsize=(7.2, 3.6), layout="constrained")
    panels = {"aggregate posterior q(z)": (aggregate, INK), "prior p(z)": (prior, ACCENT)}
    for axis, (title, (z, colour)) in zip(axes, panels.items(), strict=True):
        axis.scatter(*np.asarray(z).T, s=3, alpha=0.5, color=colour, linewidths=0)
        axis.set(title=title, xlabel="$z_1$", xlim=(-limit, limit), ylim=(-limit, limit))
        axis.set_aspect("equal")
    axes[0].set_ylabel("$z_2$")
    return finished(figure)
