"""Fetch the browser scripts that the book ships, or check the shipped ones.

`python tools/vendor.py` downloads every package below with `npm pack` (so node and npm are needed
for this alone), keeps the few files that the book uses, and writes `lock.json`. With `--check` it
needs neither npm nor a network: it compares the shipped files with the SHA-256 sums in `lock.json`
and names each file that differs, is missing or is unknown.
"""

import argparse
import fnmatch
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from importlib.metadata import files
from pathlib import Path
from typing import NamedTuple

VENDOR = Path(__file__).resolve().parent.parent / "ext" / "vendor"
LOCK = "lock.json"


class Package(NamedTuple):
    """One npm package and the files of it that are kept.

    `licence` is its SPDX name. `keep` has globs inside the package; the files go below the last
    part of its name, those of the folder `root` as if they lay outside it. Where the package brings
    no licence text, `licence_from` is an installed distribution of the same project that does.
    """

    name: str
    version: str
    licence: str
    keep: tuple[str, ...]
    root: str = ""
    licence_from: str = ""

    @property
    def folder(self):
        return self.name.split("/")[-1]


# What ext/typeset.mjs loads.
MATHJAX = (
    *("core", "adaptors/liteDOM", "input/tex-base", "output/chtml", "output/chtml/fonts/tex"),
    *(f"input/tex/extensions/{name}" for name in ("ams", "boldsymbol", "newcommand")),
    "a11y/assistive-mml",
)
PACKAGES = (
    Package(
        name="@jupyter-widgets/html-manager",
        version="1.0.15",
        licence="BSD-3-Clause",
        keep=("dist/embed-amd.js", "dist/embed.js.LICENSE.txt", "dist/*.woff2", "package.json"),
        root="dist",
        licence_from="ipywidgets",
    ),
    Package(
        name="mathjax",
        version="3.2.2",
        licence="Apache-2.0",
        keep=(
            "LICENSE",
            *(f"es5/{name}.js" for name in MATHJAX),
            "es5/output/chtml/fonts/woff-v2/*.woff",
        ),
        root="es5",
    ),
    Package(
        name="requirejs",
        version="2.3.8",
        licence="MIT",
        keep=("require.js", "README.md", "package.json"),
    ),
    Package(
        name="terser",
        version="5.51.4",
        licence="BSD-2-Clause",
        keep=("dist/bundle.min.js", "LICENSE", "package.json"),
        root="dist",
    ),
)


def sha256(path):
    """The hexadecimal SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def unpack(package, archive, vendor):
    """Write the kept files of an npm archive below `vendor`; returns their paths below it."""
    written = []
    with tarfile.open(archive) as tar:
        for member in tar.getmembers():
            name = member.name.removeprefix("package/")
            if member.isfile() and any(fnmatch.fnmatch(name, glob) for glob in package.keep):
                target = Path(package.folder, name.removeprefix(package.root + "/"))
                (vendor / target).parent.mkdir(parents=True, exist_ok=True)
                (vendor / target).write_bytes(tar.extractfile(member).read())
                written.append(target)
    return sorted(written)


def fetch(package, folder):
    """Download one package with npm; returns the path of its archive."""
    spec = f"{package.name}@{package.version}"
    command = ["npm", "pack", "--silent", "--ignore-scripts", spec]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    return Path(folder, done.stdout.split()[-1])


def add_licence(package, vendor):
    """Add the licence text of `package.licence_from`, if there is one; returns its path."""
    if not package.licence_from:
        return []
    (source,) = (path for path in files(package.licence_from) if path.name == "LICENSE")
    target = Path(package.folder, "LICENSE")
    (vendor / target).write_text(source.read_text(encoding="utf8"), encoding="utf8")
    return [target]


def refresh(vendor=VENDOR):
    """Download all packages, replace the shipped files and write the lock file."""
    entries = []
    for path in shipped(vendor):
        (vendor / path).unlink()
    for package in PACKAGES:
        with tempfile.TemporaryDirectory() as folder:
            paths = unpack(package, fetch(package, folder), vendor)
        paths += add_licence(package, vendor)
        entry = {"name": package.name, "version": package.version, "licence": package.licence}
        entry["files"] = {path.as_posix(): sha256(vendor / path) for path in paths}
        entries.append(entry)
    (vendor / LOCK).write_text(json.dumps({"packages": entries}, indent=2) + "\n")


def shipped(vendor):
    """The paths of all files in the packages' folders, below `vendor`."""
    folders = [vendor / package.folder for package in PACKAGES]
    paths = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return sorted(path.relative_to(vendor) for path in paths)


def problems(vendor=VENDOR):
    """Sentences about files that are not as they were fetched; none if all is well."""
    lock = json.loads((vendor / LOCK).read_text())
    sums = {path: s for entry in lock["packages"] for path, s in entry["files"].items()}
    present = {path.as_posix() for path in shipped(vendor)}
    missing = [f"{path} is in {LOCK} and not on disk" for path in sorted(set(sums) - present)]
    unknown = [f"{path} is on disk and not in {LOCK}" for path in sorted(present - set(sums))]
    changed = [
        f"{path} has SHA-256 {sha256(vendor / path)}, {LOCK} says {sums[path]}"
        for path in sorted(present & set(sums))
        if sha256(vendor / path) != sums[path]
    ]
    return missing + unknown + changed


def main(arguments=None):
    """The exit code of the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare with lock.json, no network")
    if not parser.parse_args(arguments).check:
        refresh()
    found = problems()
    print("\n".join(found) or f"{len(shipped(VENDOR))} vendored files match {LOCK}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
