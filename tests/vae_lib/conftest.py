"""Fixtures for the model."""

import pytest
import tensorflow as tf


@pytest.fixture
def eagerly():
    """Steps run line by line: building the graph of a few would take longer."""
    tf.config.run_functions_eagerly(True)
    yield
    tf.config.run_functions_eagerly(False)
