"""`make release`: one version in all its places, and no release that cannot be one."""

import shutil

import pytest
from release import PLACES, ROOT, release


@pytest.fixture
def project(tmp_path):
    for name in (*PLACES, "CHANGELOG.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    path = tmp_path / "CHANGELOG.md"
    path.write_text("# Changelog\n\n## [Unreleased]\n\n### Added\n\n## [0.1.0] - 2026-11-29\n")
    return tmp_path


def test_the_version_stands_everywhere(project):
    release(project, "0.2.0", "2027-01-31")
    assert all("0.2.0" in (project / name).read_text() for name in PLACES)
    changelog = (project / "CHANGELOG.md").read_text()
    assert "## [Unreleased]\n\n## [0.2.0] - 2027-01-31\n\n### Added\n" in changelog


@pytest.mark.parametrize(
    ("version", "sentence"),
    [
        ("", "three numbers"),
        ("1.0", "Received: VERSION=1.0."),
        ("0.1.0", "The last version is 0.1.0. Received: VERSION=0.1.0."),
        ("0.0.9", "The last version is 0.1.0"),
    ],
)
def test_what_is_no_next_version_changes_nothing(project, version, sentence):
    before = {name: (project / name).read_text() for name in PLACES}
    with pytest.raises(SystemExit, match=sentence):
        release(project, version, "2027-01-31")
    assert before == {name: (project / name).read_text() for name in PLACES}


def test_an_empty_release_is_refused(project):
    path = project / "CHANGELOG.md"
    path.write_text("## [Unreleased]\n\n## [0.1.0] - 2026-11-29\n")
    with pytest.raises(SystemExit, match="say what has changed first"):
        release(project, "0.2.0", "2027-01-31")
