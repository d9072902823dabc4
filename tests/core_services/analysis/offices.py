"""Two offices that each publish a list of the same places, and people of theirs."""

from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tests.seeding import DEPARTMENT

from zhanqiao.core_services.analysis.operations import define_comparison
from zhanqiao.core_services.analysis.rules import definition_of
from zhanqiao.core_services.publishing.operations import publish_file
from zhanqiao.data_center.catalogue.rules import DatasetEntry
from zhanqiao.data_center.storage.rules import Mode
from zhanqiao.people.access.queries import card_of
from zhanqiao.people.access.rules import AccessCard
from zhanqiao.people.accounts.operations import create_account, grant_role
from zhanqiao.people.accounts.rules import Role
from zhanqiao.people.departments.operations import DepartmentEntry, register_department
from zhanqiao.people.departments.queries import department_card
from zhanqiao.people.departments.rules import Level, complete_credit_code

AT = datetime(2026, 6, 1, 2, tzinfo=UTC)
OTHER, THIRD = "qingdao-civil", "qingdao-water"
KEY = "parks"
PARKS = "编号,名称,区市,面积\nP01,中山公园,市南区,7500\nP02,八大关,市南区,140.5\nP03,世博园,李沧区,2410\nP04,唐岛湾公园,黄岛区,1800\n"
OTHERS = "编号,名称,区,面积\nP01,中山公园,市南区,7500\nP02,八大关风景区,市南区,150\nP03,世博园,李沧区,2410\nP05,石老人观光园,崂山区,2000\n"
MENDED = OTHERS.replace("150", "140.5")


def register_offices() -> None:
    """Put two more offices into the tree."""
    for number, (key, name) in enumerate(((OTHER, "青岛市民政局"), (THIRD, "青岛市水务管理局"))):
        entry = DepartmentEntry(
            code=complete_credit_code(f"1137020000410{101 + number}"),
            key=key,
            name_zh=name,
            name_en=key,
            level=Level.city,
            division_code="370200",
            valid_from=date(1986, 10, 15),
        )
        register_department(entry=entry, by="tests", at=AT)


def published(*, name: str, content: str, department: str) -> str:
    """Publish a CSV and return the id of its table."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.csv"
        path.write_text(content, encoding="utf-8")
        made = publish_file(
            path=path,
            slug=name,
            title=name,
            department=department,
            mode=Mode.REPLACE,
            by="tests",
            at=AT,
            clock=lambda: AT,
            entry=DatasetEntry(slug=name, title_zh=name, department=department),
        )
    table: str = made["tables"][0]
    return table


def said(left: str, right: str, **other: Any) -> dict[str, Any]:
    """A definition as a person writes it: the list of the parks office is right."""
    return {
        "key": KEY,
        "name_zh": "公园名录比对",
        "name_en": "Lists of parks",
        "left": left,
        "right": right,
        "authority": "left",
        "department": DEPARTMENT,
        "columns": [
            {"left": "编号", "kind": "code"},
            {"left": "名称", "kind": "name", "key": False},
            {"left": "区市", "right": "区", "kind": "place", "key": False},
        ],
        "rules": [{"left": "名称"}, {"left": "面积", "how": "number", "tolerance": 0.5}],
        "left_names": ["编号"],
        "right_names": ["编号"],
    } | other


def defined(**other: Any) -> tuple[str, str]:
    """Publish both lists and define their comparison; return the tables."""
    register_offices()
    tables = (
        published(name="parks", content=PARKS, department=DEPARTMENT),
        published(name="others", content=OTHERS, department=OTHER),
    )
    define_comparison(definition=definition_of(said=said(*tables, **other)), by="tests", at=AT)
    return tables


def person(*, name: str, role: Role, department: str | None) -> AccessCard:
    """Make an account with a role and return its card."""
    account = create_account(username=name, display_name=name, password="Red-Roofs-1891", by="tests", at=AT)
    owner = department_card(key_or_code=department).id if department else None
    grant_role(account_id=account, role=role, department_id=owner, by="tests", at=AT)
    return card_of(account_id=account)
