"""The reading time is counted from the page, and the mark has its place below a chapter."""

import re

import pytest
from bs4 import BeautifulSoup
from chapter_frame import Length, facts_html

TEXT = """# One title

Four words are here, and $x = 1$.

$$
y = 2
$$

```python
no = "words that are read"
```

<details class="answer">
<summary>Answer</summary>

Six.

</details>
"""


def page(build, name):
    app = build("# Start\n", extensions=("myst_nb", "chapter_frame"))
    app.srcdir.joinpath(f"{name}.md").write_text(TEXT, encoding="utf8")
    app.build()
    html = app.outdir.joinpath(f"{name}.html").read_text(encoding="utf8")
    return BeautifulSoup(html, "html.parser")


def test_chapter_is_measured_and_framed(build):
    soup = page(build, "01-start")
    facts = soup.select_one("h1 + .vae-facts").get_text()
    # Title 2, sentence 5 and one formula, the answer 1; its summary is HTML.
    assert facts == "Reading time: about 5 minutes (9 words, 1 equation, 1 question)."
    assert soup.select_one(".vae-progress")["data-chapter"] == "01-start"


def test_other_pages_are_left_alone(build):
    soup = page(build, "notation")
    assert not soup.select(".vae-facts, .vae-progress")


@pytest.mark.parametrize(
    ("size", "minutes"),
    [(Length(0, 0, 0), 5), (Length(900, 0, 0), 5), (Length(910, 2, 0), 10), (Length(0, 0, 11), 15)],
)
def test_minutes_are_rounded_up_to_five(size, minutes):
    assert size.minutes == minutes
    assert f"about {minutes} minutes" in facts_html(size)


def test_every_chapter_says_what_one_can_do_and_how_long_it_takes(pages, root):
    chapters = {path: soup for path, soup in pages.items() if re.match(r"\d\d-", path.name)}
    contents = root.joinpath("_toc.yml").read_text(encoding="utf8")
    assert {path.stem for path in chapters} == set(re.findall(r"chapters/(\d\d-\S+)", contents))
    for path, soup in chapters.items():
        assert "Reading time: about" in soup.select_one("h1 + .vae-facts").get_text(), path
        above = soup.select_one("article h2").find_all_previous("ul")
        goals = [ul for ul in above if ul.find_previous("h1") == soup.select_one("article h1")]
        assert any(len(ul.find_all("li")) >= 3 for ul in goals), (
            f"{path.name} lists no three things that one can do after it, above its first section"
        )
        assert soup.select_one(".vae-progress")["data-chapter"] == path.stem


def test_the_side_bar_says_where_the_questions_of_the_assignment_are(pages):
    for path, soup in pages.items():
        marks = soup.select(".bd-links a .vae-question")
        if soup.select_one(".bd-links"):
            assert [each.get_text() for each in marks] == [f"Question {n}" for n in (1, 2, 3)], path
