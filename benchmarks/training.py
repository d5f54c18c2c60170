"""How fast the book's model trains with `fit`, beside its peers.

    python benchmarks/training.py            prints a table
    python benchmarks/training.py --save     writes it into benchmarks/README.md as well

The model: dense, 784-400-(20 + 20) and 20-400-784, Bernoulli logits, batches of 128, Adam 1e-3,
float32, on the 4,500 training digits. Each peer is one file in `benchmarks/peers`, run in a
process of its own; PyTorch and JAX get environments of their own in `_build/peers`, made at the
first run (they need a package index and 1.6 GB). All processes live at the same time and train
in turns, so that what else the machine does falls on all of them alike. Some binarise the digits
once, others anew in each epoch; JAX does both, and each is compared with the JAX that does as it
does. Times mean something on an idle machine only; the table tells the load.
"""

import argparse
import datetime
import json
import os
import statistics
import subprocess
import sys
import time
import venv
from pathlib import Path

import readme

HERE = Path(__file__).resolve().parent
PACKAGES = {"torch": ["torch==2.13.0", "numpy"], "jax": ["jax==0.10.2", "numpy"]}
JAX = "JAX, `lax.scan`"
# What it is, whether it binarises once or anew in each epoch, its environment (or none: this
# Python), its file and arguments. The first is what the others are compared with.
PEERS = (
    ("keras.io's style", "once", None, "keras_io.py"),
    ("`compute_loss`, `fit` on an array", "once", None, "fit.py", "array"),
    ("**`fit(batches(x))`**", "anew", None, "fit.py", "batches"),
    ("**`fit(batches(x, stack=n))`, XLA**", "once", None, "fit.py", "stacks"),
    ("**`fit(batches(x, stack=n))`, XLA**", "anew", None, "fit.py", "stacks"),
    ("PyTorch, fused Adam", "once", "torch", "torch_fused.py"),
    ("PyTorch, fused Adam", "anew", "torch", "torch_fused.py"),
    (JAX, "once", "jax", "jax_scan.py"),
    (JAX, "anew", "jax", "jax_scan.py"),
)
HEADINGS = ("peer", "binarised", "images / s", "ratio", "of JAX", "first epoch, s", "peak, MB")


def python_of(environment):
    """The Python of an environment in `_build/peers`, which is made and filled where missing."""
    if environment is None:
        return sys.executable
    folder = readme.ROOT / "_build" / "peers" / environment
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    if not (folder / "ready").exists():
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *PACKAGES[environment]], check=True)
        (folder / "ready").touch()
    return python


class Peer:
    """A running peer: `first` is what it said after its first epoch."""

    def __init__(self, environment, *command):
        # Only the environment's own packages: a peer must not see another's.
        variables = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
        variables["STARTED"] = str(time.time())
        self.process = subprocess.Popen(
            [python_of(environment), *command],
            cwd=HERE / "peers",
            env=variables,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.first = self._reply()

    def train(self, epochs):
        self.process.stdin.write(f"{epochs}\n")
        self.process.stdin.flush()
        return self._reply()

    def stop(self):
        self.process.stdin.close()
        self.process.wait()

    def _reply(self):
        line = self.process.stdout.readline()
        if not line:
            command = " ".join(map(str, self.process.args))
            raise RuntimeError(f"A peer has failed. In {HERE / 'peers'}, run: STARTED=0 {command}")
        return json.loads(line)


def start_all(starts):
    """All peers, running; and the seconds that each took to its first epoch, `starts` times."""
    for _, _, environment, *_ in PEERS:
        python_of(environment)
    seconds = {peer[:2]: [] for peer in PEERS}
    for last in [False] * (starts - 1) + [True]:
        running = {}
        for name, digits, *command in PEERS:
            running[name, digits] = peer = Peer(*command, digits)
            seconds[name, digits].append(peer.first["first_epoch"])
            if not last:
                peer.stop()
    return running, seconds


def measure(rounds, epochs, starts):
    """For each peer: images a second in each round, seconds to the first epoch, peak MB."""
    running, seconds = start_all(starts)
    rates, peaks = {name: [] for name in running}, {}
    for _ in range(rounds):
        for name, peer in running.items():
            found = peer.train(epochs)
            rates[name].append(found["images_per_second"])
            peaks[name] = found["peak_mb"]
    for peer in running.values():
        peer.stop()
    return rates, seconds, peaks


def median_ratio(rates, others):
    """The median over the rounds of the ratio in one round: a slow round is slow for both."""
    return statistics.median(a / b for a, b in zip(rates, others, strict=True))


def table(rates, seconds, peaks, conditions):
    """The lines of the table."""
    base = rates[PEERS[0][:2]]
    lines = [conditions, "", *readme.heading(*HEADINGS, texts=2)]
    for (name, digits), values in rates.items():
        cells = (
            name,
            digits,
            f"{statistics.median(values):,.0f}",
            f"{median_ratio(values, base):.2f}",
            f"{median_ratio(values, rates[JAX, digits]):.2f}",
            f"{statistics.median(seconds[name, digits]):.1f}",
            f"{peaks[name, digits]:.0f}",
        )
        lines.append(readme.row(*cells))
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--epochs", type=int, default=10, help="in each turn")
    parser.add_argument("--starts", type=int, default=3, help="of each process")
    parser.add_argument("--save", action="store_true")
    arguments = parser.parse_args()
    before = os.getloadavg()[0]
    found = measure(arguments.rounds, arguments.epochs, arguments.starts)
    conditions = (
        f"{datetime.date.today()}, {os.cpu_count()} cores, load average {before:.1f} before and "
        f"{os.getloadavg()[0]:.1f} after; medians of {arguments.rounds} rounds of "
        f"{arguments.epochs} epochs, and of {arguments.starts} starts:"
    )
    lines = table(*found, conditions)
    print("\n".join(lines))
    readme.save_if_asked("training", lines)


if __name__ == "__main__":
    main()
