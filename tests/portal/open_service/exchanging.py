"""A site with a registered node that pushes over HTTP; both files of tests share it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.core_services.exchange.node import TRANSFERS, Node, new_node, send
from tests.live import LiveSite, serving
from tests.seeding import DEPARTMENT, OFFICER, WRITING

PATIENCE = 60.0


@dataclass(frozen=True)
class Pushing:
    """A site with a registered node."""

    site: LiveSite
    node: Node
    node_id: str
    table: str

    @property
    def url(self) -> str:
        return f"{self.site.url}{TRANSFERS}"

    def push(self, content: bytes, *, key: str, node: Node | None = None, **more: str) -> requests.Response:
        message = (node or self.node).signed(self.url, content=content, key=key, **{"table": self.table, **more})  # type: ignore[arg-type]
        return send(message, content)

    def get(self, path: str, *, node: Node | None = None) -> requests.Response:
        return send((node or self.node).signed(f"{self.site.url}{path}", method="GET"))

    def settled(self, transfer: str) -> dict[str, Any]:
        return awaited(
            lambda: self.get(f"{TRANSFERS}/{transfer}").json()["data"], lambda one: one["state"] != "accepted"
        )

    def proof(self, transfer: str) -> dict[str, Any]:
        return awaited(lambda: self.get(f"{TRANSFERS}/{transfer}/proof").json(), lambda one: "receipt" in one)

    def keys(self) -> dict[str, Any]:
        found: dict[str, Any] = requests.get(f"{self.site.url}/api/v1/exchange/keys", timeout=30).json()
        return found

    def count(self, where: str) -> int:
        answer = requests.get(f"{self.site.url}/api/v1/tables/{self.table}/rows", params={"where": where}, timeout=30)
        return len(answer.json()["data"])


def awaited(ask: Callable[[], dict[str, Any]], done: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    deadline = time.monotonic() + PATIENCE
    while not done(found := ask()):
        assert time.monotonic() < deadline, found
        time.sleep(0.2)
    return found


@pytest.fixture(scope="session")
def pushing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pushing]:
    with serving(home=tmp_path_factory.mktemp("home"), also=(WRITING,), SEAL_SECONDS="0", FOLD_SECONDS="1") as site:
        node = new_node()
        yield Pushing(site, node, registered(site, node, tmp_path_factory.mktemp("keys")), site.table("lots"))


def registered(site: LiveSite, node: Node, folder: Path) -> str:
    path = folder / f"{node.key}.pub"
    path.write_bytes(node.public)
    named = ("--name", "停车系统", "--department", DEPARTMENT, "--account", OFFICER)
    return site.run("nodes", "register", "--key", str(path), *named).stdout.strip()
