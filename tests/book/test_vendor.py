"""The vendored scripts are the ones that were fetched, and the check can tell."""

import shutil
import tarfile

import pytest
import vendor


@pytest.fixture
def copy(tmp_path):
    """A copy of the vendored files that a test may spoil."""
    return shutil.copytree(vendor.VENDOR, tmp_path / "vendor")


def test_shipped_files_match_the_lock():
    assert vendor.problems() == []
    assert vendor.main(["--check"]) == 0


def test_changed_file_is_named(copy):
    copy.joinpath("requirejs", "require.js").write_text("changed")
    (problem,) = vendor.problems(copy)
    assert problem.startswith("requirejs/require.js has SHA-256")


def test_missing_and_unknown_files_are_named(copy):
    copy.joinpath("mathjax", "LICENSE").rename(copy / "mathjax" / "other")
    assert vendor.problems(copy) == [
        "mathjax/LICENSE is in lock.json and not on disk",
        "mathjax/other is on disk and not in lock.json",
    ]


def test_unpack_keeps_only_what_the_book_uses(tmp_path):
    package = vendor.Package("@scope/p", "1", "MIT", keep=("es5/js/*.js",), root="es5")
    archive = tmp_path / "p.tgz"
    with tarfile.open(archive, "w:gz") as tar:
        for name in ["es5/js/yes.js", "es5/js/no.mjs", "README.md"]:
            tmp_path.joinpath("member").write_text(name)
            tar.add(tmp_path / "member", f"package/{name}")
    assert [path.as_posix() for path in vendor.unpack(package, archive, tmp_path)] == [
        "p/js/yes.js"
    ]
    assert tmp_path.joinpath("p", "js", "yes.js").read_text() == "es5/js/yes.js"


def test_licence_text_comes_from_the_installed_project(tmp_path):
    package = vendor.Package("p", "1", "MIT", keep=(), licence_from="anywidget")
    tmp_path.joinpath("p").mkdir()
    (path,) = vendor.add_licence(package, tmp_path)
    assert "Permission is hereby granted" in tmp_path.joinpath(path).read_text(encoding="utf8")


def test_each_package_ships_with_its_licence():
    wanted = {
        "html-manager/LICENSE": "Project Jupyter Contributors",
        "mathjax/LICENSE": "Apache License",
        "requirejs/require.js": "Released under MIT license",
    }
    for name, sentence in wanted.items():
        assert sentence in vendor.VENDOR.joinpath(name).read_text(encoding="utf8"), name
