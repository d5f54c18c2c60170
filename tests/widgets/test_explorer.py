"""The explorer's Python side: its arguments and its stored text."""

import numpy as np
import pytest
from keras import Input, Sequential, layers

from vae_lib.widgets import Decoder, LatentExplorer


@pytest.fixture(scope="module")
def decoder():
    return Decoder.from_keras(Sequential([Input((2,)), layers.Dense(4)]), image_shape=(2, 2))


def test_starts_at_the_origin_with_its_points(decoder):
    explorer = LatentExplorer(decoder, points=np.eye(2) / 3, point_classes=np.array([7, 1]))
    assert explorer.z == [0.0, 0.0]
    np.testing.assert_array_equal(explorer.points, [[0.333, 0.0], [0.0, 0.333]])
    assert explorer.point_classes == [7, 1]


def test_refers_to_the_shared_decoder(decoder):
    references = {LatentExplorer(decoder).get_state()["decoder"] for _ in range(2)}
    assert references == {f"anywidget:{decoder.model_id}"}


def test_stored_text_is_the_same_in_every_run(decoder):
    bundles = [LatentExplorer(decoder, label="Digits")._repr_mimebundle_()[0] for _ in range(2)]
    texts = {bundle["text/plain"] for bundle in bundles}
    assert texts == {"LatentExplorer: Digits (2 latent variables)"}
    assert all("application/vnd.jupyter.widget-view+json" in bundle for bundle in bundles)


@pytest.mark.parametrize(
    "options, message",
    [
        ({"z": [1.0]}, r"z must hold 2 finite numbers.*Received: z=\[1.0\]"),
        ({"z": [0.0, 9.0]}, "between -3 and 3"),
        ({"z": [0.0, float("nan")]}, "finite"),
        ({"grid": 41}, "grid must be from 0 to 40. Received: grid=41"),
        ({"limit": 0.1}, "limit must be from 0.5 to 10"),
        ({"points": np.zeros((3, 5))}, r"shape \(n, 2\).*\(3, 5\)"),
        ({"points": np.zeros((3, 2)), "point_classes": [1]}, "1 classes for 3 points"),
        ({"points": np.zeros((1, 2)), "point_classes": [10]}, "from 0 to 9. Received: 10"),
    ],
)
def test_bad_arguments(decoder, options, message):
    with pytest.raises(ValueError, match=message):
        LatentExplorer(decoder, **options)


def test_needs_a_decoder():
    with pytest.raises(ValueError, match=r"Decoder.from_keras\(model\). Received: str"):
        LatentExplorer("decoder")
