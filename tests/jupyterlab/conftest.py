"""A real JupyterLab on this machine, and a browser that has run a notebook in it.

One notebook shows all widgets: each one more would start a kernel, and load Keras, again.

A missing JupyterLab is a failure, never a skip.
"""

import importlib.util
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import nbformat
import pytest
from lab_page import ROOT, RUN_ALL, window

START_SECONDS = 120
NOTEBOOK = "widgets.ipynb"
CELLS = (
    """\
from IPython.display import display
from vae_book import widgets

figures = {kind: figure.example() for kind, figure in widgets.figures().items()}
explorer = figures["explorer"]
display(*figures.values())""",
    """\
numbers = {
    kind: {name: getattr(figure, name) for name in figure.ranges}
    for kind, figure in figures.items()
    if figure is not explorer
}
print(numbers | {"explorer": explorer.z})""",
    "explorer.z = [1.0, -2.0]",
    'widgets.AnswerBox("q2")',
    'widgets.AnswerBox("kl")',
    "widgets.AnswerSheet()",
)
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


def without_splash(folder):
    """Shown twice in a row, JupyterLab takes its splash screen away twice, which is an error."""
    path = folder / "labconfig" / "page_config.json"
    path.parent.mkdir(parents=True)
    path.write_text('{"disabledExtensions": {"@jupyterlab/apputils-extension:splash": true}}')


def environment(folder):
    """The settings of this user have no part in the test."""
    names = "JUPYTER_CONFIG_DIR JUPYTER_DATA_DIR JUPYTER_RUNTIME_DIR IPYTHONDIR".split()
    names += ["JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR"]
    return {**os.environ, **{name: str(folder / name.lower()) for name in names}}


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


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
    """Address and token of a JupyterLab in a folder with the notebook and the chapters."""
    if importlib.util.find_spec("jupyterlab") is None:
        pytest.fail("JupyterLab was not found: pip install -r requirements.txt installs it.")
    folder = tmp_path_factory.mktemp("lab")
    root, log = folder / "root", folder / "log.txt"
    shutil.copytree(ROOT / "chapters", root / "chapters")
    notebook = nbformat.v4.new_notebook(cells=list(map(nbformat.v4.new_code_cell, CELLS)))
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, root / NOTEBOOK)
    settings(folder / "jupyterlab_settings_dir")
    without_splash(folder / "jupyter_config_dir")
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
def context(lab, browser):
    """A browser's context that may ask the server alone."""
    outside = []

    def note(request):
        if not request.url.startswith((f"{lab[0]}/", "data:", "blob:")):
            outside.append(request.url)

    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    context.set_default_timeout(120_000)
    context.on("request", note)
    yield context
    context.close()
    assert not outside


@pytest.fixture(scope="session")
def page(lab, context):
    """The notebook of all figures and of two questions, all cells run."""
    with window(lab, context, NOTEBOOK) as page:
        page.evaluate(RUN_ALL)
        page.get_by_role("group", name="Your answer sheet").wait_for()
        yield page
