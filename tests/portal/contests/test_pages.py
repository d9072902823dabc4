"""The pages of contests: drawn up, joined by teams, judged, published."""

from __future__ import annotations

from datetime import datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
import time_machine

from tests.core_services.data_requests.conftest import People, account, dataset, people
from tests.portal.interaction.conftest import Browser, browser_of, department, text_of
from zhanqiao.core_services.contests.models import Contest, Work
from zhanqiao.kit.clock import CITY_TIME, now

__all__ = ["browser_of", "department", "people"]
pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
FORM = "%Y-%m-%dT%H:%M"
WORDS = {
    "department": "qingdao-parks",
    "title_zh": "公园数据大赛",
    "rules_zh": "## 规则\n\n- 原创",
    "prizes_zh": "一等奖",
    "criteria": "创新，60\n实用，40",
    "datasets": "parks",
}
DAYS = {"registers_from": -1, "registers_until": 10, "submits_until": 20, "judged_until": 30, "results_at": 31}


def moments(begun: datetime) -> dict[str, str]:
    return {name: (begun.astimezone(CITY_TIME) + timedelta(days=days)).strftime(FORM) for name, days in DAYS.items()}


@pytest.fixture
def begun() -> datetime:
    return now()


@pytest.fixture
def contest(people: People, browser_of: Browser, begun: datetime) -> str:
    dataset("parks", "公园")
    authority = browser_of("authority")
    assert authority.post("/workbench/contests/new/", WORDS | moments(begun)).status_code == 302
    made = Contest.objects.get().id
    assert browser_of("").get(f"/contests/{made}/").status_code == 404
    assert authority.post(f"/workbench/contests/{made}/announcement/").status_code == 302
    return made


def registered(browser_of: Browser, contest: str, name: str, by: str, **more: str) -> int:
    client = browser_of(by)
    begun = client.get(f"/contests/{contest}/team/").context["begun"]
    typed = {"name": name, "members": "陈明\n林悦", "begun": begun}
    with time_machine.travel(now() + timedelta(seconds=9)):
        return client.post(f"/contests/{contest}/team/", typed | more).status_code


def test_it_is_drawn_up_with_its_faults_named(people: People, browser_of: Browser, begun: datetime) -> None:
    authority, new = browser_of("authority"), "/workbench/contests/new/"
    dataset("parks", "公园")
    typed = WORDS | moments(begun)
    assert authority.post(new, typed | {"criteria": "创新"}).status_code == 422
    assert authority.post(new, typed | {"datasets": "nowhere"}).status_code == 422
    assert authority.post(new, typed | {"judged_until": typed["registers_from"]}).status_code == 422
    assert authority.post(new, typed).status_code == 302
    made = Contest.objects.get().id
    assert authority.post(f"/workbench/contests/{made}/edit/", typed | {"title_zh": "改名"}).status_code == 302
    seen = {name: browser_of(name).get(f"/workbench/contests/{made}/").status_code for name in ("parks.officer", "")}
    assert (Contest.objects.get().title_zh, seen) == ("改名", {"parks.officer": 403, "": 302})


def test_a_team_takes_part_from_registration_to_the_result(contest: str, browser_of: Browser, begun: datetime) -> None:
    for one in ("juror.one", "juror.two"):
        account(one, None)
        appointed = browser_of("authority").post(f"/workbench/contests/{contest}/appointment/", {"username": one})
        assert appointed.status_code == 302
    nobody = browser_of("authority").post(f"/workbench/contests/{contest}/appointment/", {"username": "nobody"})
    assert nobody.status_code == 404
    assert registered(browser_of, contest, "海风队", "wang.fang", website="x") == 422
    assert registered(browser_of, contest, "海风队", "wang.fang") == 302
    page = text_of(browser_of("").get(f"/contests/{contest}/").content)
    assert ("海风队" in page, "陈明" in page, "张敏" in page, "公园" in page) == (True, False, False, True)
    work = {"title": "找公园", "text": "找身边的公园。", "datasets": "parks"}
    place = f"/contests/{contest}/team/"
    assert browser_of("wang.fang").post(f"{place}hand-in/", work).status_code == 409
    with time_machine.travel(begun + timedelta(days=11)):
        citizen = browser_of("wang.fang")
        assert citizen.post(f"{place}hand-in/", work | {"app": "/applications/none/"}).status_code == 422
        assert citizen.post(f"{place}hand-in/", work).status_code == 302
        assert "找公园" not in text_of(browser_of("").get(f"/contests/{contest}/").content)
    made = Work.objects.get().id
    sheet = f"/contests/{contest}/jury/{made}/"
    with time_machine.travel(begun + timedelta(days=21)):
        late = browser_of("wang.fang").post(f"{place}hand-in/", work)
        assert (late.status_code, "作品提交中" in text_of(late.content)) == (409, True)
        assert browser_of("wang.fang").get(f"/contests/{contest}/jury/").status_code == 404
        for name, points in (("juror.one", "90"), ("juror.two", "70")):
            juror = browser_of(name)
            assert "找公园" in text_of(juror.get(f"/contests/{contest}/jury/").content)
            assert juror.post(sheet, {"c1": "101", "c2": "1"}).status_code == 422
            assert juror.post(sheet, {"c1": points, "c2": points, "comment": "好用"}).status_code == 302
        assert 'value="90"' not in browser_of("juror.two").get(sheet).content.decode()
        assert browser_of("").get(f"/contests/{contest}/works/{made}/").status_code == 404
    with time_machine.travel(begun + timedelta(days=30, minutes=1)):
        assert browser_of("authority").post(f"/workbench/contests/{contest}/result/").status_code == 302
        page = text_of(browser_of("").get(f"/contests/{contest}/").content)
        assert [one in page for one in ("80.00", "评委1", "评委2", "好用", "找公园")] == [True] * 5
        assert "juror.one" not in page
        shown = browser_of("").get(f"/contests/{contest}/works/{made}/").content.decode()
        assert ('href="/datasets/parks/"' in shown, "80.00" in shown) == (True, True)


def test_a_team_leaves_and_a_juror_is_recused(contest: str, browser_of: Browser, begun: datetime) -> None:
    assert registered(browser_of, contest, "海风队", "wang.fang") == 302
    assert registered(browser_of, contest, "潮队", "zhao.lei", members_public="on") == 302
    assert "林悦" in text_of(browser_of("").get(f"/contests/{contest}/").content)
    assert browser_of("zhao.lei").post(f"/contests/{contest}/team/withdrawal/").status_code == 302
    assert "潮队" not in text_of(browser_of("").get(f"/contests/{contest}/").content)
    account("juror.one", None)
    browser_of("authority").post(f"/workbench/contests/{contest}/appointment/", {"username": "juror.one"})
    with time_machine.travel(begun + timedelta(days=11)):
        browser_of("wang.fang").post(f"/contests/{contest}/team/hand-in/", {"title": "找公园", "text": "说明"})
    sheet = f"/contests/{contest}/jury/{Work.objects.get().id}/"
    with time_machine.travel(begun + timedelta(days=21)):
        juror = browser_of("juror.one")
        assert juror.post(sheet, {"decision": "recuse", "reason": ""}).status_code == 422
        assert juror.post(sheet, {"decision": "recuse", "reason": "同事"}).status_code == 302
        assert juror.post(sheet, {"c1": "1", "c2": "1"}).status_code == 403
    with time_machine.travel(begun + timedelta(days=31)):
        missing = browser_of("authority").post(f"/workbench/contests/{contest}/result/")
        assert (missing.status_code, "不足2份" in text_of(missing.content)) == (409, True)
        more = (begun.astimezone(CITY_TIME) + timedelta(days=40)).strftime(FORM)
        extended = {"until": more, "reason": "评分表不足"}
        assert browser_of("authority").post(f"/workbench/contests/{contest}/extension/", extended).status_code == 302
        assert "评审中" in text_of(browser_of("").get("/contests/").content)


def test_an_announced_contest_is_changed_with_a_reason_that_everybody_reads(
    contest: str, browser_of: Browser, begun: datetime
) -> None:
    authority, edit = browser_of("authority"), f"/workbench/contests/{contest}/edit/"
    form = authority.get(edit).context["form"]
    typed = WORDS | moments(begun)
    later = (begun.astimezone(CITY_TIME) + timedelta(days=22)).strftime(FORM)
    assert "reason" in form.fields
    assert authority.post(edit, typed | {"submits_until": later}).status_code == 422  # without a reason
    earlier = authority.post(edit, typed | {"judged_until": typed["submits_until"], "reason": "提前"})
    assert earlier.status_code == 422
    assert authority.post(edit, typed | {"submits_until": later, "reason": "应参赛队要求"}).status_code == 302
    page = text_of(browser_of("").get(f"/contests/{contest}/").content)
    assert [word in page for word in ("大赛变更", "应参赛队要求", "提交截止")] == [True] * 3
    authority.post(f"/workbench/contests/{contest}/cancellation/", {"reason": "停办"})
    assert authority.get(edit).status_code == 409


def test_a_contest_is_followed_and_its_changes_are_told(contest: str, browser_of: Browser, begun: datetime) -> None:
    citizen, address = browser_of("wang.fang"), f"/my/subscriptions/new/?subject=contest&key={contest}"
    assert address.replace("&", "&amp;") in browser_of("").get(f"/contests/{contest}/").content.decode()
    assert "公园数据大赛" in text_of(citizen.get(address).content)
    assert citizen.post("/my/subscriptions/new/", {"subject": "contest", "key": contest}).status_code == 302
    typed = WORDS | moments(begun) | {"title_zh": "公园数据创新大赛", "reason": "改名"}
    assert browser_of("authority").post(f"/workbench/contests/{contest}/edit/", typed).status_code == 302
    told = text_of(citizen.get("/my/subscriptions/").content)
    assert ("公园数据创新大赛" in told, told.count("有变更，理由：改名")) == (True, 1)
    nothing = citizen.get("/my/subscriptions/new/?subject=contest&key=ctt_000000000000")
    assert nothing.status_code == 404


def test_contests_and_their_changes_are_a_feed_that_pages_announce(
    contest: str, browser_of: Browser, begun: datetime
) -> None:
    visitor, feed = browser_of(""), "/contests/feed.atom"
    for page in ("/contests/", f"/contests/{contest}/", "/interaction/"):
        assert f'type="application/atom+xml" href="{feed}"' in visitor.get(page).content.decode()
    typed = WORDS | moments(begun) | {"title_zh": "公园数据创新大赛", "reason": "改名"}
    browser_of("authority").post(f"/workbench/contests/{contest}/edit/", typed)
    browser_of("authority").post("/workbench/contests/new/", WORDS | moments(begun) | {"title_zh": "草稿大赛"})
    answer = visitor.get(feed)
    entries = ET.fromstring(answer.content).findall(f"{ATOM}entry")
    told = {(one.findtext(f"{ATOM}title"), one.findtext(f"{ATOM}summary")) for one in entries}
    assert told == {("公园数据创新大赛", "报名中"), ("公园数据创新大赛：有变更", "改名")}
    assert visitor.get(feed, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_the_sitemap_lists_what_everybody_may_read_and_no_draft(contest: str, browser_of: Browser) -> None:
    draft = Contest.objects.get()
    draft.pk, draft.state = "ctt_000000000001", "draft"
    draft.save(force_insert=True)
    listed = browser_of("").get("/sitemap-1.xml").getvalue().decode()
    assert (f"/contests/{contest}/</loc>" in listed, draft.pk in listed) == (True, False)
