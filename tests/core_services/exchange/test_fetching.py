"""Fetching: which addresses are connected to, and which limits hold against a hostile server."""

from __future__ import annotations

import gzip
import ipaddress
import socket
import threading
import time
from collections.abc import Iterator

import pytest
from tests.portals import Answer, Portal, portal

from zhanqiao.core_services.exchange.engine import guard
from zhanqiao.core_services.exchange.engine.fetching import Fetched, FetchError, Limits, fetch
from zhanqiao.core_services.exchange.engine.guard import AddressRefusedError

MIB = 1 << 20


@pytest.fixture
def served() -> Iterator[Portal]:
    with portal() as site:
        yield site


def asked(site: Portal, path: str, *, size: int = MIB, seconds: float = 10.0, **more: object) -> Fetched:
    limits = Limits(size=size, seconds=seconds, allowed=(site.place,))
    return fetch(url=site.url + path, limits=limits, sleep=lambda _: None, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.100.100.200", "0.0.0.0", "224.0.0.1",
        "168.63.129.16", "::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "255.255.255.255",
    ],
)  # fmt: skip
def test_an_internal_address_is_not_public(ip: str) -> None:
    assert not guard.is_public(ipaddress.ip_address(ip))


def test_a_public_address_is_public() -> None:
    assert guard.is_public(ipaddress.ip_address("8.8.8.8"))
    assert guard.is_public(ipaddress.ip_address("2606:4700::1111"))


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://2130706433/", "http://0x7f.1/", "http://[::1]/", "http://[::ffff:10.0.0.1]/",
        "file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/", "http://user:secret@127.0.0.1/", "http:///x", "http://127.0.0.1:99999/",
    ],
)  # fmt: skip
def test_what_leads_inside_or_elsewhere_is_refused(url: str) -> None:
    with pytest.raises(AddressRefusedError) as refused:
        guard.target(url=url)
    assert "secret" not in refused.value.text.en


def test_a_host_with_one_internal_address_among_several_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(socket.AF_INET, 1, 6, "", (ip, 80)) for ip in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    with pytest.raises(AddressRefusedError, match=r"10\.0\.0\.1"):
        guard.target(url="http://two.example/")


def test_what_the_operator_named_is_connected_to_and_nothing_beside_it(served: Portal) -> None:
    served.put("/a.json", "{}")
    assert asked(served, "/a.json").content == b"{}"
    for allowed in (("127.0.0.1:1",), ("10.0.0.0/8",), ()):
        with pytest.raises(AddressRefusedError):
            fetch(url=f"{served.url}/a.json", limits=Limits(MIB, 10.0, allowed))
    assert fetch(url=f"{served.url}/a.json", limits=Limits(MIB, 10.0, ("127.0.0.0/8",))).content == b"{}"


def test_the_connection_goes_to_the_address_that_was_looked_at(served: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that answers differently the second time (DNS rebinding) is not asked a second time."""
    answers = iter(["127.0.0.1"])
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, port, *_, **__: [(2, 1, 6, "", (next(answers) if host == "portal.example" else host, port))],
    )
    served.put("/", b"here")
    port = served.url.rpartition(":")[2]
    limits = Limits(MIB, 10.0, (f"portal.example:{port}",))
    assert fetch(url=f"http://portal.example:{port}/", limits=limits).content == b"here"
    assert served.headers[0]["Host"] == f"portal.example:{port}"


def test_a_redirect_is_followed_and_each_step_is_looked_at(served: Portal) -> None:
    served.put("/end", b"end")
    served.answers["/start"] = Answer(status=302, headers={"Location": "/end"})
    assert asked(served, "/start").content == b"end"
    for away in ("http://169.254.169.254/latest/meta-data/", "file:///etc/passwd", "http://127.0.0.1:9/"):
        served.answers["/start"] = Answer(status=301, headers={"Location": away})
        with pytest.raises(AddressRefusedError):
            asked(served, "/start")
    served.answers["/start"] = Answer(status=307, headers={"Location": "/start"})
    with pytest.raises(FetchError, match="redirects more than 5 times"):
        asked(served, "/start")


def test_a_document_past_the_limit_is_not_read(served: Portal) -> None:
    served.put("/large", b"x" * (MIB + 1))
    with pytest.raises(FetchError, match="larger than 1048576 bytes"):
        asked(served, "/large")
    served.put("/fits", b"x" * MIB)
    assert len(asked(served, "/fits").content) == MIB


def test_a_gzip_bomb_is_stopped_at_the_limit(served: Portal) -> None:
    served.put("/bomb", gzip.compress(b"0" * (200 * MIB)), **{"Content-Encoding": "gzip"})
    with pytest.raises(FetchError, match="larger than"):
        asked(served, "/bomb")
    served.put("/small", gzip.compress(b"small"), **{"Content-Encoding": "gzip"})
    assert asked(served, "/small").content == b"small"
    served.put("/cut", gzip.compress(b"small")[:-9], **{"Content-Encoding": "gzip"})
    with pytest.raises(FetchError, match="did not come to its end"):
        asked(served, "/cut")
    served.put("/odd", b"x", **{"Content-Encoding": "br"})
    with pytest.raises(FetchError, match="packed by br"):
        asked(served, "/odd")


def test_a_server_that_drips_is_cut_at_the_deadline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        stop = threading.Event()

        def drip() -> None:
            while not stop.is_set():
                connection, _ = listener.accept()
                with connection:
                    for byte in b"HTTP/1.1 200 OK\r\nX: " + b"y" * 1_000:
                        try:
                            connection.send(bytes([byte]))
                        except OSError:
                            break
                        if stop.wait(0.05):
                            return

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        place = f"127.0.0.1:{listener.getsockname()[1]}"
        begun = time.monotonic()
        with pytest.raises(FetchError):
            fetch(url=f"http://{place}/", limits=Limits(MIB, 0.5, (place,)), sleep=lambda _: None)
        assert time.monotonic() - begun < 5
        stop.set()
        thread.join(timeout=5)


def test_trouble_that_may_pass_is_tried_again_with_growing_pauses(served: Portal) -> None:
    answers = iter([Answer(status=503), Answer(status=429, headers={"Retry-After": "7"}), Answer(b"at last")])
    served.answers["/busy"] = lambda _: next(answers)
    pauses: list[float] = []
    limits = Limits(MIB, 10.0, (served.place,))
    assert fetch(url=f"{served.url}/busy", limits=limits, sleep=pauses.append).content == b"at last"
    assert pauses == [1.0, 7.0]
    served.answers["/busy"] = Answer(status=500)
    with pytest.raises(FetchError, match="HTTP 500"):
        fetch(url=f"{served.url}/busy", limits=limits, sleep=pauses.append)
    asked_before = len(served.asked)
    served.answers["/none"] = Answer(status=403)
    with pytest.raises(FetchError, match="HTTP 403"):
        fetch(url=f"{served.url}/none", limits=limits, sleep=pauses.append)
    assert len(served.asked) == asked_before + 1


def test_what_has_not_changed_is_not_sent_again(served: Portal) -> None:
    served.put("/a", b"content", **{"Last-Modified": "Thu, 26 Nov 2026 00:00:00 GMT"})
    first = asked(served, "/a")
    second = asked(served, "/a", validators=first.validators)
    assert (second.is_unchanged, second.content) == (True, b"")
    assert served.headers[-1]["If-Modified-Since"] == "Thu, 26 Nov 2026 00:00:00 GMT"
    served.put("/a", b"other")
    assert asked(served, "/a", validators=first.validators).content == b"other"
