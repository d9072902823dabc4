"""The page of personal data in a submission, as forms without JavaScript."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.test import Client

from tests.core_services.publishing.grounds import clock
from tests.seeding import DEPARTMENT, PASSWORD, register_department
from zhanqiao.core_services.publishing import operations, queries
from zhanqiao.core_services.publishing.models import Submission
from zhanqiao.core_services.publishing.rules import Stage, SubmissionStep
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.people.access.rules import AccessCard
from zhanqiao.people.accounts.operations import create_account, grant_role
from zhanqiao.people.accounts.rules import Role
from zhanqiao.people.departments.queries import department_card

AT = datetime(2026, 11, 30, 4, tzinfo=UTC)
NAMES = ("王小明", "李丽", "张伟", "赵敏", "周强", "吴静")
PEOPLE = "申请人,身份证号,性别,年龄,备注\n" + "".join(
    f"{name},360426199101010071,{'男女'[n % 2]},{30 + n},电话138001380{n}{n}\n" for n, name in enumerate(NAMES)
)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def officer(client: Client) -> str:
    """An officer who is logged in; return the account's id."""
    register_department()
    return logged_in(client, Role.officer, department_card(key_or_code=DEPARTMENT).id)


@pytest.fixture
def waiting(officer: str) -> str:
    """An understood submission of the officer with personal data in four columns; return its id."""
    data = PEOPLE.encode()
    submission_id = operations.receive_file(
        chunks=[data], filename="补贴名单.csv", department=DEPARTMENT, by=officer, at=AT
    )
    state = operations.understand_submission(submission_id=submission_id, by=officer, at=AT, clock=clock)
    assert state is SubmissionStep.UNDERSTOOD
    return submission_id


def logged_in(client: Client, role: Role, department_id: str | None = None) -> str:
    account = create_account(
        username=role.value, display_name="张敏", password=PASSWORD, department_id=department_id, by="tests", at=AT
    )
    grant_role(account_id=account, role=role, department_id=department_id, by="tests", at=AT)
    assert client.login(username=role.value, password=PASSWORD)
    return account


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def rules(**more: str) -> dict[str, str]:
    return {"c0-rule": "partial", "c0-first": "1", "c1-rule": "hash", "c4-rule": "redact", **more}


ASSESSMENT = {
    "purpose": "公示补贴发放结果",
    "effect": "风险中等，已脱敏",
    "measures": "姓名遮盖，证件号散列",
    "conclusion": "measures",
    "assessor": "李评估",
    "assessed_on": "2026-11-30",
}


def test_the_cells_are_shown_without_their_values(client: Client, waiting: str) -> None:
    page = text_of(client, f"/workbench/submissions/{waiting}/personal/")
    assert "360426199101010071" not in page
    assert "360*************71" in page
    assert "王**" in page
    assert "13800138000" not in page


def test_rules_are_tried_without_being_kept(client: Client, waiting: str) -> None:
    address = f"/workbench/submissions/{waiting}/personal/masking/0/"
    tried = client.post(address, rules(do="try"))
    assert (tried.status_code, "电话***" in tried.content.decode()) == (200, True)
    assert Submission.objects.get().masking == {}


def test_an_officer_masks_assesses_and_publishes(client: Client, waiting: str, officer: str) -> None:
    place = f"/workbench/submissions/{waiting}/"
    assert client.post(f"{place}personal/masking/0/", rules(do="save")).status_code == 302
    page = text_of(client, f"{place}personal/")
    assert "阻止发布的个人信息已脱敏或豁免" in page
    assert client.post(f"{place}personal/assessment/", ASSESSMENT).status_code == 302
    assert "并已完成影响评估" in text_of(client, f"{place}personal/")
    describe(waiting, officer)
    assert client.post(f"{place}publication/").status_code == 302
    for stage in Stage:
        operations.approve(submission_id=waiting, stage=stage, by=f"acc_{stage}", at=AT)
    result = operations.publish(submission_id=waiting, by=officer, at=AT, clock=clock)
    assert result is not None
    masking = storage.release_cards(table_id=result["tables"][0])[0].masking
    assert masking is not None
    assert [one["cells"] for one in masking["columns"]] == [6, 6, 6]
    public = Client()
    assert "已脱敏" in text_of(public, f"/datasets/{result['slug']}/")


def describe(submission_id: str, officer: str) -> None:
    roles = frozenset({(Role.officer, department_card(key_or_code=DEPARTMENT).id)})
    card = queries.submission_card(submission_id=submission_id, card=AccessCard(account_id=officer, roles=roles))
    entry, tables = queries.proposed_entry(submission=card), queries.proposed_tables(submission=card)
    operations.describe(submission_id=submission_id, entry=entry, tables=tables, by=officer, at=AT)


def test_a_rule_that_does_not_fit_answers_422_and_keeps_nothing(client: Client, waiting: str) -> None:
    address = f"/workbench/submissions/{waiting}/personal/masking/0/"
    answer = client.post(address, {"c0-rule": "band", "c0-size": "1", "do": "save"})
    assert (answer.status_code, "脱敏规则无法使用" in answer.content.decode()) == (422, True)
    assert Submission.objects.get().masking == {}


def test_an_officer_cannot_exempt_and_the_authority_can(client: Client, waiting: str) -> None:
    address = f"/workbench/submissions/{waiting}/personal/exemptions/"
    said = {"table": "补贴名单", "column": "申请人", "kind": "name", "reason": "依法公开的公示信息"}
    assert client.post(address, said).status_code == 403
    other = Client()
    logged_in(other, Role.authority)
    assert other.post(address, said).status_code == 302
    page = text_of(other, f"/workbench/submissions/{waiting}/personal/")
    assert "依法公开的公示信息" in page
    assert "已豁免" in page
    assert other.post(f"{address}1/revocation/").status_code == 302
    assert "已撤销" in text_of(other, f"/workbench/submissions/{waiting}/personal/")


def test_the_risk_of_chosen_columns_is_counted(client: Client, waiting: str) -> None:
    address = f"/workbench/submissions/{waiting}/personal/"
    assert "k = 1" in text_of(client, address)
    assert "k = 3" in text_of(client, f"{address}?risk0=性别")
    assert client.get(f"{address}?risk0=没有").status_code == 404


def test_the_risk_is_that_of_the_masked_rows(client: Client, waiting: str) -> None:
    place = f"/workbench/submissions/{waiting}/personal/"
    assert (
        client.post(f"{place}masking/0/", rules(**{"c3-rule": "band", "c3-size": "10", "do": "save"})).status_code
        == 302
    )
    assert "k = 3" in text_of(client, f"{place}?risk0=性别&risk0=年龄")
