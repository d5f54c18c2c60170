"""Notebooks in a running JupyterLab: their windows, and the scripts that drive them."""

from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RUN_CELL = """
async (index) => {
  const { commands, shell } = window.jupyterapp;
  shell.currentWidget.content.activeCellIndex = index;
  await commands.execute("notebook:run-cell");
  return shell.currentWidget.content.widgets[index].model.outputs.toJSON();
}
"""
RUN_ALL = "window.jupyterapp.commands.execute('notebook:run-all-cells')"
ACTIVE_CELL = "window.jupyterapp.shell.currentWidget.content.activeCellIndex"
IDLE = "window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"


@contextmanager
def window(lab, context, path):
    """A notebook of the server in a window of its own; fails on a page error."""
    address, token = lab
    errors = []
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(error.stack))
    # A workspace of its own, or JupyterLab would open the other test's notebook as well.
    name = Path(path).stem
    page.goto(f"{address}/lab/workspaces/{name}/tree/{path}?token={token}")
    page.wait_for_function(IDLE)
    yield page
    page.close()
    # anywidget gives a model two seconds of the clock, which a busy machine may exceed.
    assert not [error for error in errors if "Failed to initialize model" not in error], errors
