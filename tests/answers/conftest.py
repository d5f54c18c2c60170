"""Fixtures for the answer checker."""

import pytest

from vae_book.answers import load_questions


@pytest.fixture(scope="session")
def questions():
    return load_questions()
