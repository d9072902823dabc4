"""A release with every type, blanks and a polygon among points, asked in CQL2 without a site around it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.data_center.storage import stations
from zhanqiao.data_center.storage.engine.query import parse_query, rows
from zhanqiao.portal.open_service.rules.ogc.layers import Layer, layer_of
from zhanqiao.portal.open_service.rules.ogc.selecting import selection_of

Numbers = Callable[..., list[int]]


@pytest.fixture(scope="session")
def layer() -> Layer:
    return layer_of(columns=[(each.name, str(each.type)) for each in stations.FIELDS], place=["位置"])


@pytest.fixture(scope="session")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("stations")
    stations.released(home=home)
    return stations.serving(home)


@pytest.fixture(scope="session")
def numbers(copy: Path, layer: Layer) -> Numbers:
    """Return the numbers (from 1) of the rows that the parameters of a page select."""

    def found(**given: str) -> list[int]:
        asked = {name.replace("_", "-"): text for name, text in given.items()}
        query = parse_query(fields=stations.FIELDS, params=selection_of(given=asked, layer=layer).params)
        return [row[0] + 1 for row in rows(serving=copy, fields=stations.FIELDS, query=query).rows]

    return found
