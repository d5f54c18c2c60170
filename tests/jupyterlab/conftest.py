"""A real JupyterLab on this machine, and a browser that has run a notebook in it.

What is missing (JupyterLab, Chromium) is a failure, never a skip.
"""

import importlib.util
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest
from book_page import FLAGS, find_browser
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 120
SETTINGS = (
    "--no-browser",
    "--allow-root",
    "--expose-app-in-browser",  # as window.jupyterapp
    "--ip=127.0.0.1",
    "--ServerApp.port_retries=0",
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
)
CELLS = (
    """\
import keras
from vae_book.widgets import Decoder, LatentExplorer

keras.utils.set_random_seed(0)
wide = keras.initializers.RandomNormal(stddev=0.5, seed=0)
hidden = keras.layers.Dense(32, activation="tanh", kernel_initializer=wide)
pixels = keras.layers.Dense(784, kernel_initializer=wide)
model = keras.Sequential([keras.Input((2,)), hidden, pixels])
explorer = LatentExplorer(
    Decoder.from_keras(model), points=[[1, 1], [-1, -1]], point_classes=[8, 3]
)
explorer""",
    "print(explorer.z)",
    "explorer.z = [1.0, -2.0]",
)
RUN_CELL = """
async (index) => {
  const { commands, shell } = window.jupyterapp;
  shell.currentWidget.content.activeCellIndex = index;
  await commands.execute("notebook:run-cell");
  return shell.currentWidget.content.widgets[index].model.outputs.toJSON();
}
"""
ACTIVE_CELL = "window.jupyterapp.shell.currentWidget.content.activeCellIndex"
IDLE = "window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def notebook_of(cells):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    return notebook


@contextmanager
def second_notebook(lab, page, name, cells, height=1000):
    """Another notebook in a window of its own, all cells run; fails on a page error."""
    address, token = lab
    request = urllib.request.Request(
        f"{address}/api/contents/{name}.ipynb",
        json.dumps({"type": "notebook", "content": notebook_of(cells)}).encode(),
        {"Authorization": f"token {token}"},
        method="PUT",
    )
    urllib.request.urlopen(request).close()
    with window(lab, page, name, f"{name}.ipynb", height) as second:
        second.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
        yield second


@contextmanager
def window(lab, page, name, path, height=1000):
    """A notebook of the server in a window of its own; fails on a page error."""
    address, token = lab
    context = page.context.browser.new_context(viewport={"width": 1280, "height": height})
    context.set_default_timeout(60_000)
    errors = []
    context.on("weberror", lambda error: errors.append(error.error.stack))
    second = context.new_page()
    # A workspace of its own, or JupyterLab would open the other test's notebook as well.
    second.goto(f"{address}/lab/workspaces/{name}/tree/{path}?token={token}")
    second.wait_for_function(IDLE)
    yield second
    context.close()
    # anywidget gives a model two seconds of the clock, which a busy machine may exceed.
    assert not [error for error in errors if "Failed to initialize model" not in error], errors


def settings(folder):
    """No question about news, which would lie on top of the notebook; all cells are drawn."""
    chosen = {
        "apputils-extension/notification": '{"fetchNews": "false"}',
        "notebook-extension/tracker": '{"windowingMode": "none"}',
    }
    for name, content in chosen.items():
        path = folder / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True)
        path.write_text(content)


def environment(folder):
    """The settings of this user have no part in the test."""
    names = "JUPYTER_CONFIG_DIR JUPYTER_DATA_DIR JUPYTER_RUNTIME_DIR IPYTHONDIR".split()
    names += ["JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR"]
    return {**os.environ, **{name: str(folder / name.lower()) for name in names}}


def wait_for_server(process, address, log):
    """Returns once the server answers; fails with its last words if it does not."""
    end = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < end:
        try:
            urllib.request.urlopen(f"{address}/api/status", timeout=5)
            return
        except urllib.error.HTTPError:  # it asks for the token: it is there
            return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text()[-2000:]}")


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    """Address and token of a JupyterLab in a folder with `explorer.ipynb` and the chapters."""
    if importlib.util.find_spec("jupyterlab") is None:
        pytest.fail("JupyterLab was not found: pip install -r requirements.txt installs it.")
    folder = tmp_path_factory.mktemp("lab")
    root, log = folder / "root", folder / "log.txt"
    shutil.copytree(ROOT / "chapters", root / "chapters")
    nbformat.write(notebook_of(CELLS), root / "explorer.ipynb")
    settings(folder / "jupyterlab_settings_dir")
    port, token = free_port(), secrets.token_hex(16)
    places = (f"--port={port}", f"--ServerApp.root_dir={root}", f"--IdentityProvider.token={token}")
    with log.open("w") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *SETTINGS, *places],
            env=environment(folder),
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
    address = f"http://127.0.0.1:{port}"
    wait_for_server(process, address, log)
    yield address, token
    process.terminate()  # ends the kernel too
    process.wait(timeout=20)


@pytest.fixture(scope="session")
def page(lab):
    """The notebook in Chromium, all cells run; fails on a page error or an outside request."""
    executable = find_browser()
    if executable is None:
        pytest.fail("Chromium was not found: install it, or set CHROMIUM to its path.")
    address, token = lab
    problems = []

    def stop_outside_requests(route):
        if route.request.url.startswith((f"{address}/", "data:", "blob:")):
            route.continue_()
        else:
            problems.append(f"outside request: {route.request.url}")
            route.abort()

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        context = browser.new_context(viewport={"width": 1280, "height": 1000})
        context.set_default_timeout(120_000)
        context.route("**/*", stop_outside_requests)
        context.on("weberror", lambda error: problems.append(f"page error: {error.error.stack}"))
        page = context.new_page()
        page.goto(f"{address}/lab/tree/explorer.ipynb?token={token}")
        page.wait_for_function(IDLE)
        page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
        page.wait_for_function("document.querySelector('.vae-explorer')?.dataset.gridMs")
        yield page
        browser.close()
    assert not problems, "\n".join(problems)
