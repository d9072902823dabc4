"""The opening plan by those who may write it, and the report that others can read."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook
from tests.seeding import BY, drafted, published

from zhanqiao.core_services.statistics import operations, queries
from zhanqiao.core_services.statistics.rules import Evidence, Proof, as_csv, judged, yardstick
from zhanqiao.core_services.statistics.rules.planning import PlanRefusedError
from zhanqiao.kit.clock import now
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.operations import ForbiddenError
from zhanqiao.people.accounts.operations import create_account, grant_role
from zhanqiao.people.accounts.rules import Role
from zhanqiao.people.departments.queries import cards_by_id

pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def office(department: str) -> str:
    return next(one.id for one in cards_by_id().values() if one.key == department)


@pytest.fixture
def officer(office: str) -> str:
    account_id = create_account(
        username="li.wei", display_name="李伟", password="Red-Roofs-1891", department_id=office, by=BY, at=now()
    )
    grant_role(account_id=account_id, role=Role.officer, department_id=office, by=BY, at=now())
    return account_id


def plan(office: str, officer: str, title: str, **named: object) -> str:
    told = {"month": date(2027, 3, 1), **named}
    return operations.plan_opening(department_id=office, title=title, by=officer, at=AT, **told)


def states() -> list[tuple[str, str]]:
    return [(one.title, one.state.value) for one in queries.plan_lines(at=AT)]


def test_a_line_is_done_when_its_dataset_is_public(office: str, officer: str) -> None:
    drafted(name="trees", title="古树名木")
    plan(office, officer, "古树名木名录", slug="trees")
    plan(office, officer, "绿道", month=date(2026, 12, 9))
    assert states() == [("绿道", "due"), ("古树名木名录", "due")]
    published(name="trees", title="古树名木", content="编号,树种\nT1,银杏\n")
    assert states() == [("绿道", "due"), ("古树名木名录", "done")]
    late = datetime(2027, 1, 2, tzinfo=UTC)
    assert [one.state.value for one in queries.plan_lines(at=late)] == ["late", "done"]


def test_a_plan_is_written_by_its_department_and_sensibly(office: str, officer: str) -> None:
    for refused in ({"title": "x"}, {"title": "绿道", "month": date(2020, 1, 1)}, {"title": "绿道", "slug": "none"}):
        with pytest.raises(PlanRefusedError):
            plan(office, officer, **refused)
    citizen = create_account(username="zhao", display_name="赵", password="Red-Roofs-1891", by=BY, at=now())
    with pytest.raises(ForbiddenError):
        plan(office, citizen, "绿道")
    made = plan(office, officer, "绿道")
    with pytest.raises(ForbiddenError):
        operations.withdraw_planned(planned_id=made, by=citizen, at=AT)
    operations.withdraw_planned(planned_id=made, by=officer, at=AT)
    assert states() == []


def test_the_report_is_read_by_others_with_its_figures_and_findings(office: str, officer: str) -> None:
    published(name="parks", title="公园", content="编号,名称\nP1,中山公园\nP2,八大关\n", update_cycle="daily")
    plan(office, officer, "绿道")
    late = datetime(2027, 6, 2, tzinfo=UTC)
    pdf = PdfReader(io.BytesIO(queries.report_pdf(at=late, language="zh-hans")))
    text = "".join(page.extract_text() for page in pdf.pages)
    for words in (
        "公共数据开放决策参考报告",
        "青岛市园林和林业局有 1 个数据集超过承诺的更新周期",
        "“绿道”已过计划月份",
    ):
        assert words in text.replace("\n", ""), text
    book = CalamineWorkbook.from_filelike(io.BytesIO(queries.report_workbook(at=late, language="zh-hans")))
    assert book.sheet_names[:2] == ["主要指标", "使用情况"]
    summary = dict(line[:2] for line in book.get_sheet_by_name("主要指标").to_python())
    assert summary["可直接获取的数据集"] == "1"
    assert book.get_sheet_by_name("分部门").to_python()[3] == ["青岛市园林和林业局", 1, 1, 2, 1]
    english = PdfReader(io.BytesIO(queries.report_pdf(at=late, language="en")))
    assert "Open public data: a report for decisions" in english.pages[0].extract_text()


def test_a_cell_of_the_csv_begins_no_formula(office: str, officer: str) -> None:
    plan(office, officer, "=cmd()")
    assert as_csv(queries.sheet(key="plan", at=AT), language="en").splitlines()[1].startswith("'=cmd()")


def test_points_rise_with_the_value_and_nothing_is_claimed_without_a_proof() -> None:
    one = next(one for part in yardstick().parts for one in part.indicators if one.id == "datasets")
    evidence = Evidence(250, Text("", ""), Text("", ""), (Proof("/datasets/", "数据集"),))
    assert judged(indicator=one, evidence=evidence).points == 2.5
    bare = judged(indicator=one, evidence=Evidence(250, Text("", ""), Text("", ""), ()))
    assert (bare.points, bare.is_claimed, bare.evidence) == (0, False, None)


def test_the_yardstick_sums_up_to_a_hundred_and_every_gatherer_has_its_indicator() -> None:
    assert sum(part.weight for part in yardstick().parts) == 100
    assert set(queries.GATHERERS) <= {one.id for part in yardstick().parts for one in part.indicators}


def test_an_empty_city_claims_nothing(db: None) -> None:
    found = queries.assessment(at=AT)
    claimed = [line.indicator.id for part in found.parts for line in part.lines if line.is_claimed]
    assert (claimed, found.points) == ([], 0)
