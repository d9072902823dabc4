"""Two departments with their people, a citizen, and datasets of every kind of openness."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import NamedTuple

import pytest
from tests.seeding import DEPARTMENT

from zhanqiao.data_center.catalogue.operations import publish_dataset, register_dataset
from zhanqiao.data_center.catalogue.rules import DatasetEntry
from zhanqiao.people.accounts.operations import create_account, grant_role
from zhanqiao.people.accounts.rules import Role
from zhanqiao.people.departments.operations import DepartmentEntry, register_department
from zhanqiao.people.departments.queries import department_card
from zhanqiao.people.departments.rules import Level, complete_credit_code

AT = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)  # a Thursday
PASSWORD = "Red-Roofs-1891"
TRANSPORT = "qingdao-transport"


class People(NamedTuple):
    """Account ids."""

    citizen: str
    other: str
    authority: str
    parks_reviewer: str
    parks_officer: str
    transport_reviewer: str
    transport_officer: str


def account(username: str, role: Role | None, department: str | None = None) -> str:
    made = create_account(
        username=username, display_name="张敏", password=PASSWORD, department_id=department, by="tests", at=AT
    )
    if role:
        grant_role(account_id=made, role=role, department_id=department, by="tests", at=AT)
    return made


@pytest.fixture
def people(department: str) -> People:
    parks = department_card(key_or_code=DEPARTMENT).id
    transport = register_department(
        entry=DepartmentEntry(
            code=complete_credit_code("1137020000420000"),
            key=TRANSPORT,
            name_zh="青岛市交通运输局",
            name_en="Qingdao Transport Bureau",
            level=Level.city,
            division_code="370200",
            valid_from=date(1986, 10, 15),
        ),
        by="tests",
        at=AT,
    )
    return People(
        citizen=account("wang.fang", None),
        other=account("zhao.lei", None),
        authority=account("authority", Role.authority),
        parks_reviewer=account("parks.reviewer", Role.reviewer, parks),
        parks_officer=account("parks.officer", Role.officer, parks),
        transport_reviewer=account("transport.reviewer", Role.reviewer, transport),
        transport_officer=account("transport.officer", Role.officer, transport),
    )


def dataset(slug: str, title: str, **stated: str) -> str:
    entry = DatasetEntry(slug=slug, title_zh=title, department=DEPARTMENT, **stated)
    made = register_dataset(entry=entry, by="tests", at=AT)
    publish_dataset(dataset_id=made, by="tests", at=AT)
    return made


@pytest.fixture
def wells(people: People) -> str:
    return dataset("wells", "地下水监测井", open_type="conditional", open_condition="签订利用协议后提供。")
