"""Still pictures: sound SVG or PNG, and numbers that are vae_lib's and the equations'."""

import base64
import io
import re
from xml.etree import ElementTree

import keras
import numpy as np
import pytest
from PIL import Image
from scipy.stats import norm

from vae_book.derivations import EQUATIONS
from vae_book.derivations.proof.numerics import numeric
from vae_book.figures.still import NOT_RUN, PNG, STATIC_PAGE, SVG, WIDGET_VIEW
from vae_book.widgets import (
    BernoulliFigure,
    BoundFigure,
    Decoder,
    GaussianFigure,
    KLFigure,
    LatentExplorer,
    ReparametrisationFigure,
    SquaredErrorFigure,
)
from vae_book.widgets.figure import Figure
from vae_book.widgets.maths.random import normals
from vae_lib.linear_gaussian import LinearGaussian

GREY = np.linspace(0, 1, 784)
MODEL = LinearGaussian([[1.0]], [0.0], 0.75)
FIGURES = {
    "bernoulli": lambda: BernoulliFigure(x=0.25, a=5.0),
    "gaussian": lambda: GaussianFigure(x=1.0, mu=0.5, sigma=1.5),
    "squared error": lambda: SquaredErrorFigure(GREY, 0.9 * GREY, GREY**2, sigma=0.5, kl=12.0),
    "bound": lambda: BoundFigure(MODEL, x=1.5, m=-1.0, s=1.2),
    "kl": lambda: KLFigure(m=0.5, s=0.2),
    "reparametrisation": lambda: ReparametrisationFigure(m=1.0, s=0.5, L=30, seed=3),
}


def numbers(text):
    return [float(each) for each in re.findall(r"-?\d+(?:\.\d+)?", text.replace("−", "-"))]


def one(label, **values):
    return np.asarray(numeric(EQUATIONS[label].rhs)(**values)).item()


def expected(kind):
    """What the text of each still says, from the equations, the library and SciPy."""
    rho = 1 / (1 + np.exp(-5))
    if kind == "bernoulli":
        return [one("q2", x=np.array([0.25]), rho=np.array([rho]))]
    if kind == "gaussian":
        return [one("q3", x=np.array([1.0]), mu=np.array([0.5]), sigma=1.5)]
    if kind == "squared error":
        image, mean = np.round(255 * GREY) / 255, np.round(255 * 0.9 * GREY) / 255
        other = np.round(255 * GREY**2) / 255
        return [np.sum((image - each) ** 2) / 0.5 for each in (other, mean)]
    if kind == "bound":
        reconstruction, kl = MODEL.elbo([[1.5]], [[-1.0]], [[1.2]])
        return [(reconstruction - kl)[0], MODEL.gap([[1.5]], [[-1.0]], [[1.2]])[0]]
    if kind == "kl":
        reverse = norm.expect(lambda z: norm.logpdf(z) - norm.logpdf(z, 0.5, 0.2))
        return [one("13", m=np.array([[0.5]]), s=np.array([[0.2]])), reverse]
    epsilon = normals(3, 30)
    z = 1 + 0.5 * epsilon
    return [np.mean(2 * z), np.mean(z**2 * epsilon / 0.5)]


@pytest.mark.parametrize("kind", FIGURES)
def test_the_text_of_a_still_has_the_numbers_of_the_equations(kind):
    found = numbers(FIGURES[kind]().still().alt)
    for value in expected(kind):
        assert any(abs(value - each) <= 0.00501 for each in found), (value, found)


@pytest.mark.parametrize("kind", FIGURES)
def test_a_still_is_sound_small_and_stays_in_its_frame(kind):
    still = FIGURES[kind]().still()
    assert still.mime_type == SVG
    assert len(still.data) < 30_000
    svg = ElementTree.fromstring(still.data)
    width, height = map(float, svg.get("viewBox").split()[2:])
    name = "{http://www.w3.org/2000/svg}"
    for panel in svg.findall(f"{name}g"):
        top = float(panel.get("transform").split()[1][:-1])
        for text in panel.iter(f"{name}text"):
            assert 0 <= float(text.get("x")) <= width
            assert 0 < top + float(text.get("y")) <= height
    for number in re.findall(r"[ML ](-?\d+\.\d)", still.data):
        assert np.isfinite(float(number))
    assert "nan" not in still.data and "inf" not in still.data


def test_the_mark_of_the_kl_figure_is_at_the_peak_of_q():
    svg = FIGURES["kl"]().still().data
    cx, cy = map(float, re.search(r'cx="([\d.]+)" cy="([\d.]+)"', svg).groups())
    lines = re.findall(r'd="M([^"]*)" stroke="currentColor" stroke-width="2.5"', svg)
    points = np.array([pair.split() for pair in lines[0].split("L")], dtype=float)
    top = points[np.argmin(points[:, 1])]
    np.testing.assert_allclose(top, [cx, cy], atol=2)


def test_the_explorer_shows_what_keras_decodes():
    keras.utils.set_random_seed(0)
    layers = [keras.Input((2,)), keras.layers.Dense(784)]
    model = keras.Sequential(layers)
    still = LatentExplorer(Decoder.from_keras(model)).still()
    assert still.mime_type == PNG
    picture = 1 - np.asarray(Image.open(io.BytesIO(still.data)), dtype=float) / 255
    assert picture.shape == (8 * 28, 8 * 28)
    for row, column in [(0, 0), (0, 7), (7, 0), (4, 2)]:
        z = np.array([[column, 7 - row]]) * 6 / 7 - 3
        image = np.asarray(keras.ops.sigmoid(model(z))).reshape(28, 28)
        cell = picture[28 * row :, 28 * column :][:28, :28]
        np.testing.assert_allclose(cell, image, atol=0.04)  # 16 greys


def test_a_notebook_gets_the_widget_and_the_picture(monkeypatch):
    monkeypatch.delenv(STATIC_PAGE, raising=False)
    figure = KLFigure(label="KL")
    data, metadata = figure._repr_mimebundle_()
    assert set(data) == {"text/plain", WIDGET_VIEW, SVG}
    assert data["text/plain"] == f"The figure 'KL' {NOT_RUN}"  # the same in every run
    assert metadata[SVG] == {"alt": figure.still().alt}


def test_a_page_gets_the_picture_before_the_widget(monkeypatch):
    monkeypatch.setenv(STATIC_PAGE, "1")
    figure = KLFigure(label="A < B")
    data, _ = figure._repr_mimebundle_()
    html = data["text/html"]
    assert html.index("<style") < html.index("<svg") < html.index("<script")
    assert figure.model_id in html and "A &lt; B" in html and figure.still().alt in html


def test_a_figure_without_a_picture_says_that_it_can_be_moved(monkeypatch):
    monkeypatch.setenv(STATIC_PAGE, "1")
    data, _ = Figure(label="New")._repr_mimebundle_()
    assert "New</p><p" in data["text/html"] and SVG not in data


def test_a_png_is_readable_from_its_address():
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(784)])
    still = LatentExplorer(Decoder.from_keras(model)).still()
    assert base64.b64decode(still.address().split(",")[1]) == still.data
    assert f'src="{still.address()}"' in still.html()
