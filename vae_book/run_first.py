"""Says after a NameError what to run first, as when a kernel has been restarted.

`pyproject.toml` puts `ipython_kernel_config.json` where IPython looks for the settings of an
environment; it names this extension.
"""

ADVICE = "If {name} comes from a cell above, run that first: Run > Run All Above Selected Cell."


def explain(shell, kind, error, trace, tb_offset=None):
    """Show the error as always, and one line more."""
    shell.showtraceback((kind, error, trace), tb_offset=tb_offset)
    if kind is NameError and error.name:
        print(ADVICE.format(name=error.name))


def load_ipython_extension(shell):
    """Let IPython call `explain`."""
    shell.set_custom_exc((NameError,), explain)
