"""Samples: the rows that a second writing of the same rule draws, one time as every other, and fairly."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from tests.data_center.storage import permits
from tests.data_center.storage.query.asking import parsed
from tests.data_center.storage.stations import FIELDS

from zhanqiao.data_center.storage.engine import query as engine
from zhanqiao.data_center.storage.engine.export import export
from zhanqiao.data_center.storage.engine.query import QueryError, RowsPage

BITS = 0xFFFFFFFF
NUMBER_OF = {permits.row(number)[0]: number for number in range(permits.ROWS)}


def drawn(places: list[int], *, rows: int, seed: int) -> list[int]:
    """The places of a sample, in order: the smallest of the numbers that MurmurHash3 mixes from place and seed."""
    digest = hashlib.blake2b(str(seed).encode(), digest_size=8).hexdigest()
    keys = int(digest[:8], 16), int(digest[8:], 16)

    def mixed(number: int) -> int:
        number = (number ^ (number >> 16)) * 0x85EBCA6B & BITS
        number = (number ^ (number >> 13)) * 0xC2B2AE35 & BITS
        return number ^ (number >> 16)

    return sorted(sorted(places, key=lambda place: (mixed(mixed(place ^ keys[0]) ^ keys[1]), place))[:rows])


def ask(large: Path, **params: str) -> RowsPage:
    query = engine.parse_query(fields=permits.FIELDS, params={"limit": "10000", **params})
    return engine.rows(serving=large, fields=permits.FIELDS, query=query)


def places(page: RowsPage) -> list[int]:
    return [NUMBER_OF[row[0]] for row in page.rows]


@pytest.mark.parametrize(("rows", "seed"), [(1, 0), (100, 0), (100, 1), (9000, 20261127)])
def test_the_rows_are_those_of_the_rule_in_source_order(large: Path, rows: int, seed: int) -> None:
    expected = drawn(list(range(permits.ROWS)), rows=rows, seed=seed)
    assert places(ask(large, sample=str(rows), seed=str(seed))) == expected
    assert places(ask(large, sample=str(rows), seed=str(seed))) == expected


def test_the_filter_comes_first_and_the_order_after(large: Path) -> None:
    fitting = [number for number in range(permits.ROWS) if permits.row(number)[2] == "市南区"]
    expected = drawn(fitting, rows=500, seed=3)
    found = ask(large, sample="500", seed="3", where="区市 = '市南区'", order_by="金额 desc")
    assert places(found) == sorted(expected, key=lambda number: -permits.row(number)[3])


def test_fewer_rows_than_asked_are_all_of_them(large: Path) -> None:
    found = ask(large, sample="100000", where="许可编号 in ('QD00000001', 'QD00000002')", count="exact")
    assert (len(found.rows), found.total) == (2, 2)


def test_pages_walk_through_one_sample(large: Path) -> None:
    found: list[int] = []
    after: str | None = ""
    while after is not None:
        page = ask(large, sample="1000", seed="9", limit="300", count="exact", after=after)
        assert page.total == 1000
        found, after = found + places(page), page.next
    assert found == drawn(list(range(permits.ROWS)), rows=1000, seed=9)


def test_groups_are_those_of_the_sample(large: Path) -> None:
    sample = drawn(list(range(permits.ROWS)), rows=1000, seed=0)
    expected = Counter(permits.row(number)[2] for number in sample)
    found: dict[Any, Any] = dict(ask(large, sample="1000", group_by="区市").rows)
    assert found == expected


def test_a_sample_is_fair() -> None:
    """Every tenth of the table and every last bit of the row number gets its share, whatever the seed."""
    for seed in range(5):
        sample = drawn(list(range(100_000)), rows=10_000, seed=seed)
        tenths = Counter(place // 10_000 for place in sample)
        bits = Counter(place % 8 for place in sample)
        assert all(abs(tenths[tenth] - 1000) < 130 for tenth in range(10))
        assert all(abs(bits[bit] - 1250) < 150 for bit in range(8))


def test_seeds_draw_independently() -> None:
    one, other = (set(drawn(list(range(50_000)), rows=5_000, seed=seed)) for seed in (1, 2))
    assert 400 < len(one & other) < 600


def test_an_export_holds_the_sample(large: Path) -> None:
    query = engine.parse_query(fields=permits.FIELDS, params={"select": "许可编号", "sample": "50"})
    text = b"".join(export(serving=large, fields=permits.FIELDS, query=query, format="csv")).decode()
    assert [NUMBER_OF[line] for line in text.split()[1:]] == drawn(list(range(permits.ROWS)), rows=50, seed=0)


def test_it_comes_back_from_the_canonical_text() -> None:
    query = parsed(sample="12", seed="34", where="换乘")
    assert parsed(**query.params()) == query
    assert parsed(sample="12", seed="0") == parsed(sample="12")
    assert query.question() != parsed(sample="12", seed="35", where="换乘").question()


@pytest.mark.parametrize(
    ("params", "parameter", "token"),
    [
        ({"sample": "0"}, "sample", "0"),
        ({"sample": "100001"}, "sample", "100001"),
        ({"sample": "10%"}, "sample", "10%"),
        ({"sample": "10", "seed": "-1"}, "seed", "-1"),
        ({"seed": "1"}, "seed", "1"),
        ({"sample": "10", "top": "1 per 区市 order by 编号"}, "sample", "10"),
    ],
)
def test_what_is_no_sample_is_located(params: dict[str, str], parameter: str, token: str) -> None:
    with pytest.raises(QueryError) as error:
        engine.parse_query(fields=FIELDS, params=params)
    assert (error.value.facts["parameter"], error.value.facts["token"]) == (parameter, token)
