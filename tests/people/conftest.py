"""A small city: its government, a bureau, a district and a street."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import NamedTuple

import pytest

from zhanqiao.people.accounts.operations import create_account, grant_role
from zhanqiao.people.accounts.rules import Role
from zhanqiao.people.departments.operations import DepartmentEntry, register_department
from zhanqiao.people.departments.rules import Level, complete_credit_code

AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
PASSWORD = "Red-Roofs-1891"


class City(NamedTuple):
    government: str
    transport: str
    shinan: str
    badaxia: str


def entry(**changes: object) -> DepartmentEntry:
    values = {
        "code": complete_credit_code("11370200MB285712"),
        "key": "qingdao-government",
        "name_zh": "青岛市人民政府",
        "name_en": "Qingdao Municipal Government",
        "level": Level.city,
        "division_code": "370200",
        "valid_from": date(1986, 10, 15),
    }
    return DepartmentEntry(**{**values, **changes})


def register(**changes: object) -> str:
    return register_department(entry=entry(**changes), by="system", at=AT)


@pytest.fixture
def city(db: None) -> City:
    government = register()
    transport = register(
        code=complete_credit_code("1137020000410000"),
        key="qingdao-transport",
        name_zh="青岛市交通运输局",
        name_en="Qingdao Transport Bureau",
        parent_id=government,
        phone="0532-00000000",
    )
    shinan = register(
        code=complete_credit_code("1137020200410000"),
        key="shinan",
        name_zh="市南区人民政府",
        name_en="Shinan District Government",
        level=Level.district,
        division_code="370202",
        parent_id=government,
    )
    badaxia = register(
        code=complete_credit_code("1137020200420000"),
        key="badaxia",
        name_zh="八大峡街道办事处",
        name_en="Badaxia Subdistrict Office",
        level=Level.street,
        division_code="370202002",
        parent_id=shinan,
    )
    return City(government, transport, shinan, badaxia)


@pytest.fixture
def officer(city: City) -> str:
    account_id = create_account(
        username="li.wei", display_name="李伟", password=PASSWORD, department_id=city.transport, by="system", at=AT
    )
    grant_role(account_id=account_id, role=Role.officer, department_id=city.transport, by="system", at=AT)
    return account_id
