"""A derivation in a bare page: judged as it is typed, quiet meanwhile, kept; the folded steps."""

from axe_rules import COLOURS, violations

PAGE = "desk"
WORKING = """log p(x) = log int p(x,z) dz
= log int q(z|x) p(x,z)/q(z|x) dz
= log E_q[p(x,z)/q(z|x)]
>= E_q[log(p(x,z)/q(z|x))]
= E_q[log p(x|z)] - KL(q(z|x)||p(z))"""
BROKEN = WORKING.replace("- KL", "+ KL")


class Desk:
    def __init__(self, page, name="elbo"):
        self.page = page
        self.root = page.locator(f'vae-derivation[derivation="{name}"]')
        self.input = self.root.get_by_role("textbox")
        self.status = self.root.get_by_role("status")
        self.lines = self.root.locator(".vae-lines > li")

    def type(self, text, verdict):
        """Types a working, leaves the text box and waits for the verdict."""
        self.input.fill(text)
        self.input.blur()
        self.root.locator(f'.vae-verdict[data-verdict="{verdict}"]').wait_for()
        return self.status.inner_text()


def test_a_working_is_judged_line_by_line_and_fits_a_telephone(page):
    desk = Desk(page)
    desk.input.click()
    desk.input.press_sequentially("log p(x) = log int p(x,")
    desk.root.locator('[data-verdict="typing"]').wait_for()
    assert desk.status.get_attribute("data-verdict") == ""  # it is not called wrong yet
    desk.input.blur()
    desk.root.locator('.vae-verdict[data-verdict="unparsed"]').wait_for()
    assert "Line 1 cannot be read." in desk.status.inner_text()
    assert desk.type(WORKING, "complete").startswith("Complete")
    assert desk.lines.count() == 5
    assert "Jensen" in desk.lines.nth(3).inner_text()
    assert desk.lines.nth(3).locator("math").count() == 1
    sentence = desk.type(BROKEN, "broken")
    assert sentence.startswith("Line 5 does not follow.") and "sign" in sentence
    assert desk.lines.nth(4).get_attribute("data-verdict") == "broken"

    page.set_viewport_size({"width": 390, "height": 800})
    desk.root.locator(".vae-steps > summary").click()
    assert violations(page, bare=True) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert violations(page, bare=True, rules=COLOURS) == []


def test_what_was_typed_is_kept_and_stands_on_the_sheet(page):
    working = "log p(x|z) = sum_d log p(x_d|z)"
    desk = Desk(page, "q2")
    desk.type(working, "unfinished")
    page.reload()
    assert Desk(page, "q2").input.input_value() == working
    with page.expect_download() as download:
        page.get_by_role("button", name="My answers as LaTeX").click()
    text = download.value.path().read_text(encoding="utf-8")
    assert "\\begin{align*}" in text and "\\sum_{d}" in text


def test_the_books_steps_open_one_at_a_time_by_keyboard(page):
    steps = Desk(page).root.locator(".vae-steps")
    steps.locator("> summary").press("Enter")
    folded = steps.locator("details")
    assert folded.count() == 7
    folded.first.locator("summary").press("Enter")
    assert folded.first.locator("math").is_visible()
    assert not folded.nth(1).locator("math").is_visible()


def test_a_curve_is_bent_before_the_true_one_is_drawn(page, site):
    page.goto(f"{site}/chapters/predict.html")
    task = page.locator("vae-task").first
    assert page.locator("#result").is_hidden()
    for number, halvings in enumerate((0, -0.5, -1, -2, -3, -4)):
        task.get_by_role("slider").nth(number).fill(str(halvings))
    assert task.locator("polyline").count() == 1
    assert task.get_by_role("slider").last.get_attribute("aria-valuetext") == "1/16"
    task.get_by_role("button", name="Show me").click()
    assert page.locator("#result").is_visible() and task.locator("polyline").count() == 2
    assert "At the right end it is 1/32, yours is 1/16." in task.inner_text()


def test_in_jupyterlab_the_output_is_covered_and_comes_back_covered(page, site):
    page.goto(f"{site}/chapters/predict.html")
    output = page.locator(".jp-Cell-outputWrapper")
    assert output.is_hidden() and page.get_by_text("code").is_visible()
    page.evaluate("""() => {
        const cell = document.querySelector(".jp-CodeCell"), copy = cell.cloneNode(true);
        copy.lastElementChild.className = "jp-Cell-outputWrapper";
        cell.replaceWith(copy);
    }""")
    page.locator(".jp-Cell-outputWrapper.vae-covered").wait_for(state="attached")
    page.locator("vae-task").last.get_by_role("button", name="Show me").click()
    assert output.is_visible()
