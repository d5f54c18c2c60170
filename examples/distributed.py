"""Train the same VAE on one device, on two devices and by two processes, and compare.

    python examples/distributed.py

The digits lie in files. Each process reads its own files only, which is what a dataset that fits
no single machine asks for. The two processes talk over the loopback address; on a cluster,
TF_CONFIG names the machines, and each of them runs this file with `worker FOLDER`.
"""

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

from vae_lib.data import binarise, load_digits  # noqa: E402
from vae_lib.likelihoods import Bernoulli  # noqa: E402
from vae_lib.model import VAE  # noqa: E402
from vae_lib.networks import dense_decoder, dense_encoder  # noqa: E402

FILES = 4
BATCH = 128  # of all replicas together
STEPS = 35  # of an epoch
EPOCHS = 2
SEEDS = 3  # trainings on one device, to see how much they differ by chance


def write_files(folder, images, count=FILES):
    """Deal the images, grey levels in [0, 1], out to `count` files of raw bytes."""
    for i in range(count):
        with tf.io.TFRecordWriter(str(folder / f"digits-{i}.tfrecord")) as writer:
            for image in images[i::count]:
                writer.write(np.round(255 * image).astype("uint8").tobytes())


def own_files(folder, workers=1, worker=0):
    """The files that one of the workers reads: each is read by exactly one.

    Raises:
        ValueError: If there are fewer files than workers.
    """
    files = sorted(map(str, Path(folder).glob("*.tfrecord")))
    if len(files) < workers:
        raise ValueError(
            f"{workers} workers share {len(files)} files in {folder}, so some would have nothing "
            "to read. Write at least as many files as there are workers."
        )
    return files[worker::workers]


def read(files, batch_size, seed=0):
    """An endless stream of binarised batches, shape `(batch_size, 784)`, from a few files.

    Only the images in the shuffling buffer and the batches on their way are in memory.
    """

    def image(record):
        pixels = tf.io.decode_raw(record, tf.uint8)
        return tf.cast(tf.reshape(pixels, (784,)), tf.float32) / 255

    def draw(step, batch):
        noise = tf.random.stateless_uniform(tf.shape(batch), seed=(seed ^ 0x5EED, step))
        return tf.cast(noise < batch, tf.float32)

    records = tf.data.Dataset.from_tensor_slices(files).interleave(
        tf.data.TFRecordDataset, cycle_length=len(files)
    )
    images = records.map(image).shuffle(1000, seed=seed).repeat()
    data = images.batch(batch_size, drop_remainder=True).enumerate().map(draw).prefetch(2)
    # The files are dealt out already. Left to itself, a strategy would deal out what is in them.
    options = tf.data.Options()
    options.experimental_distribute.auto_shard_policy = tf.data.experimental.AutoShardPolicy.OFF
    return data.with_options(options)


def make_vae(strategy, seed=0):
    """A compiled VAE whose variables belong to a strategy."""
    keras.utils.set_random_seed(seed)
    with strategy.scope():
        encoder = dense_encoder(784, 10, hidden=(100,))
        decoder = dense_decoder(784, 10, hidden=(100,))
        vae = VAE(encoder, decoder, Bernoulli(), seed=seed)
        vae.compile(keras.optimizers.Adam(3e-3))
    return vae


def train_by_fit(strategy, folder, seed=0):
    """Plain `fit`; the strategy shares each batch out to its replicas."""
    vae = make_vae(strategy, seed)
    data = read(own_files(folder), BATCH, seed)
    vae.fit(data, steps_per_epoch=STEPS, epochs=EPOCHS, shuffle=False, verbose=0)
    return vae


def train_by_steps(strategy, folder, seed=0):
    """The loop that stands in for `fit`, which Keras 3 lacks for several workers."""
    vae = make_vae(strategy, seed)

    def own_data(context):
        workers, worker = context.num_input_pipelines, context.input_pipeline_id
        size = context.get_per_replica_batch_size(BATCH)
        return read(own_files(folder, workers, worker), size, seed=worker)

    step = tf.function(lambda batch: strategy.run(vae.train_step, args=(batch,)))
    data = iter(strategy.distribute_datasets_from_function(own_data))
    for _ in range(EPOCHS):
        vae.reset_metrics()
        for _ in range(STEPS):
            step(next(data))
    return vae


def report(vae, **more):
    """What training ended with, as one line of JSON."""
    x = binarise(load_digits("test")[0])
    log_likelihood, kl = vae.elbo_terms(x, vae(x))
    loss = float(vae.get_metrics_result()["loss"])
    elbo = float(np.mean(log_likelihood - kl))
    return json.dumps({"loss": loss, "elbo": elbo, **more})


def run_workers(folder, count=2):
    """Start the workers as processes of this machine; returns a report of each."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    addresses = [f"127.0.0.1:{s.getsockname()[1]}" for s in sockets]
    for s in sockets:
        s.close()
    processes = []
    for i in range(count):
        task = {"cluster": {"worker": addresses}, "task": {"type": "worker", "index": i}}
        environment = {**os.environ, "TF_CONFIG": json.dumps(task)}
        command = [sys.executable, __file__, "worker", str(folder)]
        processes.append(subprocess.Popen(command, env=environment, stdout=subprocess.PIPE))
    outputs = [process.communicate()[0] for process in processes]
    if any(process.returncode for process in processes):
        raise RuntimeError("A worker failed: see its error above.")
    return [json.loads(output.splitlines()[-1]) for output in outputs]


def be_a_worker(folder):
    """What each of the processes does."""
    strategy = tf.distribute.MultiWorkerMirroredStrategy()
    resolver = strategy.cluster_resolver
    workers = len(resolver.cluster_spec().as_dict()["worker"])
    files = [Path(file).stem for file in own_files(folder, workers, resolver.task_id)]
    print(report(train_by_steps(strategy, folder), files=files))


def one_and_two_devices():
    """Strategies for one and for two devices, which the processor is divided into."""
    cpu = tf.config.list_physical_devices("CPU")[0]
    parts = [tf.config.LogicalDeviceConfiguration()] * 2
    tf.config.set_logical_device_configuration(cpu, parts)
    one = tf.distribute.OneDeviceStrategy("CPU:0")
    return one, tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"])


def compare(one, two):
    """Train in all three ways and print how each ended."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_files(folder, load_digits("train")[0])
        rows = {
            f"one device, seed {seed}": json.loads(report(train_by_fit(one, folder, seed)))
            for seed in range(SEEDS)
        }
        rows["two devices"] = json.loads(report(train_by_fit(two, folder)))
        for i, result in enumerate(run_workers(folder)):
            rows[f"worker {i} of 2"] = result
    for name, row in rows.items():
        files = "  read " + ", ".join(row["files"]) if "files" in row else ""
        print(f"{name:18s} loss {row['loss']:7.2f}  test ELBO {row['elbo']:8.2f}{files}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("role", nargs="?", choices=["compare", "worker"], default="compare")
    parser.add_argument("folder", nargs="?", help="where the files of the digits are")
    arguments = parser.parse_args()
    if arguments.role == "compare":
        one, two = one_and_two_devices()
        compare(one, two)
    elif arguments.folder is None:
        parser.error("a worker needs the folder of its files: worker FOLDER")
    else:
        be_a_worker(arguments.folder)
