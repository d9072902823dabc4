"""The pages on connectors: runs, rows that did not fit, corrected and sent again; and who may see them."""

from __future__ import annotations

import re
import sqlite3
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from tests.core_services.connectors import grounds
from tests.core_services.connectors.grounds import AT, BY, register, rows_of, run
from tests.seeding import DEPARTMENT, PASSWORD
from zhanqiao.core_services.connectors import operations, queries
from zhanqiao.core_services.connectors.models import QuarantinedRow
from zhanqiao.core_services.connectors.rules import Kind, Mode
from zhanqiao.data_center.storage import operations as storage
from zhanqiao.people.accounts.operations import create_account, grant_role
from zhanqiao.people.accounts.rules import Role
from zhanqiao.people.departments.operations import DepartmentEntry, register_department
from zhanqiao.people.departments.queries import department_card
from zhanqiao.people.departments.rules import Level, complete_credit_code

pytestmark = pytest.mark.django_db(transaction=True)
HERE = "/workbench/connectors/lots/"


@pytest.fixture
def table(tmp_path: Path) -> str:
    """A connector that ran once: two rows fitted, two did not."""
    table = grounds.published_table(keyed=True)
    with sqlite3.connect(tmp_path / "lots.db") as database:
        database.execute("create table 车场(车场编号 text, 名称 text, 余位, 更新时间 text)")
        lots = [("P001", "一", 1), ("P002", "二", 2), ("P003", "三", "<b>满</b>"), (None, "四", 4)]
        database.executemany("insert into 车场 values(?, ?, ?, '2026-11-01 08:00:00')", lots)
    register(table, kind=Kind.SQLITE, mode=Mode.UPSERT, settings={"path": str(tmp_path / "lots.db"), "table": "车场"})
    run()
    return table


def logged_in(client: Client, role: Role, department: str | None = None) -> Client:
    account = create_account(
        username=f"{role.value}-{department or ''}",
        display_name="张敏",
        password=PASSWORD,
        department_id=None,
        by=BY,
        at=AT,
    )
    grant_role(account_id=account, role=role, department_id=department, by=BY, at=AT)
    assert client.login(username=f"{role.value}-{department or ''}", password=PASSWORD)
    return client


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_an_officer_corrects_a_row_and_sends_it_again(client: Client, table: str) -> None:
    logged_in(client, Role.officer, department_card(key_or_code=DEPARTMENT).id)
    (first,) = queries.run_cards(connector="lots")
    assert " 停车场 青岛市园林和林业局 SQLite 文件 只在有人要求时 完成 " in text_of(client, "/workbench/connectors/")
    assert " 完成 4 2 0 2 " in text_of(client, HERE)
    page = f"{HERE}runs/{first.id}/"
    shown = client.get(page).content.decode()
    assert ("&lt;b&gt;满&lt;/b&gt;" in shown, "<b>满" in shown) == (True, False)
    bad, unnamed = QuarantinedRow.objects.order_by("number")
    form = {"run": first.id, "value:余位": "3"}
    assert client.post(f"{HERE}rows/{bad.id}/", form).url == f"{page}?sent=1&left=1"
    assert "已重新写入 1 行，仍不符合 1 行" in text_of(client, f"{page}?sent=1&left=1")
    assert client.post(f"{HERE}rows/{unnamed.id}/", {"run": first.id, "drop": "yes"}).url == page
    assert client.post(page).url == f"{page}?sent=0&left=0"
    assert [one.state for one in QuarantinedRow.objects.order_by("number")] == ["replayed", "dropped"]
    assert rows_of(table) == [("P001", 1), ("P002", 2), ("P003", 3)]


def test_personal_data_is_not_let_in_by_a_correction(client: Client, table: str) -> None:
    logged_in(client, Role.authority)
    (first,) = queries.run_cards(connector="lots")
    bad = QuarantinedRow.objects.order_by("number").first()
    assert bad is not None
    form = {"run": first.id, "value:名称": "360426199101010071", "value:余位": "3"}
    assert client.post(f"{HERE}rows/{bad.id}/", form).status_code == 422
    bad.refresh_from_db()
    assert (bad.state, bad.row["名称"]) == ("waiting", "三")


def test_a_run_is_asked_for_and_a_connector_paused(client: Client, table: str) -> None:
    logged_in(client, Role.authority)
    assert client.post(HERE).status_code == 302
    assert [one.by for one in operations.waiting_runs(at=AT)] == [client.session["_auth_user_id"]]
    assert client.post(f"{HERE}pause/").status_code == 302
    assert "已暂停" in text_of(client, HERE)
    assert (client.post(HERE).status_code, operations.waiting_runs(at=AT)) == (409, ())
    client.post(f"{HERE}pause/", {"resume": "yes"})
    assert len(operations.waiting_runs(at=AT)) == 1


def test_other_departments_do_not_learn_of_it(client: Client, table: str) -> None:
    (first,) = queries.run_cards(connector="lots")
    row = QuarantinedRow.objects.order_by("number").first()
    assert row is not None
    addresses = [HERE, f"{HERE}runs/{first.id}/", f"{HERE}rows/{row.id}/", f"{HERE}pause/"]
    assert client.get("/workbench/connectors/").status_code in {302, 401}
    entry = DepartmentEntry(
        code=complete_credit_code("1137020000410001"), key="other", name_zh="另一部门", name_en="Another", level=Level.city,
        division_code="370200", valid_from=date(2000, 1, 1), parent_id=department_card(key_or_code=DEPARTMENT).id,
    )  # fmt: skip
    logged_in(client, Role.officer, register_department(entry=entry, by=BY, at=AT))
    assert "还没有连接器" in text_of(client, "/workbench/connectors/")
    assert [client.post(one, {"run": first.id, "value:余位": "3"}).status_code for one in addresses] == [404] * 4
    assert [client.get(one).status_code for one in addresses[:2]] == [404] * 2
    logged_in(client, Role.operator)
    assert [client.get(one).status_code for one in ("/workbench/connectors/", HERE)] == [403, 403]
    row.refresh_from_db()
    assert (row.state, queries.connector_card(key="lots").paused_at) == ("waiting", None)


def test_rows_that_could_not_be_published_after_all_are_told(client: Client, table: str) -> None:
    logged_in(client, Role.authority)
    (first,) = queries.run_cards(connector="lots")
    storage.declare_key(table_id=table, columns=[], by=BY, at=AT)  # the batch that waits was to change rows by it
    assert rows_of(table) == []
    assert "已写入但未能发布的行：2。数据表没有主键" in text_of(client, f"{HERE}runs/{first.id}/")


def test_a_row_of_another_run_is_not_found(client: Client, table: str) -> None:
    logged_in(client, Role.authority)
    row = QuarantinedRow.objects.order_by("number").first()
    assert row is not None
    second = run(1)
    assert client.post(f"{HERE}rows/{row.id}/", {"run": second.id, "drop": "yes"}).status_code == 404
    assert client.get("/workbench/connectors/none/").status_code == 404
    assert client.get(f"{HERE}runs/crn_000000000000/").status_code == 404


@pytest.mark.parametrize("runs", [1, 3])
def test_the_page_of_a_connector_asks_as_much_with_one_run_as_with_three(
    client: Client, table: str, runs: int, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    logged_in(client, Role.authority)
    for hour in range(1, runs):
        run(hour)
    client.get(HERE)
    with django_assert_num_queries(6):
        client.get(HERE)
