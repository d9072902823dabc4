"""The department tree of the demo city."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from zhanqiao.demo.city.departments import departments
from zhanqiao.demo.city.registration import ensure_departments
from zhanqiao.demo.sources.divisions import area_names, streets
from zhanqiao.people.departments.queries import department_card
from zhanqiao.people.departments.rules import Level, credit_code_problem

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def test_every_credit_code_is_valid_and_marked_as_a_sample() -> None:
    problems = [department.key for department in departments() if credit_code_problem(department.code)]
    unmarked = [department.key for department in departments() if department.code[8:11] != "DEM"]
    wrong_place = [each.key for each in departments() if each.code[2:8] != each.division_code[:6]]
    assert (problems, unmarked, wrong_place) == ([], [], [])


def test_keys_and_codes_are_unique() -> None:
    keys, codes = zip(*((department.key, department.code) for department in departments()), strict=True)
    assert (len(set(keys)), len(set(codes))) == (len(keys), len(codes))


def test_a_parent_comes_before_its_children() -> None:
    seen: set[str | None] = {None}
    early = []
    for department in departments():
        if department.parent not in seen:
            early.append(department.key)
        seen.add(department.key)
    assert early == []


def test_every_township_and_district_of_today_has_its_department() -> None:
    today = [department for department in departments() if department.valid_to is None]
    by_level = {level: Counter(each.division_code for each in today if each.level is level) for level in Level}
    assert by_level[Level.street] == Counter(street["code"] for street in streets("3702"))
    assert set(by_level[Level.district]) == {street["areaCode"] for street in streets("3702")}
    assert set(by_level[Level.district]) <= area_names().keys()


def test_dissolved_districts_keep_their_old_codes_and_name_a_successor() -> None:
    gone = {each.key: (each.division_code, each.valid_to, each.successor) for each in departments() if each.valid_to}
    assert gone["sifang"] == ("370205", date(2012, 11, 30), "shibei")
    assert gone["jiaonan"] == ("370284", date(2012, 11, 30), "huangdao")


@pytest.mark.django_db
def test_registering_again_changes_nothing() -> None:
    first = ensure_departments(by="tests", at=NOW)
    assert (first, ensure_departments(by="tests", at=NOW)) == (len(departments()), 0)
    sifang, shibei = department_card(key_or_code="sifang"), department_card(key_or_code="shibei")
    assert (sifang.successor_id, sifang.valid_to) == (shibei.id, date(2012, 11, 30))
