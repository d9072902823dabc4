"""No statement reaches what was not granted, and none keeps a process for longer than its time."""

from __future__ import annotations

import contextlib
import json
import time
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.data_center.storage.sql.attacks import BOMBS, CALLS, DISGUISED, FILES, PLACES, STATEMENTS, SYSTEM
from tests.data_center.storage.sql.conftest import LIMITS, SECRET, Public

from zhanqiao.data_center.storage.engine.duck import quoted_text
from zhanqiao.data_center.storage.engine.sql import (
    SqlFailedError,
    SqlInvalidError,
    SqlRefusedError,
    SqlSystemError,
    SqlTimeoutError,
)
from zhanqiao.data_center.storage.engine.sql.worker import locked
from zhanqiao.kit.errors import ZhanqiaoError

REFUSED = (SqlRefusedError, SqlInvalidError, LookupError)
PATIENCE = LIMITS.seconds + 15  # left alone a bomb would take minutes; a busy machine may take seconds to end it


def filled(attack: str, public: Public) -> str:
    return attack.replace("{secret}", str(public.secret)).replace("{folder}", str(public.secret.parent))


def test_there_are_enough_attacks() -> None:
    assert len({*FILES, *STATEMENTS, *SYSTEM, *DISGUISED, *PLACES, *BOMBS}) >= 250


@pytest.mark.parametrize("attack", [*FILES, *STATEMENTS, *SYSTEM, *DISGUISED])
def test_every_attack_is_refused_with_a_reason(public: Public, attack: str) -> None:
    with pytest.raises(REFUSED) as caught:
        public.answer(filled(attack, public))
    if isinstance(caught.value, ZhanqiaoError):
        assert len(caught.value.text.zh) > 15
        assert len(caught.value.text.en) > 30
        assert str(public.secret.parent) not in json.dumps(caught.value.facts)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("place", PLACES)
def test_a_call_that_is_not_listed_is_found_wherever_it_stands(public: Public, place: str, call: str) -> None:
    with pytest.raises(SqlRefusedError) as caught:
        public.answer(place.replace("{call}", call))
    assert call.partition("(")[0] in caught.value.text.zh
    allowed = place.replace("{call}", "concat('HOME')")
    with contextlib.suppress(SqlInvalidError, SqlFailedError):  # the place itself is one that is offered
        public.answer(allowed).close()


@pytest.mark.parametrize("attack", BOMBS)
def test_every_bomb_ends_within_its_time_and_the_next_is_served(public: Public, attack: str) -> None:
    began = time.monotonic()
    with pytest.raises(ZhanqiaoError) as caught:
        public.answer(attack)
    assert time.monotonic() - began < PATIENCE
    assert caught.value.status in {422, 503}
    assert public.rows("select count(*) as n from tbl_open") == [{"n": 9}]


@pytest.mark.parametrize(
    "attack",
    [
        *FILES,
        "attach '{secret}' as s",
        *(one for one in STATEMENTS if one.split()[0] in {"copy", "set", "load", "install", "export"}),
    ],
)
def test_the_second_wall_holds_alone(public: Public, attack: str, tmp_path: Path) -> None:
    """As the process that runs statements opens its connection, without the reading of the statement before."""
    connection = duckdb.connect(config={"threads": 1, "memory_limit": "200MB"})
    connection.execute(f"ATTACH {quoted_text(str(public.grant.serving))} AS granted1 (READ_ONLY)")
    connection.execute("CREATE VIEW tbl_open AS SELECT c1 AS 编号, c2 AS 站名 FROM granted1.main.data")
    locked(connection)
    with pytest.raises(duckdb.Error):
        connection.execute(filled(attack, public)).fetchall()
    assert connection.execute("SELECT count(*) FROM tbl_open").fetchone() == (9,)


@pytest.mark.parametrize(
    "sql",
    [
        "select * from information_schema.tables",
        "select * from other.main.data",
        "select * from pg_tables",
        "select * from duckdb_views",
    ],
)
def test_tables_of_the_system_are_forbidden_by_status(public: Public, sql: str) -> None:
    with pytest.raises(SqlSystemError) as caught:
        public.answer(sql)
    assert caught.value.status == 403


@pytest.mark.parametrize("sql", ["attach ':memory:' as m", "set memory_limit='90GB'", "set lock_configuration=false"])
def test_the_second_wall_allows_no_change(public: Public, sql: str) -> None:
    connection = locked(duckdb.connect())
    if sql.startswith("set"):
        with pytest.raises(duckdb.Error):
            connection.execute(sql)
    assert connection.execute("SELECT current_setting('enable_external_access')").fetchone() == (False,)


NAMES = st.sampled_from(
    [
        "tbl_open",
        "tbl_other",
        "sqlite_master",
        "duckdb_tables",
        "pg_class",
        "a",
        "'{secret}'",
        "granted1.main.data",
        "main.tbl_open",
    ]
)
READERS = st.sampled_from(
    [
        "read_text('/etc/passwd')",
        "duckdb_settings()",
        "glob('/*')",
        "read_blob('{secret}')",
        "query('select 1')",
        "range(3)",
    ]
)


@st.composite
def hostile(draw: st.DrawFn, depth: int = 3) -> str:
    """A SELECT of nested parts in which some reach for what was not granted."""
    source = (
        draw(st.one_of(NAMES, READERS))
        if depth == 0
        else draw(
            st.one_of(
                NAMES,
                READERS,
                st.builds(lambda inner: f"({inner})", hostile(depth=depth - 1)),
                st.builds(lambda one, two: f"({one}) x, ({two}) y", hostile(depth=depth - 1), hostile(depth=depth - 1)),
            )
        )
    )
    with_name = draw(
        st.sampled_from(
            [
                "",
                "with a as (select 1 as n) ",
                "with sqlite_master as (select 1) ",
                "with recursive tbl_other as (select 1) ",
            ]
        )
    )
    what = draw(
        st.sampled_from(["*", "count(*)", "getenv('HOME')", "(select 1)", "current_setting('home_directory')", "1"])
    )
    where = draw(
        st.sampled_from(
            ["", " where exists (select 1 from duckdb_views)", " where 1 = 1", " order by (select 1 from tbl_other)"]
        )
    )
    return f"{with_name}select {what} from {source}{where}"


@settings(max_examples=150, deadline=None)
@given(sql=hostile())
def test_whatever_is_answered_reads_the_granted_table_alone(public: Public, sql: str) -> None:
    try:
        answer = public.answer(filled(sql, public))
    except (ZhanqiaoError, LookupError):
        return
    shown = str([batch.to_pylist() for batch in answer.batches()])
    answer.close()
    assert SECRET not in shown
    assert str(public.secret.parent) not in shown
    assert not any(
        word in sql for word in ("read_", "glob(", "getenv", "duckdb_", "current_setting", "granted1", "query(")
    )


def test_a_statement_past_its_time_says_so(public: Public) -> None:
    with pytest.raises(SqlTimeoutError) as caught:
        public.answer("select levenshtein(repeat('x', 300000), repeat('y', 300000))")
    assert "2" in caught.value.text.zh


def test_a_process_reads_its_granted_file_and_no_other(public: Public, tmp_path: Path) -> None:
    """The settings of the second wall as DuckDB reports them: the granted copy, the scratch folder, nothing else."""
    connection = duckdb.connect()
    connection.execute(f"ATTACH {quoted_text(str(public.grant.serving))} AS granted1 (READ_ONLY)")
    locked(connection)
    found = connection.execute(
        "SELECT current_setting('allowed_paths'), current_setting('allowed_directories')"
    ).fetchone()
    assert found is not None
    paths, folders = found
    assert {Path(path).name.partition(".duckdb")[0] for path in paths} == {
        public.grant.serving.name.partition(".duckdb")[0]
    }
    assert all(Path(path).parent == public.grant.serving.resolve().parent for path in paths)
    assert len(folders) <= 1
    for other in (public.secret, tmp_path / "none", Path("/etc/passwd"), Path("/proc/self/environ")):
        with pytest.raises(duckdb.Error):
            connection.execute(f"SELECT * FROM read_blob({quoted_text(str(other))})").fetchall()
