"""How good the book's models get in a minute of training, beside what others would do.

    python benchmarks/quality.py                   prints a table
    python benchmarks/quality.py --save            writes it into benchmarks/README.md as well
    python benchmarks/quality.py --choose --seeds 1 --epochs 370
                                                   candidates, scored on validation digits
    python benchmarks/quality.py --source mnist    the same on the full MNIST, fetched once

Each recipe of `benchmarks/recipes.py` is trained for a fixed number of epochs, with 5 seeds, each
in a process of its own. The test digits are binarised once, with seed 1. -ELBO and the
importance-weighted bound with k = 5000 are in nats per image, for the Gaussian model in nats of
density; lower is better. The recipes were chosen on 500 validation digits, a part of the training
digits (`--choose`, with more epochs, because there are fewer digits).
"""

import argparse
import datetime
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
from readme import heading, row, save

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from vae_lib.data import binarise, load_digits  # noqa: E402

# Epochs that take up to 60 s on two idle cores, with the speeds of `training.py`.
EPOCHS = {"bernoulli": 330, "bernoulli-2": 330, "gaussian": 330, "plain": 260, "pythae": 145}
SAMPLES = 5000
VALIDATION = 500
HEADINGS = ("recipe", "epochs", "training, s", "-ELBO", "-IW, k = 5000", "MC error of -ELBO")


def split(source, validation):
    """Grey digits to train on and to score; and the validation digits, part of the former."""
    x = load_digits("train", source)[0]
    order = np.random.default_rng(0).permutation(len(x))
    held_out, rest = x[order[:VALIDATION]], x[order[VALIDATION:]]
    if validation:
        return rest, held_out, held_out
    return x, load_digits("test", source)[0], held_out


def run(recipe, seed, epochs, source, validation):
    """Train and score one model: a dictionary of numbers."""
    from recipes import CANDIDATES, RECIPES

    x, scored, held_out = split(source, validation)
    if recipe == "gaussian":
        # Its sigma comes from validation digits, which it must not have seen.
        x = split(source, True)[0]
    start, cpu = time.perf_counter(), time.process_time()
    vae = (CANDIDATES | RECIPES)[recipe](x, epochs, seed)
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    found = {"recipe": recipe, "seed": seed, "epochs": epochs, "seconds": seconds, "cpu": cpu}
    found["load"] = os.getloadavg()[0]
    if recipe != "gaussian":
        return found | score(vae, binarise(scored, seed=1))
    return found | score_gaussian(vae, scored, held_out)


def score(vae, x):
    """-ELBO and the bound of 5000 samples, both averaged over the images, in nats."""
    from vae_lib.evaluation import elbo, importance_weighted_bound, sample_log_weights

    low = elbo(vae, x, samples=20, seed=0)
    high = importance_weighted_bound(sample_log_weights(vae, x, SAMPLES, seed=0), SAMPLES)
    return {"elbo": -low.mean, "bound": -high.mean, "error": low.monte_carlo_error}


def score_gaussian(vae, x, held_out):
    """The same with sigma from the validation digits; and, unfair, from the scored ones."""
    from vae_lib.evaluation import elbo
    from vae_lib.likelihoods import Gaussian, optimal_sigma
    from vae_lib.model import VAE

    def with_sigma(sigma):
        return VAE(vae.encoder, vae.decoder, Gaussian(sigma))

    def best_sigma(images):
        return float(optimal_sigma(images, vae(images)["params"][0]))

    fair, unfair = best_sigma(held_out), best_sigma(x)
    found = score(with_sigma(fair), x) | {"sigma": fair}
    found["learned"] = -elbo(vae, x, samples=20, seed=0).mean
    return found | {"unfair": -elbo(with_sigma(unfair), x, samples=20, seed=0).mean}


def run_apart(arguments, recipe, seed):
    """`run` in a process of its own."""
    command = [sys.executable, __file__, "--one", recipe, "--first-seed", str(seed)]
    command += ["--source", arguments.source] + ["--validation"] * arguments.validation
    if arguments.epochs:
        command += ["--epochs", str(arguments.epochs)]
    output = subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE).stdout
    print(output.splitlines()[-1], file=sys.stderr, flush=True)
    return json.loads(output.splitlines()[-1])


def mean_and_error(values):
    """The mean over the seeds and, of more than one, its standard error, as text."""
    mean = f"{np.mean(values):.2f}"
    if len(values) == 1:
        return mean
    error = np.std(values, ddof=1) / np.sqrt(len(values))
    return f"{mean}\N{NO-BREAK SPACE}±\N{NO-BREAK SPACE}{error:.2f}"


def table_row(runs):
    """One recipe's row."""
    column = {name: [found[name] for found in runs] for name in runs[0]}
    return (
        column["recipe"][0],
        str(column["epochs"][0]),
        f"{np.mean(column['seconds']):.0f}",
        mean_and_error(column["elbo"]),
        mean_and_error(column["bound"]),
        f"{np.mean(column['error']):.2f}",
    )


def report(results, arguments):
    """The lines of the table, and of what the Gaussian model's sigma does."""
    loads = [found["load"] for runs in results for found in runs]
    scored = "validation" if arguments.validation else "test"
    seeds = "one seed"
    if arguments.seeds > 1:
        seeds = f"mean and standard error over {arguments.seeds} seeds"
    lines = [
        f"{datetime.date.today()}, {os.cpu_count()} cores, load average {min(loads):.1f} to "
        f"{max(loads):.1f}, {arguments.source} digits, scored on {scored} digits, {seeds}:",
        "",
        *heading(*HEADINGS),
    ]
    lines += [row(*table_row(runs)) for runs in results]
    for runs in results:
        if runs[0]["recipe"] == "gaussian":
            learned, unfair = ([found[name] for found in runs] for name in ("learned", "unfair"))
            lines += [
                "",
                f"The Gaussian model's -ELBO with the sigma that training learned: "
                f"{mean_and_error(learned)}; with the sigma of the scored digits themselves, which "
                f"is no fair density: {mean_and_error(unfair)}.",
            ]
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--recipes", nargs="+", choices=EPOCHS, default=list(EPOCHS))
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--epochs", type=int, help="instead of what takes 60 s")
    parser.add_argument("--source", choices=("shipped", "mnist"), default="shipped")
    parser.add_argument("--validation", action="store_true")
    parser.add_argument("--choose", action="store_true", help="candidates on validation digits")
    parser.add_argument("--one", metavar="RECIPE", help="one run, in this process, as JSON")
    parser.add_argument("--save", action="store_true")
    arguments = parser.parse_args()
    if arguments.one:
        epochs = arguments.epochs or EPOCHS.get(arguments.one, EPOCHS["bernoulli"])
        validation = arguments.validation
        found = run(arguments.one, arguments.first_seed, epochs, arguments.source, validation)
        print(json.dumps(found))
        return
    if arguments.choose:
        from recipes import CANDIDATES

        arguments.recipes, arguments.validation = list(CANDIDATES), True
    seeds = range(arguments.first_seed, arguments.first_seed + arguments.seeds)
    results = [
        [run_apart(arguments, recipe, seed) for seed in seeds] for recipe in arguments.recipes
    ]
    lines = report(results, arguments)
    print("\n".join(lines))
    if arguments.save:
        save("choice" if arguments.choose else "quality", "\n".join(lines))


if __name__ == "__main__":
    main()
