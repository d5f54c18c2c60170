"""Say in one sentence why the book was not built: because the disk is full, or as Sphinx said."""

import shutil
import sys

NEEDED = 200  # MB that a build writes

free = shutil.disk_usage(".").free // 1_000_000
if free < NEEDED:
    sys.exit(
        f"The book was not built: the disk has {free} MB left, and a build needs {NEEDED} MB. "
        "Make room and run the same command again."
    )
sys.exit("The book was not built: see the messages above.")
