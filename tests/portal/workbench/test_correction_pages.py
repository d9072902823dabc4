"""数据校核 in the workbench: one list of wrong cells, from a discrepancy to a release, forwarding by the authority."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import orjson
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.core_services.analysis.offices import AT, KEY, OTHER, OTHERS, THIRD, defined, person, published
from tests.seeding import DEPARTMENT, PASSWORD, register_department
from zhanqiao.core_services.analysis import operations as analysis
from zhanqiao.core_services.analysis.models import Discrepancy
from zhanqiao.core_services.corrections.models import Correction
from zhanqiao.core_services.corrections.operations import ask
from zhanqiao.core_services.corrections.queries import covered_discrepancies
from zhanqiao.data_center.catalogue.queries import dataset_card
from zhanqiao.kit.clock import now
from zhanqiao.people.access.queries import ANONYMOUS
from zhanqiao.people.access.rules import AccessCard
from zhanqiao.people.accounts.operations import create_account
from zhanqiao.people.accounts.rules import Role
from zhanqiao.people.departments.queries import department_card

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "/workbench/corrections/"
OF_COMPARISON = f"/workbench/comparisons/{KEY}/discrepancies/"


@pytest.fixture
def people() -> dict[str, AccessCard]:
    register_department()
    defined()
    published(name="others", content=OTHERS.replace("2410", "2410.25"), department=OTHER)
    analysis.run_comparison(key=KEY, by="tests", at=AT, clock=lambda: AT)
    create_account(username="zhang.san", display_name="张三", password=PASSWORD, by="tests", at=AT)
    return {
        "li.wei": person(name="li.wei", role=Role.officer, department=DEPARTMENT),
        "wang.li": person(name="wang.li", role=Role.officer, department=OTHER),
        "zhao.min": person(name="zhao.min", role=Role.reviewer, department=OTHER),
        "sun.yu": person(name="sun.yu", role=Role.officer, department=THIRD),
        "zhang.min": person(name="zhang.min", role=Role.authority, department=None),
    }


def logged_in(name: str) -> Client:
    client = Client()
    assert client.login(username=name, password=PASSWORD)
    return client


def text_of(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def queries_of(client: Client, path: str) -> int:
    text_of(client, path)
    with CaptureQueriesContext(connection) as queries:
        text_of(client, path)
    return len(queries)


def assigned(card: AccessCard, column: str = "面积") -> str:
    one = Discrepancy.objects.get(left_column=column).id
    analysis.assign(ids=[one], card=card, at=now())
    return one


def asked(*, is_unsure: bool = False, park: str = "P02", written: str = "141") -> str:
    dataset = dataset_card(slug="others", card=ANONYMOUS)
    citizen = create_account(
        username=f"c.{park.lower()}.{written}", display_name="市民", password=PASSWORD, by="t", at=AT
    )
    said = {"identity": {"编号": park}, "column": "面积", "written": written, "reason": "官网数字不同"}
    table_id = dataset.tables[0].id
    return ask(dataset=dataset, table_id=table_id, account_id=citizen, at=now(), is_unsure=is_unsure, **said)


def test_a_discrepancy_becomes_a_release_that_differs_in_one_cell(people: dict[str, AccessCard]) -> None:
    area, theirs, reviewer = assigned(people["li.wei"]), logged_in("wang.li"), logged_in("zhao.min")
    page = theirs.get(f"{OF_COMPARISON}{area}/").content.decode()
    assert 'name="written" value="140.5"' in page.replace('maxlength="2000" ', "")
    wrong = theirs.post(f"{OF_COMPARISON}{area}/acceptance/", {"written": "很大", "reason": "实测"})
    assert (wrong.status_code, "面积" in wrong.content.decode(), Correction.objects.count()) == (422, True, 0)
    said = {"written": "140.5", "reason": "以园林部门实测为准"}
    assert logged_in("li.wei").post(f"{OF_COMPARISON}{area}/acceptance/", said).status_code == 403
    assert theirs.post(f"{OF_COMPARISON}{area}/acceptance/", said).status_code == 302
    made = Correction.objects.get().id
    shown = text_of(theirs, f"{OF_COMPARISON}{area}/")
    assert (
        "数据比对 面积: 150.00 → 140.5 已采纳，待复核发布" in shown,
        "采纳并更正" in shown,
        "提交答复" in shown,
    ) == (
        True,
        False,
        False,
    )
    assert "数据比对 已采纳，待复核发布 数据核实更正" in text_of(reviewer, LIST)
    assert "P02 A: 140.5 · B: 150.00 待核实" in text_of(reviewer, f"{LIST}{made}/")
    assert theirs.post(f"{LIST}{made}/answer/", {"decision": "confirm"}).status_code == 422
    assert Client().get(f"/corrections/{made}/").status_code == 404
    assert reviewer.post(f"{LIST}{made}/answer/", {"decision": "confirm"}).status_code == 302
    table_id = Correction.objects.get().table_id
    found = Client().get(f"/api/v1/tables/{table_id}/diff").json()
    assert [(one["columns"], one["old"]["面积"], one["new"]["面积"]) for one in found["data"]] == [
        (["面积"], 150, 140.5)
    ]
    assert Discrepancy.objects.get(pk=area).state == "corrected"
    assert "已更正" in text_of(logged_in("li.wei"), f"{OF_COMPARISON}{area}/")
    assert "以园林部门实测为准" in text_of(Client(), f"/corrections/{made}/")
    assert "已更正" in text_of(reviewer, f"{LIST}?state=done")


def test_both_kinds_stand_in_one_list_with_their_origin_and_one_clock_for_one_cell(
    people: dict[str, AccessCard],
) -> None:
    area, name, theirs = assigned(people["li.wei"]), assigned(people["li.wei"], "名称"), logged_in("wang.li")
    made = asked()
    assert covered_discrepancies() == {area}
    shown = text_of(theirs, LIST)
    assert (shown.count("公众校核申请"), shown.count("数据核实更正")) == (1, 1)
    assert "公众申请 数据比对 已收到，核实中 公众校核申请" in shown
    assert "数据核实更正" not in text_of(theirs, f"{LIST}?origin=citizen")
    assert "公众校核申请" not in text_of(theirs, f"{LIST}?origin=comparison")
    home = text_of(theirs, "/workbench/")
    assert (home.count("公众校核申请"), home.count("数据核实更正")) == (1, 1)
    links = theirs.get(LIST).content.decode()
    assert [f"{LIST}{made}/" in links, f"{name}/" in links, f"{area}/" in links] == [True, True, False]
    shown = text_of(theirs, f"{OF_COMPARISON}{area}/")
    assert ("公众申请 面积: 150.00 → 141" in shown, "公众校核申请" in shown, "数据核实更正" in shown) == (
        True,
        True,
        False,
    )
    assert "没有符合所选条件" in text_of(theirs, f"{LIST}?state=done")


def test_another_office_sees_nothing_of_them(people: dict[str, AccessCard]) -> None:
    area = assigned(people["li.wei"])
    said = {"written": "140.5", "reason": "以园林部门实测为准"}
    assert logged_in("wang.li").post(f"{OF_COMPARISON}{area}/acceptance/", said).status_code == 302
    made, stranger = Correction.objects.get().id, logged_in("sun.yu")
    assert "P02" not in text_of(stranger, LIST)
    assert stranger.get(f"{LIST}{made}/").status_code == 404
    assert stranger.post(f"{OF_COMPARISON}{area}/acceptance/", said).status_code == 404
    assert logged_in("zhang.san").get(LIST).status_code == 403
    assert Client().get(LIST).status_code in {302, 401}


def test_the_authority_forwards_what_the_sender_could_not_place(people: dict[str, AccessCard]) -> None:
    citizen, authority = logged_in("zhang.san"), logged_in("zhang.min")
    table_id = dataset_card(slug="others", card=ANONYMOUS).tables[0].id
    row = urlencode({"table": table_id, "row": orjson.dumps({"编号": "P02"}).decode()})
    said = {"column": "面积", "written": "141", "reason": "官网数字不同", "is_unsure": "on"}
    sent = citizen.post(f"/datasets/others/corrections/new/?{row}", said, follow=True)
    assert "数据主管部门将在两个工作日内转交" in sent.content.decode()
    made = Correction.objects.get().id
    assert "转交数据提供单位" in text_of(authority, LIST)
    assert "转交数据提供单位" not in text_of(logged_in("wang.li"), LIST)
    page = f"{LIST}{made}/"
    assert "申请人不清楚应由哪个部门答复" in text_of(authority, page)
    to = {"department": department_card(key_or_code=OTHER).id, "words": "请核实"}
    assert logged_in("wang.li").post(f"{page}forwarding/", to).status_code == 403
    assert authority.post(f"{page}forwarding/", {"department": "dep_none"}).status_code == 422
    assert authority.post(f"{page}forwarding/", to).status_code == 302
    assert authority.post(f"{page}forwarding/", to).status_code == 422
    assert "公众校核申请" in text_of(logged_in("wang.li"), LIST)
    passed = logged_in("wang.li").post(f"{page}answer/", {"decision": "pass", "words": "属水务部门"})
    assert (passed.status_code, Correction.objects.get().state) == (302, "forwarding")


def test_a_list_costs_as_many_queries_with_three_as_with_one(people: dict[str, AccessCard]) -> None:
    reviewer = logged_in("zhao.min")
    assigned(people["li.wei"])
    asked(park="P01")
    first = queries_of(reviewer, LIST)
    asked(park="P03", written="20")
    assigned(people["li.wei"], "名称")
    assert (first, queries_of(reviewer, LIST)) == (12, 12)


def test_a_discrepancy_costs_as_many_queries_with_two_corrections_as_with_one(people: dict[str, AccessCard]) -> None:
    area, reviewer = assigned(people["li.wei"]), logged_in("zhao.min")
    counts = []
    for written in ("141", "142"):
        asked(written=written)
        counts.append(queries_of(reviewer, f"{OF_COMPARISON}{area}/"))
    assert counts == [12, 12]
