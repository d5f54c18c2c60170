"""The examples in the docstrings run, and print what they say."""

import doctest

import numpy as np
import pytest

from vae_lib import model, networks
from vae_lib.evaluation import bounds
from vae_lib.likelihoods import bernoulli


@pytest.mark.parametrize("module", [bernoulli, networks, model, bounds])
def test_examples(module):
    found = doctest.testmod(module, extraglobs={"np": np})
    assert found.attempted > 0 and found.failed == 0
