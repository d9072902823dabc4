"""Exports, releases and what is kept beside the rows, over HTTP."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from base64 import b64encode

import pytest

from tests.live import LiveSite
from tests.portal.open_service.conftest import Get
from tests.seeding import PARKS
from zhanqiao.data_center.storage.queries import MEDIA_TYPES
from zhanqiao.portal.open_service.rules.media import EXPORT_TYPES

pytestmark = pytest.mark.xdist_group("live")
NAMES = ["中山公园", "八大关", "石老人观光园", "世博园", "唐岛湾公园"]


def _table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_every_format_of_the_engine_is_offered_under_its_type() -> None:
    plain = {name: media.partition(";")[0] for name, media in EXPORT_TYPES.items()}
    assert plain == {name: media.partition(";")[0] for name, media in MEDIA_TYPES.items()}


@pytest.mark.parametrize("name", sorted(EXPORT_TYPES))
def test_every_format_comes_under_its_name_and_type(get: Get, name: str) -> None:
    answer = get(f"/tables/{{parks}}/export.{name}", where="面积 > 1")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == EXPORT_TYPES[name]
    assert answer.headers["Content-Disposition"].endswith(
        f"filename*=UTF-8''%E9%9D%92%E5%B2%9B%E5%85%AC%E5%9B%AD%E6%99%AF%E7%82%B9.{name}"
    )
    assert answer.content


def test_the_parquet_of_a_release_comes_under_its_type(get: Get) -> None:
    found = get("/tables/{parks}/releases/latest").json()["data"]
    address = next(one["url"] for one in found["files"] if one["name"].endswith(".parquet"))
    answer = get(address.removeprefix("/api/v1"))
    assert answer.headers["Content-Type"] == EXPORT_TYPES["parquet"]
    assert answer.content[:4] == b"PAR1"


def test_text_formats_say_the_same_as_the_rows(get: Get) -> None:
    rows = get("/tables/{parks}/rows").json()["data"]
    assert get("/tables/{parks}/export.json").json() == rows
    assert [json.loads(line) for line in get("/tables/{parks}/export.ndjson").text.splitlines()] == rows
    exported = _table(get("/tables/{parks}/export.csv").content.decode())
    assert [row["名称"] for row in exported] == NAMES
    assert [float(row["面积"]) for row in exported] == [row["面积"] for row in rows]
    features = get("/tables/{parks}/export.geojson").json()["features"]
    assert [feature["properties"]["名称"] for feature in features] == NAMES
    assert features[0]["geometry"] == {"type": "Point", "coordinates": [120.3441, 36.0638]}


def test_an_export_takes_the_parameters_of_rows(get: Get) -> None:
    answer = get("/tables/{parks}/export.csv", select="名称", where="门票 = 60", order_by="名称 desc", limit=1)
    assert answer.content.decode().splitlines() == ["名称", "石老人观光园"]


def test_an_export_is_not_cut_at_the_page_limit(get: Get) -> None:
    assert len(_table(get("/tables/{trees}/export.csv", where="胸径 >= 0", limit=20_000).text)) == 2498
    assert len(_table(get("/tables/{trees}/export.csv", as_of=1).text)) == 2000


@pytest.mark.parametrize("query", [{}, {"where": "门票 = 60"}])
def test_a_byte_order_mark_comes_only_when_asked_for(get: Get, query: dict[str, str]) -> None:
    plain = get("/tables/{parks}/export.csv", **query).content
    marked = get("/tables/{parks}/export.csv", bom=1, **query).content
    assert marked == b"\xef\xbb\xbf" + plain


def test_the_whole_table_answers_ranges_with_and_without_the_mark(get: Get) -> None:
    for bom in (0, 1):
        whole = get("/tables/{parks}/export.csv", bom=bom)
        part = get("/tables/{parks}/export.csv", bom=bom, headers={"Range": "bytes=2-20"})
        assert (part.status_code, part.content) == (206, whole.content[2:21])
        assert part.headers["Content-Range"] == f"bytes 2-20/{len(whole.content)}"


def test_an_export_mistake_is_a_problem_and_not_a_torn_file(get: Get) -> None:
    answer = get("/tables/{parks}/export.csv", where="面积 >")
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert "Content-Disposition" not in answer.headers


def test_the_source_comes_back_byte_for_byte_with_its_digests(get: Get) -> None:
    content = PARKS.encode("gb18030")
    answer = get("/tables/{parks}/releases/latest/source")
    digest = hashlib.sha256(content)
    assert answer.content == content
    assert answer.headers["Repr-Digest"] == f"sha-256=:{b64encode(digest.digest()).decode()}:"
    assert answer.headers["X-Checksum-SHA256"] == digest.hexdigest()
    assert answer.headers["X-Checksum-SM3"] == get("/tables/{parks}/releases/1").json()["data"]["source"]["sm3"]


def test_releases_are_listed_newest_first_and_named_three_ways(get: Get, live_site: LiveSite) -> None:
    listed = get("/tables/{trees}/releases").json()["data"]
    assert [(one["number"], one["mode"], one["rows"], one["rows_added"]) for one in listed] == [
        (2, "append", 2500, 500),
        (1, "replace", 2000, 2000),
    ]
    named = [get(f"/tables/{{trees}}/releases/{name}").json()["data"]["id"] for name in ("latest", "2")]
    assert named == [live_site.seeded["trees"]["release"]] * 2
    assert get("/tables/{trees}/releases/9").status_code == 404


def test_problem_cells_keep_what_was_written_and_find_their_row(get: Get) -> None:
    cells = _table(get("/tables/{trees}/problems.csv").text)
    assert [(cell["row"], cell["column"], cell["original"]) for cell in cells] == [
        ("6", "胸径", "约30"),
        ("76", "胸径", "约30"),
    ]
    found = get("/tables/{trees}/rows", offset=cells[1]["row"], limit=1, select="编号, 胸径").json()["data"]
    assert found == [{"编号": "T00077", "胸径": None}]
    assert get("/tables/{trees}").json()["data"]["problem_cells"] == 2


def test_no_problems_are_a_header_alone(get: Get) -> None:
    assert _table(get("/tables/{parks}/problems.csv").text) == []
    assert get("/tables/{parks}/refused.csv").text.strip() == "line,text,reason"


def test_a_file_that_no_release_lists_is_not_found(get: Get) -> None:
    for name in ("serving.duckdb", "manifest.json", "..%2Fmanifest.json", "source"):
        assert get(f"/tables/{{parks}}/releases/1/files/{name}").status_code == 404
