"""Rows returned to a district: all of its area, what changed since a release, and to nobody else."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime

import pyarrow.parquet as pq
import pytest
from django.test import Client
from python_calamine import CalamineWorkbook
from tests import seeding
from tests.seeding import PASSWORD

from zhanqiao.core_services.publishing.operations import publish_rows, send_rows
from zhanqiao.core_services.returns import operations, queries
from zhanqiao.core_services.returns.rules import AreaColumnError, NoAreaError, area_of, kind_in_area
from zhanqiao.data_center.catalogue import operations as catalogue
from zhanqiao.data_center.storage import operations as storage
from zhanqiao.data_center.storage.engine.export import spreadsheets
from zhanqiao.data_center.storage.rules import Operation
from zhanqiao.people.accounts.operations import create_account, grant_role, make_key
from zhanqiao.people.accounts.rules import Role, Scope
from zhanqiao.people.audit.models import AuditLine
from zhanqiao.people.departments.operations import DepartmentEntry, register_department
from zhanqiao.people.departments.queries import department_card
from zhanqiao.people.departments.rules import Level, complete_credit_code

AT = datetime(2026, 11, 27, 4, tzinfo=UTC)
BY = "tests"
pytestmark = pytest.mark.django_db(transaction=True)
SHOPS = "编号,名称,区划代码\n" + "".join(f"S{n:03d},第{n}店,{370202 + n % 2}\n" for n in range(1, 2_001))


@pytest.fixture
def table() -> str:
    """A table of shops, open on condition, with a key; the district of Shinan has its rows returned."""
    seeding.register_department()
    made = seeding.published(
        name="shops", title="商户", content=SHOPS, open_type="conditional", open_condition="签订协议", contact_phone="0532-12345678"
    )  # fmt: skip
    storage.declare_key(table_id=made["table"], columns=["编号"], by=BY, at=AT)
    for number, key in ((202, "shinan"), (203, "shibei")):
        entry = DepartmentEntry(
            code=complete_credit_code(f"11370{number}00410001"), key=key, name_zh=f"{key}大数据局", name_en=key, level=Level.district,
            division_code=f"370{number}", valid_from=date(2000, 1, 1), parent_id=department_card(key_or_code=seeding.DEPARTMENT).id,
        )  # fmt: skip
        register_department(entry=entry, by=BY, at=AT)
    return made["table"]


def officer(key: str) -> tuple[str, str]:
    """Make an officer of a department; return the account and a key to read."""
    department = department_card(key_or_code=key).id
    account = create_account(
        username=key, display_name="张敏", password=PASSWORD, department_id=department, by=BY, at=AT
    )
    grant_role(account_id=account, role=Role.officer, department_id=department, by=BY, at=AT)
    return account, make_key(account_id=account, name="回流", scope=Scope.READ, days=1, by=BY, at=datetime.now(UTC))[1]


def change(table: str, *rows: dict[str, str], operation: Operation = Operation.UPSERT) -> None:
    send_rows(table_id=table, operation=operation, rows=rows, by=BY, at=AT)
    publish_rows(table_id=table, at=AT)


def fetched(client: Client, address: str, secret: str) -> list[list[str]]:
    answer = client.get(address, headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


def test_a_district_fetches_the_rows_of_its_area_and_then_what_changed(client: Client, table: str) -> None:
    one = operations.begin_return(department="shinan", table_id=table, column="区划代码", by=BY, at=AT)
    assert operations.begin_return(department="shinan", table_id=table, column="区划代码", by=BY, at=AT) == one
    account, secret = officer("shinan")
    address = f"/workbench/returns/{one}/rows.csv"
    whole = fetched(client, address, secret)
    assert (whole[0], len(whole) - 1, {row[2] for row in whole[1:]}) == (
        ["编号", "名称", "区划代码"],
        1_000,
        {"370202"},
    )
    change(
        table,
        {"编号": "S002", "名称": "改名"},
        {"编号": "S003", "名称": "别区改名"},
        {"编号": "S004", "区划代码": "370203"},
        {"编号": "S005", "区划代码": "370202"},
        {"编号": "S9001", "名称": "新店", "区划代码": "370202001"},
    )
    change(table, {"编号": "S006"}, operation=Operation.DELETE)
    changed = fetched(client, f"{address}?since=1", secret)
    assert changed[0] == ["_change", "编号", "名称", "区划代码"]
    assert sorted(changed[1:]) == [
        ["added", "S005", "第5店", "370202"],
        ["added", "S9001", "新店", "370202001"],
        ["changed", "S002", "改名", "370202"],
        ["removed", "S004", "第4店", "370202"],
        ["removed", "S006", "第6店", "370202"],
    ]
    given = AuditLine.objects.filter(action="return.give").order_by("seq")
    told = [(line.by, json.loads(line.detail)) for line in given]
    assert [(by, detail["release"], detail["since"]) for by, detail in told] == [(account, 1, None), (account, 3, 1)]


def content_of(client: Client, address: str, secret: str) -> tuple[str, bytes]:
    answer = client.get(address, headers={"Authorization": f"Bearer {secret}"})
    assert (answer.status_code, answer["X-Release"]) == (200, "1"), answer
    return answer["Content-Type"], b"".join(answer.streaming_content)


def test_the_rows_are_the_same_in_every_format(client: Client, table: str) -> None:
    one = operations.begin_return(department="shinan", table_id=table, column="区划代码", by=BY, at=AT)
    _, secret = officer("shinan")
    address = f"/workbench/returns/{one}/rows"
    expected = fetched(client, f"{address}.csv", secret)
    kind, lines = content_of(client, f"{address}.ndjson", secret)
    assert kind == "application/x-ndjson"
    rows = [json.loads(line) for line in lines.splitlines()]
    assert [list(rows[0]), *(list(row.values()) for row in rows)] == expected
    kind, parquet = content_of(client, f"{address}.parquet", secret)
    assert kind == "application/vnd.apache.parquet"
    assert pq.read_table(io.BytesIO(parquet)).to_pylist() == rows
    kind, book = content_of(client, f"{address}.xlsx", secret)
    assert kind == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python() == expected
    told = AuditLine.objects.filter(action="return.give").order_by("seq").values_list("detail", flat=True)
    assert [json.loads(detail)["format"] for detail in told] == ["csv", "ndjson", "parquet", "xlsx"]


def test_changes_come_as_lines_and_what_is_not_offered_is_refused_and_not_written_down(
    client: Client, table: str
) -> None:
    one = operations.begin_return(department="shinan", table_id=table, column="区划代码", by=BY, at=AT)
    _, secret = officer("shinan")
    change(table, {"编号": "S002", "名称": "改名"})
    address, key = f"/workbench/returns/{one}/rows", {"Authorization": f"Bearer {secret}"}
    answer = client.get(f"{address}.ndjson?since=1", headers=key)
    lines = [json.loads(line) for line in b"".join(answer.streaming_content).splitlines()]
    assert lines == [{"_change": "changed", "编号": "S002", "名称": "改名", "区划代码": "370202"}]
    refused = [client.get(f"{address}.{rest}", headers=key) for rest in ("pdf", "xlsx?since=1", "parquet?since=1")]
    assert [one.status_code for one in refused] == [404, 404, 404]
    assert AuditLine.objects.filter(action="return.give").count() == 1


def test_more_rows_than_a_worksheet_holds_are_refused_and_not_written_down(
    client: Client, table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = operations.begin_return(department="shinan", table_id=table, column="区划代码", by=BY, at=AT)
    _, secret = officer("shinan")
    monkeypatch.setattr(spreadsheets, "MAX_ROWS", 999)
    answer = client.get(f"/workbench/returns/{one}/rows.xlsx", headers={"Authorization": f"Bearer {secret}"})
    assert (answer.status_code, AuditLine.objects.filter(action="return.give").count()) == (413, 0)


def test_nobody_else_has_them_and_a_withdrawn_dataset_is_not_returned(client: Client, table: str) -> None:
    one = operations.begin_return(department="shinan", table_id=table, column="区划代码", by=BY, at=AT)
    address = f"/workbench/returns/{one}/rows.csv"
    _, other = officer("shibei")
    _, own = officer("shinan")
    assert client.get(address).status_code in {302, 401}
    assert client.get(address, headers={"Authorization": f"Bearer {other}"}).status_code == 404
    dataset = queries.return_card(return_id=one).dataset_id
    catalogue.withdraw_dataset(dataset_id=dataset, reason="测试", by=BY, at=AT)
    assert client.get(address, headers={"Authorization": f"Bearer {own}"}).status_code == 403
    catalogue.publish_dataset(dataset_id=dataset, by=BY, at=AT)
    assert len(fetched(client, address, own)) == 1_001
    operations.end_return(return_id=one, by=BY, at=AT)
    assert client.get(address, headers={"Authorization": f"Bearer {own}"}).status_code == 403
    assert queries.return_cards() == ()


def test_the_page_shows_each_department_its_own(client: Client, table: str) -> None:
    operations.begin_return(department="shinan", table_id=table, column="区划代码", by=BY, at=AT)
    for key, shown in (("shinan", True), ("shibei", False)):
        officer(key)
        assert client.login(username=key, password=PASSWORD)
        assert ("商户" in client.get("/workbench/returns/").content.decode()) is shown
        assert ("数据回流" in client.get("/workbench/").content.decode()) is shown


def test_a_city_department_and_a_wrong_column_are_refused(table: str) -> None:
    with pytest.raises(NoAreaError):
        operations.begin_return(department=seeding.DEPARTMENT, table_id=table, column="区划代码", by=BY, at=AT)
    with pytest.raises(AreaColumnError):
        operations.begin_return(department="shinan", table_id=table, column="区划", by=BY, at=AT)


@pytest.mark.parametrize(
    ("level", "code", "area"),
    [
        ("district", "370202", "370202"),
        ("district", "370202000", "370202"),
        ("street", "370202001", "370202001"),
        ("street", "370202001000", "370202001"),
        ("street", "370202001003", "370202001003"),
        ("district", "370200", None),
        ("district", "370200000", None),
        ("city", "370202", None),
    ],
)
def test_an_area_is_what_its_codes_begin_with(level: str, code: str, area: str | None) -> None:
    if area is None:
        with pytest.raises(NoAreaError):
            area_of(department="x", level=level, division_code=code)
    else:
        assert area_of(department="x", level=level, division_code=code) == area


def test_a_row_that_moves_is_removed_here_and_added_there() -> None:
    old, new = {"c": "370202"}, {"c": "370203"}
    assert [
        kind_in_area(kind="changed", old=old, new=new, column="c", area=area) for area in ("370202", "370203", "370211")
    ] == ["removed", "added", ""]
