"""Where Chromium is, and how the tools and the tests start it."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
MISSING = (
    "Neither Chromium nor Chrome was found. Install the package `chromium`, or let the "
    "environment variable CHROMIUM name the program."
)


def find_browser():
    """The path of Chromium: `CHROMIUM`, else the first one on the path, else None."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
