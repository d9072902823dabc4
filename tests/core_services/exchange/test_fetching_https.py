"""HTTPS: the connection goes to the address that was looked at, the certificate must be that of the name."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from zhanqiao.core_services.exchange.engine.fetching import Fetched, FetchError, Limits, fetch

NAME = "portal.example"


def certificate(folder: Path) -> Path:
    """Write a key and a self-signed certificate for the name into one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(tz=UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "portal.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Fetched]]:
    """A function that fetches from a TLS server on loopback by a host name that leads there."""
    path = certificate(tmp_path)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(self.headers["Host"].encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    port = server.server_port
    monkeypatch.setattr(socket, "getaddrinfo", lambda _, to, *__, **___: [(2, 1, 6, "", ("127.0.0.1", to))])

    def fetched(host: str) -> Fetched:
        limits = Limits(1 << 20, 5.0, (f"{host}:{port}",))
        return fetch(url=f"https://{host}:{port}/", limits=limits, sleep=lambda _: None)

    yield fetched
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_certificate_of_the_name_is_accepted(
    ask: Callable[[str], Fetched], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "portal.pem"))
    assert ask(NAME).content.startswith(NAME.encode())


def test_a_certificate_of_another_name_or_of_nobody_is_refused(
    ask: Callable[[str], Fetched], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(FetchError, match="no connection"):
        ask(NAME)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "portal.pem"))
    with pytest.raises(FetchError, match="no connection"):
        ask("other.example")
