"""The settings of the book are checked, those of Jupyter and IPython put where they are looked for.

`pyproject.toml` lists them as data files, which a wheel brings along and `pip install -e` does not.
"""

import shutil
import sys
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import yaml

ROOT = Path(__file__).resolve().parents[1]

HOSTS = ("github", "gitlab", "bitbucket")  # that the theme tells by their address


def read(root, name):
    """A file of settings.

    Raises:
        SystemExit: If it cannot be read.
    """
    try:
        return yaml.safe_load((root / name).read_text(encoding="utf-8")) or {}
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1
        sys.exit(f"The book was not built: {name}, line {line}: {error.problem}.")


def check(root):
    """End with what is wrong in the book's two files of settings, before minutes of work.

    Raises:
        SystemExit: If one cannot be read, or the theme would not know the repository's host.
    """
    read(root, "_toc.yml")
    config = read(root, "_config.yml")
    address = config.get("repository", {}).get("url", "")
    theme = config.get("sphinx", {}).get("config", {}).get("html_theme_options", {})
    is_known = any(host in urlsplit(address).netloc.lower() for host in HOSTS)
    if address and not is_known and "repository_provider" not in theme:
        sys.exit(
            f"The book was not built: _config.yml has the repository at {address}, and the theme "
            "cannot tell what kind of host that is. Add the line repository_provider: gitlab (or "
            "github, or bitbucket) below html_theme_options."
        )


def install(prefix=sys.prefix):
    """Copy the settings below the folder of an environment."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for folder, names in project["tool"]["setuptools"]["data-files"].items():
        target = Path(prefix, folder)
        target.mkdir(parents=True, exist_ok=True)
        for name in names:
            shutil.copy(ROOT / name, target)


if __name__ == "__main__":
    install()
