"""Binder finds an environment to build, and it is the one of requirements.txt and its pins."""

import sys
import time
from pathlib import Path

import binder_check
import pytest
from repo2docker.app import Repo2Docker

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def buildpack():
    """What repo2docker takes the project for; it looks in the working directory."""
    app = Repo2Docker()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        packs = [kind(app.base_image) for kind in app.buildpacks]
        found = next(pack for pack in packs if pack.detect())
        found.platform = "linux/amd64"
        yield found


def test_it_is_a_python_environment_of_a_version_that_the_book_supports(buildpack):
    assert type(buildpack).__name__ == "PythonBuildPack"
    major, minor = map(int, buildpack.python_version.split("."))
    assert (3, 11) <= (major, minor) <= (3, 13)


def test_the_image_installs_the_books_own_list(buildpack):
    dockerfile = buildpack.render({"NB_USER": "reader", "NB_UID": "1000"})
    copies = dockerfile.index("COPY --chown=1000:1000 src/ ")
    installs = "pip install --no-cache-dir"
    # The whole project first: the list contains the project itself.
    assert f'{installs} -r ".binder/requirements.txt"' in dockerfile[copies:]
    assert installs not in dockerfile[:copies]


def test_requirements_txt_stays_the_only_list():
    lines = (ROOT / ".binder" / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == [
        "-c ../constraints.txt",
        "-r ../requirements.txt",
    ]


def test_a_chapter_that_fits_has_no_problems():
    fits = binder_check.Run("name", 90, 60, 1500, "")
    assert list(fits.problems()) == []


@pytest.mark.parametrize(
    ("run", "problem"),
    [
        (("slow", 90, 61, 900, ""), "slow took 61 s of CPU; at most 60 are allowed"),
        (("big", 10, 9, 1501, ""), "big took 1501 MB; at most 1500 are allowed"),
        (("bad", 10, 9, 900, "KeyError: 'x'"), "bad failed: KeyError: 'x'"),
    ],
)
def test_a_chapter_that_does_not_fit_is_named(run, problem):
    assert list(binder_check.Run(*run).problems()) == [problem]


@pytest.fixture
def run(tmp_path):
    """A function that runs a Python program in place of Jupyter, and measures it."""

    def run(program):
        jupyter = tmp_path / "jupyter"
        jupyter.write_text(f"#!{sys.executable}\n{program}", encoding="utf-8")
        jupyter.chmod(0o755)
        return binder_check.execute(Path("chapter.ipynb"), tmp_path)

    return run


CHILD = """
import os, subprocess, sys, time
block = bytearray(100 * 1000**2)
code = "import time; block = bytearray(50 * 1000**2); time.sleep(0.5)"
subprocess.run([sys.executable, "-c", code], check=True)
assert len(os.sched_getaffinity(0)) == 1
"""


def test_the_memory_of_all_processes_counts_and_one_core_is_used(run):
    measured = run(CHILD)
    assert measured.failure == ""
    assert 150 < measured.megabytes < 250
    assert measured.seconds > measured.cpu_seconds > 0


def test_a_failing_chapter_is_quoted(run):
    assert run("raise ValueError('no digits')").failure == "ValueError: no digits"


def test_a_chapter_that_takes_too_much_memory_is_ended(run, monkeypatch):
    monkeypatch.setattr(binder_check, "KILL_MEGABYTES", 60)
    start = time.monotonic()
    measured = run("import time\nblock = bytearray(100 * 1000**2)\ntime.sleep(60)")
    assert measured.failure == "ended, as it took too much memory"
    assert time.monotonic() - start < 60  # it did not sleep to its end
