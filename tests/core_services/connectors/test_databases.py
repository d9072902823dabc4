"""Databases as sources: SQLite by a file, PostgreSQL and MariaDB by servers on loopback; each the same questions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.pool import NullPool
from tests.core_services.connectors import grounds
from tests.core_services.connectors.grounds import counts, register, rows_of, run, waiting
from tests.servers import mariadb, postgres

from zhanqiao.core_services.connectors import operations, queries
from zhanqiao.core_services.connectors.models import Connector
from zhanqiao.core_services.connectors.rules import ConnectorInvalidError, Drift, Kind, Misfits, Mode
from zhanqiao.data_center.storage.models import RowBatch
from zhanqiao.people.audit.models import AuditLine

pytestmark = pytest.mark.django_db(transaction=True)
TABLE = "create table 车场(车场编号 varchar(20), 名称 varchar(50), 余位 integer, 更新时间 {time}, 备注 varchar(50))"


class Source:
    """A database with a table of car parks, written to behind the connector's back."""

    def __init__(self, engine: Engine, kind: Kind, settings: dict[str, Any], secret: dict[str, str]) -> None:
        self.engine, self.kind, self.settings, self.secret = engine, kind, settings, secret
        time = "text" if kind is Kind.SQLITE else "timestamp" if kind is Kind.POSTGRESQL else "datetime"
        self.do("drop table if exists 车场" + (" cascade" if kind is Kind.POSTGRESQL else ""))
        self.do(TABLE.format(time=time))

    def do(self, statement: str, **values: Any) -> None:
        with self.engine.begin() as connection:
            connection.execute(text(statement), values)

    def put(self, number: int, free: int, day: int, name: str = "车场") -> None:
        self.do(
            "insert into 车场 values(:number, :name, :free, :at, '内部')",
            number=f"P{number:03d}",
            name=name,
            free=free,
            at=f"2026-11-{day:02d} 08:00:00",
        )

    def described(self, **more: Any) -> dict[str, Any]:
        select = "select 车场编号, 名称, 余位, 更新时间 from 车场"
        stated = {"kind": self.kind, "settings": {**self.settings, "select": select}, "secret": self.secret}
        return stated | more


def in_a_file(folder: Path) -> Source:
    path = folder / "lots.db"
    return Source(create_engine(f"sqlite:///{path}", poolclass=NullPool), Kind.SQLITE, {"path": str(path)}, {})


@pytest.fixture(scope="module")
def servers() -> Iterator[Callable[[Kind], tuple[str, dict[str, Any], dict[str, str]]]]:
    """Start a server when it is first asked for; stop it at the end."""
    running: dict[Kind, tuple[str, Any]] = {}

    def of(kind: Kind) -> tuple[str, dict[str, Any], dict[str, str]]:
        if kind not in running:
            opened = postgres() if kind is Kind.POSTGRESQL else mariadb()
            running[kind] = opened.__enter__(), opened
        address = running[kind][0]
        port = int(address.rpartition(":")[2].partition("/")[0])
        driver = "postgresql+psycopg" if kind is Kind.POSTGRESQL else "mysql+pymysql"
        settings = {"host": "127.0.0.1", "port": port, "database": "zhanqiao", "user": "city"}
        return f"{driver}://{address.partition('://')[2]}", settings, {"password": "Red-Roofs-1891"}

    yield of
    for _, opened in running.values():
        opened.__exit__(None, None, None)


@pytest.fixture
def file(tmp_path: Path) -> Source:
    """A source where the kind makes no difference."""
    return in_a_file(tmp_path)


SERVERS = [pytest.param(kind, marks=pytest.mark.postgres) for kind in (Kind.POSTGRESQL, Kind.MYSQL)]


@pytest.fixture(params=[Kind.SQLITE, *SERVERS])
def source(request: Any, servers: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Source:
    monkeypatch.setenv("ZHANQIAO_HARVEST_ALLOW", "127.0.0.1")
    if request.param is Kind.SQLITE:
        return in_a_file(tmp_path)
    address, settings, secret = servers(request.param)
    return Source(create_engine(address, poolclass=NullPool), request.param, settings, secret)


def test_an_incremental_run_takes_what_is_new_since_the_watermark(source: Source) -> None:
    table = grounds.published_table(keyed=True)
    source.put(1, 10, 1)
    source.put(2, 20, 2)
    register(table, **source.described(mode=Mode.INCREMENTAL, watermark="更新时间"))
    assert counts(run()) == ("finished", 2, 2, 0)
    assert rows_of(table) == [("P001", 10), ("P002", 20)]
    source.put(3, 30, 3)
    source.do("update 车场 set 余位 = 11, 更新时间 = '2026-11-04 08:00:00' where 车场编号 = 'P001'")
    second = run(1)
    assert counts(second) == ("finished", 3, 3, 0)  # the last value is read again: rows written late with it are caught
    assert rows_of(table) == [("P001", 11), ("P002", 20), ("P003", 30)]
    assert (second.before[:10], second.after[:10]) == ("2026-11-02", "2026-11-04")
    assert queries.connector_card(key="lots").reached == second.after


def test_without_a_key_each_row_is_added_once(source: Source) -> None:
    table = grounds.published_table(keyed=False)
    for number in range(1, 6):
        source.put(number, number, day=number)
    register(table, **source.described(mode=Mode.INCREMENTAL, watermark="更新时间"))
    assert counts(run()) == ("finished", 5, 5, 0)
    assert counts(run(1)) == ("finished", 0, 0, 0)
    source.put(6, 6, day=6)
    assert counts(run(2)) == ("finished", 1, 1, 0)
    assert rows_of(table) == [(f"P{n:03d}", n) for n in range(1, 7)]


def test_rows_of_one_value_are_never_divided(file: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHANQIAO_BATCH_ROWS", "6")  # pieces of three
    table = grounds.published_table(keyed=False)
    for number, day in enumerate((1, 1, 2, 2, 2, 2, 3), start=1):
        file.put(number, number, day)
    register(table, **file.described(mode=Mode.INCREMENTAL, watermark="更新时间"))
    first = run()
    assert (counts(first), first.pieces) == (("finished", 7, 7, 0), 2)
    assert [len(rows) for rows in (rows_of(table),)] == [7]
    for number in range(10, 18):
        file.put(number, number, day=9)
    refused = run(1)
    assert (refused.state.value, refused.code, refused.rows_sent) == ("failed", "connector-watermark", 0)


def test_every_row_is_changed_by_key(source: Source) -> None:
    table = grounds.published_table(keyed=True)
    source.put(1, 10, 1)
    register(table, **source.described(mode=Mode.UPSERT))
    run()
    source.do("update 车场 set 余位 = 99")
    assert counts(run(1)) == ("finished", 1, 1, 0)
    assert rows_of(table) == [("P001", 99)]


def test_a_table_by_its_name_with_other_columns_is_refused_or_they_are_left_out(source: Source) -> None:
    table = grounds.published_table(keyed=True)
    source.put(1, 10, 1)
    by_name = source.described(mode=Mode.UPSERT, settings={**source.settings, "table": "车场"})
    register(table, **by_name)
    refused = run()
    assert (refused.state.value, refused.code, "备注" in refused.note.zh) == ("failed", "connector-drifted", True)
    assert not RowBatch.objects.exists()
    register(table, **by_name, drift=Drift.IGNORE, again=True)
    taken = run(1)
    assert (counts(taken), taken.new_columns) == (("finished", 1, 1, 0), ("备注",))
    assert rows_of(table) == [("P001", 10)]


def test_the_source_is_only_read(source: Source) -> None:
    table = grounds.published_table(keyed=True)
    source.put(1, 10, 1)
    if source.kind is Kind.POSTGRESQL:
        source.do(
            "create or replace function wiped() returns setof 车场 as 'delete from 车场 returning *' language sql"
        )
        settings = {**source.settings, "select": "select * from wiped()"}
        register(table, **source.described(mode=Mode.UPSERT, settings=settings))
        refused = run()
        assert (refused.state.value, "read-only" in refused.note.en) == ("failed", True)
    for select in ("delete from 车场", "select 1; delete from 车场"):
        with pytest.raises(ConnectorInvalidError, match="select"):
            register(table, **source.described(mode=Mode.UPSERT, settings={**source.settings, "select": select}))
    with source.engine.begin() as connection:
        assert connection.execute(text("select count(*) from 车场")).scalar_one() == 1


def test_rows_that_do_not_fit_wait_and_are_sent_again_when_corrected(file: Source) -> None:
    table = grounds.published_table(keyed=True)
    file.put(1, 10, 1)
    file.do("insert into 车场 values(null, '无编号', 5, '2026-11-01 08:00:00', '')")
    file.put(2, 20, 2)
    register(table, **file.described(mode=Mode.UPSERT))
    first = run()
    assert counts(first) == ("finished", 3, 2, 1)
    (held,), total = queries.quarantine(run_id=first.id)
    assert (total, held.row["名称"], [column for column, _ in held.reasons]) == (1, "无编号", ["车场编号"])
    assert rows_of(table) == [("P001", 10), ("P002", 20)]
    assert operations.replay_run(run_id=first.id, by=grounds.BY, at=grounds.AT) == (0, 1)
    operations.correct_row(row_id=held.id, values={"车场编号": "P003"}, by=grounds.BY, at=grounds.AT)
    assert operations.replay_run(run_id=first.id, by=grounds.BY, at=grounds.AT) == (1, 0)
    assert operations.replay_run(run_id=first.id, by=grounds.BY, at=grounds.AT) == (0, 0)
    assert rows_of(table) == [("P001", 10), ("P002", 20), ("P003", 5)]
    assert queries.connector_card(key="lots").waiting == 0


@pytest.mark.parametrize("source", SERVERS, indirect=True)
def test_the_secret_is_neither_stored_in_the_clear_nor_told(source: Source) -> None:
    table = grounds.published_table(keyed=True)
    secret = {"password": "not-the-one-3141"}
    register(table, **source.described(mode=Mode.UPSERT, secret=secret))
    connector = Connector.objects.get()
    assert "3141" not in connector.secret + str(connector.settings)
    if source.kind is Kind.MYSQL:
        failed = run()
        assert (failed.state.value, failed.tries, failed.code) == ("failed", 1, "connector-source-closed")
        assert ("Access denied" in failed.note.en, "3141" in failed.note.en + failed.note.zh) == (True, False)
    assert not [line for line in AuditLine.objects.all() if "3141" in str(line.detail)]


def test_a_planted_identity_number_stops_the_run_and_is_not_kept(file: Source) -> None:
    table = grounds.published_table(keyed=True)
    file.put(1, 10, 1)
    file.put(2, 20, 2, name="联系人 360426199101010071")
    register(table, **file.described(mode=Mode.INCREMENTAL, watermark="更新时间"))
    stopped = run()
    assert (counts(stopped), stopped.code) == (("failed", 0, 0, 0), "personal-data")
    assert ("身份证" in stopped.note.zh, "360426" in stopped.note.zh + stopped.note.en) == (True, False)
    assert (rows_of(table), RowBatch.objects.count(), Connector.objects.get().position) == ([], 0, {})


def test_personal_data_is_not_put_into_quarantine_either(file: Source) -> None:
    table = grounds.published_table(keyed=True)
    file.do("insert into 车场 values(null, '身份证360426199101010071', 5, '2026-11-01 08:00:00', '')")
    register(table, **file.described(mode=Mode.UPSERT))
    stopped = run()
    assert (stopped.state.value, stopped.code, waiting()) == ("failed", "personal-data", [])


def test_a_misfit_stops_the_run_where_that_is_wanted(file: Source) -> None:
    table = grounds.published_table(keyed=True)
    file.put(1, 10, 1)
    file.do("insert into 车场 values(null, '无编号', 5, '2026-11-01 08:00:00', '')")
    register(table, **file.described(mode=Mode.UPSERT, misfits=Misfits.REFUSE))
    stopped = run()
    assert (counts(stopped), stopped.code, waiting()) == (("failed", 0, 0, 0), "connector-misfits", [])


def test_rows_without_a_watermark_are_counted(file: Source) -> None:
    table = grounds.published_table(keyed=True)
    file.put(1, 10, 1)
    file.do("insert into 车场 values('P009', '无时间', 5, null, '')")
    register(table, **file.described(mode=Mode.INCREMENTAL, watermark="更新时间"))
    done = run()
    assert (counts(done), "1 rows" in done.note.en) == (("finished", 1, 1, 0), True)
