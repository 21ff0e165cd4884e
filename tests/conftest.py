"""What holds for every test."""

from __future__ import annotations

import pytest
from hypothesis import settings

from simulator import i18n

settings.register_profile("toask", deadline=None)  # a busy machine is no fault of what is tested
settings.load_profile("toask")


@pytest.fixture(autouse=True)
def _english():
    """Begin in English, as a fresh process does, whatever language the test before it chose."""
    i18n.use("en")
