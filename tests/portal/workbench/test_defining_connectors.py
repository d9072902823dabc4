"""The pages on which people define connectors: from a kind of source to rows in a table, and what is refused on the way."""

from __future__ import annotations

import re
import sqlite3
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client

from tests.core_services.connectors import grounds
from tests.core_services.connectors.grounds import AT, BY, rows_of, run
from tests.portal.workbench.test_connector_pages import logged_in
from tests.seeding import DEPARTMENT
from zhanqiao.cli import main
from zhanqiao.core_services.connectors import operations, queries
from zhanqiao.core_services.connectors.models import Connector, ConnectorDraft
from zhanqiao.core_services.connectors.operations.secrets import opened
from zhanqiao.core_services.connectors.rules import DraftState, Kind, declared
from zhanqiao.people.accounts.rules import Role
from zhanqiao.people.audit.models import AuditLine
from zhanqiao.people.departments.operations import DepartmentEntry, register_department
from zhanqiao.people.departments.queries import department_card
from zhanqiao.people.departments.rules import Level, complete_credit_code

pytestmark = pytest.mark.django_db(transaction=True)
NEW = "/workbench/connectors/new/"
TAGS = re.compile(r"<[^>]+>")


@pytest.fixture
def table() -> str:
    return grounds.published_table(keyed=True)


@pytest.fixture
def officer(client: Client, table: str) -> Client:
    return logged_in(client, Role.officer, department_card(key_or_code=DEPARTMENT).id)


@pytest.fixture
def lots(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database file in a folder that is open to the department: one column holds telephone numbers."""
    monkeypatch.setenv("ZHANQIAO_HARVEST_ALLOW", f"10.0.0.1,{DEPARTMENT}={tmp_path}")
    path = tmp_path / "lots.db"
    with sqlite3.connect(path) as database:
        database.execute('create table lots("车场_编号" text, 名称 text, free integer, 更新时间 text, 联系电话 text)')
        rows = [(f"P00{n}", f"第{n}车场", n, f"2026-11-0{n} 08:00:00", f"1380013800{n}") for n in range(1, 8)]
        database.executemany("insert into lots values(?, ?, ?, ?, ?)", rows)
    return path


def words(html: str) -> str:
    return re.sub(r"\s+", " ", TAGS.sub(" ", html))


def begun(client: Client, table: str, path: Path, **more: str) -> str:
    """Send the form of a source and try it; return the address of its draft."""
    answer = client.post(
        f"{NEW}sqlite/", {"table_id": table, "name_zh": "停车场", "path": str(path), "table": "lots", **more}
    )
    assert answer.status_code == 302
    tried()
    return str(answer.url)


def tried() -> list[DraftState]:
    return [operations.try_draft(draft_id=one, clock=lambda: AT) for one in operations.waiting_drafts()]


def test_the_form_of_each_kind_has_exactly_its_settings(officer: Client) -> None:
    for kind in Kind:
        page = officer.get(f"{NEW}{kind.value}/").content.decode()
        asked = re.findall(r'name="(?!csrf|query|q")([\w-]+)"', page[page.index('name="name_en"') :])
        wanted = [one.name for one in declared(kind=kind) if not one.told.more]
        assert [name for name in asked if name in wanted] == wanted, kind
        assert {one.name for one in declared(kind=kind)} <= set(asked), kind
        assert all(one.told.label.zh and one.told.label.en for one in declared(kind=kind)), kind


def test_a_connector_is_defined_by_pages_and_brings_rows(officer: Client, table: str, lots: Path) -> None:
    assert "SQLite 文件" in words(officer.get(NEW).content.decode())
    draft = begun(officer, table, lots)
    shown = words(officer.get(draft).content.decode())
    assert "连接成功：5 列，查看了 7 行" in shown
    assert ("第1车场" in shown, "13800138001" in officer.get(draft).content.decode()) == (True, False)
    page = officer.get(draft).context["form"]
    assert {one["column"].name: one["field"].initial for one in page.lines()} == {
        "车场_编号": "车场编号", "名称": "名称", "free": "", "更新时间": "更新时间", "联系电话": "",
    }  # fmt: skip
    assert (page["mode"].initial, page["watermark"].initial, page["drift"].initial) == ("upsert", "更新时间", "ignore")
    form = {"to-0": "车场编号", "to-1": "名称", "to-2": "余位", "to-3": "更新时间", "to-4": "", "mode": "upsert"}
    form |= {"drift": "ignore", "misfits": "quarantine", "most_misfits": "10", "schedule": "daily", "key": "lots"}
    assert officer.post(draft, {**form, "drift": "refuse"}).status_code == 422
    assert officer.post(draft, {**form, "to-1": "余位"}).status_code == 422
    assert officer.post(draft, form).url == "/workbench/connectors/lots/"
    assert (run().state.value, rows_of(table)[0]) == ("finished", ("P001", 1))
    assert ConnectorDraft.objects.count() == 0
    kept = Connector.objects.get()
    assert (kept.columns, kept.most_misfits, kept.schedule) == ({"车场_编号": "车场编号", "free": "余位"}, 10, "daily")
    actions = AuditLine.objects.order_by("seq").values_list("action", flat=True)
    assert [one for one in actions if one.startswith("connector.")] == [
        "connector.try",
        "connector.register",
        "connector.run",
    ]
    assert "下次运行 2026-" in words(officer.get("/workbench/connectors/lots/").content.decode())


def test_a_path_that_is_not_open_to_the_department_is_refused(
    officer: Client, table: str, lots: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    sent = {"table_id": table, "name_zh": "停车场", "path": "/etc/passwd", "table": "lots"}
    assert "没有向本部门开放" in words(officer.post(f"{NEW}sqlite/", sent).content.decode())
    assert ConnectorDraft.objects.count() == 0
    link = tmp_path / "link.db"
    link.symlink_to("/etc/passwd")
    assert officer.post(f"{NEW}sqlite/", {**sent, "path": str(link)}).status_code == 422
    draft = begun(officer, table, lots)
    form = {f"to-{n}": name for n, name in enumerate(["车场编号", "名称", "余位", "更新时间", ""])}
    officer.post(
        draft, {**form, "mode": "upsert", "drift": "ignore", "misfits": "refuse", "schedule": "never", "key": "lots"}
    )
    monkeypatch.setenv("ZHANQIAO_HARVEST_ALLOW", f"other-department={tmp_path}")
    assert (run().code, rows_of(table)) == ("connector-place-refused", [])


def test_an_internal_address_is_said_to_be_the_operators(officer: Client, table: str) -> None:
    sent = {"table_id": table, "name_zh": "停车场", "url": "http://127.0.0.1:9/rows", "form": "json", "paging": "none"}
    draft = officer.post(f"{NEW}http/", sent).url
    assert tried() == [DraftState.FAILED]
    shown = words(officer.get(draft).content.decode())
    assert ("指向内部地址 127.0.0.1" in shown, "只有运维人员可以开放" in shown) == (True, True)


def test_a_secret_is_kept_encrypted_and_never_sent_back(officer: Client, table: str) -> None:
    sent = {
        "table_id": table,
        "name_zh": "停车场",
        "url": "https://data.example.com/a",
        "form": "json",
        "paging": "none",
    }
    draft = officer.post(f"{NEW}http/", {**sent, "secret-token": "Zq-very-secret"}).url
    one = ConnectorDraft.objects.get()
    assert (opened(one.secret, key=one.key), "Zq" in one.secret) == ({"token": "Zq-very-secret"}, False)
    page = officer.get(f"{draft}source/").content.decode()
    assert ("Zq-very" in page, "已于" in page) == (False, True)
    assert "Zq-very" not in str(list(AuditLine.objects.values()))
    wrong = officer.post(f"{draft}source/", {**sent, "secret-token": "Zq-another", "paging": "cursor"})
    assert (wrong.status_code, "Zq-another" in wrong.content.decode()) == (422, False)
    moved = officer.post(f"{draft}source/", {**sent, "url": "https://evil.example.com/a"})
    assert (moved.status_code, "地址变了，请重新填写" in words(moved.content.decode())) == (422, True)
    assert officer.post(f"{draft}source/", {**sent, "name_zh": "新名"}).status_code == 302
    one.refresh_from_db()
    assert (one.name_zh, opened(one.secret, key=one.key)) == ("新名", {"token": "Zq-very-secret"})


def test_a_test_that_took_too_long_is_told(officer: Client, table: str, lots: Path) -> None:
    draft = begun(officer, table, lots)
    ConnectorDraft.objects.update(state=DraftState.RUNNING.value)
    assert "正在测试连接" in words(officer.get(f"{draft}progress/").content.decode())
    operations.end_broken_tries()
    assert "测试超过 30 秒，已停止" in words(officer.get(draft).content.decode())


def test_a_connector_is_changed_and_removed_with_a_reason(officer: Client, table: str, lots: Path) -> None:
    grounds.register(
        table,
        kind=Kind.SQLITE,
        mode="upsert",
        settings={
            "path": str(lots),
            "select": 'select "车场_编号" as 车场编号, 名称, free as 余位, 更新时间 from lots',
        },
    )
    run()
    draft = officer.post("/workbench/connectors/lots/revision/").url
    assert tried() == [DraftState.FOUND]
    form = officer.get(draft).context["form"]
    assert [one["field"].initial for one in form.lines()] == ["车场编号", "名称", "余位", "更新时间"]
    sent = {f"to-{n}": one["field"].initial for n, one in enumerate(form.lines())}
    sent |= {
        "mode": "incremental",
        "watermark": "更新时间",
        "drift": "refuse",
        "misfits": "refuse",
        "schedule": "weekly",
    }
    assert officer.post(draft, {**sent, "watermark": ""}).status_code == 422
    assert officer.post(draft, sent).url == "/workbench/connectors/lots/"
    card = queries.connector_card(key="lots")
    assert (card.mode.value, card.watermark, card.schedule.value, len(queries.run_cards(connector="lots"))) == (
        "incremental",
        "更新时间",
        "weekly",
        1,
    )
    assert officer.post("/workbench/connectors/lots/removal/", {"reason": " "}).status_code == 422
    assert officer.post("/workbench/connectors/lots/removal/", {"reason": "系统停用"}).url == "/workbench/connectors/"
    removed = AuditLine.objects.get(action="connector.remove")
    assert ("系统停用" in str(removed.detail), Connector.objects.count(), len(rows_of(table))) == (True, 0, 7)


def test_a_folder_is_tried_by_its_newest_file(
    officer: Client, table: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHANQIAO_HARVEST_ALLOW", str(tmp_path))
    sent = {"table_id": table, "name_zh": "文件", "path": str(tmp_path), "pattern": "*.csv", "quiet": "0"}
    draft = officer.post(f"{NEW}folder/", sent).url
    assert tried() == [DraftState.FAILED]
    assert "没有符合样式的文件" in words(officer.get(draft).content.decode())
    (tmp_path / "a.csv").write_bytes("车场编号,名称,余位,更新时间\nP1,一,3,2026-11-01 08:00:00\n".encode("gb18030"))
    officer.post(f"{draft}source/", sent)
    assert tried() == [DraftState.FOUND]
    wide = ",".join(f"c{n}" for n in range(501))
    (tmp_path / "b.csv").write_text(f"{wide}\n{wide}\n")
    officer.post(f"{draft}source/", sent)
    assert tried() == [DraftState.FAILED]
    assert "来源有 501 列，页面最多处理 500 列" in words(officer.get(draft).content.decode())
    (tmp_path / "b.csv").unlink()
    officer.post(f"{draft}source/", sent)
    assert tried() == [DraftState.FOUND]
    assert [(one.name, one.type) for one in queries.draft_card(draft_id=draft.split("/")[-2]).columns] == [
        ("车场编号", "text"), ("名称", "text"), ("余位", "integer"), ("更新时间", "datetime"),
    ]  # fmt: skip


def test_other_departments_learn_of_no_draft(officer: Client, client: Client, table: str, lots: Path) -> None:
    draft = begun(officer, table, lots)
    entry = DepartmentEntry(
        code=complete_credit_code("1137020000410001"), key="other", name_zh="另一部门", name_en="Another", level=Level.city,
        division_code="370200", valid_from=date(2000, 1, 1), parent_id=department_card(key_or_code=DEPARTMENT).id,
    )  # fmt: skip
    logged_in(client, Role.officer, register_department(entry=entry, by=BY, at=AT))
    assert [client.get(one).status_code for one in (draft, f"{draft}source/", f"{draft}progress/")] == [404] * 3
    assert [
        client.post(one).status_code for one in (draft, f"{draft}removal/", "/workbench/connectors/lots/revision/")
    ] == [404] * 3
    sent = {"table_id": table, "name_zh": "停车场", "path": str(lots), "table": "lots"}
    assert client.post(f"{NEW}sqlite/", sent).status_code == 422
    assert "先发布本部门的数据集" in words(client.get(NEW).content.decode())
    assert client.get(f"{NEW}oracle/").status_code == 404
    logged_in(client, Role.operator)
    assert [client.get(one).status_code for one in (NEW, draft)] == [403, 403]


def test_too_many_rows_in_quarantine_stop_a_run(table: str, lots: Path) -> None:
    settings = {"path": str(lots), "select": "select null as 车场编号, 名称, free as 余位, 更新时间 from lots"}
    grounds.register(table, kind=Kind.SQLITE, mode="upsert", settings=settings, most_misfits=6)
    assert (run().code, run().rows_quarantined) == ("connector-misfits-many", 0)


def test_old_drafts_are_forgotten(officer: Client, table: str, lots: Path) -> None:
    begun(officer, table, lots)
    ConnectorDraft.objects.update(at=AT - timedelta(days=400))
    begun(officer, table, lots)
    assert (ConnectorDraft.objects.count(), BY) == (1, "tests")


def test_the_command_tries_what_waits_and_only_one_does(officer: Client, table: str, lots: Path) -> None:
    sent = {"table_id": table, "name_zh": "停车场", "path": str(lots), "table": "lots"}
    officer.post(f"{NEW}sqlite/", sent)
    with operations.trying():
        assert main(["connectors", "try"]) == 1
    assert main(["connectors", "try"]) == 0
    assert ConnectorDraft.objects.get().state == DraftState.FOUND.value
