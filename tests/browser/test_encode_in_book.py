"""The encoder's figure on the built page: it encodes as Keras did, and takes a drawing.

The encoder's stored state carries a probe: images, and what Keras returned for them when the book
was built.
"""

import base64
import gzip
import json
import re

import numpy as np
import pytest
from book_page import open_page

NAME = "chapters/08-autoencoder.html"
LIMIT_GZIPPED = 1.5e6  # bytes of a page with its images, beyond the vendored scripts
STATE = r'<script type="application/vnd\.jupyter\.widget-state\+json">(.*?)</script>'
TERMS = """
(root, numbers) => {
  const { reconstruction, kl } = root.vaeFigure.look(numbers);
  return [reconstruction, kl];
}
"""


@pytest.fixture
def figure(page, site):
    open_page(page, f"{site}/{NAME}")
    figure = page.locator(".vae-encode")
    figure.wait_for()
    return figure


def test_encodes_as_keras_did(figure, book):
    [source] = re.findall(STATE, book.joinpath(NAME).read_text(encoding="utf8"), re.DOTALL)
    models = json.loads(source)["state"].values()
    [encoder] = [model for model in models if "probe_q" in model["state"]]
    [data] = [each["data"] for each in encoder["buffers"] if each["path"] == ["probe_x"]]
    expected = np.array(encoder["state"]["probe_q"])
    images = np.frombuffer(base64.b64decode(data), "uint8").reshape(len(expected), 784)
    for image, q in zip(images.tolist(), expected, strict=True):
        found = figure.evaluate("(root, x) => root.vaeFigure.posterior(x)", image)
        np.testing.assert_allclose(found["mean"] + found["logvar"], q, atol=0.02)  # float16


def test_what_the_chapter_says_of_a_shift(figure):
    (reconstruction, kl), (shifted, kl_shifted) = (
        figure.evaluate(TERMS, {"preset": 9, "right": right, "sample": 0}) for right in (0, 4)
    )
    assert shifted > 1.3 * reconstruction and kl_shifted < kl
    strange = [figure.evaluate(TERMS, {"preset": preset, "sample": 0})[0] for preset in (10, 11)]
    average = figure.locator(".vae-numbers td:nth-of-type(2)").first.text_content()
    assert min(strange) > 1.05 * float(average) and max(strange) > 1.3 * float(average)


def test_a_drawing_with_the_mouse(page, figure):
    sheet = figure.get_by_role("slider", name="Sheet to draw on")
    sheet.scroll_into_view_if_needed()
    box = sheet.bounding_box()
    strokes = [[(0.35, 0.3), (0.5, 0.15), (0.5, 0.85)], [(0.3, 0.85), (0.7, 0.85)]]
    for stroke in strokes:
        places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in stroke]
        page.mouse.move(*places[0])
        page.mouse.down()
        for place in places[1:]:
            page.mouse.move(*place, steps=5)
        page.mouse.up()
    readout = figure.locator("p.vae-readout")
    readout.filter(has_text="Your drawing. m = ").wait_for()
    sheet.press("ArrowRight")
    readout.filter(has_text="Your drawing, shifted 1 right.").wait_for()
    figure.get_by_role("button", name="Clear the sheet").press("Enter")
    readout.filter(has_text="The sheet is empty.").wait_for()


def test_page_is_light(book):
    path = book / NAME
    source = path.read_text(encoding="utf8")
    images = {
        (path.parent / src).resolve() for src in re.findall(r'<img [^>]*src="([^":]+)"', source)
    }
    weight = sum(len(gzip.compress(file.read_bytes(), 9)) for file in {path, *images})
    assert weight <= LIMIT_GZIPPED
