"""Programs write over HTTP: with a key, once, and seen in the next release."""

from __future__ import annotations

import json
from typing import Any

import pytest
import requests

from tests.live import LiveSite

pytestmark = pytest.mark.xdist_group("written")


class Writer:
    """A program of the department."""

    def __init__(self, site: LiveSite) -> None:
        self.site, self.table = site, site.table("lots")
        self.key = site.seeded["keys"]["write"]

    def ask(self, method: str, path: str, *, key: str | None = None, **more: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {key or self.key}", "Accept-Language": "en", **more.pop("headers", {})}
        return requests.request(
            method, f"{self.site.url}/api/v1/tables/{self.table}{path}", headers=headers, timeout=60, **more
        )

    def send(self, rows: Any, operation: str = "append", **headers: str) -> requests.Response:
        return self.ask("POST", "/rows", params={"operation": operation}, json=rows, headers=headers)

    def rows(self, where: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.ask("GET", "/rows", params={"where": where}).json()["data"]
        return found


@pytest.fixture(scope="module")
def writer(written_site: LiveSite) -> Writer:
    return Writer(written_site)


def test_rows_are_taken_and_then_released(writer: Writer) -> None:
    answer = writer.send([{"车场编号": "N001", "名称": "新停车场", "余位": 12}], Prefer="wait=20")
    assert (answer.status_code, answer.headers["Preference-Applied"]) == (200, "wait=20")
    batch = answer.json()["data"]
    assert (batch["state"], batch["rows"], batch["operation"]) == ("released", 1, "append")
    assert writer.ask("GET", f"/batches/{batch['id']}").json()["data"] == batch
    (row,) = writer.rows("车场编号 = 'N001'")
    assert (row["名称"], row["余位"], row["更新时间"]) == ("新停车场", 12, None)
    release = writer.ask("GET", f"/releases/{batch['release']}").json()["data"]
    assert (release["mode"], release["rows_added"], release["batches"]) == ("append", 1, 1)


def test_without_waiting_the_answer_is_an_acknowledgement(writer: Writer) -> None:
    answer = writer.send({"rows": [{"车场编号": "N002"}]})
    assert (answer.status_code, answer.json()["data"]["state"]) == (202, "accepted")
    assert answer.headers["Location"] == answer.json()["data"]["url"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_same_request_sent_again_is_taken_once(writer: Writer) -> None:
    rows = [{"车场编号": "N003", "余位": 3}]
    first = writer.send(rows, **{"Idempotency-Key": '"k-3"'})
    again = writer.send(rows, **{"Idempotency-Key": "k-3", "Prefer": "wait=20"})
    assert again.json()["data"]["id"] == first.json()["data"]["id"]
    assert (again.headers["Idempotency-Replayed"], "Idempotency-Replayed" in first.headers) == ("true", False)
    assert len(writer.rows("车场编号 = 'N003'")) == 1
    other = writer.send([{"车场编号": "N004"}], **{"Idempotency-Key": "k-3"})
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-conflict")


def test_rows_are_changed_and_deleted_by_a_declared_key(writer: Writer) -> None:
    declared = writer.ask("PUT", "/key", json={"columns": ["车场编号"]})
    assert (declared.status_code, declared.json()["data"]["columns"]) == (200, ["车场编号"])
    assert writer.ask("GET", "").json()["data"]["key"] == ["车场编号"]
    writer.send([{"车场编号": "P001", "余位": 99}, {"车场编号": "N005", "余位": 5}], "upsert")
    done = writer.send([{"车场编号": "P002"}], "delete", Prefer="respond-async, wait=20")
    assert done.json()["data"]["state"] == "released"
    assert [row["余位"] for row in writer.rows("车场编号 in ('P001', 'P002', 'N005')")] == [99, 5]
    taken = writer.send([{"车场编号": "P001"}], Prefer="wait=20")
    assert (taken.status_code, taken.json()["code"], taken.json()["facts"]["reason"]) == (
        409, "batch-refused", "key-taken",
    )  # fmt: skip
    assert writer.ask("PUT", "/key", json={"columns": []}).json()["data"]["columns"] == []
    assert writer.send([{"车场编号": "P001"}], "upsert").json()["code"] == "no-key"


def test_ndjson_is_taken_line_by_line(writer: Writer) -> None:
    lines = "\n".join(json.dumps({"车场编号": f"L{n}", "余位": n}) for n in range(3))
    done = writer.ask(
        "POST", "/rows", data=lines, headers={"Content-Type": "application/x-ndjson", "Prefer": "wait=20"}
    )
    assert (done.status_code, done.json()["data"]["rows"]) == (200, 3)
    broken = writer.ask("POST", "/rows", data=lines + "\n{", headers={"Content-Type": "application/x-ndjson"})
    assert (broken.status_code, broken.json()["code"], broken.json()["facts"]["line"]) == (400, "body-not-rows", 4)


def test_faults_are_located(writer: Writer) -> None:
    answer = writer.send([{"车场编号": "N9"}, {"车场编号": 9, "余位": "多"}])
    assert (answer.status_code, answer.json()["code"]) == (422, "rows-refused")
    assert [(each["row"], each["column"]) for each in answer.json()["facts"]["problems"]] == [
        (1, "车场编号"),
        (1, "余位"),
    ]


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"data": b"[1", "headers": {"Content-Type": "application/json"}}, 400, "body-not-rows"),
        ({"data": b"{}", "headers": {"Content-Type": "application/json"}}, 400, "body-not-rows"),
        ({"data": b"a,b\n", "headers": {"Content-Type": "text/csv"}}, 415, "body-type"),
        ({"json": [], "headers": {"Content-Encoding": "gzip"}}, 415, "body-type"),
        ({"json": []}, 422, "no-rows"),
        ({"json": [{"车场编号": "1"}], "headers": {"Idempotency-Key": "has a space"}}, 400, "idempotency-key-invalid"),
        ({"json": [{"车场编号": "1"}], "params": {"operation": "replace"}}, 400, "parameter-value"),
        ({"json": [{"车场编号": "1"}], "params": {"where": "x"}}, 400, "unknown-parameter"),
        ({"data": b" " * ((16 << 20) + 1), "headers": {"Content-Type": "application/json"}}, 413, "body-too-large"),
    ],
)
def test_bad_requests_change_nothing_and_say_why(
    writer: Writer, change: dict[str, Any], status: int, code: str
) -> None:
    headers = {name: value.encode() for name, value in change.pop("headers", {}).items()}
    answer = writer.ask("POST", "/rows", headers=headers, **change)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_nobody_writes_without_a_key_that_may(writer: Writer, written_site: LiveSite) -> None:
    address = f"{written_site.url}/api/v1/tables/{writer.table}/rows"
    answer = requests.post(address, json=[{"车场编号": "X"}], timeout=30)
    assert (answer.status_code, answer.json()["code"], answer.headers["WWW-Authenticate"]) == (
        401, "key-required", "Bearer",
    )  # fmt: skip
    assert writer.ask("POST", "/rows", key="zq_wrong", json=[]).json()["code"] == "key-invalid"
    reader = writer.ask("POST", "/rows", key=written_site.seeded["keys"]["read"], json=[{"车场编号": "X"}])
    assert (reader.status_code, reader.json()["code"]) == (403, "forbidden")


def test_a_login_on_the_site_does_not_write(writer: Writer, written_site: LiveSite) -> None:
    from tests.seeding import OFFICER, PASSWORD

    with requests.Session() as session:
        login = f"{written_site.url}/login/"
        session.get(login, timeout=30)
        form = {"username": OFFICER, "password": PASSWORD, "csrfmiddlewaretoken": session.cookies["csrftoken"]}
        assert session.post(login, data=form, headers={"Referer": login}, timeout=30).ok
        answer = session.post(
            f"{written_site.url}/api/v1/tables/{writer.table}/rows", json=[{"车场编号": "X"}], timeout=30
        )
    assert answer.json()["code"] == "key-required"


def test_a_key_reads_what_its_account_may(writer: Writer, written_site: LiveSite) -> None:
    address = f"{written_site.url}/api/v1/tables/{written_site.table('wells')}/rows"
    assert requests.get(address, timeout=30).status_code == 403
    headers = {"Authorization": written_site.seeded["keys"]["read"]}
    opened = requests.get(address, headers=headers, timeout=30)
    assert (opened.status_code, opened.headers["Cache-Control"]) == (200, "private, no-cache")
    assert requests.get(address, timeout=30).status_code == 403


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/rows", "GET, HEAD, POST, OPTIONS"),
        ("/key", "PUT, OPTIONS"),
        ("/batches/bat_1", "GET, HEAD, OPTIONS"),
        ("/facets", "GET, HEAD, OPTIONS"),
    ],
)
def test_an_address_says_which_methods_it_has(writer: Writer, path: str, allowed: str) -> None:
    assert writer.ask("OPTIONS", path).headers["Allow"] == allowed
    refused = writer.ask("DELETE", path)
    assert (refused.status_code, refused.headers["Allow"]) == (405, allowed)


def test_an_unknown_batch_is_not_found(writer: Writer) -> None:
    assert writer.ask("GET", "/batches/bat_000000000000").status_code == 404


def make(writer: Writer, body: Any, dataset: str = "lots") -> requests.Response:
    return requests.post(
        f"{writer.site.url}/api/v1/datasets/{dataset}/tables",
        json=body,
        headers={"Authorization": f"Bearer {writer.key}", "Accept-Language": "en"},
        timeout=60,
    )


def test_a_table_is_made_with_its_first_rows(writer: Writer) -> None:
    fields = [
        {"name": "编号", "type": "text", "label_en": "Number"},
        {"name": "价", "type": "decimal", "precision": 8, "scale": 2},
        {"name": "形", "type": "geometry"},
    ]
    rows = [{"编号": "1", "价": "2.50", "形": {"type": "Point", "coordinates": [120.3, 36.1]}}]
    made = make(writer, {"name": "收费", "title_zh": "停车收费", "fields": fields, "key": ["编号"], "rows": rows})
    assert made.status_code == 201, made.text
    address = f"{writer.site.url}{made.json()['data']['url']}"
    table = requests.get(address, timeout=30).json()["data"]
    assert (table["title"]["zh"], table["key"], table["rows"], table["bbox"]) == (
        "停车收费", ["编号"], 1, [120.3, 36.1, 120.3, 36.1],
    )  # fmt: skip
    first = table["fields"][0]
    assert (first["name"], first["type"], first["label"]["en"]) == ("编号", "text", "Number")
    again = make(writer, {"name": "收费", "fields": fields})
    assert (again.status_code, again.json()["code"]) == (409, "table-exists")
    empty = make(writer, {"name": "空表", "fields": fields})
    assert requests.get(f"{writer.site.url}{empty.json()['data']['url']}/rows", timeout=30).json()["data"] == []


@pytest.mark.parametrize(
    ("body", "dataset", "status", "code"),
    [
        ([], "lots", 400, "body-not-table"),
        ({"name": "甲"}, "lots", 400, "body-not-table"),
        ({"name": "甲", "fields": [{"name": "a", "type": "varchar"}]}, "lots", 400, "body-not-table"),
        ({"name": "甲", "fields": [{"name": "a", "type": "decimal", "scale": 99}]}, "lots", 400, "body-not-table"),
        ({"name": "甲", "fields": [{"name": "a", "type": "text"}], "更": 1}, "lots", 400, "body-not-table"),
        ({"name": "甲", "fields": [{"name": "a", "type": "text"}] * 2}, "lots", 422, "duplicate-column"),
        ({"name": "甲", "fields": [{"name": "a", "type": "text"}], "key": ["b"]}, "lots", 422, "key-columns"),
        ({"name": "甲", "fields": [{"name": "a", "type": "text"}], "rows": [{"a": 1}]}, "lots", 422, "rows-refused"),
        ({"name": "甲", "fields": [{"name": "a", "type": "text"}], "rows": [{"a": "13800138000"}]}, "lots", 422, "personal-data"),
        ({"name": "甲", "fields": [{"name": "a", "type": "text"}]}, "draft", 409, "dataset-not-public"),
        ({"name": "甲", "fields": [{"name": "a", "type": "text"}]}, "没有", 404, "not-found"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_is_not_made(writer: Writer, body: Any, dataset: str, status: int, code: str) -> None:
    answer = make(writer, body, dataset)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    tables = requests.get(f"{writer.site.url}/api/v1/datasets/lots/tables", timeout=30).json()["data"]
    assert "甲" not in {table["name"] for table in tables}
