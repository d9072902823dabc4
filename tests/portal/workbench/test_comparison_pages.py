"""The pages of comparison and calibration, by the people of the two offices, a third one, and the command."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from tests.core_services.analysis.offices import (
    AT,
    KEY,
    OTHER,
    OTHERS,
    PARKS,
    THIRD,
    defined,
    person,
    published,
    register_offices,
    said,
)
from tests.seeding import DEPARTMENT, PASSWORD, register_department
from zhanqiao.cli import main
from zhanqiao.core_services.analysis import operations
from zhanqiao.core_services.analysis.models import Comparison, ComparisonRun, Discrepancy
from zhanqiao.core_services.analysis.rules import KINDS, OUTCOMES, STATES
from zhanqiao.kit.texts import Text
from zhanqiao.people.accounts.rules import Role

pytestmark = pytest.mark.django_db(transaction=True)
LIST, PAGE = "/workbench/comparisons/", f"/workbench/comparisons/{KEY}/"


@pytest.fixture
def offices() -> None:
    register_department()
    defined()
    operations.run_comparison(key=KEY, by="tests", at=AT, clock=lambda: AT)
    person(name="li.wei", role=Role.officer, department=DEPARTMENT)
    person(name="wang.li", role=Role.officer, department=OTHER)
    person(name="sun.yu", role=Role.officer, department=THIRD)


def logged_in(name: str) -> Client:
    client = Client()
    assert client.login(username=name, password=PASSWORD)
    return client


def text_of(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_a_discrepancy_goes_from_page_to_page_until_it_is_confirmed(offices: None) -> None:
    ours, theirs = logged_in("li.wei"), logged_in("wang.li")
    assert "公园名录比对 青岛市民政局 75.0% 4" in text_of(ours, LIST)
    assert "匹配率 75.0% 匹配行数 3 只在甲表 1 只在乙表 1 差异 4" in text_of(ours, PAGE)
    area = Discrepancy.objects.get(left_column="面积").id
    one = f"{PAGE}discrepancies/{area}/"
    assert "派发核实" in text_of(ours, one)
    assert "提交答复" not in text_of(theirs, one)

    sent = ours.post(f"{PAGE}assignment/", {"discrepancy": [area]})
    assert (sent.status_code, sent["Location"]) == (302, one)
    assert "数据核实更正" in text_of(theirs, "/workbench/")
    assert theirs.post(f"{one}answer/", {"state": "rejected", "reason": ""}).status_code == 422
    wrong = theirs.post(f"{one}answer/", {"state": "corrected", "reason": "已改", "release_id": "rel_0"})
    assert (wrong.status_code, "数据表没有这个版本" in wrong.content.decode()) == (422, True)
    assert ours.post(f"{one}answer/", {"state": "rejected", "reason": "无误"}).status_code == 403
    assert theirs.post(f"{one}answer/", {"state": "rejected", "reason": "实测 150 公顷"}).status_code == 302
    assert "核实无误，数据不变" in text_of(ours, one)
    assert ours.post(f"{one}confirmation/").status_code == 302
    assert ours.post(f"{one}closing/", {"reason": "双方一致"}).status_code == 302
    history = text_of(theirs, one)
    assert [history.index(word) for word in ("待派发", "待核实", "实测 150 公顷", "双方一致")] == sorted(
        history.index(word) for word in ("待派发", "待核实", "实测 150 公顷", "双方一致")
    )


def test_a_third_office_and_the_public_learn_nothing(offices: None) -> None:
    stranger = logged_in("sun.yu")
    area = Discrepancy.objects.get(left_column="面积").id
    assert "还没有与您有关的比对" in text_of(stranger, LIST)
    for path in (PAGE, f"{PAGE}discrepancies/{area}/"):
        assert "八大关" not in text_of(stranger, path, 404)
        assert Client().get(path).status_code in {302, 401}
    assert stranger.post(PAGE).status_code == 404
    assert stranger.post(f"{PAGE}assignment/", {"discrepancy": [area]}).status_code == 404
    assert stranger.post(f"{PAGE}discrepancies/{area}/closing/", {"reason": "x"}).status_code == 404
    assert Discrepancy.objects.get(pk=area).state == "open"


def test_a_page_costs_as_many_queries_with_four_discrepancies_as_with_two(offices: None) -> None:
    ours = logged_in("li.wei")
    text_of(ours, PAGE)
    counts = []
    for path in (PAGE, f"{PAGE}?state=open&column=面积"):
        with CaptureQueriesContext(connection) as queries:
            text_of(ours, path)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_choice_of_a_column_shows_only_its_cells(offices: None) -> None:
    found = text_of(logged_in("li.wei"), f"{PAGE}?column=面积")
    assert "150" in found
    assert "八大关风景区" not in found


def test_the_command_defines_runs_and_shows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    register_department()
    register_offices()
    left = published(name="parks", content=PARKS, department=DEPARTMENT)
    right = published(name="others", content=OTHERS, department=OTHER)
    file = tmp_path / "比对.json"
    file.write_text(json.dumps(said(left, right), ensure_ascii=False), encoding="utf-8")
    assert main(["compare", "define", str(file)]) == 0
    assert main(["compare", "define", str(file)]) == 1
    assert "已经存在" in capsys.readouterr().err
    assert main(["compare", "run", KEY, "--limit", "2"]) == 0
    shown = capsys.readouterr().out
    assert "匹配 matched 3 (75.0%)" in shown
    assert "different\tP02\t面积\t140.5\t150\n" in shown
    assert "共 4 条" in shown
    assert main(["compare", "list"]) == 0
    assert capsys.readouterr().out == f"{KEY}\t公园名录比对\tkeys\t#1 finished 75.0%\n"
    file.write_text("{", encoding="utf-8")
    assert main(["compare", "define", str(file)]) == 1
    assert "JSON" in capsys.readouterr().err


def test_a_new_release_starts_the_comparisons_that_want_it(offices: None) -> None:
    DBTaskResult.objects.all().delete()
    published(name="others", content=OTHERS, department=OTHER)
    assert not DBTaskResult.objects.filter(task_path__contains="analysis").exists()
    Comparison.objects.update(schedule="on_release")
    published(name="others", content=OTHERS, department=OTHER)
    (queued,) = DBTaskResult.objects.filter(task_path__contains="analysis")
    assert queued.args_kwargs["kwargs"] == {"key": KEY, "by": "system"}
    assert ComparisonRun.objects.count() == 1


def test_a_kind_has_its_words_in_both_languages() -> None:
    assert all(
        isinstance(text, Text) and text.zh and text.en for words in (KINDS, OUTCOMES, STATES) for text in words.values()
    )
