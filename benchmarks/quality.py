"""How good models get in a minute of training, and which part of a recipe earns what.

    python benchmarks/quality.py                   12 recipes, a minute each: 27 minutes
    python benchmarks/quality.py --seeds 5 --save  the whole recipe with five seeds: 36 minutes;
                                                   writes the table into README.md and the page
    python benchmarks/quality.py --recipes plain "+ moved copies" --seconds 20

Each recipe of `benchmarks/recipes.py` trains in a process of its own, for the same seconds on the
same digits. The 500 test digits are binarised once, with seed 1, and take part in no choice.
"""

import argparse
import datetime
import json
import os
import subprocess
import sys
import time

import numpy as np
import readme
from readme import with_error

from vae_lib.data import binarise, load_digits

SAMPLES, ANNEALED = 5000, 20
WHOLE = "+ originals last"
BINARY = (
    "plain", "+ compiled stacks", "+ new zeros and ones", "+ a schedule", "+ two layers, gelu",
    "+ the mean image", "+ moved copies", "+ bent copies", WHOLE,
)  # fmt: skip
NAMES = (*BINARY, "keras.io", "2 latents", "gaussian")
HEADINGS = ("recipe", "epochs", "validation", "-ELBO", "less than the row above", "-IW, k = 5000",
            "effective samples", "-AIS less -IW")  # fmt: skip
LEGEND = """
Every row trains for the same seconds on the same 4,000 digits, in batches of 256. `plain` is what a
first VAE often is: one hidden layer of 400 relu units, Adam at 1e-3, digits binarised once; the
rows after it each add one thing, and together they are the whole recipe. `a schedule` is a learning
rate that rises to 3e-3 and falls to 0, with a shorter memory of squared gradients (beta_2 of 0.99).
`the mean image` is taken from the pixels before the encoder sees them, and is what the untrained
decoder gives. `moved copies` are turned, shifted and zoomed, `bent copies` slanted, stretched and
bent as well; they are made before the seconds begin. `originals last` gives the last tenth of the
seconds to the digits themselves. Rows without copies keep the weights that were best on the same
500 validation digits, those with copies the last ones. -ELBO and the importance-weighted bound
(-IW) are those of the 500 test digits, in nats per image, lower is better; `validation` is the
-ELBO of the validation digits. The ± of -ELBO is the standard error over the test digits, that of
the next column over their paired differences, so each gain has an owner. `effective samples` is the
median over the digits of how many of the 5,000 importance weights count, and the last column what
annealed importance sampling finds on 20 digits beyond them: where it is far from 0, -IW is too
pessimistic. `keras.io` is that site's example as it is, with convolutions and 2 latent variables,
trained on grey levels and scored on binary digits. `2 latents` is the whole recipe with 2 latent
variables, `gaussian` with a density of grey levels and a sigma that training learned, without
`originals last`, which it overfits: its nats cannot be set beside the others.
""".strip().replace("\n", " ")


def digits():
    """Grey digits to train on, to stop by and to score."""
    x = load_digits("train")[0]
    order = np.random.default_rng(0).permutation(len(x))
    return x[order[500:]], x[order[:500]], load_digits("test")[0]


def run(recipe, seed, seconds):
    """Train and score one model: a dictionary of numbers, and of lists with one for each digit."""
    from recipes import RECIPES

    from vae_lib.evaluation import (
        annealed_importance,
        elbo,
        importance_weighted_bound,
        log_evidence,
        sample_log_weights,
    )
    from vae_lib.importance import effective_sample_size

    x, validation, test = digits()
    start = time.perf_counter()
    vae, epochs, best = RECIPES[recipe](x, validation, seconds, seed)
    found = {"recipe": recipe, "epochs": epochs, "validation": best}
    found |= {"seconds": time.perf_counter() - start, "load": os.getloadavg()[0]}
    test = test if recipe == "gaussian" else binarise(test, seed=1)
    found["elbo"] = (-elbo(vae, test, samples=20, seed=0).values).tolist()
    weights = sample_log_weights(vae, test, SAMPLES, seed=0)
    found["bound"] = -importance_weighted_bound(weights, SAMPLES).mean
    found["effective"] = float(np.median(effective_sample_size(weights)))
    annealed = annealed_importance(vae, test[:ANNEALED], chains=16, temperatures=200, seed=0)
    gain = log_evidence(annealed.log_weights).values - log_evidence(weights[:, :ANNEALED]).values
    return found | {"annealed": (-gain).tolist()}


def run_apart(recipe, seed, seconds):
    """`run` in a process of its own."""
    command = [sys.executable, __file__, "--one", recipe, str(seed), "--seconds", str(seconds)]
    output = subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE).stdout
    found = json.loads(output.splitlines()[-1])
    print(recipe, seed, f"{np.mean(found['elbo']):.2f}", file=sys.stderr, flush=True)
    return found


def table_row(runs, above):
    """One recipe's row; means over the seeds, errors over the digits."""
    elbo = np.mean([found["elbo"] for found in runs], axis=0)
    gain = "" if above is None else with_error(above - elbo)
    numbers = {name: np.mean([found[name] for found in runs]) for name in ("epochs", "bound")}
    return elbo, (
        runs[0]["recipe"],
        f"{numbers['epochs']:.0f}",
        f"{np.mean([found['validation'] for found in runs]):.2f}",
        with_error(elbo),
        gain,
        f"{numbers['bound']:.2f}",
        f"{np.mean([found['effective'] for found in runs]):.0f}",
        with_error(np.mean([found["annealed"] for found in runs], axis=0)),
    )


def report(results, seconds):
    """The lines of the table, and what its columns are."""
    loads = [found["load"] for runs in results for found in runs]
    lines = [
        f"{datetime.date.today()}, {os.cpu_count()} cores, load average {min(loads):.1f} to "
        f"{max(loads):.1f}, {seconds:g} seconds of training for each row:",
        "",
        *readme.heading(*HEADINGS),
    ]
    above = None
    for runs in results:
        elbo, cells = table_row(runs, above if runs[0]["recipe"] in BINARY else None)
        above = elbo
        lines.append(readme.row(*cells))
    return [*lines, "", *over_seeds(results), LEGEND]


def over_seeds(results):
    """How far the seeds of a recipe differ, where it had several."""
    for runs in results:
        if len(runs) > 1:
            elbo = with_error([np.mean(found["elbo"]) for found in runs])
            bound = with_error([found["bound"] for found in runs])
            yield (
                f"`{runs[0]['recipe']}` is a mean over {len(runs)} seeds, the other rows have one: "
                f"-ELBO {elbo}, -IW {bound}, here with the standard error over the seeds."
            )
            yield ""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--recipes", nargs="+", choices=NAMES, default=list(NAMES))
    parser.add_argument("--seeds", type=int, default=1, help=f"of {WHOLE}; others have one")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--one", nargs=2, metavar=("RECIPE", "SEED"), help="one run, as JSON")
    parser.add_argument("--save", action="store_true")
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(run(arguments.one[0], int(arguments.one[1]), arguments.seconds)))
        return
    if arguments.seeds > 1 and WHOLE not in arguments.recipes:
        parser.error(f"--seeds {arguments.seeds} is for {WHOLE!r}, which --recipes leaves out.")
    count = dict.fromkeys(NAMES, 1) | {WHOLE: arguments.seeds}
    results = [
        [run_apart(name, seed, arguments.seconds) for seed in range(count[name])]
        for name in arguments.recipes
    ]
    lines = report(results, arguments.seconds)
    print("\n".join(lines))
    readme.save_if_asked("quality", lines)


if __name__ == "__main__":
    main()
