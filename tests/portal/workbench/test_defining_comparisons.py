"""The pages on which people define comparisons: two tables, proposals, a trial on the rows, saved, changed, retired."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from django.test import Client

from tests.core_services.analysis.offices import (
    AT,
    KEY,
    OTHER,
    OTHERS,
    PARKS,
    THIRD,
    person,
    published,
    register_offices,
)
from tests.portal.workbench.test_comparison_pages import logged_in, text_of
from tests.seeding import DEPARTMENT, register_department
from zhanqiao.cli import main
from zhanqiao.core_services.analysis import operations, queries
from zhanqiao.core_services.analysis.models import Comparison, ComparisonDraft
from zhanqiao.core_services.analysis.rules import definition_of
from zhanqiao.data_center.catalogue import operations as catalogue
from zhanqiao.people.accounts.rules import Role
from zhanqiao.people.audit.models import AuditLine

pytestmark = pytest.mark.django_db(transaction=True)
LIST, NEW = "/workbench/comparisons/", "/workbench/comparisons/new/"


@pytest.fixture
def tables() -> tuple[str, str]:
    register_department()
    register_offices()
    for name, department in (("li.wei", DEPARTMENT), ("wang.li", OTHER), ("sun.yu", THIRD)):
        person(name=name, role=Role.officer, department=department)
    return (
        published(name="parks", content=PARKS, department=DEPARTMENT),
        published(name="others", content=OTHERS, department=OTHER),
    )


def sent(client: Client, address: str) -> dict[str, str]:
    """Return what a browser would send of the form as it is shown."""
    form = client.get(address).context["form"]
    fields = [*form, *(field for line in (*form.matches, *form.rules) for field in line)]
    return {one.html_name: one.value() for one in fields if one.value() not in (None, "", [])}


def tried() -> str:
    draft = ComparisonDraft.objects.order_by("-at").first()
    assert draft is not None
    operations.preview_draft(draft_id=draft.id)
    return f"{LIST}drafts/{draft.id}/"


def test_a_comparison_is_defined_by_pages(tables: tuple[str, str], tmp_path: Path) -> None:
    ours = logged_in("li.wei")
    assert "parks 青岛市园林和林业局 · 4 行" in text_of(ours, NEW)
    assert "others" not in text_of(ours, f"{NEW}?words=parks").split("搜索")[-1].split("青岛公共数据开放平台")[0]
    assert "能够对应的表 others 青岛市民政局 · 4 行" in text_of(ours, f"{NEW}?left={tables[0]}")
    address = f"{NEW}{tables[0]}/{tables[1]}/"
    form = sent(ours, address)
    assert (form["method"], form["m0-left"], form["m0-right"], form["m0-kind"], form["m0-role"]) == (
        "keys",
        "编号",
        "编号",
        "code",
        "key",
    )
    form |= {
        "key": KEY,
        "authority": "left",
        "r1-left": "面积",
        "r1-right": "面积",
        "r1-how": "number",
        "r1-tolerance": "0.5",
    }
    assert ours.post(address, {**form, "m0-left": "", "m0-right": "", "m1-left": "", "m1-right": ""}).status_code == 422
    waiting = ours.post(address, form)
    assert (waiting.status_code, "正在试比对" in text_of(ours, waiting.url)) == (302, True)
    draft = tried()
    assert draft == waiting.url
    shown = text_of(ours, draft)
    assert "匹配行数 3 甲表无对应行 1 (25.0%) 乙表无对应行 1 (25.0%)" in shown
    assert "面积 140.5 150 不一致" in shown
    assert Comparison.objects.count() == 0
    file = tmp_path / "parks.toml"
    file.write_bytes(ours.get(f"{draft}definition.toml").content)
    assert ours.post(draft).url == f"{LIST}{KEY}/"
    saved = definition_of(said=queries.said_of_comparison(key=KEY))
    assert definition_of(said=tomllib.loads(file.read_text())) == saved
    assert ours.get(f"{LIST}{KEY}/definition.toml").content == file.read_bytes()
    assert ComparisonDraft.objects.count() == 0
    file.write_text(file.read_text().replace(f'"{KEY}"', '"parks-again"'))
    assert main(["compare", "define", str(file)]) == 0
    assert Comparison.objects.count() == 2


def test_a_comparison_is_changed_and_retired(tables: tuple[str, str]) -> None:
    ours = logged_in("li.wei")
    address = f"{NEW}{tables[0]}/{tables[1]}/"
    ours.post(address, {**sent(ours, address), "key": KEY})
    ours.post(tried())
    changing = ours.post(f"{LIST}{KEY}/revision/").url
    form = sent(ours, changing)
    assert ("key" in form, ours.post(changing, {**form, "authority": "none", "name_zh": "新名"}).status_code) == (
        False,
        302,
    )
    assert "新名" not in text_of(ours, f"{LIST}{KEY}/")
    assert ours.post(tried()).url == f"{LIST}{KEY}/"
    assert ("新名" in text_of(ours, LIST), Comparison.objects.get().authority) == (True, "none")
    assert ours.post(f"{LIST}{KEY}/retirement/", {"reason": ""}).status_code == 422
    assert ours.post(f"{LIST}{KEY}/retirement/", {"reason": "改用新名录"}).status_code == 302
    assert "已停用" in text_of(ours, LIST)
    assert "不再运行。 改用新名录" in text_of(ours, f"{LIST}{KEY}/")
    assert ours.post(f"{LIST}{KEY}/").status_code == 409
    assert queries.comparisons_on_release(table_id=tables[0]) == ()
    actions = (
        AuditLine.objects.filter(action__startswith="comparison.").order_by("seq").values_list("action", flat=True)
    )
    assert list(actions) == [
        "comparison.try", "comparison.define", "comparison.try", "comparison.try", "comparison.redefine", "comparison.retire",
    ]  # fmt: skip


def test_what_cannot_be_linked_is_told_and_not_saved(tables: tuple[str, str]) -> None:
    ours = logged_in("li.wei")
    address = f"{NEW}{tables[0]}/{tables[1]}/"
    same = {**sent(ours, address), "key": KEY, "m0-left": "名称", "m0-right": "区", "m0-kind": "text"}
    ours.post(address, same)
    assert "没有一行能对应" in text_of(ours, tried())
    assert ours.post(f"{NEW}{tables[0]}/{tables[0]}/", same).status_code == 422
    again = ours.post(tried())
    assert again.status_code == 302
    ours.post(address, same)
    assert ours.post(tried()).status_code == 409


def test_tables_that_may_not_be_read_and_drafts_of_others_are_not_found(tables: tuple[str, str]) -> None:
    ours, third = logged_in("li.wei"), logged_in("sun.yu")
    address = f"{NEW}{tables[0]}/{tables[1]}/"
    ours.post(address, {**sent(ours, address), "key": KEY})
    draft = tried()
    ends = ("", "definition/", "definition.toml", "progress/")
    assert [third.get(f"{draft}{end}").status_code for end in ends] == [404] * 4
    assert [third.post(f"{draft}{end}").status_code for end in ("", "removal/")] == [404, 404]
    ours.post(draft)
    assert [third.post(f"{LIST}{KEY}/{end}").status_code for end in ("revision/", "retirement/")] == [404, 404]
    theirs = logged_in("wang.li")  # whose table it is, but not their comparison
    assert [theirs.post(f"{LIST}{KEY}/{end}", {"reason": "x"}).status_code for end in ("revision/", "retirement/")] == [
        403,
        403,
    ]
    assert theirs.get(f"{LIST}{KEY}/definition.toml").status_code == 200
    catalogue.withdraw_dataset(dataset_id=_dataset("others"), reason="x", by="tests", at=AT)
    assert "others" not in text_of(third, NEW)
    assert third.get(address).status_code in {403, 404}


def test_codes_put_in_words_survive_a_change_by_the_page(tables: tuple[str, str]) -> None:
    register = {"left": "区市", "right": "区", "how": "codes", "codes": {"市南区": "市南"}}
    ours = logged_in("li.wei")
    address = f"{NEW}{tables[0]}/{tables[1]}/"
    ours.post(address, {**sent(ours, address), "key": KEY})
    ours.post(tried())
    kept = Comparison.objects.get()
    kept.rules = [{**register, "tolerance": 0.0, "codes": [["市南区", "市南"]]}]
    kept.save()
    changing = ours.post(f"{LIST}{KEY}/revision/").url
    ours.post(changing, sent(ours, changing))
    ours.post(tried())
    assert Comparison.objects.get().rules == [{**register, "tolerance": 0.0, "codes": [["市南区", "市南"]]}]


def _dataset(slug: str) -> str:
    from zhanqiao.data_center.catalogue.queries import id_of

    found = id_of(slug=slug)
    assert found is not None
    return found
