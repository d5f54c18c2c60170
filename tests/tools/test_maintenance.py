"""What maintainers rely on: the citation, the changelog, the hooks, and the weekly run."""

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CONFIG = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
WEEKLY = yaml.safe_load((ROOT / ".github/workflows/weekly.yml").read_text(encoding="utf-8"))


def test_citation():
    """The keys that the Citation File Format 1.2.0 requires, with the book's own values."""
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert str(citation["cff-version"]) == "1.2.0"
    assert citation["message"] and citation["type"] == "software"
    assert citation["title"] == CONFIG["title"]
    assert [author["name"] for author in citation["authors"]] == [CONFIG["author"]]
    assert citation["version"] == PROJECT["version"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## [{PROJECT['version']}] - {citation['date-released']}" in changelog
    assert citation["repository-code"] == CONFIG["repository"]["url"], "run `make address`"
    assert citation["license"] == PROJECT["license"]["text"]


def test_changelog():
    """Newest first, and a section for the version that the package has."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## \[(.+?)\]", text, re.MULTILINE)
    assert versions[0] == "Unreleased"
    assert PROJECT["version"] in versions[:2] or versions == ["Unreleased"]
    kinds = set(re.findall(r"^### (.+)$", text, re.MULTILINE))
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_hooks_check_what_make_lint_checks():
    """Each program of `make lint` is a hook, and is called with the same subcommand."""
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    called = {" ".join(hook["entry"].split()[:2]) for hook in hooks["repos"][0]["hooks"]}
    rule = re.search(r"^lint:.*\n((?:\t.+\n)+)", (ROOT / "Makefile").read_text(), re.MULTILINE)
    lines = rule[1].replace("$(BIN)", ".venv/bin").splitlines()
    assert called == {" ".join(line.split()[:2]) for line in lines}


def test_weekly_run_takes_every_python_of_the_package():
    low, high = re.fullmatch(r">=3\.(\d+),<3\.(\d+)", PROJECT["requires-python"]).groups()
    pythons = WEEKLY["jobs"]["newest"]["strategy"]["matrix"]["python"]
    assert pythons == [f"3.{minor}" for minor in range(int(low), int(high))]


def test_weekly_run_may_write_nothing_but_issues():
    assert "permissions" not in WEEKLY["jobs"]["newest"]
    assert WEEKLY["jobs"]["report"]["permissions"] == {"issues": "write"}


@pytest.mark.parametrize("number, asked", [("", "issue create"), ("12", "issue comment 12")])
def test_weekly_run_opens_one_issue(tmp_path, number, asked):
    (step,) = WEEKLY["jobs"]["report"]["steps"]
    gh = tmp_path / "gh"
    gh.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/asked\ntest "$2" != list || echo {number}\n')
    gh.chmod(0o755)
    variables = {
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "TITLE": step["env"]["TITLE"],
        "RUN": "the-run",
    }
    subprocess.run(["bash", "-e", "-c", step["run"]], env=variables, check=True)
    listed, done = (tmp_path / "asked").read_text().splitlines()
    assert listed.startswith("issue list --state open")
    assert done.startswith(asked) and done.endswith("constraints.txt: the-run")
