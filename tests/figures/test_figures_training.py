"""Learning curves: every run is drawn, training and validation apart."""

import pytest

from vae_book.figures.training import learning_curves

RUN = {"loss": [300.0, 200.0, 150.0], "val_loss": [310.0, 220.0, 180.0]}


def test_each_run_has_two_lines_with_its_values():
    axis = learning_curves({"first": RUN, "second": RUN}).axes[0]
    lines = {line.get_label(): list(line.get_ydata()) for line in axis.lines}
    assert lines["second, training"] == RUN["loss"]
    assert lines["first, validation"] == RUN["val_loss"]
    assert len(lines) == 4 and axis.get_ylim()[0] < 150


def test_a_run_without_validation():
    axis = learning_curves({"only": {"kl": [1.0, 2.0]}}, key="kl", ylabel="nats").axes[0]
    assert len(axis.lines) == 1 and axis.get_ylabel() == "nats"


@pytest.mark.parametrize("count", [0, 6])
def test_too_few_or_too_many_runs(count):
    with pytest.raises(ValueError, match=f"1 to 5 runs. Received {count}"):
        learning_curves({str(k): RUN for k in range(count)})
