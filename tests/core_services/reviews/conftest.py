"""A city with two published datasets and a draft."""

from __future__ import annotations

import pytest
from tests.core_services.reviews.grounds import City, made


@pytest.fixture
def city(db: None) -> City:
    """Two published datasets, a draft."""
    return made()
