"""Files as sources: a folder, FTP, SFTP and S3 servers on loopback, the same questions to each."""

from __future__ import annotations

import asyncio
import os
import socket
import ssl
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import pytest
import xlsxwriter
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from tests import shelves
from tests.core_services.connectors import grounds
from tests.core_services.connectors.grounds import counts, register, rows_of, run, waiting
from tests.live import free_port
from tests.servers import object_storage

from zhanqiao.core_services.connectors import queries
from zhanqiao.core_services.connectors.engine import buckets
from zhanqiao.core_services.connectors.engine.sftp import SftpFolder
from zhanqiao.core_services.connectors.models import Connector, ConnectorFile
from zhanqiao.core_services.connectors.rules import ConnectorInvalidError, KeyPresentError, Kind, Mode
from zhanqiao.core_services.connectors.rules.settings import SftpSettings
from zhanqiao.kit.environment import home

pytestmark = pytest.mark.django_db(transaction=True)
HEAD = "车场编号,名称,余位,更新时间\n"
KINDS = [Kind.FOLDER, Kind.FTP, Kind.SFTP, Kind.S3]


class Shelf:
    """What a department puts its files on. A folder that a server serves, or a bucket."""

    def __init__(self, kind: Kind, settings: dict[str, Any], secret: dict[str, str], folder: Path, client: Any) -> None:
        self.stated = {"kind": kind, "settings": settings, "secret": secret}
        self.folder, self.client = folder, client

    def put(self, name: str, content: str | bytes, minute: int = 0) -> None:
        content = content.encode() if isinstance(content, str) else content
        if self.client:
            self.client.put_object(Bucket="city", Key=f"lots/{name}", Body=content)
            return
        file = self.folder / name
        file.write_bytes(content)
        moment = datetime(2026, 11, 1, 8, minute, tzinfo=UTC).timestamp()
        os.utime(file, (moment, moment))


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Kind, tuple[Path, Any]]]:
    with ExitStack() as stack:
        ftp, sftp = tmp_path_factory.mktemp("ftp"), tmp_path_factory.mktemp("sftp")
        yield {
            Kind.FTP: (ftp, stack.enter_context(shelves.ftp(ftp))),
            Kind.SFTP: (sftp, stack.enter_context(shelves.sftp(sftp))),
            Kind.S3: (ftp, stack.enter_context(object_storage())),
        }


@pytest.fixture(params=KINDS)
def shelf(request: Any, servers: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    monkeypatch.setenv("ZHANQIAO_HARVEST_ALLOW", "127.0.0.1")
    return opened(request.param, servers, tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Shelf:
    """A shelf where the kind makes no difference."""
    return opened(Kind.FOLDER, {}, tmp_path)


def opened(kind: Kind, servers: Any, empty: Path) -> Shelf:
    if kind is Kind.FOLDER:
        return Shelf(kind, {"path": str(empty), "quiet": 0}, {}, empty, None)
    place, server = servers[kind]
    if kind is Kind.S3:
        keys = {"aws_access_key_id": "key", "aws_secret_access_key": "s-3141", "region_name": "us-east-1"}
        client = boto3.client("s3", endpoint_url=f"http://{server}", **keys)
        client.create_bucket(Bucket="city")
        for one in client.list_objects_v2(Bucket="city").get("Contents", ()):
            client.delete_object(Bucket="city", Key=one["Key"])
        settings = {"endpoint": f"http://{server}", "bucket": "city", "prefix": "lots/", "access_key": "key"}
        return Shelf(kind, settings, {"secret_key": "s-3141"}, empty, client)
    for one in place.iterdir():
        one.unlink()
    more = {"port": server} if kind is Kind.FTP else {"port": server[0], "host_key": server[1]}
    settings = {"host": "127.0.0.1", "user": shelves.USER, "path": "/", "quiet": 0, **more}
    return Shelf(kind, settings, {"password": shelves.PASSWORD}, place, None)


def test_each_new_file_is_added_once(shelf: Shelf) -> None:
    table = grounds.published_table(keyed=False)
    shelf.put("一月.csv", HEAD + "P001,一,1,2026-11-01 08:00:00\n", minute=1)
    shelf.put("二月.csv", (HEAD + "P002,二,2,2026-11-02 08:00:00\nP003,三,很多,\n").encode("gb18030"), minute=2)
    shelf.put("说明.doc", "not rows")
    shelf.stated["settings"] |= {"pattern": "*.csv"}
    register(table, **shelf.stated, mode=Mode.APPEND)
    first = run()
    assert (counts(first), first.files, waiting()) == (("finished", 3, 2, 1), 2, [(3, ["余位"])])
    assert counts(run(1)) == ("finished", 0, 0, 0)
    shelf.put("三月.csv", HEAD + "P004,四,4,2026-11-03 08:00:00\n", minute=3)
    assert counts(run(2)) == ("finished", 1, 1, 0)
    assert rows_of(table) == [("P001", 1), ("P002", 2), ("P004", 4)]


def test_a_file_that_was_only_touched_is_not_taken_again_and_a_changed_one_is(shelf: Shelf) -> None:
    table = grounds.published_table(keyed=True)
    shelf.put("lots.csv", HEAD + "P001,一,1,2026-11-01 08:00:00\n", minute=1)
    register(table, **shelf.stated, mode=Mode.UPSERT)
    run()
    ConnectorFile.objects.update(stamp="another time")
    touched = run(1)
    assert (counts(touched), touched.rows_unchanged) == (("finished", 0, 0, 0), 1)
    shelf.put("lots.csv", HEAD + "P001,一,9,2026-11-02 08:00:00\n", minute=2)
    assert counts(run(2)) == ("finished", 1, 1, 0)
    assert rows_of(table) == [("P001", 9)]


def test_a_file_that_cannot_be_read_holds_up_no_other_and_is_tried_again(folder: Shelf) -> None:
    table = grounds.published_table(keyed=True)
    folder.put("a.json", "[{", minute=1)
    folder.put("b.jsonl", '{"车场编号": "P002", "余位": 2}\n', minute=2)
    register(table, **folder.stated, mode=Mode.UPSERT)
    first = run()
    assert counts(first) == ("incomplete", 1, 1, 0)
    (faulty,) = queries.faulty_files(run_id=first.id)
    assert (faulty.name, "JSON" in faulty.fault.zh) == ("a.json", True)
    folder.put("a.json", '[{"车场编号": "P001", "余位": 1}]', minute=3)
    assert (counts(run(1)), rows_of(table)) == (("finished", 1, 1, 0), [("P001", 1), ("P002", 2)])


def test_a_workbook_is_read(folder: Shelf) -> None:
    with xlsxwriter.Workbook(folder.folder / "lots.xlsx") as book:
        sheet = book.add_worksheet()
        for place, row in enumerate((grounds.COLUMNS, ("P001", "一", 1, "2026-11-01 08:00:00"))):
            sheet.write_row(place, 0, row)
    table = grounds.published_table(keyed=True)
    register(table, **folder.stated, mode=Mode.UPSERT)
    assert (counts(run()), rows_of(table)) == (("finished", 1, 1, 0), [("P001", 1)])


def test_a_file_that_is_still_written_to_is_left(folder: Shelf) -> None:
    table = grounds.published_table(keyed=True)
    (folder.folder / "lots.csv").write_text(HEAD + "P001,一,1,\n")
    folder.stated["settings"] |= {"quiet": 3600}
    register(table, **folder.stated, mode=Mode.UPSERT)
    assert counts(run()) == ("finished", 0, 0, 0)


def test_a_link_leads_nowhere(folder: Shelf) -> None:
    table = grounds.published_table(keyed=True)
    (folder.folder / "secret.csv").symlink_to("/etc/hostname")
    register(table, **folder.stated, mode=Mode.UPSERT)
    assert counts(run()) == ("finished", 0, 0, 0)


@pytest.mark.parametrize("inside", [".", "..", "sub"])
def test_our_own_state_is_no_source(inside: str) -> None:
    table = grounds.published_table(keyed=True)
    with pytest.raises(ConnectorInvalidError, match="path"):
        register(table, kind=Kind.FOLDER, mode=Mode.UPSERT, settings={"path": str(home() / inside)})


def test_files_are_not_added_to_a_table_with_a_key(folder: Shelf) -> None:
    table = grounds.published_table(keyed=True)
    with pytest.raises(KeyPresentError):
        register(table, **folder.stated, mode=Mode.APPEND)


def test_a_server_with_another_key_is_not_trusted(
    servers: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHANQIAO_HARVEST_ALLOW", "127.0.0.1")
    shelf = opened(Kind.SFTP, servers, tmp_path)
    other = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE"
    shelf.stated["settings"] |= {"host_key": other}
    register(grounds.published_table(keyed=True), **shelf.stated, mode=Mode.UPSERT)
    failed = run()
    assert (failed.state.value, failed.tries, "Host key" in failed.note.en) == ("failed", 1, True)


def test_no_password_goes_to_a_server_whose_certificate_nobody_vouches_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    subprocess.run([*made, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening, ThreadPoolExecutor(1) as thread:

        def serve() -> None:
            connection, _ = listening.accept()
            with connection, suppress(OSError):
                connection.sendall(b"220 here\r\n")
                heard.append(connection.recv(100))
                connection.sendall(b"234 go on\r\n")
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(certificate, key)
                with context.wrap_socket(connection, server_side=True) as secret:
                    heard.append(secret.recv(100))

        serving = thread.submit(serve)
        monkeypatch.setenv("ZHANQIAO_HARVEST_ALLOW", "127.0.0.1")
        more = {"host": "127.0.0.1", "user": "city", "path": "/", "tls": True, "port": listening.getsockname()[1]}
        stated = {"kind": Kind.FTP, "settings": more, "secret": {"password": "p-3141"}}
        register(grounds.published_table(keyed=True), **stated, mode=Mode.UPSERT)
        failed = run()
        serving.result(timeout=30)
    assert (failed.state.value, failed.tries, "CERTIFICATE_VERIFY_FAILED" in failed.note.en) == ("failed", 1, True)
    assert heard == [b"AUTH TLS\r\n"]


def test_a_folder_is_read_by_whoever_stands_in_a_running_loop(servers: Any) -> None:
    place, (port, host_key) = servers[Kind.SFTP]
    (place / "一月.csv").write_text(HEAD, encoding="utf-8")
    settings = SftpSettings(host="127.0.0.1", port=port, user=shelves.USER, host_key=host_key, path="/", quiet=0)

    async def found() -> list[str]:
        with SftpFolder(settings, ip="127.0.0.1", secret={"password": shelves.PASSWORD}) as folder:
            return [one.name for one in folder.listed()]

    with ThreadPoolExecutor(1) as thread:  # a browser's loop may run in this one
        assert "一月.csv" in thread.submit(lambda: asyncio.run(found())).result()


def test_a_server_that_does_not_let_us_in_is_not_tried_again(
    servers: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHANQIAO_HARVEST_ALLOW", "127.0.0.1")
    shelf = opened(Kind.FTP, servers, tmp_path)
    shelf.stated["secret"] = {"password": "wrong-3141"}
    register(grounds.published_table(keyed=True), **shelf.stated, mode=Mode.UPSERT)
    failed = run()
    assert (failed.state.value, failed.tries, failed.code) == ("failed", 1, "connector-source-closed")
    assert ("Authentication failed" in failed.note.en, "3141" in failed.note.en) == (True, False)
    assert "3141" not in Connector.objects.get().secret


def test_a_server_that_is_away_is_tried_again_with_growing_pauses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHANQIAO_HARVEST_ALLOW", "127.0.0.1")
    (tmp_path / "lots.csv").write_text(HEAD + "P001,一,1,\n")
    port, pauses = free_port(), []
    settings = {"host": "127.0.0.1", "port": port, "user": shelves.USER, "quiet": 0}
    table = grounds.published_table(keyed=True)
    register(table, kind=Kind.FTP, mode=Mode.UPSERT, settings=settings, secret={"password": shelves.PASSWORD})
    failed = run(meanwhile=pauses.append)
    assert (failed.state.value, failed.tries, failed.code) == ("failed", 4, "connector-source-down")
    with ExitStack() as stack:

        def comes_back(seconds: float) -> None:
            pauses.append(seconds)
            stack.enter_context(shelves.ftp(tmp_path, port=port))

        done = run(1, meanwhile=comes_back)
    assert (counts(done), done.tries, pauses) == (("finished", 1, 1, 0), 2, [1.0, 2.0, 4.0, 1.0])


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:9000/city/lots/%E4%B8%80%E6%9C%88.csv", "https://s3.example/city?list-type=2&prefix=lots%2F"],
)
def test_requests_are_signed_as_by_the_client_of_amazon(url: str) -> None:
    at = datetime(2026, 11, 27, 4, tzinfo=UTC)
    ours = buckets.signed(url=url, access_key="key", secret="s-3141", region="cn-north-1", at=at)
    request = AWSRequest(method="GET", url=url, headers={"x-amz-content-sha256": buckets.NOTHING})
    request.context["timestamp"] = ours["x-amz-date"]
    request.headers["X-Amz-Date"] = ours["x-amz-date"]
    signer = S3SigV4Auth(Credentials("key", "s-3141"), "s3", "cn-north-1")
    wanted = signer.signature(signer.string_to_sign(request, signer.canonical_request(request)), request)
    assert ours["Authorization"].rpartition("=")[2] == wanted
