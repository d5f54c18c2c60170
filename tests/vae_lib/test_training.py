"""The shared training run: its learning rate, its history, its errors."""

import numpy as np
import pytest
from small_models import dense_vae

from vae_lib.training import train, warm_cosine

GREY = np.random.default_rng(0).random((40, 12)).astype("float32")


def test_the_learning_rate_rises_then_falls_to_zero():
    schedule = warm_cosine(1e-2, 200)
    rates = np.array([float(schedule(step)) for step in range(201)])
    assert rates[0] == pytest.approx(1e-3) and rates.argmax() == 20
    assert rates[20] == pytest.approx(1e-2) and rates[200] == pytest.approx(0, abs=1e-8)
    assert (np.diff(rates[:21]) > 0).all() and (np.diff(rates[20:]) < 0).all()


def test_a_run_ends_with_a_lower_loss_and_a_spent_learning_rate():
    vae = dense_vae()
    binary = (GREY < 0.3).astype("float32")
    history = train(vae, binary, epochs=8, batch_size=16, validation=binary)
    assert len(history["loss"]) == 8 and history["val_loss"][-1] < history["val_loss"][0]
    assert int(vae.optimizer.iterations) == 24
    assert float(vae.optimizer.learning_rate) == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"epochs": 0}, "epochs must be .* Received: 0"),
        ({"epochs": 1, "peak": -1.0}, "peak must be .* Received: -1.0"),
        ({"epochs": 1, "batch_size": 0}, "batch_size must be .* Received: 0"),
        ({"epochs": 1, "binarisation": "static"}, "Received: 'static'"),
    ],
)
def test_bad_arguments(arguments, message):
    with pytest.raises(ValueError, match=message):
        train(dense_vae(), GREY, **arguments)
