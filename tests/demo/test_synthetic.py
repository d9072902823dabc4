"""The generated tables: the same every time, right in form, inside Qingdao, about nobody."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from zhanqiao.demo.entries import entry
from zhanqiao.demo.sources.boundaries import district_features
from zhanqiao.demo.sources.divisions import streets
from zhanqiao.demo.synthetic import tables
from zhanqiao.demo.synthetic.credit_codes import CAPACITY, credit_codes
from zhanqiao.people.departments.rules import complete_credit_code, credit_code_problem

Generator = Callable[..., Any]
SMALL: dict[str, tuple[Generator, dict[str, int]]] = {
    "synthetic-business-permits": (tables.permits, {"count": 3000, "firms": 900}),
    "synthetic-enterprises": (tables.enterprises, {"count": 600, "firms": 900}),
    "synthetic-parking-lots": (tables.car_parks, {"count": 400}),
    "synthetic-hotline-cases": (tables.hotline_cases, {"count": 2000}),
    "synthetic-parking-visits": (tables.parking_visits, {"count": 2000}),
}
ALL = pytest.mark.parametrize("slug", SMALL)
MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
IDENTITY = re.compile(r"(?<!\d)[1-9]\d{5}(19|20)\d{2}[01]\d[0-3]\d{4}[\dX](?!\d)")
JIMO = {"370282": "370215"}


def _written(slug: str, folder: Path) -> Path:
    generator, sizes = SMALL[slug]
    (file,) = generator(into=folder, **sizes)
    return Path(file.path)


def _rows(slug: str, folder: Path) -> list[dict[str, str]]:
    encoding = "gb18030" if slug == "synthetic-enterprises" else "utf-8-sig"
    with _written(slug, folder).open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file))


@ALL
def test_the_same_seed_gives_the_same_bytes(slug: str, tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    assert _written(slug, tmp_path).read_bytes() == _written(slug, tmp_path / "again").read_bytes()


@ALL
def test_the_columns_are_those_of_the_dictionary(slug: str, tmp_path: Path) -> None:
    rows = _rows(slug, tmp_path)
    assert list(rows[0]) == [column.name for column in entry(slug=slug).tables[0].columns]
    assert len(rows) == SMALL[slug][1]["count"]


def test_a_district_opens_its_own_car_parks_and_no_others(tmp_path: Path) -> None:
    (file,) = tables.car_parks_of(district="370202")(into=tmp_path, count=400)
    with file.path.open(encoding="utf-8", newline="") as written:
        own = list(csv.DictReader(written))
    assert own == [row for row in _rows("synthetic-parking-lots", tmp_path) if row["区划代码"].startswith("370202")]
    assert {row["区市"] for row in own} == {"市南区"}


def test_permits_have_fourteen_columns() -> None:
    assert len(entry(slug="synthetic-business-permits").tables[0].columns) == 14


@ALL
def test_no_cell_looks_like_a_phone_or_an_identity_number(slug: str, tmp_path: Path) -> None:
    cells = [cell for row in _rows(slug, tmp_path) for cell in row.values()]
    assert [cell for cell in cells if MOBILE.search(cell) or IDENTITY.search(cell)] == []


@pytest.mark.parametrize("slug", ["synthetic-business-permits", "synthetic-enterprises"])
def test_every_credit_code_has_right_check_digits(slug: str, tmp_path: Path) -> None:
    codes = {row["统一社会信用代码"] for row in _rows(slug, tmp_path)}
    assert [code for code in codes if credit_code_problem(code)] == []


def test_credit_codes_agree_with_the_algorithm_of_people() -> None:
    serials = np.array([0, 1, 30, 31, 12345, CAPACITY - 1])
    prefixes, divisions = np.array(["91", "92", "11", "91", "92", "91"]), np.full(6, "370202")
    made = credit_codes(prefixes=prefixes, divisions=divisions, serials=serials).tolist()
    assert made == [complete_credit_code(code[:16]) for code in made]
    assert made[0].startswith("91370202DEM00000")


def test_most_registered_firms_hold_permits(tmp_path: Path) -> None:
    firms = {row["统一社会信用代码"] for row in _rows("synthetic-enterprises", tmp_path)}
    holders = {row["统一社会信用代码"] for row in _rows("synthetic-business-permits", tmp_path)}
    assert len(firms & holders) > 0.9 * len(firms)


def test_permit_states_agree_with_their_dates(tmp_path: Path) -> None:
    rows = _rows("synthetic-business-permits", tmp_path)
    wrong = [row for row in rows if row["状态"] == "有效" and row["有效期至"] < "2025-12-31"]
    misnumbered = [row for row in rows if row["许可证编号"][2:6] != row["发证日期"][:4]]
    assert (wrong, misnumbered) == ([], [])


@pytest.mark.parametrize("slug", ["synthetic-business-permits", "synthetic-enterprises", "synthetic-parking-lots"])
def test_places_are_real_townships_and_points_lie_inside_their_district(slug: str, tmp_path: Path) -> None:
    townships = {street["code"] for street in streets("3702")}
    outlines = {JIMO.get(str(each["id"]), str(each["id"])): each["geometry"] for each in district_features()}
    outside = [
        row
        for row in _rows(slug, tmp_path)[:500]
        if row["区划代码"] not in townships
        or not _inside(outlines[row["区划代码"][:6]], float(row["经度"]), float(row["纬度"]))
    ]
    assert outside == []


def test_all_ten_districts_occur(tmp_path: Path) -> None:
    assert len({row["区市"] for row in _rows("synthetic-parking-lots", tmp_path)}) == 10


def _inside(geometry: dict[str, Any], east: float, north: float) -> bool:
    """Even-odd rule, one edge after the other: another way than the generator's."""
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    odd = False
    for ring in (ring for polygon in polygons for ring in polygon):
        for (from_x, from_y), (to_x, to_y) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (from_y > north) != (to_y > north):
                odd ^= east < from_x + (north - from_y) * (to_x - from_x) / (to_y - from_y)
    return odd


def test_stays_are_in_car_parks_of_the_city_and_cost_by_the_rule(tmp_path: Path) -> None:
    (tmp_path / "lots").mkdir()
    (file,) = tables.car_parks(into=tmp_path / "lots")
    with file.path.open(encoding="utf-8", newline="") as lots:
        districts = {row["停车场编号"]: row["区市"] for row in csv.DictReader(lots)}
    rows = _rows("synthetic-parking-visits", tmp_path)
    assert [districts[row["停车场编号"]] for row in rows] == [row["区市"] for row in rows]
    for row in rows:
        stayed = datetime.fromisoformat(row["离场时间"]) - datetime.fromisoformat(row["入场时间"])
        assert stayed == timedelta(minutes=int(row["停留分钟"]))
        assert (row["应付金额"] == "0") == (int(row["停留分钟"]) <= 30)
