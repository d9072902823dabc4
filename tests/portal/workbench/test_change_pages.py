"""The pages of changes: asked for, decided by two people, in effect; each by who may, in both languages."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.core_services.analysis.offices import OTHER, person, register_offices
from tests.core_services.reviews.grounds import LOTS
from tests.seeding import DEPARTMENT, PASSWORD, published, register_department
from zhanqiao.core_services.reviews.models import ReviewedChange
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.engine.template_sheets import read, written
from zhanqiao.kit.clock import now
from zhanqiao.people.accounts.rules import Role

pytestmark = pytest.mark.django_db(transaction=True)
DATASET, CHANGES = "/workbench/datasets/lots/", "/workbench/changes/"


@pytest.fixture
def city() -> str:
    """A dataset and the people around it; return the dataset's id."""
    register_department()
    register_offices()
    made = published(name="lots", title="停车场余位", content=LOTS, permitted=False)["dataset"]
    for name, role, department in (
        ("li.wei", Role.officer, DEPARTMENT),
        ("zhao.min", Role.reviewer, DEPARTMENT),
        ("wang.li", Role.officer, OTHER),
        ("sun.yu", Role.authority, None),
    ):
        person(name=name, role=role, department=department)
    return made


def logged_in(name: str) -> Client:
    client = Client()
    assert client.login(username=name, password=PASSWORD)
    return client


def text_of(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def asked(client: Client, **said: object) -> str:
    """Ask for a permit; return the address of the change."""
    until = (now() + timedelta(days=90)).date().isoformat()
    form = {"ways": ["rows"], "until": until, "reason": "停车诱导系统每五分钟更新"} | said
    answer = client.post(f"{DATASET}updates/", form)
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def test_a_permit_goes_from_the_officer_through_two_reviews_into_effect_and_is_ended(city: str) -> None:
    officer, reviewer, authority = logged_in("li.wei"), logged_in("zhao.min"), logged_in("sun.yu")
    page = asked(officer)
    assert page in reviewer.get("/workbench/").content.decode()
    assert "通过并转交主管部门" not in text_of(officer, page)
    for person_, words in ((reviewer, "停车诱导系统每五分钟更新"), (authority, "通过并生效")):
        assert words in text_of(person_, page)
        assert person_.post(f"{page}decision/", {"decision": "approve"}).status_code == 302
    assert "逐行写入" in text_of(officer, DATASET)
    assert "已生效" in text_of(officer, CHANGES)
    assert "程序更新许可：停车场余位：已生效" in text_of(officer, "/my/notices/")
    assert reviewer.post(f"{DATASET}updates/end/", {"reason": "系统停用"}).status_code == 302
    assert "没有许可" in text_of(officer, DATASET)


def test_an_officer_does_not_decide_and_other_departments_see_nothing(city: str) -> None:
    officer, other = logged_in("li.wei"), logged_in("wang.li")
    page = asked(officer)
    assert officer.post(f"{page}decision/", {"decision": "approve"}).status_code == 403
    assert [other.get(page).status_code, other.post(f"{page}retraction/").status_code] == [403, 403]
    assert "停车场余位" not in text_of(other, CHANGES)
    assert ReviewedChange.objects.get().state == "department_review"


def test_a_reviewer_who_asked_is_told_that_somebody_else_decides(city: str) -> None:
    reviewer = logged_in("zhao.min")
    page = asked(reviewer)
    assert "此项由他人决定" in text_of(reviewer, page)
    assert reviewer.post(f"{page}decision/", {"decision": "approve"}).status_code == 422
    assert ReviewedChange.objects.get().state == "department_review"


def test_sending_back_without_a_reason_says_so(city: str) -> None:
    officer, reviewer = logged_in("li.wei"), logged_in("zhao.min")
    page = asked(officer)
    answer = reviewer.post(f"{page}decision/", {"decision": "send_back"})
    assert (answer.status_code, "请写明理由" in answer.content.decode()) == (422, True)
    reviewer.post(f"{page}decision/", {"decision": "send_back", "reason": "请写明系统名称"})
    assert "请写明系统名称" in text_of(officer, page)


def test_an_incomplete_request_names_what_is_missing(city: str) -> None:
    officer = logged_in("li.wei")
    far = (now() + timedelta(days=800)).date().isoformat()
    answer = officer.post(f"{DATASET}updates/", {"ways": ["rows"], "until": far, "reason": "停车诱导系统"})
    assert (answer.status_code, "截止日期应在今天起一年之内" in answer.content.decode()) == (422, True)
    assert officer.post(f"{DATASET}updates/", {"reason": "停车"}).status_code == 422
    assert not ReviewedChange.objects.exists()


def test_a_template_waits_on_its_page_and_changes_the_entry_when_approved(city: str) -> None:
    officer, reviewer, authority = logged_in("li.wei"), logged_in("zhao.min"), logged_in("sun.yu")
    sheet = read(content=officer.get("/workbench/catalogue/template.xlsx").content)
    sheet.resources[0].cells["abstract_zh"] = "全市停车场的余位。"
    file = written(resources=list(sheet.resources), marks=sheet.marks)
    answer = officer.post("/workbench/catalogue/", {"file": _file(file), "action": "import"})
    change = ReviewedChange.objects.get()
    page = f"{CHANGES}{change.id}/"
    assert (answer.status_code, page in answer.content.decode()) == (200, True)
    assert catalogue.entry(dataset_id=city).abstract_zh == ""
    assert "全市停车场的余位。" in text_of(reviewer, page)
    assert "What would change" in text_of(reviewer, f"/en{page}")
    for one in (reviewer, authority):
        assert one.post(f"{page}decision/", {"decision": "approve"}).status_code == 302
    assert catalogue.entry(dataset_id=city).abstract_zh == "全市停车场的余位。"


def test_the_list_of_changes_asks_as_much_with_one_change_as_with_three(city: str) -> None:
    officer = logged_in("li.wei")
    for _ in range(2):
        officer.post(f"{asked(officer)}retraction/")
    asked(officer)
    officer.get(CHANGES)
    with CaptureQueriesContext(connection) as three:
        officer.get(CHANGES)
    ReviewedChange.objects.exclude(state="department_review").delete()
    with CaptureQueriesContext(connection) as one:
        officer.get(CHANGES)
    assert len(three) == len(one)


def _file(content: bytes) -> object:
    from django.core.files.uploadedfile import SimpleUploadedFile  # the form of a browser's upload

    return SimpleUploadedFile("目录.xlsx", content)
