"""What `_static/book.js` does, on small pages that hold one thing each."""

import pytest
from book_page import ROOT

SCRIPT = ROOT.joinpath("_static", "book.js").read_text(encoding="utf8")


@pytest.fixture(scope="module")
def tab(browser):
    page = browser.new_page()
    yield page
    page.close()


@pytest.fixture
def show(tab):
    """A function that opens a page with the book's script and a given body."""
    tab.set_viewport_size({"width": 390, "height": 900})

    def run(body):
        tab.goto("about:blank")
        tab.set_content(f"<!doctype html><title>t</title><script>{SCRIPT}</script>{body}")
        return tab

    return run


def equation(width):
    """An equation box that holds something `width` pixels wide."""
    style = "display: block; overflow-x: auto"
    content = f'<div style="width: {width}px">a = b</div>'
    return f'<mjx-container display="true" style="{style}">{content}</mjx-container>'


def test_wide_equation_takes_the_focus_and_has_a_name(show):
    box = show(equation(900)).locator("mjx-container[tabindex='0']")
    box.wait_for()
    assert box.get_attribute("role") == "group"
    assert box.get_attribute("aria-label") == "Equation, scrolls sideways"


def test_wide_equation_scrolls_by_the_arrow_keys(show):
    page = show(equation(900))
    page.locator("mjx-container[tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('mjx-container').scrollLeft > 0")


def test_equation_leaves_the_tab_order_once_it_fits(show):
    page = show(equation(900))
    page.locator("mjx-container[tabindex='0']").wait_for()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.locator("mjx-container:not([tabindex]):not([role]):not([aria-label])").wait_for()


def test_narrow_equation_stays_out_of_the_tab_order(show):
    page = show(equation(100))
    page.wait_for_timeout(200)
    assert page.locator("mjx-container[tabindex]").count() == 0


def test_code_takes_the_focus_while_it_scrolls_also_if_a_side_bar_made_it(show):
    page = show(f"<div><pre style='overflow-x: auto'>{'code ' * 99}</pre></div>")
    page.locator("pre[tabindex='0']").wait_for()
    for width, index in (("9000px", -1), ("200px", 0)):
        page.evaluate("(width) => document.querySelector('div').style.width = width", width)
        page.locator(f"pre[tabindex='{index}']").wait_for()


def test_folded_box_is_named_by_its_title(show):
    button = '<button class="toggle-button" aria-label="Toggle hidden content"></button>'
    page = show(f'<p class="admonition-title">Hint {button}</p>')
    page.locator("button[aria-label='Hint']").wait_for()


def test_stock_slider_that_is_drawn_late_is_named_by_its_label(show):
    view = '<script type="application/vnd.jupyter.widget-view+json">{}</script>'
    page = show(f"<div id='output'>{view}</div>")
    page.evaluate("""() => document.getElementById("output").insertAdjacentHTML("beforeend",
        `<div class="jupyter-widgets widget-slider"><label class="widget-label">z1</label>
         <div><div class="noUi-handle" role="slider" tabindex="0"></div></div></div>`)""")
    page.locator(".noUi-handle[aria-label='z1']").wait_for(state="attached")


def test_printing_opens_what_was_folded_and_only_that_is_folded_again(show):
    page = show("<details id='a'>text</details><details id='b' open>text</details>")
    states = "[...document.querySelectorAll('details')].map((details) => details.open)"
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(states) == [True, True]
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(states) == [False, True]


def test_a_formula_is_copied_as_its_latex(show):
    formula = '<mjx-container data-tex="a_1 &lt; b"><mjx-c></mjx-c></mjx-container>'
    displayed = '<mjx-container data-tex="z" display="true"></mjx-container>'
    page = show(f"<p>So {formula} holds.</p>{displayed}<p>End</p>")
    copied = page.evaluate("""() => {
        getSelection().selectAllChildren(document.body);
        const clipboardData = new DataTransfer();
        const event = new ClipboardEvent("copy", { clipboardData, cancelable: true });
        document.dispatchEvent(event);
        return clipboardData.getData("text/plain");
    }""")
    assert copied.strip() == "So $a_1 < b$ holds.$$z$$End"
