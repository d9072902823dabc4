"""Programs publish whole files: at once or in pieces, once each, held back with a reason where a person must look."""

from __future__ import annotations

import hashlib
import time
from base64 import b64encode
from typing import Any

import pytest
import requests

from tests.live import LiveSite

pytestmark = pytest.mark.xdist_group("written")
TUS = {"Tus-Resumable": "1.0.0"}
PIECE = {**TUS, "Content-Type": "application/offset+octet-stream"}
PATIENCE = 90.0


class Sender:
    """A program of the department that sends files for one table."""

    def __init__(self, site: LiveSite) -> None:
        self.root, self.table = f"{site.url}/api/v1", site.table("files")
        self.key = site.seeded["keys"]["write"]

    def ask(self, method: str, path: str, **more: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.key}", "Accept-Language": "en", **more.pop("headers", {})}
        address = path if path.startswith("http") else f"{self.root}{path}"
        return requests.request(method, address, headers=headers, timeout=60, **more)

    def publish(self, content: bytes, headers: dict[str, str] | None = None, **params: str) -> requests.Response:
        given = {"filename": "停车场.csv", **params}
        return self.ask("PUT", f"/tables/{self.table}/releases", data=content, params=given, headers=headers or {})

    def ended(self, answer: requests.Response) -> dict[str, Any]:
        assert answer.status_code == 202, answer.text
        deadline = time.monotonic() + PATIENCE
        while True:
            job: dict[str, Any] = self.ask("GET", answer.json()["data"]["url"].removeprefix("/api/v1")).json()["data"]
            if job["state"] in {"published", "refused"} or (job["state"] == "understood" and job["code"]):
                return job
            assert time.monotonic() < deadline, job
            time.sleep(0.2)

    def rows(self) -> int:
        rows: int = self.ask("GET", f"/tables/{self.table}").json()["data"]["rows"]
        return rows


@pytest.fixture(scope="module")
def sender(written_site: LiveSite) -> Sender:
    return Sender(written_site)


def lots(count: int, first: int = 100) -> bytes:
    rows = "".join(f"P{n:03d},第{n}停车场,{n % 90},2026-11-27 08:00:00\n" for n in range(first, first + count))
    return ("车场编号,名称,余位,更新时间\n" + rows).encode("gb18030")


def test_a_file_becomes_the_next_release_of_its_table(sender: Sender) -> None:
    content = lots(12)
    digest = f"sha-256=:{b64encode(hashlib.sha256(content).digest()).decode()}:"
    job = sender.ended(sender.publish(content, {"Repr-Digest": digest}))
    assert (job["state"], job["reason"], sender.rows()) == ("published", None, 12)
    release = sender.ask("GET", f"/tables/{sender.table}/releases/{job['release']}").json()["data"]
    assert (release["mode"], release["source"]["name"], release["source"]["sha256"]) == (
        "replace", "停车场.csv", hashlib.sha256(content).hexdigest(),
    )  # fmt: skip
    assert sender.ended(sender.publish(lots(3, 500), mode="append"))["state"] == "published"
    assert sender.rows() == 15


def test_the_same_key_sends_a_file_once(sender: Sender) -> None:
    first = sender.publish(lots(5), {"Idempotency-Key": "file-1"})
    again = sender.publish(lots(5), {"Idempotency-Key": "file-1"})
    assert (again.json()["data"]["id"], again.headers["Idempotency-Replayed"]) == (first.json()["data"]["id"], "true")
    assert sender.ended(first)["state"] == "published"


def test_personal_data_holds_a_file_back_for_a_person(sender: Sender) -> None:
    before = sender.rows()
    job = sender.ended(sender.publish(lots(4) + "P999,联系人13800138000,1,\n".encode("gb18030")))
    assert (job["state"], job["code"], job["release"], sender.rows()) == ("understood", "personal-data", None, before)


def test_a_file_that_is_none_is_refused_with_its_reason(sender: Sender) -> None:
    job = sender.ended(sender.publish(b"\x00\x01\x02" * 50, filename="x.bin"))
    assert (job["state"], job["code"] is not None, bool(job["reason"]["zh"])) == ("refused", True, True)


@pytest.mark.parametrize(
    ("content", "headers", "params", "status", "code"),
    [
        (b"", {}, {}, 422, "file-empty"),
        (b"a,b\n1,2\n", {"Repr-Digest": f"sha-256=:{b64encode(bytes(32)).decode()}:"}, {}, 422, "digest-mismatch"),
        (b"a,b\n1,2\n", {"Repr-Digest": "md5=:abc:"}, {}, 400, "header-invalid"),
        (b"a,b\n1,2\n", {}, {"mode": "change"}, 400, "parameter-value"),
        (b"", {}, {"upload": "upl_000000000000"}, 404, "not-found"),
    ],
)
def test_what_cannot_be_taken_is_said(
    sender: Sender, content: bytes, headers: dict[str, str], params: dict[str, str], status: int, code: str
) -> None:
    answer = sender.publish(content, headers, **params)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def begun(sender: Sender, length: int) -> str:
    name = b64encode("分段.csv".encode()).decode()
    made = sender.ask(
        "POST", "/uploads", headers={**TUS, "Upload-Length": str(length), "Upload-Metadata": f"filename {name}"}
    )
    assert (made.status_code, made.headers["Upload-Offset"]) == (201, "0"), made.text
    return made.headers["Location"]


def test_a_file_sent_in_pieces_goes_on_where_it_ended(sender: Sender) -> None:
    content = lots(40)
    place = begun(sender, len(content))
    first = sender.ask("PATCH", place, data=content[:500], headers={**PIECE, "Upload-Offset": "0"})
    assert (first.status_code, first.headers["Upload-Offset"]) == (204, "500")
    early = sender.publish(b"", upload=place.rpartition("/")[2])
    assert (early.status_code, early.json()["code"]) == (409, "upload-incomplete")
    wrong = sender.ask("PATCH", place, data=content[400:], headers={**PIECE, "Upload-Offset": "400"})
    assert (wrong.status_code, wrong.json()["facts"]["offset"]) == (409, 500)
    asked = sender.ask("HEAD", place, headers=TUS)
    assert (asked.headers["Upload-Offset"], asked.headers["Upload-Length"]) == ("500", str(len(content)))
    checksum = f"sha1 {b64encode(hashlib.sha1(content[500:], usedforsecurity=False).digest()).decode()}"
    bad = {**PIECE, "Upload-Offset": "500", "Upload-Checksum": f"sha1 {b64encode(bytes(20)).decode()}"}
    assert sender.ask("PATCH", place, data=content[500:], headers=bad).status_code == 460
    rest = {**PIECE, "Upload-Offset": "500", "Upload-Checksum": checksum}
    assert sender.ask("PATCH", place, data=content[500:], headers=rest).headers["Upload-Offset"] == str(len(content))
    job = sender.ended(sender.publish(b"", upload=place.rpartition("/")[2]))
    assert (job["state"], job["filename"], sender.rows()) == ("published", "分段.csv", 40)
    assert sender.ask("HEAD", place, headers=TUS).status_code == 404


def test_more_than_was_announced_is_not_kept(sender: Sender) -> None:
    place = begun(sender, 5)
    more = sender.ask("PATCH", place, data=b"123456", headers={**PIECE, "Upload-Offset": "0"})
    assert (more.status_code, sender.ask("HEAD", place, headers=TUS).headers["Upload-Offset"]) == (413, "0")
    assert sender.ask("DELETE", place, headers=TUS).status_code == 204
    assert sender.ask("HEAD", place, headers=TUS).status_code == 404


def test_the_protocol_is_told(sender: Sender) -> None:
    asked = sender.ask("OPTIONS", "/uploads")
    assert (asked.status_code, asked.headers["Tus-Version"], asked.headers["Tus-Extension"]) == (
        204, "1.0.0", "creation,checksum,expiration,termination",
    )  # fmt: skip
    other = sender.ask("POST", "/uploads", headers={"Tus-Resumable": "2.0.0", "Upload-Length": "5"})
    assert (other.status_code, other.json()["code"]) == (412, "tus-version")
    assert sender.ask("POST", "/uploads", headers=TUS).json()["code"] == "header-invalid"
    huge = sender.ask("POST", "/uploads", headers={**TUS, "Upload-Length": str(1 << 40)})
    assert (huge.status_code, huge.json()["code"]) == (413, "file-too-large")


def test_nobody_sees_anothers_upload(sender: Sender, written_site: LiveSite) -> None:
    place = begun(sender, 5)
    assert requests.head(place, headers=TUS, timeout=30).status_code == 401
    reader = {**TUS, "Authorization": f"Bearer {written_site.seeded['keys']['read']}"}
    assert requests.head(place, headers=reader, timeout=30).status_code == 403
