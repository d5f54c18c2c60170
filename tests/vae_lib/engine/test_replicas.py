"""Under tf.distribute the same model takes the same steps as on one device."""

import importlib.util
import json
import os
import re
import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import tensorflow as tf

from vae_lib.engine.replicas import check_distributed_fit, replica, replicas, share_of_loss
from vae_lib.engine.stacks import Stack

ROOT = Path(__file__).resolve().parents[3]
EXAMPLE = ROOT / "examples" / "distributed.py"
MODELS = ["vae", "iwae", "learned sigma", "loss of a layer"]
WAYS = [("two", name) for name in MODELS] + [("first", "vae"), ("second", "vae")]


def start(script, **environment):
    return subprocess.Popen(
        [sys.executable, script],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def output(process):
    out, err = process.communicate()
    assert process.returncode == 0, err
    return out


@pytest.fixture(scope="module")
def found():
    """Reports of one process with two devices and of two workers, and the example's output."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
    addresses = [f"127.0.0.1:{s.getsockname()[1]}" for s in sockets]
    for s in sockets:
        s.close()
    tasks = [
        json.dumps({"cluster": {"worker": addresses}, "task": {"type": "worker", "index": i}})
        for i in range(2)
    ]
    report = Path(__file__).with_name("replica_report.py")
    processes = [start(report, TF_CONFIG=task) for task in tasks] + [start(report)]
    first, second, alone = [json.loads(output(process)) for process in processes]
    return alone | {"first": first["workers"], "second": second["workers"]}


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


def test_a_part_without_images_has_no_weight(found):
    one, two = found["empty part"]
    assert np.isfinite([*one, *two]).all()
    # The single image's step is half as long there, and sigma moves half as far.
    np.testing.assert_allclose(two, one, rtol=0.01)


def test_a_dataset_that_is_shared_out_can_be_trained_on(found):
    assert 400 < found["distributed dataset"] < 700


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


@pytest.fixture(scope="module")
def rows():
    """The lines of the example's table: name to loss, ELBO and files read."""
    line = re.compile(r"(.*?) +loss +(\S+)  test ELBO +(\S+)(?:  read (.*))?")
    matches = [line.fullmatch(text) for text in output(start(EXAMPLE)).splitlines()]
    return {m[1]: (float(m[2]), float(m[3]), (m[4] or "").split(", ")) for m in matches if m}


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
    spec = importlib.util.spec_from_file_location("distributed", EXAMPLE)
    example = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(example)
    example.write_files(tmp_path, np.zeros((4, 784)), count=2)
    with pytest.raises(ValueError, match="3 workers share 2 files .* at least as many"):
        example.own_files(tmp_path, workers=3)


def test_the_files_hold_every_image_once(tmp_path):
    spec = importlib.util.spec_from_file_location("distributed", EXAMPLE)
    example = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(example)
    images = np.eye(12, 784, dtype="float32")  # each has one pixel, and is told by it
    example.write_files(tmp_path, images, count=3)
    seen = []
    for worker in range(2):
        files = example.own_files(tmp_path, workers=2, worker=worker)
        count = 4 * len(files)
        seen.append(next(iter(example.read(files, count))).numpy().argmax(1).tolist())
    assert sorted(seen[0] + seen[1]) == list(range(12)) and len(seen[0]) == 8
