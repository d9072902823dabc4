"""The department tree: registering, revising, dissolving, and reading it as of a date."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests.people.conftest import AT, City, entry, register
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.audit.models import AuditLine
from zhanqiao.people.departments import events
from zhanqiao.people.departments.models import Department
from zhanqiao.people.departments.operations import (
    DepartmentRefusedError,
    dissolve_department,
    revise_department,
)
from zhanqiao.people.departments.queries import DepartmentNode, above, below, cards_by_id, department_card, tree
from zhanqiao.people.departments.rules import Level, complete_credit_code


def keys(nodes: tuple[DepartmentNode, ...]) -> list[object]:
    return [[node.card.key, *keys(node.children)] for node in nodes]


def actions() -> list[str]:
    return list(AuditLine.objects.values_list("action", flat=True))


def test_the_tree_has_three_levels(city: City) -> None:
    assert keys(tree()) == [["qingdao-government", ["qingdao-transport"], ["shinan", ["badaxia"]]]]


def test_a_department_is_found_by_key_code_and_id(city: City) -> None:
    card = department_card(key_or_code="qingdao-transport")
    assert {department_card(key_or_code=name) for name in (card.id, card.code, card.code.lower())} == {card}
    assert card.name.zh == "青岛市交通运输局"


def test_an_unknown_department_is_not_found(city: City) -> None:
    with pytest.raises(NotFoundError) as raised:
        department_card(key_or_code="qingdao-weather")
    assert raised.value.text.en == "'qingdao-weather' was not found. Check the address, or search the catalogue."


def test_registering_leaves_one_audit_line_and_announces_once(
    db: None, django_capture_on_commit_callbacks: object
) -> None:
    heard: list[object] = []

    def listen(event: object, **_: object) -> None:
        heard.append(event)

    events.department_registered.connect(listen)
    with django_capture_on_commit_callbacks(execute=True):
        department_id = register()
    events.department_registered.disconnect(listen)
    assert (actions(), heard) == (
        ["department.register"],
        [events.DepartmentRegistered(department_id=department_id, by="system")],
    )


def test_a_refused_entry_tells_all_its_problems_and_leaves_nothing(db: None) -> None:
    with pytest.raises(DepartmentRefusedError) as raised:
        register(code="11370200MB28571200", key="Bad Key", level=Level.street, division_code="370202", name_en=" ")
    assert raised.value.text.en == (
        "The department was not saved: Character 18, the check digit, should be 'E' but is '0'. "
        "A key has small letters, digits and hyphens, at most 64, such as qingdao-transport. "
        "The division code of a street must have 9 or 12 digits. "
        "Both the Chinese and the English name are needed. A district or street department needs a department above it."
    )
    assert (Department.objects.count(), actions()) == (0, [])


def test_a_code_that_is_taken_is_refused(city: City) -> None:
    with pytest.raises(DepartmentRefusedError, match="Another department has this code or key"):
        register(key="another-key")


def test_revising_records_what_changed_but_not_contacts(city: City) -> None:
    card = department_card(key_or_code="shinan")
    values = {"code": card.code, "key": "shinan", "level": Level.district, "division_code": "370202"}
    changed = revise_department(
        department_id=city.shinan,
        entry=entry(**values, name_zh="市南区政府", name_en=card.name_en, parent_id=city.government, phone="0532-1"),
        by="system",
        at=AT,
    )
    assert changed == ("name_zh", "phone")
    line = AuditLine.objects.last()
    assert line is not None
    assert (line.action, line.detail) == (
        "department.revise",
        '{"changes":{"name_zh":{"from":"市南区人民政府","to":"市南区政府"},"phone":"changed"}}',
    )


def test_revising_with_the_same_values_leaves_no_trace(city: City) -> None:
    before = actions()
    same = entry(code=department_card(key_or_code="qingdao-government").code)
    assert (revise_department(department_id=city.government, entry=same, by="system", at=AT), actions()) == ((), before)


def test_a_department_cannot_stand_below_its_own_child(city: City) -> None:
    card = department_card(key_or_code="shinan")
    with pytest.raises(DepartmentRefusedError, match="cannot stand below itself"):
        revise_department(
            department_id=city.shinan,
            entry=entry(
                code=card.code,
                key=card.key,
                level=Level.street,
                division_code="370202000",
                parent_id=city.badaxia,
            ),
            by="system",
            at=AT,
        )


def test_a_dissolved_department_is_seen_as_of_its_time_only(city: City) -> None:
    sifang = register(
        code=complete_credit_code("1137020500410009"),
        key="sifang",
        name_zh="四方区人民政府",
        name_en="Sifang District Government",
        level=Level.district,
        division_code="370205",
        parent_id=city.government,
    )
    dissolve_department(department_id=sifang, last_day=date(2012, 11, 30), successor_id=city.shinan, by="system", at=AT)
    assert keys(tree()) == keys(tree(on=date(2012, 12, 1)))
    assert keys(tree(on=date(2012, 11, 30))) == [
        ["qingdao-government", ["qingdao-transport"], ["shinan", ["badaxia"]], ["sifang"]]
    ]
    card = department_card(key_or_code="sifang")
    assert (card.valid_to, card.successor_id) == (date(2012, 11, 30), city.shinan)


def test_before_the_founding_there_is_no_tree(city: City) -> None:
    assert tree(on=date(1897, 11, 14)) == ()


@pytest.mark.parametrize(
    ("last_day", "successor", "en"),
    [
        (date(1900, 1, 1), None, "The last day is before the first."),
        (date(2026, 1, 1), "self", "The successor does not exist, is dissolved or is the department itself."),
        (date(2026, 1, 1), "dep_nobody", "The successor does not exist, is dissolved or is the department itself."),
    ],
)
def test_a_wrong_dissolution_is_refused(city: City, last_day: date, successor: str | None, en: str) -> None:
    with pytest.raises(DepartmentRefusedError, match=en):
        dissolve_department(
            department_id=city.badaxia,
            last_day=last_day,
            successor_id=city.badaxia if successor == "self" else successor,
            by="system",
            at=AT,
        )


def test_a_department_with_others_below_it_is_not_dissolved(city: City) -> None:
    with pytest.raises(DepartmentRefusedError, match="Departments stand below it; move them first"):
        dissolve_department(department_id=city.shinan, last_day=date(2026, 1, 1), successor_id=None, by="system", at=AT)


def test_what_stands_above_and_below(city: City) -> None:
    assert ([card.key for card in above(department_id=city.badaxia)], below(department_id=city.shinan)) == (
        ["qingdao-government", "shinan"],
        {city.shinan, city.badaxia},
    )


@pytest.mark.parametrize(
    "values",
    [
        {"code": "123"},
        {"level": "county"},
        {"valid_to": date(1900, 1, 1)},
        {"parent_id": None, "level": "street"},
        {"successor_id": "city"},
    ],
)
def test_the_database_refuses_what_the_rules_refuse(city: City, values: dict[str, object]) -> None:
    changes = {name: city.government if value == "city" else value for name, value in values.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Department.objects.filter(pk=city.shinan).update(**changes)


def test_cards_are_remembered_until_something_changes(
    transactional_db: None, django_assert_num_queries: object
) -> None:
    register()
    assert [card.key for card in cards_by_id().values()] == ["qingdao-government"]
    with django_assert_num_queries(0):
        cards_by_id()
        department_card(key_or_code="qingdao-government")
    register(
        code=complete_credit_code("1137020000430000"), key="qingdao-transport", parent_id=next(iter(cards_by_id()))
    )
    assert [card.key for card in cards_by_id().values()] == ["qingdao-government", "qingdao-transport"]
