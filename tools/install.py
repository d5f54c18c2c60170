"""Install a requirements file, and say in one sentence what to do when that fails.

pip's own account of a missing network or a full disk is a page long and ends elsewhere. Whatever
this does not recognise is shown as pip said it.
"""

import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

NETWORK = re.compile(
    r"Max retries exceeded|Failed to establish a new connection|Connection (refused|reset|broken)"
    r"|NameResolutionError|name resolution|ConnectTimeout|ReadTimeout|ProxyError|unreachable"
)
DISK = re.compile(r"No space left on device|Disk quota exceeded")


def advice(messages):
    """One sentence on what to do about pip's `messages`, or those messages themselves."""
    if DISK.search(messages):
        return (
            "The disk is full: the book needs 3 GB here and as much in the folder for temporary "
            "files (TMPDIR) while it installs. Make room and run the same command again."
        )
    if NETWORK.search(messages):
        return (
            "The packages could not be fetched: connect to a network, or set PIP_INDEX_URL to an "
            "index that can be reached, and run the same command again."
        )
    return f"{messages}\nThe packages were not installed: see pip's messages above."


def remove_unfinished(packages):
    """Remove what an interrupted pip left in the folder `packages`.

    pip names itself in INSTALLER once all files of a package are there. Without that file it
    would still take the package for installed.
    """
    for folder in packages.glob("*.dist-info"):
        if not (folder / "INSTALLER").exists():
            shutil.rmtree(folder)
    for folder in packages.glob("~*"):  # moved aside while a package was being replaced
        shutil.rmtree(folder)


def main():
    remove_unfinished(Path(sysconfig.get_path("purelib")))
    command = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    files = ["-c", "constraints.txt", "-r", sys.argv[1]]
    print(f"Installing what {sys.argv[1]} lists.", flush=True)
    try:
        done = subprocess.run(command + files, stderr=subprocess.PIPE, text=True)
    except KeyboardInterrupt:
        sys.exit("\nStopped. Run the same command again to install the rest.")
    if done.returncode:
        sys.exit(advice(done.stderr))


if __name__ == "__main__":
    main()
