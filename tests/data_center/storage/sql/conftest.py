"""A pool with one granted table, and a table of somebody else that nobody here was granted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.data_center.storage import stations
from tests.data_center.storage.stations import released, serving

from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.sql import Grant, SqlAnswer, SqlPool
from zhanqiao.data_center.storage.engine.sql.pool import SqlLimits

SECRET = "密级内容不得外泄"
LIMITS = SqlLimits(seconds=2, memory=256 << 20, spill=128 << 20, rows=1_000, bytes=8 << 20)


class Public(NamedTuple):
    """Public SQL as the portal offers it: every table a statement names must be the open one."""

    pool: SqlPool
    grant: Grant
    secret: Path

    def answer(self, sql: str, form: str = "arrow") -> SqlAnswer:
        named = self.pool.tables(sql=sql)
        if any(one.name.lower() != self.grant.name for one in named):
            raise LookupError(f"no table {named}")
        return self.pool.run(sql=sql, grants=[self.grant] if named else [], format=form)

    def rows(self, sql: str) -> list[dict[str, object]]:
        answer = self.answer(sql)
        found = [row for batch in answer.batches() for row in batch.to_pylist()]
        answer.close()
        return found


@pytest.fixture(scope="package")
def public(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Public]:
    open_home, secret_home = tmp_path_factory.mktemp("open"), tmp_path_factory.mktemp("secret")
    released(home=open_home)
    open_copy = serving(open_home)
    released(home=secret_home, fields=(Field("内容", LogicalType.TEXT),), rows=[(SECRET,)])
    pool = SqlPool(places=2, wait=3, limits=LIMITS)
    yield Public(pool, Grant("tbl_open", open_copy, stations.FIELDS), serving(secret_home))
    pool.close()
