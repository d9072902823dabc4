"""Files behind TLS and behind keys: FTPS whose certificate is trusted, SFTP opened by a key with and without a passphrase."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import asyncssh
import pytest
from tests import shelves
from tests.core_services.connectors import grounds
from tests.core_services.connectors.grounds import counts, register, rows_of, run
from tests.core_services.connectors.test_shelves import HEAD, Shelf

from zhanqiao.core_services.connectors.models import Connector
from zhanqiao.core_services.connectors.rules import Kind, Mode

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def certified(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path, int]]:
    """An FTP server that speaks TLS only: its folder, its certificate with the key, its port."""
    folder, pem = tmp_path_factory.mktemp("ftps"), tmp_path_factory.mktemp("tls") / "server.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=city"]
    named = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", pem, "-out", f"{pem}.crt"]
    subprocess.run([*made, *named], check=True, capture_output=True)
    pem.write_bytes(pem.read_bytes() + Path(f"{pem}.crt").read_bytes())
    with shelves.ftp(folder, pem=pem) as port:
        yield folder, Path(f"{pem}.crt"), port


def by_tls(certified: tuple[Path, Path, int], monkeypatch: pytest.MonkeyPatch, *, host: str = "127.0.0.1") -> Shelf:
    folder, certificate, port = certified
    monkeypatch.setenv("ZHANQIAO_HARVEST_ALLOW", host)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    settings = {"host": host, "port": port, "user": shelves.USER, "path": "/", "quiet": 0, "tls": True}
    return Shelf(Kind.FTP, settings, {"password": shelves.PASSWORD}, folder, None)


def test_files_come_by_tls_from_a_server_whose_certificate_is_trusted(
    certified: tuple[Path, Path, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf, table = by_tls(certified, monkeypatch), grounds.published_table(keyed=False)
    shelf.put("一月.csv", HEAD + "P001,一,1,2026-11-01 08:00:00\n", minute=1)
    register(table, **shelf.stated, mode=Mode.APPEND)
    assert counts(run()) == ("finished", 1, 1, 0)
    shelf.put("二月.csv", HEAD + "P002,二,2,2026-11-02 08:00:00\n", minute=2)
    assert (counts(run(1)), rows_of(table)) == (("finished", 1, 1, 0), [("P001", 1), ("P002", 2)])


def test_the_certificate_of_another_host_is_refused(
    certified: tuple[Path, Path, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = by_tls(certified, monkeypatch, host="localhost")
    register(grounds.published_table(keyed=True), **shelf.stated, mode=Mode.UPSERT)
    failed = run()
    assert (failed.state.value, failed.tries, "Hostname mismatch" in failed.note.en) == ("failed", 1, True)


KEY_FORMS = {"plain": ("openssh", None), "openssh": ("openssh", "p-2718 words"), "pkcs8": ("pkcs8-pem", "p-2718 words")}


@pytest.fixture(scope="module")
def keyed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, asyncssh.SSHKey, int, str]]:
    """An SFTP server that takes one key and no password: its folder, the key, its port and host key."""
    folder, authorized = tmp_path_factory.mktemp("sftp-keyed"), tmp_path_factory.mktemp("keys") / "authorized"
    key = asyncssh.generate_private_key("ssh-ed25519")
    authorized.write_bytes(key.export_public_key())
    with shelves.sftp(folder, authorized=authorized) as (port, host_key):
        yield folder, key, port, host_key


def with_secret(keyed: tuple[Path, asyncssh.SSHKey, int, str], secret: dict[str, str]) -> Shelf:
    folder, _, port, host_key = keyed
    for one in folder.iterdir():
        one.unlink()
    settings = {"host": "127.0.0.1", "port": port, "user": shelves.USER, "path": "/", "quiet": 0, "host_key": host_key}
    return Shelf(Kind.SFTP, settings, secret, folder, None)


@pytest.mark.parametrize("form", KEY_FORMS)
def test_files_come_from_a_server_that_wants_a_key(
    keyed: tuple[Path, asyncssh.SSHKey, int, str], form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHANQIAO_HARVEST_ALLOW", "127.0.0.1")
    kind, passphrase = KEY_FORMS[form]
    secret = {"private_key": keyed[1].export_private_key(kind, passphrase=passphrase).decode()}
    shelf, table = (
        with_secret(keyed, secret | ({"passphrase": passphrase} if passphrase else {})),
        grounds.published_table(keyed=False),
    )
    shelf.put("一月.csv", HEAD + "P001,一,1,2026-11-01 08:00:00\n")
    register(table, **shelf.stated, mode=Mode.APPEND)
    assert (counts(run()), rows_of(table)) == (("finished", 1, 1, 0), [("P001", 1)])
    assert "PRIVATE KEY" not in Connector.objects.get().secret


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("no passphrase", "Passphrase must be specified"),
        ("another passphrase", "passphrase"),
        ("no key at all", "Invalid private key"),
        ("a key nobody knows", "Permission denied"),
        ("a password", "Permission denied"),
    ],
)
def test_a_key_that_does_not_open_is_told_and_not_tried_again(
    keyed: tuple[Path, asyncssh.SSHKey, int, str], wrong: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHANQIAO_HARVEST_ALLOW", "127.0.0.1")
    closed = keyed[1].export_private_key("openssh", passphrase="p-2718 words").decode()
    stranger = asyncssh.generate_private_key("ssh-ed25519").export_private_key().decode()
    secrets = {
        "no passphrase": {"private_key": closed},
        "another passphrase": {"private_key": closed, "passphrase": "p-3141 words"},
        "no key at all": {"private_key": "p-3141"},
        "a key nobody knows": {"private_key": stranger},
        "a password": {"password": "p-3141"},
    }
    shelf = with_secret(keyed, secrets[wrong])
    register(grounds.published_table(keyed=True), **shelf.stated, mode=Mode.UPSERT)
    failed = run()
    assert (failed.state.value, failed.tries, failed.code) == ("failed", 1, "connector-source-closed")
    assert (words in failed.note.en, "3141" in failed.note.en) == (True, False), failed.note.en
