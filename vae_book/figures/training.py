"""Still figures that compare training runs."""

import matplotlib.pyplot as plt
import numpy as np

from vae_book.figures import finished

COLOURS = ("#1f3a5f", "#b5532c", "#2f7d4f", "#7a4fa0", "#6b6b6b")


def learning_curves(histories, key="loss", ylabel="negative ELBO, nats per image", training=True):
    """One metric over the epochs of several runs: validation solid, training dashed.

    Args:
        histories: Dictionary from a run's name to its `History.history`, at most five.
        key: The metric.
        ylabel: What it is, and its unit.
        training: Whether to draw the training curves beside the validation curves.

    Raises:
        ValueError: If there are no runs, or more than there are colours.
    """
    if not 1 <= len(histories) <= len(COLOURS):
        raise ValueError(
            f"learning_curves draws 1 to {len(COLOURS)} runs. Received {len(histories)}."
        )
    figure, axis = plt.subplots(figsize=(7.2, 3.0), layout="constrained")
    for (name, history), colour in zip(histories.items(), COLOURS, strict=False):
        epochs = np.arange(1, len(history[key]) + 1)
        if training:
            axis.plot(epochs, history[key], "--", color=colour, label=f"{name}, training")
        if f"val_{key}" in history:
            axis.plot(epochs, history[f"val_{key}"], color=colour, label=f"{name}, validation")
    values = [value for history in histories.values() for value in history[key]]
    # The first epochs are far above the rest; what differs is below.
    low, high = min(values), np.percentile(values, 92)
    axis.set(xlabel="epoch", ylabel=ylabel, ylim=(low - 0.1 * (high - low), high))
    axis.legend(frameon=False, fontsize=9)
    return finished(figure, axis)
