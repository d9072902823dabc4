"""Surveys on the pages: drawn up by an officer, answered by anybody, results for everybody."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.core_services.data_requests.conftest import People
from tests.core_services.surveys.test_definitions import SAID, WHOLE
from tests.core_services.surveys.test_surveys import FILE
from tests.portal.interaction.conftest import Browser, text_of
from zhanqiao.core_services.data_requests.operations import ask_for_opening, vote_for_opening
from zhanqiao.core_services.surveys.models import Survey, SurveyAnswer
from zhanqiao.kit.clock import CITY_TIME, now
from zhanqiao.people.departments.queries import department_card

pytestmark = pytest.mark.django_db
MOMENT = "%Y-%m-%dT%H:%M"


@pytest.fixture
def drafted(people: People, browser_of: Browser) -> str:
    officer = browser_of("parks.officer")
    head = {"department": "qingdao-parks", "title_zh": "您想要哪些数据"}
    made = officer.post("/workbench/surveys/new/", head)
    survey = Survey.objects.get().id
    assert made.headers["Location"] == f"/workbench/surveys/{survey}/"
    sent = {"definition-definition": json.dumps(WHOLE)}
    assert officer.post(f"/workbench/surveys/{survey}/definition/", sent).status_code == 302
    return survey


def opened(officer: Client, survey: str) -> None:
    begins = now().astimezone(CITY_TIME).replace(second=0, microsecond=0)
    times = {
        "opening-begins_at": begins.strftime(MOMENT),
        "opening-ends_at": (begins + timedelta(days=9)).strftime(MOMENT),
    }
    assert officer.post(f"/workbench/surveys/{survey}/opening/", times).status_code == 302


def sent(client: Client, survey: str, **said: list[str]) -> int:
    page = client.get(f"/surveys/{survey}/").context
    begun = page.get("begun", "")
    with time_machine.travel(now() + timedelta(seconds=10)):
        return client.post(f"/surveys/{survey}/", SAID | {"begun": begun} | said).status_code


def test_anybody_answers_once_and_sees_the_results_after_they_are_published(drafted: str, browser_of: Browser) -> None:
    officer = browser_of("parks.officer")
    assert browser_of("").get(f"/surveys/{drafted}/").status_code == 404
    assert officer.get(f"/surveys/{drafted}/").status_code == 200
    opened(officer, drafted)
    page = text_of(browser_of("").get(f"/surveys/{drafted}/").content)
    assert ("第1题选择“否”时回答" in page, "进行中" in page, "青岛市园林和林业局" in page) == (True, True, True)
    visitors = [Client() for _ in range(5)]
    assert [sent(visitor, drafted) for visitor in visitors] == [302] * 5
    assert sent(visitors[0], drafted) == 409
    assert sent(Client(), drafted, uses=[]) == 422
    assert sent(Client(), drafted, website=["x"]) == 422
    assert "您已回答这份问卷" in text_of(visitors[0].get(f"/surveys/{drafted}/").content)
    assert SurveyAnswer.objects.count() == 5
    assert browser_of("").get(f"/surveys/{drafted}/results/").status_code == 404
    for act in ("closing", "results"):
        assert officer.post(f"/workbench/surveys/{drafted}/{act}/").status_code == 302
    results = text_of(browser_of("").get(f"/surveys/{drafted}/results/").content)
    assert ("100.0%" in results, "56.6 – 100.0%" in results, "工程师" in results) == (True, True, False)
    assert "工程师" in text_of(officer.get(f"/workbench/surveys/{drafted}/").content)
    crossed = text_of(browser_of("").get(f"/en/surveys/{drafted}/results/?question=content&by=uses").content)
    assert "by the groups of" in crossed
    assert (
        officer.post(f"/workbench/surveys/{drafted}/dataset/").headers["Location"].startswith("/workbench/submissions/")
    )


def test_an_account_answers_once_from_any_browser(drafted: str, browser_of: Browser) -> None:
    opened(browser_of("parks.officer"), drafted)
    assert [sent(browser_of("wang.fang"), drafted) for _ in range(2)] == [302, 409]


def test_a_form_without_the_cookie_or_sent_at_once_is_refused(drafted: str, browser_of: Browser) -> None:
    opened(browser_of("parks.officer"), drafted)
    client = Client()
    begun = client.get(f"/surveys/{drafted}/").context["begun"]
    assert client.post(f"/surveys/{drafted}/", SAID | {"begun": begun}).status_code == 422
    assert Client().post(f"/surveys/{drafted}/", SAID | {"begun": begun}).status_code == 422
    assert client.post(f"/surveys/{drafted}/", SAID | {"begun": "forged"}).status_code == 422


def test_questions_are_made_changed_moved_and_removed_by_form(people: People, browser_of: Browser) -> None:
    officer = browser_of("parks.officer")
    officer.post("/workbench/surveys/new/", {"department": "qingdao-parks", "title_zh": "公园调查"})
    survey = Survey.objects.get().id
    place = f"/workbench/surveys/{survey}/questions/"
    asked = {
        "kind": "single",
        "title_zh": "常去哪个公园？",
        "required": "on",
        "options": "中山公园 | Zhongshan Park | 100\n八大关\n其他*",
    }
    assert officer.post(f"{place}new/", asked).status_code == 302
    scale = {
        "kind": "scale",
        "title_zh": "满意吗？",
        "lowest": "1",
        "highest": "5",
        "low_text": "不满意 | poor",
        "show_if": ["q1=o1"],
    }
    assert officer.post(f"{place}new/", scale).status_code == 302
    definition = Survey.objects.get().definition
    first, second = definition["questions"]
    assert [option["text"]["en"] for option in first["options"]] == ["Zhongshan Park", "八大关", "其他"]
    assert (first["options"][2]["takes_text"], definition["quotas"]) == (True, [{"cell": {"q1": "o1"}, "most": 100}])
    assert (second["low_text"], second["show_if"]) == (
        {"zh": "不满意", "en": "poor"},
        {"question": "q1", "any_of": ["o1"]},
    )
    form = officer.get(f"{place}q1/").content.decode()
    assert "中山公园 | Zhongshan Park | 100\n八大关\n其他*" in form
    assert officer.post(f"{place}q2/", {"act": "up"}).status_code == 422
    assert officer.post(f"{place}q1/", asked | {"options": ""}).status_code == 422
    assert officer.post(f"{place}q2/", {"act": "remove"}).status_code == 302
    assert [one["key"] for one in Survey.objects.get().definition["questions"]] == ["q1"]


def test_answers_are_imported_with_weights_and_told(people: People, browser_of: Browser) -> None:
    officer = browser_of("parks.officer")
    officer.post("/workbench/surveys/new/", {"department": "qingdao-parks", "title_zh": "公园调查"})
    survey = Survey.objects.get().id
    file = SimpleUploadedFile("答卷.csv", FILE.encode())
    sent = {"import-file": file, "import-weight_column": "weight"}
    told = officer.post(f"/workbench/surveys/{survey}/import/", sent, follow=True)
    assert "已导入200份答卷。 未导入、不保存也不公开的列：编号" in text_of(told.content)
    assert officer.post(f"/workbench/surveys/{survey}/import/", {}).status_code == 422
    assert officer.get(f"/surveys/{survey}/results/").status_code == 200
    assert browser_of("").get(f"/surveys/{survey}/results/").status_code == 404


def test_another_office_and_the_public_do_not_hold_it(drafted: str, browser_of: Browser) -> None:
    assert department_card(key_or_code="qingdao-parks").id == Survey.objects.get().department_id
    statuses = {
        name: [
            browser_of(name).get(path).status_code for path in ("/workbench/surveys/", f"/workbench/surveys/{drafted}/")
        ]
        for name in ("transport.officer", "authority", "parks.reviewer", "wang.fang", "")
    }
    assert statuses == {
        "transport.officer": [200, 404],
        "authority": [200, 200],
        "parks.reviewer": [200, 200],
        "wang.fang": [403, 403],
        "": [302, 302],
    }
    new = {"department": "qingdao-parks", "title_zh": "冒名"}
    assert browser_of("transport.officer").post("/workbench/surveys/new/", new).status_code == 422
    assert browser_of("transport.officer").post(f"/workbench/surveys/{drafted}/discard/").status_code == 404
    assert browser_of("parks.officer").post(f"/workbench/surveys/{drafted}/nonsense/").status_code == 404
    assert browser_of("parks.officer").post(f"/workbench/surveys/{drafted}/discard/").status_code == 302


def test_the_landing_page_lists_what_there_is(drafted: str, browser_of: Browser) -> None:
    empty = text_of(browser_of("").get("/surveys/").content)
    assert "还没有问卷" in empty
    opened(browser_of("parks.officer"), drafted)
    page = text_of(browser_of("").get("/interaction/").content)
    assert ("您想要哪些数据" in page, "数据需求" in page) == (True, True)
    assert "您想要哪些数据" in text_of(browser_of("").get("/surveys/").content)
    assert browser_of("").get(f"/surveys/{drafted}/definition.json").json()["format"] == "zhanqiao-survey/1"
    assert browser_of("").get("/surveys/schema.json").json()["title"] == "zhanqiao-survey/1"


def test_the_requests_most_wanted_become_the_first_question(people: People, browser_of: Browser) -> None:
    asked = {
        title: ask_for_opening(title=title, detail="出行", by=people.citizen, at=now())
        for title in ("公交到站", "停车位")
    }
    vote_for_opening(opening_id=asked["停车位"], by=people.other, at=now())
    officer = browser_of("parks.officer")
    head = {"department": "qingdao-parks", "title_zh": "您想要哪些数据", "wishes": "on"}
    assert officer.post("/workbench/surveys/new/", head).status_code == 302
    survey = Survey.objects.get()
    (question,) = survey.definition["questions"]
    options = [(one["text"]["zh"], one.get("request", "")) for one in question["options"]]
    assert options == [("停车位", asked["停车位"]), ("公交到站", asked["公交到站"]), ("其他", "")]
    place = f"/workbench/surveys/{survey.id}/questions/wishes/"
    changed = {"kind": "multiple", "title_zh": "您最想要哪些数据？", "options": "公交到站\n其他*"}
    assert officer.post(place, changed).status_code == 302
    (question,) = Survey.objects.get().definition["questions"]
    assert [one.get("request", "") for one in question["options"]] == [asked["公交到站"], ""]
