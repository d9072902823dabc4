"""Every interface at which a dataset can be met on a running site, each with how to tell that it still serves or lists it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import requests

from tests.contracts.permissions.asking import unpacked
from tests.contracts.permissions.calls import Call, Shows
from tests.contracts.permissions.kinds import Ground
from tests.contracts.permissions.routes import CALLS

SECONDS = 20
LISTED = (Shows.LIST, Shows.PUBLISHED)
NOT_MODIFIED, LAST_SERVED = 304, 206


@dataclass
class Interface:
    """One question; ``words`` are those of which one stands in the answer as long as the dataset is there (none: its status says)."""

    name: str
    method: str
    address: str
    words: tuple[str, ...]
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def serves(self, session: requests.Session, site: str) -> bool:
        """Ask, and say whether the dataset is still there."""
        answer = self.ask(session, site)
        if answer.status_code == NOT_MODIFIED:
            return True
        if answer.status_code > LAST_SERVED:
            return False
        return not self.words or any(word in _text(answer) for word in self.words)

    def ask(self, session: requests.Session, site: str) -> requests.Response:
        """Send the question once."""
        headers = {"Accept-Encoding": "identity", **self.headers}
        if self.body:
            headers["Content-Type"] = "application/json"
        return session.request(
            self.method,
            site + self.address,
            data=self.body.encode(),
            headers=headers,
            timeout=SECONDS,
            allow_redirects=False,
        )


def interfaces(*, ground: Ground, beside: Ground, session: requests.Session, site: str) -> list[Interface]:
    """Return all that serve or list the dataset now, with the conditional and partial forms of each."""
    plain = [*_of_calls(ground, beside), *_further(ground, beside, session, site)]
    found = []
    for one in plain:
        answer = one.ask(session, site)
        if not one.serves(session, site):
            continue
        found.append(one)
        tag = answer.headers.get("ETag")
        if tag:
            found.append(_with(one, "if-none-match", {"If-None-Match": tag}))
        if answer.headers.get("Accept-Ranges") == "bytes":
            found.append(_with(one, "range", {"Range": "bytes=0-9"}, words=()))
    return found


def _of_calls(ground: Ground, beside: Ground) -> Iterator[Interface]:
    places = ground.places | {"beside": beside.table}
    for call in CALLS:
        if call.shows in (*LISTED, Shows.ROWS, Shows.TILES):
            address, body = call.address.format(**places), call.body.format(**places)
            yield Interface(f"{call.method} {call.address}", call.method, address, _words(call, ground), body)


def _words(call: Call, ground: Ground) -> tuple[str, ...]:
    if call.shows is Shows.ROWS:
        return (ground.cells,) if call.tells else ()
    if call.shows is Shows.TILES:
        return (ground.cells, ground.table)
    if call.shows is Shows.PUBLISHED:
        return (ground.entry,)
    return (ground.entry, ground.slug, ground.table) if call.tombstones else ground.marks


def _further(ground: Ground, beside: Ground, session: requests.Session, site: str) -> Iterator[Interface]:
    """Yield what leads to the dataset from elsewhere, what pages on, and the files behind the interfaces."""
    table, cells = f"/api/v1/tables/{ground.table}", (ground.cells,)
    for address in (
        *(f"/datasets/?q={ground.entry}", f"/en/datasets/?q={ground.entry}", f"/datasets/feed.atom?q={ground.entry}"),
        *(
            f"/api/v1/datasets?q={ground.entry}",
            f"/api/v1/suggest?q={ground.entry[:6]}",
            f"/suggest/?q={ground.entry[:6]}",
        ),
        *(f"/datasets/{beside.slug}/related/", f"/api/v1/tables/{beside.table}/joinable", "/en/"),
        *(f"/api/v1/tables/{beside.table}/unionable", f"/api/v1/values?value={ground.cells}"),
        *(f"/datasets/values/?q={ground.cells}", f"/api/3/action/package_search?q={ground.entry}"),
    ):
        # a search says back what was asked for: its words are the dataset's other names
        yield Interface(
            f"GET {address}", "GET", address, (ground.slug, ground.dataset, ground.table, f"list of {ground.entry}")
        )
    following = session.get(f"{site}{table}/rows?limit=1", timeout=SECONDS).json()["page"]["next_url"]
    for address in (
        following,
        f"{table}/rows?as_of=1",
        f"{table}/diff?from=1&to=2",
        f"/odata/v4/{ground.table}?$skip=1&$top=1",
        f"/ogc/collections/{ground.table}/items?limit=2&offset=1&filter=数量 > 0&crs=EPSG:3857",
    ):
        yield Interface(f"GET {address}", "GET", address, cells)
    for number in (1, 2):
        release: dict[str, Any] = session.get(f"{site}{table}/releases/{number}", timeout=SECONDS).json()["data"]
        for file in release["files"]:
            yield Interface(f"GET file {number} {file['name']}", "GET", file["url"], ())
        for name in ("manifest.avro", "snapshot.avro", "data.parquet"):
            yield Interface(
                f"GET iceberg {number} {name}", "GET", f"/iceberg/v1/files/{ground.table}/{release['id']}/{name}", ()
            )
    for packing in ("gzip", "zstd"):
        for address in (f"{table}/rows", f"{table}/export.csv"):
            yield Interface(f"GET {address} in {packing}", "GET", address, (), headers={"Accept-Encoding": packing})


def _with(one: Interface, how: str, headers: dict[str, str], words: tuple[str, ...] | None = None) -> Interface:
    held = one.words if words is None else words
    return Interface(f"{one.name} [{how}]", one.method, one.address, held, one.body, one.headers | headers)


def _text(answer: requests.Response) -> str:
    told = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    return f"{told}\n{unpacked(answer.content).decode('utf-8', 'replace')}".lower()
