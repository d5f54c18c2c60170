"""The encoder's figure on the built page: it encodes as Keras did, and takes a drawing.

The encoder's stored state carries a probe: images, and what Keras returned for them when the book
was built.
"""

import numpy as np
from book_page import each_page
from encode_harness import drawing
from figure_pages import block, models

NAME = "chapters/08-autoencoder.html"
TERMS = """
(root, numbers) => {
  const { reconstruction, kl } = root.vaeFigure.look(numbers);
  return [reconstruction, kl];
}
"""


here = each_page([NAME])


@here
def test_encodes_as_keras_did(visit):
    figure = visit.locator(".vae-encode")
    [encoder] = [each for each in models(NAME).values() if each["state"].get("input_size") == 784]
    arrays = block(encoder)
    images, expected = arrays["probe"].reshape(4, 784), arrays["answer"].reshape(4, 4)
    for image, q in zip(images.tolist(), expected, strict=True):
        found = figure.evaluate("(root, x) => root.vaeFigure.posterior(x)", image)
        np.testing.assert_allclose(found["mean"] + found["logvar"], q, atol=0.02)  # float16


@here
def test_what_the_chapter_says_of_a_shift(visit):
    figure = visit.locator(".vae-encode")
    (reconstruction, kl), (shifted, kl_shifted) = (
        figure.evaluate(TERMS, {"preset": 9, "right": right, "sample": 0}) for right in (0, 4)
    )
    assert shifted > 1.3 * reconstruction and kl_shifted < kl
    strange = [figure.evaluate(TERMS, {"preset": preset, "sample": 0})[0] for preset in (10, 11)]
    average = figure.locator(".vae-numbers td:nth-of-type(2)").first.text_content()
    assert min(strange) > 1.05 * float(average) and max(strange) > 1.3 * float(average)


@here
def test_a_drawing_with_the_mouse(visit):
    figure = visit.locator(".vae-encode")
    drawing(visit, [[(0.35, 0.3), (0.5, 0.15), (0.5, 0.85)], [(0.3, 0.85), (0.7, 0.85)]])
    sheet = figure.get_by_role("slider", name="Sheet to draw on")
    readout = figure.locator("p.vae-readout")
    readout.filter(has_text="Your drawing. m = ").wait_for()
    sheet.press("ArrowRight")
    readout.filter(has_text="Your drawing, shifted 1 right.").wait_for()
    figure.get_by_role("button", name="Clear the sheet").press("Enter")
    readout.filter(has_text="The sheet is empty.").wait_for()
    figure.get_by_role("button", name="Reset", exact=True).click()
