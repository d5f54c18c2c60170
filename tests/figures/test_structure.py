"""Each part of the autoencoder leads to its equation and to the code that computes it."""

import inspect

import pytest
from bs4 import BeautifulSoup

from vae_book.derivations import EQUATIONS
from vae_book.figures.structure import PARTS, Part, parts_table

LABELS = {equation.label for equation in EQUATIONS.values()}


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_part_names_equations_and_code_that_exist(part):
    assert set(part.labels) <= LABELS
    source = part.source()
    assert source.startswith(f"def {part.code.split('.')[-1]}(")
    assert '"""' not in source
    compile(source, part.code, "exec")


def test_source_is_that_of_the_library():
    from vae_lib.layers import Sampling

    part = next(part for part in PARTS if part.name == "Sampling")
    lines = inspect.getsource(Sampling.call).splitlines()
    assert [line.strip() for line in part.source().splitlines()] == [x.strip() for x in lines]


def test_renamed_code_is_an_error():
    part = Part("Encoder", "a network", ("eq-10",), "vae_lib.networks.dense_encoders")
    with pytest.raises(ValueError, match="there is no vae_lib.networks.dense_encoders"):
        part.source()


def test_table_links_the_equations_and_holds_the_sources():
    places = {"eq-13": "06-kl.ipynb#eq-13"}
    soup = BeautifulSoup(parts_table(places)._repr_html_(), "html.parser")
    assert [link["href"] for link in soup.find_all("a")] == list(places.values())
    assert [pre.get_text() for pre in soup.find_all("pre")] == [part.source() for part in PARTS]
    assert [s.get_text() for s in soup.find_all("summary")] == [part.code for part in PARTS]
