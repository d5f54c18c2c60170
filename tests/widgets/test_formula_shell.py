"""What all formula figures share: the address, the reset button, bad input, independence."""

import keras
import numpy as np
import pytest
from deno_script import run
from formula_harness import ROOT, numbers
from keras import layers

from vae_book.widgets import (
    BernoulliFigure,
    Decoder,
    KLFigure,
    LatentExplorer,
    ReparametrisationFigure,
)
from vae_book.widgets.figure import style

START = {"x": 0.0, "a": 3.0}


def hash_of(page):
    return page.evaluate("location.hash")


def wait_for_hash(page, text):
    page.wait_for_function("text => location.hash === text", arg=text)


def test_the_address_sets_a_figure_and_follows_it(open_figures):
    page = open_figures(BernoulliFigure(), fragment="bernoulli:a=-5,x=1")
    page.context.new_cdp_session(page).send("Page.resetNavigationHistory")
    assert numbers(page) == {"x": 1, "a": -5}
    slider = page.get_by_label("a", exact=True)
    slider.focus()
    page.keyboard.press("ArrowRight")
    wait_for_hash(page, "#bernoulli:a=-4.5,x=1")
    page.evaluate("location.hash = 'bernoulli:a=7'")
    page.wait_for_function("window.models[0].get('a') === 7")
    page.get_by_role("button", name="Reset").click()
    assert numbers(page) == START
    wait_for_hash(page, "")
    assert page.evaluate("history.length") == 2  # moves leave no trace in the history


def test_two_figures_have_their_own_settings(open_figures):
    pair = (BernoulliFigure(), BernoulliFigure())
    page = open_figures(*pair, fragment="bernoulli-2:a=-1&bernoulli:x=0.5")
    assert [numbers(page, k) for k in (0, 1)] == [{"x": 0.5, "a": 3}, {"x": 0, "a": -1}]
    page.get_by_label("a", exact=True).nth(1).focus()
    page.keyboard.press("ArrowLeft")
    wait_for_hash(page, "#bernoulli:x=0.5&bernoulli-2:a=-1.5,x=0")
    assert numbers(page, 0) == {"x": 0.5, "a": 3}
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((node) => node.id)")
    assert len(ids) == len(set(ids))


def test_a_linked_figure_stays_in_view_until_the_reader_acts(open_figures):
    """Figures and answer boxes above it may come later, and push it down."""
    page = open_figures(BernoulliFigure(), fragment="bernoulli:a=1")
    grow = """(height) => {
      const block = document.createElement('div');
      block.style.cssText = `height: ${height}px; overflow-anchor: none`;
      document.body.prepend(block);
    }"""
    is_in_view = """() =>
      Math.abs(document.querySelector('.vae-bernoulli').getBoundingClientRect().top) < 100"""
    page.evaluate("document.documentElement.style.overflowAnchor = 'none'")
    page.evaluate("document.body.style.paddingBottom = '2000px'")
    page.evaluate(grow, 1500)
    page.wait_for_function(is_in_view)
    page.mouse.wheel(0, -400)
    page.wait_for_function("scrollY < 1200")
    page.evaluate(grow, 1500)
    page.wait_for_timeout(200)
    assert not page.evaluate(is_in_view)


def test_what_is_wrong_with_a_setting_is_said():
    script = "show(values.cases.map(([ranges, setting]) => parse(setting, ranges)))"
    pixel, draws = BernoulliFigure().ranges, ReparametrisationFigure().ranges
    cases = [
        (pixel, "a=99", "“a=99”, but a is a number from -25 to 25."),
        (pixel, "a=NaN", "“a=NaN”, but a is a number from -25 to 25."),
        (pixel, "a=1,x=", "“x=”, but x is a number from 0 to 1."),
        (pixel, "b=1", "“b=1”, but its numbers are a and x."),
        (pixel, "__proto__=1", "“__proto__=1”, but its numbers are a and x."),
        (draws, "L=2.5", "“L=2.5”, but L is a whole number from 1 to 1000."),
    ]
    found = run("page/address.js", script, cases=[case[:2] for case in cases])
    for (_, _, reason), said in zip(cases, found, strict=True):
        assert reason in said["problem"] and "values" not in said
    fine = run("page/address.js", script, cases=[(pixel, "a=-5,x=1"), (draws, "L=20")])
    assert fine == [{"values": {"a": -5, "x": 1}}, {"values": {"L": 20}}]


def test_a_bad_setting_is_ignored_with_a_sentence(open_figures):
    page = open_figures(BernoulliFigure(), fragment="bernoulli:<img src=x onerror=alert()>")
    assert "but its numbers are a and x." in page.get_by_role("alert").text_content()
    assert numbers(page) == START
    assert page.locator(".vae-bernoulli img").count() == 0
    page.get_by_label("a", exact=True).press("ArrowRight")
    page.wait_for_function("document.querySelector('.vae-notice').hidden")
    page.evaluate("location.hash = 'why-the-decoder-returns-logits'")  # an anchor, no setting
    page.wait_for_timeout(100)
    assert page.locator(".vae-notice").is_hidden() and numbers(page) == START | {"a": 3.5}


def test_in_jupyterlab_the_address_is_left_alone(open_figures):
    mark = "document.body.dataset.jpThemeLight = 'true'"
    page = open_figures(BernoulliFigure(), fragment="bernoulli:a=5", before=mark)
    assert numbers(page) == START
    page.get_by_role("button", name="Reset").click()
    page.wait_for_timeout(400)  # longer than it takes to write an address
    assert hash_of(page) == "#bernoulli:a=5"


def test_the_explorer_has_a_setting(open_figures):
    model = keras.Sequential([keras.Input((3,)), layers.Dense(784)])
    explorer = LatentExplorer(Decoder.from_keras(model), grid=4)
    page = open_figures(explorer, fragment="explorer:z1=1.5,z3=-2")
    assert page.evaluate("window.models[0].get('z')") == [1.5, 0, -2]
    page.get_by_label("z2", exact=True).focus()
    page.keyboard.press("ArrowRight")
    wait_for_hash(page, "#explorer:z1=1.5,z2=0.05,z3=-2")
    page.get_by_role("button", name="Reset").click()
    np.testing.assert_equal(page.evaluate("window.models[0].get('z')"), [0, 0, 0])
    wait_for_hash(page, "")
    page.evaluate("location.hash = 'explorer:z1=4'")
    page.get_by_role("alert").filter(has_text="z1 is a number from -3 to 3").wait_for()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"x": 1.5}, "x must be between 0 and 1. Received: x=1.5."),
        ({"x": float("nan")}, "x must be between 0 and 1. Received: x=nan."),
        ({"a": float("inf")}, "a must be between -25 and 25. Received: a=inf."),
        ({"a": "3"}, "a must be between -25 and 25. Received: a='3'."),
        ({"a": True}, "Received: a=True."),
    ],
)
def test_bad_numbers_in_python(options, message):
    with pytest.raises(ValueError, match=message.replace(".", r"\.")):
        BernoulliFigure(**options)


def test_numbers_of_numpy_are_welcome():
    figure = BernoulliFigure(x=np.float32(0.5))
    figure.a = np.int64(-2)
    assert (figure.x, figure.a) == (0.5, -2.0)
    assert repr(figure) == "BernoulliFigure: The log-likelihood of one pixel"


@pytest.mark.parametrize(
    "name", ["page/formula.css", "kl/kl.css", "reparametrisation/reparametrisation.css"]
)
def test_a_style_sheet_comes_once_and_after_what_it_imports(name):
    css = style(name, "page/formula.css")
    assert "@import" not in css
    places = [css.index(each) for each in (".vae-slider {", ".vae-q-handle {", ".vae-panel {")]
    assert places == sorted(places)
    assert [css.count(f"\n{each} {{") for each in (".vae-slider", ".vae-panel")] == [1, 1]


def test_the_eye_reads_at_once_and_the_ear_at_the_end(open_figures):
    page = open_figures(KLFigure(m=0.0, s=0.5))
    seen, heard = page.locator("p.vae-readout"), page.locator("p.vae-unseen")
    assert seen.text_content() == heard.text_content() and seen.get_attribute("aria-hidden")
    page.evaluate(f"{ROOT}.vaeFigure.moveTo({{ m: 2 }})")
    page.evaluate("() => new Promise(requestAnimationFrame)")
    page.evaluate("() => new Promise(requestAnimationFrame)")
    assert seen.text_content().startswith("m = 2.00")
    heard.filter(has_text="m = 2.00").wait_for()


def test_nothing_below_the_readout_moves(open_figures):
    page = open_figures(BernoulliFigure(x=0.0, a=0.0), width=390)
    plot = page.get_by_role("slider", name="Logit")  # it is dragged to the sides
    assert plot.evaluate("(plot) => getComputedStyle(plot).touchAction") == "pan-y"
    buttons = page.get_by_role("button", name="Reset")
    before = buttons.bounding_box()["y"]
    for x, a in [(0.5, 0.0), (0.0, 20.0), (1.0, -25.0), (0.3, 24.0)]:
        page.evaluate(f"{ROOT}.vaeFigure.moveTo({{ x: {x}, a: {a} }})")
        page.evaluate("() => new Promise(requestAnimationFrame)")
        page.evaluate("() => new Promise(requestAnimationFrame)")
        assert buttons.bounding_box()["y"] == before


def test_a_finger_scrolls_past_a_plot_and_drags_its_handle(open_figures):
    page = open_figures(KLFigure(m=0.0, s=1.5), phone=True)
    plot = page.get_by_role("slider", name="Mean and width of q")
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    session = page.context.new_cdp_session(page)

    def finger(kind, x, y):
        points = [] if kind == "touchEnd" else [{"x": x, "y": y}]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def swipe(x, y, across, down):
        finger("touchStart", x, y)
        for k in range(1, 6):
            finger("touchMove", x + across * k / 5, y + down * k / 5)
        finger("touchEnd", 0, 0)

    swipe(box["x"] + 20, box["y"] + 20, 0, -60)  # far from the handle: the page's
    assert numbers(page) == {"m": 0.0, "s": 1.5}
    handle = page.locator(".vae-q-handle").first.bounding_box()
    x, y = handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2
    swipe(x, y, 60, 0)
    assert numbers(page)["m"] > 0.3


def test_a_link_to_the_setting_is_copied(open_figures):
    page = open_figures(KLFigure(m=1.0, s=0.5))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy link").click()
    page.get_by_text("The link to this setting").wait_for()
    if "is copied" in page.get_by_role("alert").text_content():
        assert page.evaluate("navigator.clipboard.readText()").endswith("#kl:m=1,s=0.5")
    else:  # a page without a clipboard says the link
        assert page.get_by_role("alert").text_content().endswith("#kl:m=1,s=0.5")
