"""Under tf.distribute the same model takes the same steps as on one device."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import distributed
import numpy as np
import pytest
import tensorflow as tf

from vae_lib.engine.replicas import replica, replicas, share_of_loss

ROOT = Path(__file__).resolve().parents[3]
LINE = re.compile(r"(.*?) +loss +(\S+)  test ELBO +(\S+)(?:  read (.*))?")


@pytest.fixture(scope="module")
def printed():
    """The lines of the example's output, and what `replica_report.py` adds."""
    done = subprocess.run(
        [sys.executable, Path(__file__).with_name("replica_report.py")],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.fixture(scope="module")
def rows(printed):
    """The lines of the example's table: name to loss, ELBO and files read."""
    matches = [LINE.fullmatch(text) for text in printed]
    return {m[1]: (float(m[2]), float(m[3]), (m[4] or "").split(", ")) for m in matches if m}


@pytest.fixture(scope="module")
def one(printed):
    return json.loads(printed[-1])["one"]


@pytest.fixture(scope="module")
def two(printed):
    return json.loads(printed[-1])["two"]


@pytest.mark.parametrize("name", ["vae with the loss of a layer", "iwae", "learned sigma"])
def test_the_gradient_is_that_of_the_whole_batch(one, two, name):
    """A mean over each part, added up, would be twice as long."""
    (update, metrics), (expected, expected_metrics) = two["steps"][name], one["steps"][name]
    largest = np.abs(expected).max()
    assert largest > 1e-4
    np.testing.assert_allclose(update, expected, atol=1e-4 * largest)
    assert metrics == pytest.approx(expected_metrics, rel=1e-5)


def test_fit_and_evaluate_agree_also_where_the_last_batch_is_smaller(one, two):
    expected = one["bernoulli"]["odd"]
    assert set(expected) == {"loss", "reconstruction", "kl"}
    assert two["bernoulli"]["odd"] == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("likelihood", ["bernoulli", "optimal sigma"])
def test_a_part_without_images_has_no_weight(one, two, likelihood):
    expected, found = one[likelihood]["one image"], two[likelihood]["one image"]
    assert np.isfinite([*expected, *found]).all()
    # The single image's step is half as long there, and sigma moves half as far.
    np.testing.assert_allclose(found, expected, rtol=0.01)


def test_a_dataset_that_is_shared_out_can_be_trained_on(one, two):
    assert two["bernoulli"]["shared out"] == pytest.approx(one["bernoulli"]["shared out"], rel=0.01)


def test_no_two_replicas_and_no_two_steps_use_the_same_noise(two):
    assert sorted(two["bernoulli"]["seeds"]) == [[0, number] for number in range(4)]


def test_replicas_agree_on_the_optimal_sigma(one, two):
    best = two["optimal sigma"]["best"]
    expected = np.mean(np.square(best)) ** 0.5
    assert one["optimal sigma"]["sigmas"] == pytest.approx([expected], rel=1e-5)
    first, second = two["optimal sigma"]["sigmas"]
    assert first == second == pytest.approx(expected, rel=1e-5)
    assert abs(best[0] - best[1]) > 1e-4


def test_what_fit_cannot_do_there_is_refused(one, two):
    assert one["bernoulli"]["refusals"] == []
    stack, steps = two["bernoulli"]["refusals"]
    assert re.search(r"without stack.*shape \(2, 16, 784\) for 2", stack)
    assert "steps_per_execution=1. Received: steps_per_execution=2" in steps


def test_one_replica_takes_the_whole_loss():
    loss = tf.constant(3.0)
    assert replicas() == 1 and replica() == 0 and share_of_loss(loss) is loss


def test_the_example_learns_the_same_in_all_ways(rows):
    """Trainings on one device differ by their seeds; the others must not differ more."""
    one = np.array([row[:2] for name, row in rows.items() if name.startswith("one device")])
    mean, deviation = one.mean(0), one.std(0, ddof=1)
    for name in ("two devices", "worker 0 of 2", "worker 1 of 2"):
        error = deviation * np.sqrt(1 + 1 / len(one))
        assert (abs(np.array(rows[name][:2]) - mean) < 4 * error).all(), name


def test_the_workers_of_the_example_end_alike_and_share_no_file(rows):
    first, second = rows["worker 0 of 2"], rows["worker 1 of 2"]
    assert first[:2] == second[:2]
    assert sorted(first[2] + second[2]) == [f"digits-{i}" for i in range(4)]
    assert first[2] and second[2]


def test_fewer_files_than_workers_are_refused(tmp_path):
    distributed.write_files(tmp_path, np.zeros((4, 784)), count=2)
    with pytest.raises(ValueError, match="3 workers share 2 files .* at least as many"):
        distributed.own_files(tmp_path, workers=3)


def test_the_files_hold_every_image_once(tmp_path):
    images = np.eye(12, 784, dtype="float32")  # each has one pixel, and is told by it
    distributed.write_files(tmp_path, images, count=3)
    seen = []
    for worker in range(2):
        files = distributed.own_files(tmp_path, workers=2, worker=worker)
        count = 4 * len(files)
        seen.append(next(iter(distributed.read(files, count))).numpy().argmax(1).tolist())
    assert sorted(seen[0] + seen[1]) == list(range(12)) and len(seen[0]) == 8
