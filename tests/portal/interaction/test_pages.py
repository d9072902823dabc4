"""Applying, asking, answering and sharing on the pages, each by whom it is for."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.core_services.data_requests.conftest import TRANSPORT, People, dataset
from tests.core_services.data_requests.test_rules import CODE, PDF
from tests.portal.interaction.conftest import Browser, text_of
from zhanqiao.core_services.data_requests import operations
from zhanqiao.core_services.data_requests.models import DataApplication, OpeningRequest, SharingRequest
from zhanqiao.kit.clock import now, today
from zhanqiao.people.departments.queries import department_card

pytestmark = pytest.mark.django_db
FORM = {
    "kind": "organisation",
    "applicant": "青岛某某水务研究院",
    "credit_code": CODE,
    "contact": "王芳",
    "purpose": "地下水位研究",
    "scene": "科研",
    "scope": "全部字段",
    "way": "api",
    "security": "专人保管",
    "promised": "on",
}


def apply(client: Client, slug: str = "wells", **changes: object) -> object:
    dates = {"from_on": today().isoformat(), "to_on": (today() + timedelta(days=300)).isoformat()}
    files = {"proof": SimpleUploadedFile("证明.pdf", PDF, "application/pdf")}
    return client.post(f"/datasets/{slug}/application/", FORM | dates | files | changes)


def says(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return text_of(answer.content)


def status(client: Client, path: str) -> int:
    answer = client.get(path)
    answer.close()
    return answer.status_code


def act(client: Client, family: str, request_id: str, name: str, **fields: str) -> int:
    sent = {f"{name}-{field}": value for field, value in fields.items()}
    return client.post(f"/workbench/requests/{family}/{request_id}/{name}/", sent).status_code


def test_a_conditional_dataset_tells_its_conditions_and_how_to_apply(wells: str, browser_of: Browser) -> None:
    page = browser_of("").get("/datasets/wells/").content.decode()
    assert ("签订利用协议后提供。" in page, 'href="/datasets/wells/application/"' in page) == (True, True)
    assert browser_of("").get("/datasets/wells/application/").headers["Location"].startswith("/login/?next=")
    form = says(browser_of("wang.fang"), "/datasets/wells/application/")
    assert ("公共数据安全承诺书" in form, "一次性告知" in form) == (True, True)


def test_an_open_dataset_is_not_applied_for(people: People, browser_of: Browser) -> None:
    dataset("parks", "公园")
    assert 'href="/datasets/parks/application/"' not in browser_of("").get("/datasets/parks/").content.decode()
    assert "无需申请" in says(browser_of("wang.fang"), "/datasets/parks/application/")
    assert apply(browser_of("wang.fang"), "parks").status_code == 409


def test_an_application_goes_from_hand_to_hand_on_the_pages(wells: str, browser_of: Browser) -> None:
    citizen, authority, owner = browser_of("wang.fang"), browser_of("authority"), browser_of("parks.reviewer")
    assert apply(citizen).status_code == 302
    made = DataApplication.objects.get().id
    assert "地下水监测井" in says(authority, "/workbench/requests/")
    assert act(authority, "application", made, "missing", reason="缺少单位证明") == 302
    assert "缺少单位证明" in says(citizen, f"/my/applications/{made}/")
    note = {"note": "已补", "proof": SimpleUploadedFile("补充.pdf", PDF)}
    assert citizen.post(f"/my/applications/{made}/supplement/", note).status_code == 302
    assert act(authority, "application", made, "missing", reason="再补") == 409
    assert act(authority, "application", made, "completion") == 302
    assert act(authority, "application", made, "consent", per_day="10") == 403
    assert act(owner, "application", made, "consent", per_day="0") == 422
    assert act(owner, "application", made, "consent", per_day="10", conditions="仅限院内") == 302
    page = says(citizen, f"/my/applications/{made}/")
    assert ("仅限院内" in page, "接受协议" in page) == (True, True)
    accepted = citizen.post(f"/my/applications/{made}/agreement/", {"number": "1"})
    (secret,) = set(re.findall(r"zq_[\w-]{40}", accepted.content.decode()))
    assert secret not in citizen.get(f"/my/applications/{made}/").content.decode()
    assert "已授权" in says(owner, f"/workbench/requests/application/{made}/")
    results = says(browser_of(""), "/requests/results/")
    assert ("同意" in results, "水务研究院" in results, "王芳" in results, "地下水位研究" in results) == (
        True,
        False,
        False,
        False,
    )


def test_a_form_with_problems_is_shown_again_with_them(wells: str, browser_of: Browser) -> None:
    answer = apply(browser_of("wang.fang"), credit_code="91370200MA3C12345X", promised="", proof="")
    page = text_of(answer.content)
    assert (answer.status_code, "请阅读并接受" in page, "请附上至少一份证明材料" in page, "校验位" in page) == (
        422,
        True,
        True,
        True,
    )
    assert DataApplication.objects.count() == 0


def test_an_application_is_seen_by_its_applicant_and_its_offices_alone(wells: str, browser_of: Browser) -> None:
    apply(browser_of("wang.fang"))
    row = DataApplication.objects.get()
    file = row.files.get().id
    mine, office = f"/my/applications/{row.id}/", f"/workbench/requests/application/{row.id}/"
    names = ("wang.fang", "zhao.lei", "authority", "parks.officer", "transport.reviewer", "")
    seen = {
        name: [
            status(browser_of(name), path) for path in (mine, f"{mine}files/{file}/", office, f"{office}files/{file}/")
        ]
        for name in names
    }
    assert seen == {
        "wang.fang": [200, 200, 403, 403],
        "zhao.lei": [404, 404, 403, 403],
        "authority": [404, 404, 200, 200],
        "parks.officer": [404, 404, 200, 200],
        "transport.reviewer": [404, 404, 404, 404],
        "": [302, 302, 302, 302],
    }
    downloaded = browser_of("wang.fang").get(f"{mine}files/{file}/")
    assert (b"".join(downloaded.streaming_content), "attachment" in downloaded.headers["Content-Disposition"]) == (
        PDF,
        True,
    )
    downloaded.close()


def test_a_request_is_asked_voted_for_answered_and_links_both_ways(wells: str, browser_of: Browser) -> None:
    citizen, other, authority = browser_of("wang.fang"), browser_of("zhao.lei"), browser_of("authority")
    assert browser_of("").get("/requests/new/").status_code == 302
    assert citizen.post("/requests/new/", {"title": "地下水位", "detail": "请致电13800138000"}).status_code == 422
    assert citizen.post("/requests/new/", {"title": "地下水位", "detail": "打井用"}).status_code == 302
    opening = OpeningRequest.objects.get().id
    other.post(f"/requests/{opening}/vote/")
    other.post(f"/requests/{opening}/vote/")
    assert "2 票" in says(browser_of(""), f"/requests/{opening}/")
    assert act(authority, "opening", opening, "forwarding", department="dep_unknown") == 422
    assert act(authority, "opening", opening, "answer", outcome="opened", reason="已开放", dataset="wells") == 302
    public = says(browser_of(""), f"/requests/{opening}/")
    assert ("已开放" in public, "青岛市大数据发展管理局" in public, "张敏" in public) == (True, True, False)
    assert "应需求开放" in says(browser_of(""), "/datasets/wells/")
    assert "地下水位" in says(citizen, "/my/applications/")


def test_the_public_list_is_searched_and_a_merged_request_leads_on(people: People, browser_of: Browser) -> None:
    first, second = (
        operations.ask_for_opening(title=title, detail="出行", by=people.citizen, at=now())
        for title in ("公交到站", "停车位")
    )
    assert "停车位" in says(browser_of(""), "/requests/?q=停车&sort=newest")
    assert "公交到站" not in says(browser_of(""), "/requests/?q=停车")
    assert act(browser_of("authority"), "opening", second, "merge", into=first) == 302
    assert browser_of("").get(f"/requests/{second}/").headers["Location"] == f"/requests/{first}/"
    assert browser_of("").get("/requests/?page=999&sort=x&state=y").status_code == 200
    assert "How offices answer" in says(browser_of(""), "/en/requests/answering/")


def test_departments_share_on_the_pages(people: People, browser_of: Browser) -> None:
    dataset(
        "pipes",
        "管网",
        open_type="closed",
        open_legal_ground="某条例第3条",
        share_type="conditional",
        share_condition="履职",
    )
    officer, head = browser_of("transport.officer"), browser_of("transport.reviewer")
    provider_head, provider = browser_of("parks.reviewer"), browser_of("parks.officer")
    asker = department_card(key_or_code=TRANSPORT).id
    form = {
        "asker": asker, "dataset": "pipes", "ground": "三定方案", "scene": "联合监管", "scope": "全部", "way": "api",
        "to_on": (today() + timedelta(days=90)).isoformat(),
    }  # fmt: skip
    assert officer.post("/workbench/requests/sharing/new/", form).status_code == 302
    made = SharingRequest.objects.get().id
    steps = [
        act(officer, "sharing", made, "head"),
        act(head, "sharing", made, "head"),
        act(provider, "sharing", made, "consent"),
        act(provider_head, "sharing", made, "consent"),
        act(officer, "sharing", made, "supply", per_day="5"),
        act(provider, "sharing", made, "supply", per_day="5"),
    ]
    assert steps == [403, 302, 403, 302, 403, 302]
    shown = officer.post(f"/workbench/requests/sharing/{made}/key/")
    assert len(set(re.findall(r"zq_[\w-]{40}", shown.content.decode()))) == 1
    assert browser_of("wang.fang").get(f"/workbench/requests/sharing/{made}/").status_code == 403
    assert act(officer, "sharing", made, "use", scene="监管", process="比对", results="12处") == 302
    assert "12处" in says(browser_of("authority"), f"/workbench/requests/sharing/{made}/")
