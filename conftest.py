"""What nbval needs to know of the chapters."""


def pytest_configure(config):
    """Register what stands in `tests/harness/executed.py`, if nbval runs."""
    if config.getoption("nbval", False):  # unknown where its plugin is left out
        import executed

        executed.prepare(is_first=not hasattr(config, "workerinput"))
        config.pluginmanager.register(executed)
