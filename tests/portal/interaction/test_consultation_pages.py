"""Consultations on the pages: laid open by an officer, opinions of the public, outcomes published."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.core_services.data_requests.conftest import People
from tests.portal.interaction.conftest import Browser, text_of
from zhanqiao.core_services.consultations.models import Consultation, ConsultationFile, Opinion
from zhanqiao.core_services.consultations.operations import start_feedback_clocks
from zhanqiao.kit.clock import CITY_TIME, now

pytestmark = pytest.mark.django_db
FORM = "%Y-%m-%dT%H:%M"
WORDS = {"department": "qingdao-parks", "title": "公园管理办法（草案）", "draft": "第一条 公园免费开放。"}


def test_a_draft_is_laid_open_answered_and_published(people: People, browser_of: Browser) -> None:
    officer, citizen = browser_of("parks.officer"), browser_of("wang.fang")
    assert officer.post("/workbench/consultations/new/", WORDS | {"department": "qingdao-transport"}).status_code == 422
    assert officer.post("/workbench/consultations/new/", WORDS).status_code == 302
    made = Consultation.objects.get().id
    place, office = f"/consultations/{made}/", f"/workbench/consultations/{made}/"
    assert [browser_of("").get(place).status_code, officer.get(place).status_code] == [404, 200]
    assert f"{place}</loc>" not in browser_of("").get("/sitemap-1.xml").getvalue().decode()
    begins = now().astimezone(CITY_TIME) + timedelta(minutes=-1)
    short = {"begins_at": begins.strftime(FORM), "ends_at": (begins + timedelta(days=9)).strftime(FORM)}
    assert officer.post(f"{office}opening/", short).status_code == 422
    assert officer.post(f"{office}opening/", short | {"shortened": "汛期将至"}).status_code == 302
    assert f"{place}</loc>" in browser_of("").get("/sitemap-1.xml").getvalue().decode()
    page = text_of(browser_of("").get(place).content)
    assert ("汛期将至" in page, "第一条 公园免费开放。" in page, "登录后提出意见" in page) == (True, True, True)
    begun = citizen.get(place).context["begun"]
    assert citizen.post(f"{place}opinions/", {"text": "支持", "begun": begun}).status_code == 422
    with time_machine.travel(now() + timedelta(seconds=9)):
        assert citizen.post(f"{place}opinions/", {"text": "支持", "begun": begun}).status_code == 302
    assert "支持" in text_of(citizen.get(place).content)
    assert "支持" not in text_of(browser_of("zhao.lei").get(place).content)
    opinion = Opinion.objects.get().id
    with time_machine.travel(now() + timedelta(days=10)):
        officer = browser_of("parks.officer")
        settled = {"opinion_id": opinion, "outcome": "adopted", "reason": "与草案一致"}
        assert officer.post(f"{office}publication/", {"summary": "共1条"}).status_code == 409
        assert officer.post(f"{office}outcome/", settled).status_code == 302
        assert officer.post(f"{office}publication/", {"summary": "共1条，采纳1条"}).status_code == 302
        page = text_of(browser_of("").get(place).content)
        assert ("采纳" in page, "与草案一致" in page, "支持" in page) == (True, True, True)
        assert "已公布采纳情况" in text_of(browser_of("").get("/consultations/").content)


def test_another_office_does_not_hold_it(people: People, browser_of: Browser) -> None:
    officer = browser_of("parks.officer")
    officer.post("/workbench/consultations/new/", WORDS)
    office = f"/workbench/consultations/{Consultation.objects.get().id}/"
    seen = {
        name: browser_of(name).get(office).status_code for name in ("authority", "transport.officer", "wang.fang", "")
    }
    assert seen == {"authority": 200, "transport.officer": 404, "wang.fang": 403, "": 302}
    assert officer.post(f"{office}nonsense/").status_code == 404
    changed = {"title": "公园条例", "draft": "第一条"}
    assert officer.post(f"{office}words/", changed).status_code == 302
    assert Consultation.objects.get().title == "公园条例"


def test_a_file_lies_open_with_the_draft_to_be_kept(people: People, browser_of: Browser) -> None:
    officer, visitor = browser_of("parks.officer"), browser_of("")
    officer.post("/workbench/consultations/new/", WORDS)
    made = Consultation.objects.get().id
    office = f"/workbench/consultations/{made}/"
    for name, content, status in (("草案.pdf", b"%PDF-1.7", 302), ("草案.exe", b"MZ", 422)):
        sent = officer.post(f"{office}files/", {"file": SimpleUploadedFile(name, content)})
        assert sent.status_code == status
    assert browser_of("transport.officer").post(f"{office}files/", {"remove": "x"}).status_code == 404
    place = f"/consultations/{made}/files/{ConsultationFile.objects.get().id}/"
    assert (visitor.get(place).status_code, officer.get(place).getvalue()) == (404, b"%PDF-1.7")
    begins = now().astimezone(CITY_TIME)
    days = {"begins_at": begins.strftime(FORM), "ends_at": (begins + timedelta(days=31)).strftime(FORM)}
    assert officer.post(f"{office}opening/", days).status_code == 302
    answer = visitor.get(place)
    assert (answer.getvalue(), answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        b"%PDF-1.7",
        "application/pdf",
        "nosniff",
    )
    assert answer["Content-Disposition"].startswith("attachment;")
    assert "草案.pdf" in text_of(visitor.get(f"/consultations/{made}/").content)
    assert officer.post(f"{office}files/", {"remove": ConsultationFile.objects.get().id}).status_code == 409
    ends = Consultation.objects.get().ends_at
    assert ends is not None
    start_feedback_clocks(at=ends)
    for days_later, said in ((1, "前公布采纳情况"), (40, "逾期")):
        with time_machine.travel(ends + timedelta(days=days_later)):
            assert said in text_of(browser_of("").get(f"/consultations/{made}/").content)
            assert "公布意见采纳情况" in text_of(browser_of("parks.officer").get("/workbench/").content)
