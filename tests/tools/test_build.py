"""The build makes anew what is stale, and ends with a sentence where it fails."""

import os
import sys

import build
import check_python
import nbformat
import pytest
import without_make

README = (build.ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project with one chapter, whose commands do nothing and succeed."""
    for name in ("chapters", "ext", "vae_lib/data"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("_config.yml", "_toc.yml", "vae_lib/data/a.py", "constraints.txt"):
        (tmp_path / name).touch()
    monkeypatch.setattr(build, "ROOT", tmp_path)
    monkeypatch.setattr(build, "run", lambda *command, **options: True)
    monkeypatch.setattr(build.settings, "install", lambda: None)
    return tmp_path


def built(project):
    """Build; which of a page and of the outputs of the build before are still there."""
    build.main()
    kept = tuple((project / f"_build/{name}").exists() for name in ("html", ".jupyter_cache"))
    for name in ("html", ".jupyter_cache"):
        (project / f"_build/{name}").mkdir(exist_ok=True)
    return kept


def touch(path):
    """Change a file after the last build, however coarse the clock of the disk is."""
    path.touch()
    later = path.stat().st_mtime + 10
    os.utime(path, (later, later))


def test_what_is_stale_is_made_anew(project):
    built(project)
    assert built(project) == (True, True)
    touch(project / "ext/a.py")
    assert built(project) == (False, True)
    touch(project / "vae_lib/data/a.py")
    assert built(project) == (False, False)


def test_a_figures_script_makes_the_pages_anew_and_no_output(project):
    (project / "vae_book/widgets/kl").mkdir(parents=True)
    built(project)
    touch(project / "vae_book/widgets/kl/kl.js")
    assert built(project) == (False, True)


def test_a_slip_in_the_settings_is_found_before_anything_runs(project):
    text = "parts:\n  - file: a\n  - file: b\n     file: c\n"
    (project / "_toc.yml").write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit, match=r"_toc.yml, line 4: mapping values are not allowed here"):
        build.main()
    assert not (project / "_build").exists()


def test_a_host_that_the_theme_does_not_know_is_named(project):
    text = "repository:\n  url: https://git.example.org/me/book\n"
    (project / "_config.yml").write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit, match=r"git.example.org/me/book.*repository_provider: gitlab"):
        build.main()
    more = "sphinx: {config: {html_theme_options: {repository_provider: gitlab}}}\n"
    (project / "_config.yml").write_text(text + more, encoding="utf-8")
    build.main()


def test_new_images_beside_a_chapter_make_all_outputs_anew(project):
    built(project)
    touch(project / "chapters/bars.npz")
    assert built(project) == (False, False)


def test_a_failed_or_interrupted_build_makes_all_pages_anew(project, monkeypatch):
    built(project)
    monkeypatch.setattr(build, "run", lambda *command, **options: False)
    with pytest.raises(SystemExit, match="The book was not built: see the messages above."):
        build.main()
    monkeypatch.setattr(build, "run", lambda *command, **options: True)
    assert built(project) == (False, True)
    assert built(project) == (True, True), "a build after a good one keeps the pages"


def test_a_failing_cell_is_the_last_line(project, monkeypatch):
    monkeypatch.setattr(build, "run", lambda *command, **options: False)
    cells = [nbformat.v4.new_code_cell("x = 1\nx / 0", id="divide")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), project / "chapters/02-a.ipynb")
    report = project / "_build/html/reports/chapters/02-a.err.log"
    report.parent.mkdir(parents=True)
    (project / "_build/.library").touch()
    (project / "_build/.pages").touch()
    report.write_text(
        "Traceback\nAn error occurred while executing the following cell:\n---\nx = 1\nx / 0\n"
        "---\n\n\x1b[31mZeroDivisionError\x1b[0m: division by zero\n"
    )
    with pytest.raises(SystemExit) as stopped:
        build.main()
    assert str(stopped.value) == (
        "The book was not built: 02-a, cell divide, 'x = 1': ZeroDivisionError: division by zero"
    )


def test_the_pages_are_written_silently_or_with_plain_words(capfd):
    say = "import os, sys; os.write(2, b'\\x1b[31mwarned\\x1b[0m\\n'); sys.exit({})"
    command = sys.executable, "-c"
    assert build.run(*command, say.format(0), silent=True)
    assert capfd.readouterr() == ("", "")
    assert not build.run(*command, say.format(1), silent=True)
    assert capfd.readouterr() == ("warned\n", "")


def test_an_unknown_sphinx_is_named_with_the_known_ones(project, monkeypatch):
    monkeypatch.setattr(build, "version", lambda name: "8.2.3")
    with pytest.raises(SystemExit, match="built by Sphinx 7 or 9, not 8.2.3"):
        build.main()


def test_a_mac_without_tensorflow_is_told_where_to_read(monkeypatch):
    monkeypatch.setattr(check_python.sys, "platform", "darwin")
    monkeypatch.setattr(check_python.platform, "machine", lambda: "x86_64")
    with pytest.raises(SystemExit, match="Intel processor.*offline copy, or run .* on Binder"):
        check_python.check()


def test_the_lines_without_make_do_what_make_does():
    *_, build_line, serve_line = without_make.commands(README, windows=False)
    makefile = (build.ROOT / "Makefile").read_text(encoding="utf-8")
    assert build_line == [".venv/bin/python", "tools/build.py"]
    assert serve_line == [".venv/bin/python", "tools/serve.py", "_build/html"]
    for _, script, *_ in (build_line, serve_line):
        assert f"$(BIN)/python {script}" in makefile
    assert without_make.commands(README, windows=True)[-2][0] == ".venv/Scripts/python"
