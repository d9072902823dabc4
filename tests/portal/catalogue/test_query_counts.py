"""How often each page asks the database: counted literally, with one dataset and with three."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import seeding
from zhanqiao.data_center.catalogue.operations import rebuild_index
from zhanqiao.data_center.storage.models import CHANGES
from zhanqiao.kit.clock import now

COLD_AND_WARM = {
    "/": (9, 0),
    "/datasets/": (1, 0),  # what was taken down and is still in the index
    "/datasets/parks/": (8, 0),
    "/datasets/parks/data/": (7, 0),
    "/datasets/parks/data/?page=1&order_by=面积&q=区": (7, 0),
    "/datasets/parks/api/": (4, 0),
    "/datasets/parks/releases/": (5, 0),
    "/datasets/parks/downloads/": (5, 0),
    "/departments/": (1, 0),
    "/departments/qingdao-parks/": (6, 2),  # lists of datasets are paged by the database
    "/themes/": (1, 0),
    "/suggest/?q=qd": (1, 0),
    "/robots.txt": (0, 0),
}
WITH_THREE = COLD_AND_WARM | {"/": (11, 0)}  # the newest and the largest are then not the same list
Counts = Callable[[], dict[str, tuple[int, int]]]


@pytest.fixture
def counts(transactional_db: None) -> Counts:
    """Ask for every page twice, the first time after everything remembered was forgotten."""
    client = Client()

    def asked(path: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(path)
        assert answer.status_code == 200
        return len(captured)

    def cold_and_warm(path: str) -> tuple[int, int]:
        CHANGES.changed()
        return asked(path), asked(path)

    return lambda: {path: cold_and_warm(path) for path in COLD_AND_WARM}


def test_pages_ask_as_often_with_three_datasets_as_with_one(counts: Counts) -> None:
    seeding.register_department()
    seeding.published(name="parks", title="青岛公园景点", content=seeding.PARKS)
    rebuild_index(at=now())
    Client().get("/")  # the dashboard on the home page is read anew when another is put there
    Client().get("/datasets/parks/")  # answered requests are read anew when one is answered, not when data changes
    assert counts() == COLD_AND_WARM
    for name in ("wells", "springs"):
        seeding.published(name=name, title=name, content=seeding.WELLS)
    rebuild_index(at=now())
    assert counts() == WITH_THREE
