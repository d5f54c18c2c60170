"""Notebooks in a running JupyterLab: their windows, and the scripts that drive them."""

import json
import socket
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[2]
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
def second_notebook(lab, page, name, cells):
    """Another notebook in a window of its own, all cells run; fails on a page error."""
    address, token = lab
    request = urllib.request.Request(
        f"{address}/api/contents/{name}.ipynb",
        json.dumps({"type": "notebook", "content": notebook_of(cells)}).encode(),
        {"Authorization": f"token {token}"},
        method="PUT",
    )
    urllib.request.urlopen(request).close()
    with window(lab, page, name, f"{name}.ipynb") as second:
        second.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
        yield second


@contextmanager
def window(lab, page, name, path):
    """A notebook of the server in a window of its own; fails on a page error."""
    address, token = lab
    errors = []
    second = page.context.new_page()
    second.set_viewport_size({"width": 1280, "height": 1000})
    second.on("pageerror", lambda error: errors.append(error.stack))
    # A workspace of its own, or JupyterLab would open the other test's notebook as well.
    second.goto(f"{address}/lab/workspaces/{name}/tree/{path}?token={token}")
    second.wait_for_function(IDLE)
    yield second
    second.close()
    # anywidget gives a model two seconds of the clock, which a busy machine may exceed.
    assert not [error for error in errors if "Failed to initialize model" not in error], errors
