"""The instant copy answers what it should by itself, and what it answers is what the serving copy says."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from tests.data_center.storage import permits
from tests.data_center.storage.stations import released, serving

from zhanqiao.data_center.storage.engine import query as engine
from zhanqiao.data_center.storage.engine.export import export
from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.instant import (
    build_instant,
    has_instant,
    instant_copy,
    instant_folder,
    is_worth_it,
    opening,
)
from zhanqiao.data_center.storage.engine.instant.answering import ready_page
from zhanqiao.data_center.storage.engine.instant.choosing import chosen_rows
from zhanqiao.data_center.storage.engine.instant.features import ready_features
from zhanqiao.data_center.storage.engine.instant.groups import groups, value_counts
from zhanqiao.data_center.storage.engine.query import Query
from zhanqiao.data_center.storage.engine.query.layout import layout_of

Answers = tuple[list[object], int | None, str | None]
ROWS_ASKED = [
    {},
    {"limit": "7", "offset": "59990"},
    {"where": "许可编号 = 'QD00031337'"},
    {"where": "许可编号 = '没有'"},
    {"where": "许可编号 in ('QD00000001', 'QD00059999') and 区市 != '市南区'"},
    {
        "where": "区市 = '市南区' and 发证日期 >= '2016-01-01' and 发证日期 < '2017-01-01'",
        "order_by": "金额 desc",
        "count": "exact",
    },
    {"where": "金额 > 100.005 and 金额 <= 101.5", "order_by": "区市, 金额 desc", "limit": "13"},
    {"where": "contains(备注, '3年') or 备注 is null", "limit": "300", "offset": "40"},
    {"where": "备注 is not null and 区市 between '李' and '市'", "select": "区市 as 地区, 备注"},
    {"order_by": "备注 desc nulls first, 金额", "limit": "50"},
    {"order_by": "金额", "limit": "20", "offset": "30000"},
    {"order_by": "区市 collate pinyin, 金额 desc", "limit": "20", "offset": "30000"},
    {"order_by": "区市 collate pinyin desc", "limit": "20", "offset": "30001", "where": "金额 > 3"},
    {"where": "year(发证日期) >= 2016", "limit": "20", "offset": "20000"},
    {"top": "3 per 区市 order by 金额 desc"},
    {"where": "year(发证日期) = 2016", "limit": "4", "count": "approx"},
    {"where": "区市 = '市南区'", "limit": "4", "count": "approx"},
    {"where": "区市 = '市南区' and within_polygon('POLYGON((120.1 36.1, 120.7 36.2, 120.4 36.7, 120.1 36.1))')"},
    {"sample": "300", "seed": "5", "limit": "1000", "count": "exact"},
    {"sample": "300", "where": "区市 = '市南区'", "order_by": "金额", "limit": "1000"},
    {"within": "POLYGON((120.1 36.1, 120.7 36.2, 120.4 36.7, 120.1 36.1))", "count": "exact", "limit": "900"},
    {
        "top": "2 per 区市, 备注 order by 发证日期",
        "where": "许可编号 in ('QD00000001', 'QD00059999')",
        "count": "exact",
    },
    {"where": "year(发证日期) = 2016", "limit": "40"},
    {"q": "商行", "limit": "5"},
    {"select": "许可编号, 区市, 备注", "limit": "3"},
    {"select": "区市, 许可编号", "limit": "3"},
    {"select": "区市, 许可编号 as 备注", "limit": "3"},
    {"select": "备注", "where": "许可编号 = '没有'"},
]
GROUPS_ASKED = [
    {"select": "区市, count(*) as n, sum(金额) as s", "group_by": "区市"},
    {"select": "区市, 备注, count(*)", "group_by": "区市, 备注", "where": "金额 < 300", "count": "exact"},
    {"select": "count(*) as n", "where": "区市 = '崂山区' and 金额 >= 500"},
    {"select": "count(*) as n, sum(金额) as s", "where": "区市 = '没有'"},
    {"select": "备注, sum(金额)", "group_by": "备注", "where": "发证日期 = '2016-02-29'"},
    {"select": "区市, sum(金额)", "group_by": "区市", "top": "9 per 区市 order by 金额 desc"},
    {"select": "count(*) as n", "sample": "77"},
    {"group_by": "区市", "intersects": "POLYGON((120.1 36.1, 120.7 36.2, 120.4 36.7, 120.1 36.1))"},
]


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    """The same release twice: with and without an instant copy."""
    plain = permits.made(tmp_path_factory.mktemp("plain"))
    quick = tmp_path_factory.mktemp("quick") / "tables" / "tbl_1" / "rel_1" / plain.name
    quick.parent.mkdir(parents=True)
    shutil.copyfile(plain, quick)
    build_instant(serving=quick, fields=permits.FIELDS, distinct={"许可编号": permits.ROWS})
    yield plain, quick
    opening._open.clear()


def answer(copy: Path, asked: dict[str, str]) -> Answers:
    query = engine.parse_query(fields=permits.FIELDS, params=asked)
    page = engine.rows(serving=copy, fields=permits.FIELDS, query=query)
    return json.loads(page.json()), page.total, page.next


@pytest.mark.parametrize("asked", [*ROWS_ASKED, *GROUPS_ASKED], ids=str)
def test_both_copies_say_the_same(pair: tuple[Path, Path], asked: dict[str, str]) -> None:
    plain, quick = pair
    assert answer(quick, asked) == answer(plain, asked)


def test_both_copies_page_alike(pair: tuple[Path, Path]) -> None:
    for asked in ({"where": "区市 = '即墨区'", "limit": "4000"}, {"order_by": "金额 desc", "limit": "25000"}):
        walked = []
        for one in pair:
            rows, _, after = answer(one, asked)
            while after:
                more, _, after = answer(one, {**asked, "after": after})
                rows += more
            walked.append(rows)
        assert walked[0] == walked[1]


def test_random_conditions_find_the_same(pair: tuple[Path, Path]) -> None:
    chance = random.Random(20261126)
    tests = [
        lambda: (
            f"金额 {chance.choice(['<', '<=', '>', '>=', '=', '!='])} {chance.choice([chance.randrange(600), chance.randrange(60000) / 100, 3.005])}"
        ),
        lambda: f"区市 {chance.choice(['=', '!=', '<', '>='])} '{chance.choice([*permits.DISTRICTS, '李', '未知'])}'",
        lambda: f"发证日期 between '20{chance.randrange(15, 20)}-03-01' and '20{chance.randrange(18, 26)}-06-30'",
        lambda: f"备注 is {chance.choice(['', 'not '])}null",
        lambda: (
            f"{chance.choice(['contains', 'starts_with', 'ends_with'])}(备注, '{chance.choice(['年', '准予', '5年', 'x'])}')"
        ),
        lambda: f"许可编号 = 'QD{chance.randrange(70000):08d}'",
    ]
    for _ in range(80):
        where = chance.choice([" and ", " or "]).join(chance.choice(tests)() for _ in range(chance.randrange(1, 4)))
        asked = {"where": where, "count": "exact", "limit": "50"}
        assert answer(pair[1], asked) == answer(pair[0], asked), where


@pytest.mark.parametrize("asked", [*ROWS_ASKED[:11], *GROUPS_ASKED[:3]], ids=str)
def test_common_questions_never_reach_the_serving_copy(pair: tuple[Path, Path], asked: dict[str, str]) -> None:
    copy = instant_copy(serving=pair[1], fields=permits.FIELDS)
    assert copy is not None
    query: Query = engine.parse_query(fields=permits.FIELDS, params=asked)
    layout = layout_of(permits.FIELDS)
    assert ready_page(query=query, layout=layout, copy=copy, size=100, ask=lambda: pytest.fail("asked")) is not None


@pytest.mark.parametrize(
    "asked",
    [
        {"top": "1 per 区市 order by 金额"},
        {"sample": "5"},
        {"within": "POLYGON((120 36, 121 36, 121 37, 120 36))"},
        {"where": "within_polygon('POLYGON((120 36, 121 36, 121 37, 120 36))')"},
        {"where": "许可编号 = 'QD00000001'", "top": "1 per 区市 order by 金额"},
        {"where": "许可编号 = 'QD00000001'", "sample": "1"},
        {"where": "许可编号 = 'QD00000001'", "intersects": "POLYGON((120 36, 121 36, 121 37, 120 36))"},
    ],
    ids=str,
)
def test_what_only_the_serving_copy_can_tell_is_left_to_it(pair: tuple[Path, Path], asked: dict[str, str]) -> None:
    copy, layout = instant_copy(serving=pair[1], fields=permits.FIELDS), layout_of(permits.FIELDS)
    assert copy is not None
    query = engine.parse_query(fields=permits.FIELDS, params={**asked, "limit": "3"})
    grouped = engine.parse_query(fields=permits.FIELDS, params={**asked, "group_by": "区市"})
    assert chosen_rows(query=query, layout=layout, copy=copy) is None
    assert groups(query=grouped, layout=layout, copy=copy) is None
    assert value_counts(query=query, layout=layout, copy=copy, columns=("区市",), size=3) is None
    assert ready_features(query=query, layout=layout, copy=copy) is None


def test_facets_of_both_are_the_same(pair: tuple[Path, Path]) -> None:
    query = engine.parse_query(fields=permits.FIELDS, params={"where": "金额 < 250"})
    plain, quick = (
        engine.facets(serving=one, fields=permits.FIELDS, query=query, columns=("备注", "区市"), size=4) for one in pair
    )
    assert quick == plain


@pytest.mark.parametrize(
    "asked", [{"limit": "3"}, {"bbox": "120.1,36.1,120.4,36.5", "limit": "500"}, {"where": "区市 = '无'", "limit": "9"}]
)
def test_short_geojson_of_both_is_the_same(pair: tuple[Path, Path], asked: dict[str, str]) -> None:
    query = engine.parse_query(fields=permits.FIELDS, params=asked)
    plain, quick = (
        json.loads(b"".join(export(serving=one, fields=permits.FIELDS, query=query, format="geojson"))) for one in pair
    )
    assert quick == plain


def test_points_come_from_arrays_and_are_the_same(tmp_path: Path) -> None:
    decimal = LogicalType.DECIMAL
    fields = (
        Field("名称", LogicalType.TEXT),
        Field("经度", decimal, "longitude", 9, 6),
        Field("纬度", decimal, "latitude", 8, 5),
    )
    rows = [
        (f"站{n}", Decimal(120_000_000 + n * 7) / 10**6, Decimal(3_600_000 + n) / 10**5 if n % 5 else None)
        for n in range(40)
    ]
    released(home=tmp_path, fields=fields, rows=rows)
    at, asked = serving(tmp_path), {"bbox": "120.00001,36.00005,120.0002,36.0003", "limit": "20"}
    found = []
    for params in (asked, {"limit": "12"}):
        query = engine.parse_query(fields=fields, params=params)
        found.append([json.loads(b"".join(export(serving=at, fields=fields, query=query, format="geojson")))])
        build_instant(serving=at, fields=fields, distinct={})
        copy = instant_copy(serving=at, fields=fields)
        assert copy is not None
        found[-1].append(json.loads(ready_features(query=query, layout=layout_of(fields), copy=copy) or b""))
        shutil.rmtree(instant_folder(serving=at))
        opening._open.clear()
    assert [quick for _, quick in found] == [plain for plain, _ in found]
    assert [len(plain["features"]) for plain, _ in found] == [19, 12]


def test_a_copy_that_was_removed_is_not_missed(tmp_path: Path) -> None:
    made = permits.made(tmp_path)
    build_instant(serving=made, fields=permits.FIELDS, distinct={})
    shutil.rmtree(instant_folder(serving=made))
    opening._open.clear()
    assert instant_copy(serving=made, fields=permits.FIELDS) is None
    assert len(answer(made, {"limit": "5"})[0]) == 5


def test_a_copy_of_an_earlier_kind_is_made_anew(tmp_path: Path) -> None:
    made = permits.made(tmp_path)
    build_instant(serving=made, fields=permits.FIELDS, distinct={})
    index = instant_folder(serving=made) / opening.INDEX
    index.write_text(index.read_text(encoding="utf-8").replace(f'"version":{opening.VERSION}', '"version":1'), "utf-8")
    assert not has_instant(serving=made)
    assert instant_copy(serving=made, fields=permits.FIELDS) is None
    build_instant(serving=made, fields=permits.FIELDS, distinct={})
    assert has_instant(serving=made)


def test_small_and_huge_tables_get_none() -> None:
    assert [is_worth_it(rows=rows, columns=9, most_rows=10**6) for rows in (999, 1000, 10**6, 10**6 + 1)] == [
        False,
        True,
        True,
        False,
    ]
    assert not is_worth_it(rows=5000, columns=9000, most_rows=10**6)
