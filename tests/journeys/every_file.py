"""Hands every file of a folder in through the wizard, publishes it, and counts its rows by the API.

``python -m tests.journeys.every_file ADDRESS FOLDER [NAME …] > OUTCOMES.md`` works over HTTP on a running site with the demo
accounts, page by page as a browser without JavaScript does, and prints a line of Markdown a file: published with so
many rows a table, held back for personal data, or refused and why. It ends with 1 when a page failed.
"""

from __future__ import annotations

import hashlib
import html
import re
import sys
import time
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

import requests

from tests.journeys.visitor import PASSWORD

PATIENCE = 660.0  # seconds until work in the background must have ended
POLL = 0.15
PAGES = 3  # of the dictionary that are filled in
RUNNING = re.compile(r'<div id="progress" data-follow')
NOTICE = re.compile(r'<div class="notice notice-error"[^>]*>.*?<div class="grow">(.*?)</div>', re.DOTALL)
TABLE = re.compile(r"/api/v1/tables/(tbl_[0-9a-z]+)")
HEAD = "| 文件 file | 结果 outcome | 数据表 tables | 行 rows | 说明 notes |\n|---|---|---|---|---|"


class PageFailedError(Exception):
    """A page answered what no page should."""


class Form(HTMLParser):
    """The fields a browser would send of the first form that posts to an address ending so."""

    def __init__(self, *, page: str, ending: str) -> None:
        super().__init__()
        self.values: list[tuple[str, str]] = []
        self._ending, self._within, self._select, self._area = ending, False, "", ""
        self._chosen: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            posts = said.get("method", "").lower() == "post"
            here = said.get("action", "")
            self._within = posts and not self.values and (here.endswith(self._ending) if self._ending else not here)
        if not self._within:
            return
        if tag == "input" and said.get("name") and said.get("type") not in {"file", "submit"}:
            if said.get("type") != "checkbox" or "checked" in said:
                self.values.append((said["name"], said.get("value", "on" if said.get("type") == "checkbox" else "")))
        elif tag == "select":
            self._select, self._chosen = said.get("name", ""), None
        elif tag == "option" and self._select and ("selected" in said or self._chosen is None):
            self._chosen = said.get("value", "")  # the first one, unless another is marked
        elif tag == "textarea":
            self._area = said.get("name", "")
            self.values.append((self._area, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._within = False
        elif tag == "select" and self._select:
            self.values.append((self._select, self._chosen or ""))
            self._select = ""
        elif tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.values[-1] = (self._area, (self.values[-1][1] + data).removeprefix("\n"))


@dataclass
class Outcome:
    """What became of one file."""

    name: str
    state: str
    rows: list[int] = field(default_factory=list)
    note: str = ""

    def line(self) -> str:
        shown = "；".join(f"{count:,}" for count in self.rows[:4]) + ("…" if len(self.rows) > 4 else "")
        return f"| `{self.name}` | {self.state} | {len(self.rows) or '–'} | {shown or '–'} | {self.note.replace('|', chr(92) + '|')} |"


class Officer:
    """An officer, or one of the two reviewers, with a browser that runs no scripts."""

    def __init__(self, *, address: str, username: str = "officer") -> None:
        self.address, self.web = address, requests.Session()
        login = self.get("/login/")
        self.post("/login/", login, ending="", username=username, password=PASSWORD)
        others = () if username != "officer" else ("reviewer", "authority")
        self.reviewers = [Officer(address=address, username=one) for one in others]

    def get(self, path: str) -> str:
        answer = self.web.get(urljoin(self.address, path), timeout=120)
        if answer.status_code != 200:
            raise PageFailedError(f"GET {path} answered {answer.status_code}")
        return answer.text

    def post(self, path: str, page: str, *, ending: str, files: object = None, **changed: str) -> requests.Response:
        sent = [(name, value) for name, value in Form(page=page, ending=ending).values if name not in changed]
        answer = self.web.post(
            urljoin(self.address, path), data=[*sent, *changed.items()], files=files, timeout=600, allow_redirects=True
        )
        if answer.status_code >= 500 or answer.status_code in {400, 403, 404, 405}:
            raise PageFailedError(f"POST {path} answered {answer.status_code}")
        return answer

    def hands_in(self, path: Path, name: str) -> Outcome:
        with path.open("rb") as content:
            files = {"file": (path.name, content)}
            page = self.get("/workbench/upload/")
            first = self.post("/workbench/upload/", page, ending="", files=files)
        if "/submissions/" not in first.url:
            return Outcome(name, "拒绝 refused", note=told(first.text))
        here = first.url
        page = self.waits(here)
        if "/dictionary/" not in page:
            return Outcome(name, "拒绝 refused", note=told(page))
        return self.describes(here, name)

    def describes(self, here: str, name: str) -> Outcome:
        at, pages = here + "dictionary/", 0
        while "/dictionary/" in at and pages < PAGES:
            pages += 1
            answer = self.post(at, self.get(at), ending="")
            if answer.url == at:
                raise PageFailedError(f"the dictionary was not accepted: {told(answer.text)}")
            at = answer.url
        at = here + "entry/"  # the rest of a very wide table is left as proposed
        slug = f"file-{hashlib.sha256(name.encode()).hexdigest()[:12]}"
        answer = self.post(at, self.get(at), ending="", slug=slug)
        if not answer.url.endswith("/preview/"):
            raise PageFailedError(f"the entry was not accepted: {told(answer.text)}")
        if "/publication/" not in answer.text:
            return Outcome(name, "不得发布 held back", note=told(answer.text))
        self.post(here + "publication/", answer.text, ending="/publication/")
        for one in self.reviewers:
            one.approves(here)
        page = self.waits(here)
        if f"/datasets/{slug}/" not in page:
            return Outcome(name, "未能发布 not published", note=told(page))
        return Outcome(name, "已发布 published", rows=self.counts(slug))

    def approves(self, here: str) -> None:
        self.post(here + "review/decision/", self.get(here + "review/"), ending="/decision/", decision="approve")

    def waits(self, here: str) -> str:
        until = time.monotonic() + PATIENCE
        while RUNNING.search(page := self.get(here)):
            if time.monotonic() > until:
                raise PageFailedError(f"{here} did not end")
            time.sleep(POLL)
        return page

    def counts(self, slug: str) -> list[int]:
        self.get(f"/datasets/{slug}/")
        self.get(f"/datasets/{slug}/data/")
        answer = self.web.get(f"{self.address}/api/v1/datasets/{slug}/tables", timeout=60).json()
        ids = [one["id"] for one in answer["data"]]
        return [self.count(one) for one in ids]

    def count(self, table: str) -> int:
        answer = self.web.get(
            f"{self.address}/api/v1/tables/{table}/rows", params={"count": "exact", "limit": "1"}, timeout=60
        )
        if answer.status_code != 200:
            raise PageFailedError(f"rows of {table} answered {answer.status_code}")
        return int(answer.json()["page"]["total"])


def told(page: str) -> str:
    """Return the first error notice of a page, as text."""
    found = NOTICE.search(page)
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found.group(1)))).strip() if found else ""


def main(arguments: list[str]) -> int:
    address, folder = arguments[0], Path(arguments[1])
    every = sorted(one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file())
    officer, failed = Officer(address=address), 0
    sys.stdout.write(HEAD + "\n")
    for name in arguments[2:] or every:
        path = folder / name
        try:
            outcome = officer.hands_in(path, name)
        except (PageFailedError, requests.RequestException) as error:
            outcome, failed = Outcome(name, "**失败 failed**", note=str(error)), failed + 1
        sys.stdout.write(outcome.line() + "\n")
        sys.stdout.flush()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
