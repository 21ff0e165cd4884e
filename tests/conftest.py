"""What holds for every test."""

from __future__ import annotations

import pytest

from simulator import i18n


@pytest.fixture(autouse=True)
def _english():
    """Begin in English, as a fresh process does, whatever language the test before it chose."""
    i18n.use("en")
