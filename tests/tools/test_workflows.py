"""The workflows parse, may do no more than they need, and call only what the Makefile has."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
TARGETS = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text("utf-8"), re.M))

each_workflow = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)


def load(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def steps(path):
    return [step for job in load(path)["jobs"].values() for step in job.get("steps", [])]


def test_the_workflows_of_the_book_are_there():
    assert {path.stem for path in WORKFLOWS} >= {"binder", "book", "links"}


@each_workflow
def test_it_reads_by_default_and_a_job_asks_for_more(path):
    workflow = load(path)
    assert workflow["permissions"] in ({}, {"contents": "read"})
    for job in workflow["jobs"].values():
        assert "write-all" not in str(job.get("permissions", ""))


@each_workflow
def test_each_action_is_pinned_to_a_major_version(path):
    for step in steps(path):
        assert re.fullmatch(r"[\w.-]+/[\w./-]+@v\d+", step.get("uses", "a/b@v1")), step


@each_workflow
def test_each_make_command_is_in_the_makefile(path):
    called = [word for step in steps(path) for word in made(step.get("run", ""))]
    assert set(called) <= TARGETS


def made(script):
    """The targets that a script makes."""
    return re.findall(r"^\s*make\s+([\w-]+)", script, re.MULTILINE)


def test_targets_are_read_from_scripts_and_makefile():
    assert made("pip install x\nmake test\n  make links") == ["test", "links"]
    assert {"book", "test", "links", "binder-check"} <= TARGETS


def test_only_the_main_branch_is_published():
    jobs = load(ROOT / ".github" / "workflows" / "book.yml")["jobs"]
    assert "github.ref == 'refs/heads/main'" in jobs["deploy"]["if"]
    assert set(jobs["deploy"]["needs"]) == set(jobs) - {"deploy"}
    assert "permissions" not in jobs["build"]


def test_the_jobs_together_do_what_make_test_does():
    jobs = load(ROOT / ".github" / "workflows" / "book.yml")["jobs"]
    made = " ".join(jobs["check"]["strategy"]["matrix"]["part"])
    made += " " + " ".join(step.get("run", "") for step in jobs["build"]["steps"])
    rule = re.search(r"^test: (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.M)
    parts = rule[1].replace("lint-and-html", "lint html").split()
    # `coverage` runs the tests of `unit` and measures what they reach.
    assert set(parts) <= set(made.replace("coverage", "coverage unit").split())


def test_binder_is_checked_with_the_python_that_binder_takes():
    runtime = (ROOT / ".binder" / "runtime.txt").read_text(encoding="utf-8").strip()
    versions = {
        step["with"]["python-version"]
        for step in steps(ROOT / ".github" / "workflows" / "binder.yml")
        if step.get("uses", "").startswith("actions/setup-python")
    }
    assert versions == {runtime.removeprefix("python-")}
