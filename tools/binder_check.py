"""Execute every chapter as Binder does: `make binder-check`.

A fresh environment is made from `.binder/requirements.txt` alone. Each chapter then runs in it on
one core, and must need no more time and memory than a free Binder session can spare: 60 s, and
1.5 GB of the 2 GB at which Binder ends the session. The memory is the sum over all processes of
the most that each of them had resident, so it is rather too high than too low.

The seconds that count are those of the processor: on one idle core they are what a reader waits,
and other work on the machine does not change them. Linux only, as Binder is.
"""

import argparse
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from dataclasses import dataclass
from pathlib import Path

import psutil
from notebooks import ROOT, chapters

REQUIREMENTS = ROOT / ".binder" / "requirements.txt"
SECONDS = 60
MEGABYTES = 1500
KILL_SECONDS = 5 * SECONDS
KILL_MEGABYTES = 2000
POLL_SECONDS = 0.05


@dataclass(frozen=True)
class Run:
    """What the execution of one chapter took.

    Args:
        name: file name of the chapter without its ending.
        seconds: time on the clock.
        cpu_seconds: time of the processor, all processes together.
        megabytes: peak of the resident memory, all processes together.
        failure: the last line of what went wrong, or "".
    """

    name: str
    seconds: float
    cpu_seconds: float
    megabytes: float
    failure: str

    def problems(self):
        """Sentences that say what Binder's reader would suffer from; none if all is well."""
        if self.failure:
            yield f"{self.name} failed: {self.failure}"
        if self.cpu_seconds > SECONDS:
            yield f"{self.name} took {self.cpu_seconds:.0f} s of CPU; at most {SECONDS} are allowed"
        if self.megabytes > MEGABYTES:
            yield f"{self.name} took {self.megabytes:.0f} MB; at most {MEGABYTES} are allowed"


def make_environment(folder):
    """Install what Binder installs into a new environment; return its `bin` folder."""
    venv.create(folder, with_pip=True, clear=True)
    python = Path(folder, "bin", "python")
    command = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    subprocess.run([*command, "-r", REQUIREMENTS], cwd=ROOT, check=True)
    return python.parent


def megabytes_on_disk(folder):
    """Size of all files below a folder, in MB of 1e6 bytes."""
    files = (path for path in Path(folder).rglob("*") if path.is_file() and not path.is_symlink())
    return sum(path.stat().st_size for path in files) / 1e6


def peak(process):
    """The most memory that a process had resident so far, in MB."""
    try:
        status = Path(f"/proc/{process.pid}/status").read_text()
    except OSError:  # it has ended
        return 0.0
    found = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
    return int(found[1]) * 1024 / 1e6 if found else 0.0


def watch(process, log):
    """Wait for a process; return its peak of memory and why it was ended, or what it said."""
    highest = {}
    start = time.perf_counter()
    while process.poll() is None:
        tree = [process, *process.children(recursive=True)]
        highest |= {each.pid: max(highest.get(each.pid, 0), peak(each)) for each in tree}
        megabytes = sum(highest.values())
        slow, big = time.perf_counter() - start > KILL_SECONDS, megabytes > KILL_MEGABYTES
        if slow or big:
            for each in reversed(tree):
                each.kill()
            process.wait()
            return megabytes, "ended, as it took too much " + ("time" if slow else "memory")
        time.sleep(POLL_SECONDS)
    log.seek(0)
    lines = [line for line in log.read().splitlines() if line.strip()]
    return megabytes, lines[-1] if process.returncode else ""


def execute(path, bin_folder):
    """Execute one chapter on one core with the environment's own Jupyter, and measure it."""
    core = max(os.sched_getaffinity(0))
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    environment |= {"PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    with tempfile.TemporaryFile("w+") as log:
        process = psutil.Popen(
            [Path(bin_folder, "jupyter"), "execute", path],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
            preexec_fn=lambda: os.sched_setaffinity(0, {core}),
        )
        megabytes, failure = watch(process, log)
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(path.stem, seconds, cpu, megabytes, failure)


def report(runs, size):
    """The runs as a table in Markdown."""
    load = " / ".join(f"{each:.1f}" for each in os.getloadavg())
    lines = [
        f"{time.strftime('%Y-%m-%d')}, Python {sys.version.split()[0]}, one core, load average "
        f"{load}. The environment takes {size / 1000:.2f} GB on disk.",
        "",
        "| chapter | seconds | seconds of CPU | peak MB |",
        "| --- | ---: | ---: | ---: |",
    ]
    rows = [
        f"| {r.name} | {r.seconds:.0f} | {r.cpu_seconds:.0f} | {r.megabytes:.0f} |" for r in runs
    ]
    return "\n".join(lines + rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("chapters", nargs="*", type=Path, help="notebooks; without any, all")
    parser.add_argument("--env", type=Path, help="an environment made before, to save the time")
    parser.add_argument("--save", action="store_true", help="keep it in benchmarks/README.md")
    options = parser.parse_args()
    if not sys.platform.startswith("linux"):
        sys.exit(f"Binder runs Linux, and so must this check; this is {sys.platform}.")
    folder = options.env or Path(tempfile.mkdtemp(prefix="binder-"))
    try:
        bin_folder = folder / "bin" if options.env else make_environment(folder)
        size = megabytes_on_disk(folder)
        runs = []
        for path in [chapter.resolve() for chapter in options.chapters] or chapters():
            runs.append(execute(path, bin_folder.resolve()))
            print(runs[-1], flush=True)
    finally:
        if not options.env:
            shutil.rmtree(folder)
    print("", report(runs, size), sep="\n")
    if options.save:
        sys.path.insert(0, str(ROOT / "benchmarks"))
        from readme import save

        save("binder", report(runs, size))
    sys.exit("\n".join(problem for run in runs for problem in run.problems()) or 0)


if __name__ == "__main__":
    main()
