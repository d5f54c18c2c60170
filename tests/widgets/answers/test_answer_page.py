"""A question in a bare page: verdicts, hints, memory, keyboard, names, attacks, looks."""

from answer_harness import Box
from axe_rules import violations
from book_page import watched_page

from vae_book.answers import read
from vae_book.widgets.answers.html import questions

PAGE = "one"
RIGHT = "sum_d (x_d log rho_d + (1-x_d) log(1-rho_d))"
WRONG = "sum(x*rho)"
VERDICTS = [
    (RIGHT, "right", "Right."),
    ("sum(x*log(rho))", "partial", "Partly right. Half of it is there."),
    ("sum(x*log(1-rho)+(1-x)*log(rho))", "wrong", "Not right yet. rho_d is the probability"),
    ("sum(x*log(rho)", "unparsed", "I cannot read this."),
]
SMALL_TARGETS = """
() => [...document.querySelectorAll("button, summary, textarea")]
  .map((node) => node.getBoundingClientRect())
  .filter(({ width, height }) => width > 0 && (width < 24 || height < 24)).length
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


def another(page, script=""):
    """A second page like this one, which runs a script first."""
    other = page.context.new_page()
    other.add_init_script(script)
    other.goto(page.url)
    return other


def test_verdicts_and_hints(page):
    box, hints = Box(page), questions()["q2"].entry["hints"]
    box.button("Check").click()
    box.status.get_by_text("Type a formula first.").wait_for()
    for text, verdict, words in VERDICTS:
        assert box.check(text).startswith(words)
        assert box.root.locator(f"[data-verdict={verdict}]").count() == 1
    assert box.reading.inner_text() == ""  # the verdict says all of what cannot be read
    assert "Hint" not in box.check(WRONG)
    page.emulate_media(forced_colors="active")
    edges = "['textarea', 'button', '.vae-verdict'].map((name) =>"
    edges += " getComputedStyle(document.querySelector(name)).borderLeftStyle)"
    assert page.evaluate(edges) == ["solid"] * 3
    for number, hint in enumerate(hints, 1):
        box.button(f"Hint {number} of 3").click()
        box.status.get_by_text(f"Hint {number} of 3: {hint}").wait_for()
    assert box.button("Hint 1 of 3").count() == 1
    assert "Hint" not in box.check(RIGHT)


def test_the_student_edition_checks_and_shows_no_answer(page, site):
    page.goto(f"{site}/chapters/student.html")
    assert "Not right yet." in Box(page).check(WRONG)
    assert Box(page).check(RIGHT).startswith("Right.")
    assert page.locator(".vae-reference, details:has-text('Show the answer')").count() == 0


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


def test_an_answer_comes_back_with_its_formula_and_its_verdict(page, site):
    box, standing = Box(page), page.locator("vae-standing")
    page.evaluate("document.body.append(document.createElement('vae-standing'))")
    assert standing.inner_text() == ""
    said, read = box.check(WRONG), box.reading.inner_text()
    page.reload()
    assert (box.input.input_value(), Box(page, "q3").input.input_value()) == (WRONG, "")
    assert (box.status.inner_text(), box.reading.inner_text()) == (said, read)
    page.goto(f"{site}/chapters/two.html")
    assert box.input.input_value() == WRONG
    box.input.fill("x")
    page.reload()
    assert box.status.inner_text() == ""
    assert page.workers == []  # the checker was not loaded for any of it
    page.evaluate("localStorage.setItem('vae-answers|/|q2', '{\"text\": 3')")
    page.reload()
    assert box.check(RIGHT).startswith("Right.")  # damaged memory is ignored
    page.reload()
    page.evaluate("document.body.append(document.createElement('vae-standing'))")
    assert standing.inner_text() == "(0 of 3 questions answered, 1 half answered)"


def test_two_tabs_agree(page):
    other = another(page)
    said = Box(page).check(WRONG)
    Box(other).status.get_by_text(said).wait_for()
    assert Box(other).input.input_value() == WRONG
    Box(other).button("Clear this answer").click()
    Box(other).button("Yes, clear it").click()
    page.wait_for_function("document.querySelector('vae-answer textarea').value === ''")
    assert Box(page).status.inner_text() == ""


def test_a_telephone_has_a_row_of_keys_and_shows_the_verdict(browser, site):
    phone = {"has_touch": True, "is_mobile": True, "viewport": {"width": 390, "height": 420}}
    with watched_page(browser, site, **phone) as page:
        page.goto(f"{site}/chapters/one.html")
        box = Box(page)
        for key in ("sum", "open bracket", "x_d", "log", "open bracket", "rho_d"):
            box.button(key).tap()
        box.button("close bracket").tap()
        assert box.input.input_value() == "sum(x_d log(rho_d)"
        assert box.input.evaluate("(input) => input === document.activeElement")
        box.check("sum(x_d log(rho_d))")
        low = "(node) => node.getBoundingClientRect().bottom - visualViewport.height"
        page.wait_for_function(f"({low})(document.querySelector('.vae-verdict')) <= 0")


def test_another_book_has_its_own_answers(page):
    key = "vae-answers|/another/book/|q2"
    page.evaluate('(key) => localStorage.setItem(key, \'{"text": "theirs"}\')', key)
    page.reload()
    assert Box(page).input.input_value() == ""
    page.get_by_role("button", name="Clear my answers").click()
    page.get_by_role("button", name="Yes, clear all").click()
    assert page.evaluate("(key) => localStorage.getItem(key)", key)


def test_clear_asks_once_and_clears_one_or_all(page):
    box, other, sheet = Box(page), Box(page, "q3"), page.locator("vae-answer-sheet")
    box.check(WRONG)
    other.check(WRONG)
    box.button("Clear this answer").click()
    assert box.status.inner_text() == "This clears this answer. Press again to clear it."
    page.keyboard.press("Escape")  # the question is withdrawn, as by anything else to do
    box.button("Clear this answer").click()
    other.input.focus()
    box.button("Clear this answer").click()
    box.button("Yes, clear it").click()
    assert box.status.inner_text() == "Cleared."
    assert [box.input.input_value(), other.input.input_value()] == ["", WRONG]
    box.check(WRONG)
    sheet.get_by_role("button", name="Clear my answers").click()
    sheet.get_by_text("all your answers in this book (2). Press again").wait_for()
    sheet.get_by_role("button", name="Yes, clear all").click()
    sheet.get_by_text("Cleared. There were 2 answers in this book, now there are none.").wait_for()
    assert [box.input.input_value(), other.input.input_value()] == ["", ""]
    assert page.evaluate("localStorage.length") == 0


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
    for _ in range(6):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.textContent"))
        ring = page.evaluate("getComputedStyle(document.activeElement).outline")
        assert "solid 3px" in ring
    assert names[:3] == ["Check", "Hint 1 of 3", "Your answer sheet"]
    assert names[3:] == ["Clear this answer", "How to type formulas", "Show the answer"]
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
    for name in ("Check", "Clear this answer"):
        assert group.get_by_role("button", name=name, exact=True).count() == 1


def test_attacks_get_a_sentence(page, site):
    """One in each of several questions, which all come back when the page is loaded again."""
    page.goto(f"{site}/chapters/all.html")
    names = questions().identifiers()
    prompt = "Now take the log of one factor, "  # which is said with its exponents
    prompt += "rho d to the power x d (1 - rho d) to the power 1 - x d."
    root = Box(page, "step_log_bernoulli").root
    assert root.get_by_role("textbox", name=prompt, exact=True).count() == 1
    for name, text in zip(names, ATTACKS, strict=False):
        box = Box(page, name)
        assert box.check(text).startswith("I cannot read this. "), text[:80]
        assert page.evaluate("window.pwned") is None, text[:80]
        made = "(root) => [...root.querySelectorAll('.vae-verdict *, .vae-reading *')]"
        assert set(box.root.evaluate(f"{made}.map((n) => n.tagName)")) <= {"P", "STRONG"}
    page.reload()
    assert page.evaluate("window.pwned") is None
    for name, text in zip(names, ATTACKS, strict=False):
        kept = Box(page, name).input.input_value()
        assert kept and text.startswith(kept)
    assert Box(page).check(RIGHT).startswith("Right.")


def test_a_page_from_the_disk_with_and_without_a_worker(browser, book):
    with watched_page(browser, book.as_uri()) as page:
        page.goto(f"{book.as_uri()}/chapters/one.html")
        assert Box(page).check(RIGHT).startswith("Right.")
        assert len(page.workers) == 1
        page.add_init_script("window.Worker = class { constructor() { throw Error('no') } }")
        page.reload()
        assert Box(page).input.input_value() == RIGHT
        assert Box(page).check(RIGHT).startswith("Right.")
        assert page.workers == []


NO_STORAGE = """Object.defineProperty(window, 'localStorage',
  { get() { throw new DOMException('no', 'SecurityError'); } })"""


def test_without_workers_and_storage_the_page_checks_itself(page):
    bare = another(page, f"delete window.Worker; {NO_STORAGE}")
    assert Box(bare).check(RIGHT).startswith("Right.")
    assert bare.workers == []


def test_without_webassembly(page):
    box = Box(another(page, "delete window.WebAssembly"))
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


def test_without_javascript(browser, site):
    with watched_page(browser, site, java_script_enabled=False) as page:
        page.goto(f"{site}/chapters/one.html")
        assert page.get_by_text("Write log p(x|z) for binary data").is_visible()
        assert page.get_by_text("With JavaScript, you can type your answer").first.is_visible()
        page.get_by_text("Show the answer").first.click()
        assert page.locator("vae-answer math").first.is_visible()


def test_axe_finds_nothing(page):
    for name, text in (("q2", "sum(x*log(rho))"), ("q3", questions()["q3"].entry["answer"])):
        Box(page, name).check(text)
    page.evaluate("document.querySelectorAll('details').forEach((node) => (node.open = true))")
    for width, theme in ((390, "dark"), (1280, "light")):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("(theme) => (document.documentElement.dataset.theme = theme)", theme)
        page.wait_for_timeout(100)  # the formulas that scroll are found after the next layout
        assert violations(page, bare=True) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(SMALL_TARGETS) == 0
