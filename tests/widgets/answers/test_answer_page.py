"""A question in a bare page: verdicts, hints, memory, keyboard, names, attacks, looks."""

import pytest
from answer_harness import Box, write_book
from axe_rules import violations
from book_page import Watcher, serve

from vae_book.answers import read
from vae_book.widgets.answers.html import questions

RIGHT = "sum_d (x_d log rho_d + (1-x_d) log(1-rho_d))"
WRONG = "sum(x*rho)"
SMALL_TARGETS = """
() => [...document.querySelectorAll("button, summary, textarea")]
  .map((node) => node.getBoundingClientRect())
  .filter(({ width, height }) => width < 24 || height < 24).length
"""
ATTACKS = [
    "<script>window.pwned = 1</script>",
    "<img src=x onerror='window.pwned = 1'>",
    "x</math><img src=x onerror='window.pwned = 1'>",
    "__import__('os').system('true')",
    "9^9^9^9",
    "(" * 300 + "x" + ")" * 300,
    "9" * 1_000_000,
    "x\u202e)ohr(gol\u2066",
]


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return write_book(tmp_path_factory.mktemp("book"))


@pytest.fixture(scope="module")
def site(book):
    with serve(book) as address:
        yield address


@pytest.fixture
def visit(browser):
    """Opens pages; the test fails on an outside request or an error of a script."""
    contexts, watchers = [], []

    def visit(root, name="one", **options):
        context = browser.new_context(**options)
        contexts.append(context)
        watchers.append(Watcher(context, root))
        page = context.new_page()
        page.goto(f"{root}/chapters/{name}.html")
        return page

    yield visit
    for context in contexts:
        context.close()
    problems = [problem for watcher in watchers for problem in watcher.problems]
    assert not problems, problems


@pytest.fixture
def page(visit, site):
    return visit(site)


@pytest.mark.parametrize(
    "text, verdict, words",
    [
        (RIGHT, "right", "Right."),
        ("sum(x*log(rho))", "partial", "Partly right. Half of it is there."),
        ("sum(x*log(1-rho)+(1-x)*log(rho))", "wrong", "Not right yet. rho_d is the probability"),
        ("sum(x*log(rho)", "unparsed", "I cannot read this."),
    ],
)
def test_verdicts(page, text, verdict, words):
    box = Box(page)
    assert box.check(text).startswith(words)
    assert box.root.locator(f"[data-verdict={verdict}]").count() == 1


def test_hints_get_more_concrete(page):
    box, hints = Box(page), questions()["q2"].entry["hints"]
    for hint in [*hints, hints[-1]]:
        assert f"Hint: {hint}" in box.check(WRONG)
    assert "Hint:" not in box.check("sum(x")
    assert "Hint:" not in box.check(RIGHT)


def test_the_student_edition_checks_and_shows_no_answer(visit, site):
    page = visit(site, "student")
    assert "Not right yet." in Box(page).check(WRONG)
    assert Box(page).check(RIGHT).startswith("Right.")
    assert page.locator(".vae-reference, details:has-text('Show the answer')").count() == 0


def test_an_unreadable_answer_uses_up_no_hint(page):
    box = Box(page)
    box.check("sum(x")
    assert box.reading.inner_text() == ""  # the verdict says it all
    assert questions()["q2"].entry["hints"][0] in box.check(WRONG)


def test_reading_while_typing(page):
    box = Box(page)
    box.input.press_sequentially(RIGHT)
    math = box.reading.locator("math")
    math.wait_for()
    page.wait_for_function("document.querySelector('.vae-reading').textContent.includes('1−ρd')")
    assert math.evaluate("(math) => math.namespaceURI").endswith("MathML")
    expected = read(questions()["q2"], RIGHT)["mathml"]
    bare = math.evaluate('(math) => math.outerHTML.replace(/ xmlns="[^"]*"/g, \'\')')
    assert bare == expected
    assert box.status.inner_text() == ""
    box.input.press_sequentially("+")
    page.wait_for_function(
        "document.querySelector('.vae-reading').textContent.startsWith('I cannot read it yet.')"
    )


def test_nothing_typed(page):
    box = Box(page)
    box.button("Check").click()
    box.status.get_by_text("Type a formula first.").wait_for()


def test_answers_and_hints_survive_a_reload(page):
    box = Box(page)
    box.check(WRONG)
    page.reload()
    assert (box.input.input_value(), Box(page, "q3").input.input_value()) == (WRONG, "")
    assert questions()["q2"].entry["hints"][1] in box.check(WRONG)


def test_the_pages_of_a_book_share_their_answers(page, site):
    Box(page).check(WRONG)
    page.goto(f"{site}/chapters/two.html")
    assert Box(page).input.input_value() == WRONG


def test_another_book_has_its_own_answers(page, visit, site):
    key = "vae-answers|/another/book/|q2"
    page.evaluate('(key) => localStorage.setItem(key, \'{"text": "theirs"}\')', key)
    page.reload()
    assert Box(page).input.input_value() == ""
    Box(page).button("Clear my answers").click()
    Box(page).button("Yes, clear all").click()
    assert page.evaluate("(key) => localStorage.getItem(key)", key)


def test_damaged_memory_is_ignored(page):
    page.evaluate("localStorage.setItem('vae-answers|/|q2', '{\"text\": 3')")
    page.reload()
    assert Box(page).check(RIGHT).startswith("Right.")


def test_clear_asks_once_and_clears_all(page):
    box, other = Box(page), Box(page, "q3")
    box.check(WRONG)
    other.check(WRONG)
    box.button("Clear my answers").click()
    assert "all your answers in this book (2). Press again" in box.status.inner_text()
    other.input.focus()  # another thing to do: the question is withdrawn
    assert box.button("Clear my answers").count() == 1
    box.button("Clear my answers").click()
    box.button("Yes, clear all").click()
    assert (
        box.status.inner_text() == "Cleared. There were 2 answers in this book, now there are none."
    )
    assert [box.input.input_value(), other.input.input_value()] == ["", ""]
    assert page.evaluate("localStorage.length") == 0
    page.reload()
    assert questions()["q2"].entry["hints"][0] in box.check(WRONG)


def test_keyboard_alone(page):
    box = Box(page)
    page.keyboard.press("Tab")
    assert box.input.evaluate("(input) => input === document.activeElement")
    page.keyboard.type("sum(x*log(rho))")
    page.keyboard.press("Shift+Enter")
    assert "\n" in box.input.input_value()
    page.keyboard.press("Enter")
    box.root.locator("[data-verdict=partial]").wait_for()
    names = []
    for _ in range(5):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.textContent"))
        ring = page.evaluate("getComputedStyle(document.activeElement).outline")
        assert "solid 3px" in ring
    assert names[:2] == ["Check", "Your answer sheet"]
    assert names[2:] == ["Clear my answers", "How to type formulas", "Show the answer"]
    page.keyboard.press("Enter")
    assert box.root.get_by_text("One way to type it:").is_visible()


def test_what_a_screen_reader_is_told(page):
    entry = questions()["q2"].entry
    group = page.get_by_role("group", name=entry["title"], exact=True)
    prompt = "Write log p(x|z) for binary data, simplified, in x and ρ."
    field = group.get_by_role("textbox", name=prompt, exact=True)
    assert field.get_attribute("data-lm-suppress-shortcuts") == "true"
    note = page.locator(f"#{field.get_attribute('aria-describedby')}")
    assert note.inner_text() == "or press Enter"
    status = group.get_by_role("status")
    assert status.get_attribute("aria-live") == "polite"
    for name in ("Check", "Clear my answers"):
        assert group.get_by_role("button", name=name, exact=True).count() == 1


@pytest.mark.parametrize("text", ATTACKS, ids=lambda text: text[:12])
def test_attacks_get_a_sentence(page, text):
    box = Box(page)
    assert box.check(text).startswith("I cannot read this. ")
    assert page.evaluate("window.pwned") is None
    made = "[...document.querySelectorAll('.vae-verdict *, .vae-reading *')].map((n) => n.tagName)"
    assert set(page.evaluate(made)) <= {"P", "STRONG"}
    page.reload()
    assert page.evaluate("window.pwned") is None
    assert box.check(RIGHT).startswith("Right.")


def test_a_page_from_the_disk(visit, book):
    page = visit(book.as_uri())
    assert Box(page).check(RIGHT).startswith("Right.")
    assert len(page.workers) == 1
    page.reload()
    assert Box(page).input.input_value() == RIGHT


@pytest.mark.parametrize("root", ["http", "file"])
@pytest.mark.parametrize(
    "script",
    ["delete window.Worker", "window.Worker = class { constructor() { throw Error('no') } }"],
)
def test_without_workers_the_page_checks_itself(visit, site, book, root, script):
    page = visit({"http": site, "file": book.as_uri()}[root])
    page.add_init_script(script)
    page.reload()
    assert Box(page).check(RIGHT).startswith("Right.")
    assert page.workers == []


def test_without_webassembly(page):
    page.add_init_script("delete window.WebAssembly")
    page.reload()
    box = Box(page)
    box.input.fill(RIGHT)
    box.button("Check").click()
    box.status.get_by_text("This browser has no WebAssembly").wait_for()
    box.root.get_by_text("Show the answer").click()
    assert box.root.get_by_text("One way to type it:").is_visible()


def test_a_checker_that_does_not_load_and_later_does(browser, site):
    page = browser.new_page()
    page.route("**/checker.js*", lambda route: route.abort())
    page.goto(f"{site}/chapters/one.html")
    box = Box(page)
    box.input.focus()
    box.status.get_by_text("The checker could not be loaded").wait_for()
    page.unroute("**/checker.js*")
    assert box.check(RIGHT).startswith("Right.")
    page.close()


def test_without_javascript(visit, site):
    page = visit(site, java_script_enabled=False)
    assert page.get_by_text("Write log p(x|z) for binary data").is_visible()
    assert page.get_by_text("With JavaScript, you can type your answer").first.is_visible()
    page.get_by_text("Show the answer").first.click()
    assert page.locator("vae-answer math").first.is_visible()


def test_without_local_storage(page):
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage',"
        " { get() { throw new DOMException('no', 'SecurityError'); } })"
    )
    page.reload()
    assert Box(page).check(RIGHT).startswith("Right.")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(page, theme, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate("(theme) => (document.documentElement.dataset.theme = theme)", theme)
    for name, text in (("q2", "sum(x*log(rho))"), ("q3", questions()["q3"].entry["answer"])):
        Box(page, name).check(text)
    page.evaluate("document.querySelectorAll('details').forEach((node) => (node.open = true))")
    page.wait_for_timeout(100)  # the formulas that scroll are found after the next layout
    assert violations(page, bare=True) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(SMALL_TARGETS) == 0


def test_forced_colours_keep_the_words_and_the_edges(page):
    page.emulate_media(forced_colors="active")
    assert Box(page).check(WRONG).startswith("Not right yet.")
    edges = "['textarea', 'button', '.vae-verdict'].map((name) =>"
    edges += " getComputedStyle(document.querySelector(name)).borderLeftStyle)"
    assert page.evaluate(edges) == ["solid"] * 3
