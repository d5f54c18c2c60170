"""Fixtures for the model."""

import keras
import pytest
import tensorflow as tf


@pytest.fixture
def eagerly():
    """Steps run line by line: building the graph of a few would take longer."""
    tf.config.run_functions_eagerly(True)
    yield
    tf.config.run_functions_eagerly(False)


@pytest.fixture
def set_policy():
    """Sets Keras's policy of types for what a test makes from there on."""
    yield keras.config.set_dtype_policy
    keras.config.set_dtype_policy("float32")
