"""Two releases in a lake, as both engines see them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.data_center.storage import permits, stations
from tests.data_center.storage.distributed import questions

from zhanqiao.data_center.storage.engine import distributed
from zhanqiao.data_center.storage.engine import query as engine
from zhanqiao.data_center.storage.engine.distributed import Parts
from zhanqiao.data_center.storage.engine.fields import Field
from zhanqiao.data_center.storage.engine.query import RowsPage

SECONDS = 120


@dataclass(frozen=True)
class Table:
    """A release as both engines see it."""

    fields: tuple[Field, ...]
    serving: Path
    parts: Parts

    def here(self, **params: str) -> RowsPage:
        return engine.rows(serving=self.serving, fields=self.fields, query=self.parsed(**params), seconds=SECONDS)

    def there(self, url: str, **how: Any) -> RowsPage:
        params = {name: how.pop(name) for name in engine.PARAMETERS if name in how}
        query = self.parsed(**params)
        return distributed.rows(
            url=url, parts=self.parts, fields=self.fields, query=query, **{"seconds": SECONDS, **how}
        )

    def parsed(self, **params: str) -> engine.Query:
        return engine.parse_query(fields=self.fields, params=params)


def table(home: Path, fields: tuple[Field, ...], release_id: str, manifest: Any) -> Table:
    lake = stations.warehouse(home).lake
    addresses = tuple(f"file://{lake / each}" for each in manifest.parts)
    return Table(fields, stations.serving(home, release_id), Parts(release_id, addresses, manifest.rows))


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Table:
    """The stations, in two data files: a release and one that was appended."""
    home = tmp_path_factory.mktemp("scale") / "状态 home"
    fields = questions.STATION_FIELDS
    stations.released(home=home, fields=fields, rows=questions.STATION_ROWS[:5])
    manifest = stations.released(
        home=home, fields=fields, rows=questions.STATION_ROWS[5:], release_id="rel_2", mode="append", previous="rel_1"
    )
    return table(home, fields, "rel_2", manifest)


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Table:
    home = tmp_path_factory.mktemp("scale-large")
    rows = [permits.row(number) for number in range(permits.ROWS)]
    manifest = stations.released(home=home, fields=permits.FIELDS, rows=rows)
    return table(home, permits.FIELDS, "rel_1", manifest)
