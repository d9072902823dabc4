"""Public SQL over a masked table: no statement, and no error, tells what was masked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.core_services.publishing.personal_grounds import PEOPLE, published_masked

from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.engine.sql import sql_pool
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.people.access.queries import ANONYMOUS

LINES = [line.split(",") for line in PEOPLE.splitlines()]
NAMES, NUMBERS = ([row[LINES[0].index(column)] for row in LINES[1:]] for column in ("申请人", "身份证号"))


@pytest.fixture(autouse=True)
def _pool() -> Iterator[None]:
    yield
    sql_pool().close()


def told(sql: str) -> str:
    question = catalogue.sql_question(sql=sql, card=ANONYMOUS)
    return b"".join(catalogue.sql_answer(question=question, format="csv").blocks()).decode()


def test_masked_cells_are_masked_in_every_way_of_asking(department: str) -> None:
    table = published_masked(department)
    rows = storage.table_card(table_id=table).rows
    for sql in (
        f"select * from {table}",
        f"select rowid, * from {table}",
        f"select t from {table} t",
        f"select list(申请人), list(身份证号) from {table}",
        f'select * from "{table}@1"',
        f"select to_json(t) from {table} t",
        f"select columns(*)::varchar from {table}",
    ):
        try:
            answer = told(sql)
        except ZhanqiaoError as error:
            answer = error.text.zh + str(error.facts)
        assert not any(secret in answer for secret in (*NAMES, *NUMBERS)), sql
    assert told(f"select count(*) as n from {table}") == f"n\r\n{rows}\r\n"


def test_masked_cells_cannot_be_guessed_by_conditions_or_told_by_errors(department: str) -> None:
    table = published_masked(department)
    for secret, column in ((NAMES[0], "申请人"), (NUMBERS[0], "身份证号")):
        assert told(f"select count(*) as n from {table} where {column} = '{secret}'") == "n\r\n0\r\n"
        assert told(f"select count(*) as n from {table} where {column} like '%{secret[2:]}%'") == "n\r\n0\r\n"
        with pytest.raises(ZhanqiaoError) as caught:
            told(f"select {column}::integer from {table}")
        assert not any(one in caught.value.text.zh for one in (*NAMES, *NUMBERS))
    layout = [f"c{number}" for number in range(1, 12)]
    for name in layout:  # what the serving copy calls its columns is of no use to anybody
        with pytest.raises(ZhanqiaoError):
            told(f"select {name} from {table}")
