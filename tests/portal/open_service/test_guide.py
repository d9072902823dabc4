"""The examples of docs/developers run as they stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.portal.open_service.conftest import Get
from tests.seeding import PARKS

pytestmark = pytest.mark.xdist_group("live")
DOCS = Path(__file__).resolve().parents[3] / "docs" / "developers"
GUIDE = (DOCS / "api.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```http\n(.*?)```", GUIDE + (DOCS / "sql.md").read_text(encoding="utf-8"), re.DOTALL)
LINES = [line for block in BLOCKS for line in block.strip().splitlines()]
LINE = re.compile(r"^(?:(\d{3}) )?(GET|POST) /api/v1(\S+)(.*)$")


def test_the_guide_shows_the_file_that_is_published() -> None:
    assert PARKS in GUIDE


@pytest.mark.parametrize("line", LINES)
def test_an_example_of_the_guide_answers_as_it_says(get: Get, line: str) -> None:
    matched = LINE.match(line)
    assert matched, line
    status, method, path, rest = matched.groups()
    address, _, query = (path + rest).partition("?")
    params = dict(part.split("=", 1) for part in query.split("&")) if query else {}
    answer = get(address.replace("{table}", "{parks}"), method=method, **params)
    assert answer.status_code == int(status or 200), answer.text
    if status is None and "/rows" in address and "as_of" not in params:
        assert answer.json()["data"], "an example that finds nothing teaches nothing"
