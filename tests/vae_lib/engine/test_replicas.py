"""Under tf.distribute the same model takes the same steps as on one device."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import distributed as example
import numpy as np
import pytest
import tensorflow as tf

from vae_lib.engine.replicas import check_distributed_fit, replica, replicas, share_of_loss
from vae_lib.engine.stacks import Stack

ROOT = Path(__file__).resolve().parents[3]
MODELS = ["vae", "iwae", "learned sigma", "loss of a layer"]
WAYS = [("two", name) for name in MODELS] + [("first", "vae"), ("second", "vae")]


@pytest.fixture(scope="module")
def found():
    """The report of one process with two devices, and of the two workers that it starts."""
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'examples'}"}
    environment.pop("TF_NUM_INTRAOP_THREADS", None)  # here devices wait for one another
    done = subprocess.run(
        [sys.executable, Path(__file__).with_name("replica_report.py")],
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize(("way", "name"), WAYS)
def test_the_gradient_is_that_of_the_whole_batch(found, way, name):
    """A mean over each part, added up, would be twice as long."""
    (update, metrics), (expected, expected_metrics) = found[way][name], found["one"][name]
    largest = np.abs(expected).max()
    assert largest > 1e-4
    np.testing.assert_allclose(update, expected, atol=1e-4 * largest)
    assert metrics == pytest.approx(expected_metrics, rel=1e-5)


def test_fit_and_evaluate_agree_also_where_the_last_batch_is_smaller(found):
    one, two = found["history"]
    assert set(one) == {"loss", "reconstruction", "kl"}
    assert two == pytest.approx(one, rel=1e-4)


def test_no_two_replicas_and_no_two_steps_use_the_same_noise(found):
    assert sorted(found["seeds"]) == [[0, number] for number in range(4)]


def test_replicas_agree_on_the_optimal_sigma(found):
    (first, second), best = found["sigmas"]
    assert first == second == pytest.approx(np.mean(np.square(best)) ** 0.5, rel=1e-5)
    assert abs(best[0] - best[1]) > 1e-4


def test_what_fit_cannot_do_there_is_refused(found):
    assert re.search(r"without stack.*shape \(2, 16, 784\) for 2", found["refusals"]["stack"])
    assert "steps_per_execution=2" in found["refusals"]["steps_per_execution"]


def test_only_what_several_replicas_cannot_do_is_refused():
    """The same on stand-ins, of which this process can have as many as it likes."""
    stack = SimpleNamespace(element_spec=Stack(tf.TensorSpec((2, 16, 784))))
    batch = SimpleNamespace(element_spec=tf.TensorSpec((None, 784)))

    def model(count, steps=1):
        strategy = SimpleNamespace(num_replicas_in_sync=count)
        return SimpleNamespace(distribute_strategy=strategy, steps_per_execution=steps)

    check_distributed_fit(model(1, steps=8), stack)
    check_distributed_fit(model(2), batch)
    check_distributed_fit(model(2), np.zeros((4, 784)))
    check_distributed_fit(SimpleNamespace(), stack)
    with pytest.raises(ValueError, match=r"shape \(2, 16, 784\) for 2 replicas"):
        check_distributed_fit(model(2), stack)
    with pytest.raises(ValueError, match="steps_per_execution=1. Received: .*=8"):
        check_distributed_fit(model(2, steps=8), batch)


def test_one_replica_takes_the_whole_loss():
    loss = tf.constant(3.0)
    assert replicas() == 1 and replica() == 0 and share_of_loss(loss) is loss


def test_the_example_learns_the_same_in_all_ways(found):
    """On one device, trainings of other seeds differ by as much."""
    one, *others = found["example"].values()
    assert len(others) == 3
    for name in ("loss", "elbo"):
        assert [row[name] for row in others] == pytest.approx([one[name]] * 3, rel=0.03)


def test_the_workers_of_the_example_end_alike_and_share_no_file(found):
    first, second = (found["example"][f"worker {i} of 2"] for i in range(2))
    for name in ("loss", "elbo", "weights"):
        assert first[name] == pytest.approx(second[name], rel=1e-6)
    assert sorted(first["files"] + second["files"]) == [f"digits-{i}" for i in range(4)]
    assert first["files"] and second["files"]


def test_fewer_files_than_workers_are_refused(tmp_path):
    example.write_files(tmp_path, np.zeros((4, 784)), count=2)
    with pytest.raises(ValueError, match="3 workers share 2 files .* at least as many"):
        example.own_files(tmp_path, workers=3)


def test_the_files_hold_every_image_once(tmp_path):
    images = np.eye(12, 784, dtype="float32")  # each has one pixel, and is told by it
    example.write_files(tmp_path, images, count=3)
    seen = []
    for worker in range(2):
        files = example.own_files(tmp_path, workers=2, worker=worker)
        count = 4 * len(files)
        seen.append(next(iter(example.read(files, count))).numpy().argmax(1).tolist())
    assert sorted(seen[0] + seen[1]) == list(range(12)) and len(seen[0]) == 8
