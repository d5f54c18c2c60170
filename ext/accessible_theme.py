"""Mend what the theme leaves out for keyboard and screen reader."""


def setup(app):
    """Register the extension with Sphinx."""
    return {"parallel_read_safe": True, "parallel_write_safe": True}
