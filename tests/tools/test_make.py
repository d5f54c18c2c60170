"""`make` says in one sentence what to do, and a stopped run leaves nothing that breaks the next."""

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from execute import forget_readers, mend
from install import advice, remove_unfinished
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn

ROOT = Path(__file__).resolve().parents[2]
# What pip said on a tmpfs of 40 MB.
PIP_ON_A_FULL_DISK = (
    "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device"
)


def script(path, text):
    """Write an executable shell script."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def project(tmp_path):
    """The Makefile and its tools, and nothing that they set up."""
    shutil.copytree(ROOT / "tools", tmp_path / "tools")
    for package in ("vae_book", "vae_lib"):
        (tmp_path / package).mkdir()
    for name in ("Makefile", "_config.yml", "_toc.yml", "constraints.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    for path in ROOT.glob("requirements*.txt"):
        shutil.copy(path, tmp_path)
    return tmp_path


def make(project, *arguments, **variables):
    return subprocess.run(
        ["make", *arguments],
        cwd=project,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        timeout=60,
    )


def sentence(done):
    """What was said on standard error, without the line in which make names its rule."""
    assert done.returncode != 0
    lines = [line for line in done.stderr.splitlines() if not line.startswith("make")]
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_python_too_old(project):
    old = script(
        project / "old-python",
        f"exec {sys.executable} -c 'import runpy, sys; sys.argv = sys.argv[1:]; "
        'sys.version_info, sys.version = (3, 9, 18), "3.9.18 (main)"; '
        'runpy.run_path(sys.argv[0], run_name="__main__")\' "$@"',
    )
    said = sentence(make(project, "book", PYTHON=str(old)))
    assert said.startswith("The book needs Python 3.11 to 3.13; this one is 3.9.18.")
    assert "PYTHON=python3.12 make book" in said
    assert not (project / ".venv").exists()


def test_environment_without_pip_is_made_anew(project):
    """Debian's Python makes half an environment and stops where python3-venv is missing."""
    script(project / ".venv/bin/python", "exit 1")
    half = script(project / "half-python", 'echo "$@" >> asked')
    assert make(project, ".venv/.ready", PYTHON=str(half)).returncode != 0
    asked = (project / "asked").read_text().splitlines()
    assert asked == ["tools/check_python.py", "-m venv --clear .venv"]
    assert not (project / ".venv/.ready").exists()


def install(folder, requirement, **variables):
    (folder / "wanted.txt").write_text(requirement)
    (folder / "constraints.txt").write_text("")
    plain = {key: value for key, value in os.environ.items() if not key.startswith("PIP_")}
    return subprocess.run(
        [sys.executable, ROOT / "tools/install.py", "wanted.txt"],
        cwd=folder,
        env={**plain, "PIP_CONFIG_FILE": os.devnull, "PIP_RETRIES": "1", **variables},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_no_network(tmp_path, closed_port):
    index = f"http://127.0.0.1:{closed_port}/simple"
    said = sentence(install(tmp_path, "no-such-package", PIP_INDEX_URL=index))
    assert said.startswith("The packages could not be fetched: connect to a network")


def test_an_unknown_error_is_shown_as_pip_said_it(tmp_path):
    done = install(tmp_path, "no such package", PIP_NO_INDEX="1")
    assert done.returncode != 0
    assert "Invalid requirement" in done.stderr
    assert "see pip's messages above" in done.stderr


def test_full_disk():
    said = advice(PIP_ON_A_FULL_DISK)
    assert said.startswith("The disk is full") and "\n" not in said


def test_a_package_that_pip_did_not_finish_is_installed_again(tmp_path):
    for name in ("whole-1.0.dist-info", "half-1.0.dist-info", "~alf-0.9.dist-info"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "METADATA").touch()
    (tmp_path / "whole-1.0.dist-info" / "INSTALLER").write_text("pip\n")
    (tmp_path / "half").mkdir()
    remove_unfinished(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"whole-1.0.dist-info", "half"}


def cached(folder, *names):
    """A cache of executed notebooks, and the path of each by its name."""
    cache, paths = get_cache(folder), {}
    for name in names:
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(name)])
        bundle = CacheBundleIn(notebook, name)
        record = cache.cache_notebook_bundle(bundle, check_validity=False)
        paths[name] = folder / "executed" / record.hashkey / "base.ipynb"
    return cache, paths


def test_outputs_that_are_half_written_are_made_again(tmp_path):
    cache, paths = cached(tmp_path, "whole", "cut", "missing")
    paths["cut"].write_text(paths["cut"].read_text()[:-20])
    paths["missing"].unlink()
    mend(tmp_path)
    assert [record.uri for record in cache.list_cache_records()] == ["whole"]
    assert [path.name for path in tmp_path.glob("executed/*")] == [paths["whole"].parent.name]


def test_the_ledger_is_made_again_when_a_chapter_has_changed(tmp_path):
    cache, _ = cached(tmp_path, "ledger.ipynb", "06-kl.ipynb")
    forget_readers(cache, time.time() - 60)
    assert len(cache.list_cache_records()) == 2
    forget_readers(cache, time.time() + 60)
    assert [record.uri for record in cache.list_cache_records()] == ["06-kl.ipynb"]


@pytest.fixture
def closed_port():
    """A port that is taken but answers nobody."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


def serve(folder, port):
    (folder / "index.html").touch()
    command = [sys.executable, ROOT / "tools/serve.py", folder, "--port", str(port)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def test_busy_port(tmp_path, closed_port):
    said = sentence(serve(tmp_path, closed_port))
    assert said.startswith(f"Port {closed_port} cannot be used")
    assert said.endswith("Leave PORT out to get a free one.")


def test_impossible_port(tmp_path):
    assert "between 0 and 65535" in sentence(serve(tmp_path, 65536))


def chromium(**variables):
    bash = shutil.which("bash")
    command = [bash, ROOT / "tools/chromium.sh"]
    return subprocess.run(command, env=variables, capture_output=True, text=True, timeout=60)


def test_no_chromium(tmp_path):
    said = sentence(chromium(PATH=str(tmp_path)))
    assert said.startswith("The browser tests need Chromium. Install it")


def test_chromium_that_cannot_be_installed(tmp_path):
    script(tmp_path / "apt-get", "echo offline >&2; exit 100")
    script(tmp_path / "sudo", "echo a password is required >&2; exit 1")
    script(tmp_path / "id", "echo 1000")
    assert sentence(chromium(PATH=str(tmp_path))).startswith("The browser tests need Chromium.")


def test_chromium_named_wrongly(tmp_path):
    assert "/nowhere/chrome" in sentence(chromium(PATH=str(tmp_path), CHROMIUM="/nowhere/chrome"))
