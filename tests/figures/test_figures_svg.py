"""The drawing of the autoencoder is sound SVG that names and links its parts."""

import re
from xml.etree import ElementTree

from vae_book.derivations import EQUATIONS
from vae_book.figures.svg import TITLE, structure

LABELS = [equation.label for equation in EQUATIONS.values()]
HREF = "{http://www.w3.org/1999/xlink}href"
PLACES = {label: f"chapter.ipynb#{label}" for label in LABELS}


def drawing(places):
    return ElementTree.fromstring(structure(places)._repr_html_())


def content(element):
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def test_links_follow_the_computation():
    links = drawing(PLACES).findall("a")
    assert [link.get(HREF).split("#eq-")[1] for link in links] == [
        "10",
        "20",
        "22",
        "2",
        "6",
        "gaussian-1",
        "13",
        "14",
        "9",
    ]


def test_the_visible_text_of_a_link_ends_with_its_number():
    for link in drawing(PLACES).findall("a"):
        number = link.get(HREF).split("#eq-")[1]
        assert content(link).endswith(f"({number})"), content(link)
        assert len(content(link)) > len(number) + 3


def test_part_without_a_place_is_drawn_without_a_link():
    known = drawing({"eq-13": "06-kl.html"})
    assert [content(link) for link in known.findall("a")] == ["KL regulariser (13)"]
    assert content(known) == content(drawing(PLACES))


def test_title_and_description_are_attached():
    svg = drawing(PLACES)
    assert svg.find(f"title[@id='{svg.get('aria-labelledby')}']").text == TITLE
    said = svg.find(f"desc[@id='{svg.get('aria-describedby')}']").text
    assert said.startswith("From top to bottom: an image x enters the encoder")


def test_every_shape_lies_in_the_picture():
    svg = drawing(PLACES)
    width, height = map(float, svg.get("viewBox").split()[2:])
    boxes = list(svg.iter("rect"))
    assert boxes
    for box in boxes:
        x, y, w, h = (float(box.get(name)) for name in ("x", "y", "width", "height"))
        assert x >= 0 and y >= 0 and x + w <= width and y + h <= height
