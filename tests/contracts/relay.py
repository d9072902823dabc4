"""A relay before the running site: what clients really sent and how much they were served, without asking them."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import NamedTuple

HEAD = re.compile(rb"(GET|HEAD|POST) (\S+) HTTP/1\.1\r\n((?:[^\r\n]+\r\n)*)\r\n")
RANGE = re.compile(rb"^range: *bytes=(\S+)\r$", re.IGNORECASE | re.MULTILINE)
BLOCK = 1 << 16


class Sent(NamedTuple):
    """A request: its method, address and range (empty for the whole)."""

    method: str
    path: str
    range: str


@dataclass
class Relay:
    """Where clients are to go instead of the site, what they sent, how many bytes they were served."""

    url: str
    sent: list[Sent] = field(default_factory=list)
    served: int = 0

    @property
    def ranges(self) -> list[str]:
        """The ranges that were asked for, in the order of asking."""
        return [each.range for each in self.sent if each.range]


@contextmanager
def relay(*, to: str) -> Iterator[Relay]:
    """Relay connections to the address ``to`` until the block ends."""
    host, _, port = to.removeprefix("http://").partition(":")
    connections: list[_Connection] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        found = Relay(url=f"http://127.0.0.1:{listener.getsockname()[1]}")

        def accept() -> None:
            with suppress(OSError):  # the block ended
                while True:
                    client, _ = listener.accept()
                    connections.append(_Connection(client, socket.create_connection((host, int(port))), found))

        accepting = threading.Thread(target=accept)
        accepting.start()
        yield found
        listener.shutdown(socket.SHUT_RDWR)
        accepting.join()
    for each in connections:
        each.end()


class _Connection:
    """A client's connection and the one to the site that serves it, with a thread for each direction."""

    def __init__(self, client: socket.socket, server: socket.socket, found: Relay) -> None:
        self.client, self.server, self.found, self.seen = client, server, found, b""
        self.threads = [
            threading.Thread(target=self.passed, args=(client, server, self.asked)),
            threading.Thread(target=self.passed, args=(server, client, self.answered)),
        ]
        for each in self.threads:
            each.start()

    def passed(self, source: socket.socket, target: socket.socket, note: Callable[[bytes], None]) -> None:
        with suppress(OSError):  # the other side ended
            while block := source.recv(BLOCK):
                note(block)
                target.sendall(block)
        self.hang_up()

    def asked(self, block: bytes) -> None:
        self.seen += block
        while head := HEAD.search(self.seen):
            part = RANGE.search(head[3])
            self.found.sent.append(Sent(head[1].decode(), head[2].decode(), part[1].decode() if part else ""))
            self.seen = self.seen[head.end() :]

    def answered(self, block: bytes) -> None:
        self.found.served += len(block)

    def hang_up(self) -> None:
        for side in (self.client, self.server):
            with suppress(OSError):  # it hung up already
                side.shutdown(socket.SHUT_RDWR)

    def end(self) -> None:
        self.hang_up()
        for each in self.threads:
            each.join()
        self.client.close()
        self.server.close()
