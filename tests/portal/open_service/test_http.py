"""HTTP manners of a running site: caching, coding, methods, CORS, refusals."""

from __future__ import annotations

import gzip
from email.utils import parsedate_to_datetime

import pytest

from tests.live import LiveSite
from tests.portal.open_service.conftest import Get

pytestmark = pytest.mark.xdist_group("live")
GZIP = {"Accept-Encoding": "gzip"}


@pytest.mark.parametrize(
    "path", ["/tables/{parks}/rows", "/tables/{parks}", "/datasets", "/openapi.json", "/tables/{parks}/export.csv"]
)
def test_an_unchanged_answer_is_not_sent_twice(get: Get, path: str) -> None:
    tag = get(path).headers["ETag"]
    again = get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    assert get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_spellings_of_one_question_share_an_entity_tag_and_others_do_not(get: Get) -> None:
    tags = [
        get("/tables/{parks}/rows", where=where).headers["ETag"]
        for where in ("门票=0 and 面积>1000", "门票 = 0  AND 面积 > 1000", "门票 = 0 and 面积 > 1001")
    ]
    assert tags[0] == tags[1] != tags[2]


def test_a_long_json_answer_is_packed_when_accepted(get: Get) -> None:
    plain = get("/tables/{trees}/rows")
    packed = get("/tables/{trees}/rows", headers=GZIP)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.content == plain.content
    assert int(packed.headers["Content-Length"]) < len(plain.content) / 2
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert get("/tables/{trees}/rows", headers={**GZIP, "If-None-Match": plain.headers["ETag"]}).status_code == 304


def test_a_short_answer_is_not_packed(get: Get) -> None:
    assert "Content-Encoding" not in get("/tables/{parks}/rows", headers=GZIP, limit=1, select="名称").headers


@pytest.mark.parametrize(
    "path", ["/", "/tables/{parks}/rows", "/tables/{parks}/export.csv", "/tables/{parks}/releases/1/source"]
)
def test_head_is_get_without_its_bytes(get: Get, path: str) -> None:
    whole, head = get(path), get(path, method="HEAD")
    ours = ("ETag", "Content-Type", "Cache-Control", "Content-Disposition")
    assert (head.status_code, head.content) == (200, b"")
    assert [head.headers.get(name) for name in ours] == [whole.headers.get(name) for name in ours]


def test_other_pages_may_read_and_nothing_else(get: Get) -> None:
    answer = get("/tables/{parks}/rows", headers={"Origin": "https://example.org"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    asked = get("/tables/{parks}/facets", method="OPTIONS")
    assert (asked.status_code, asked.headers["Allow"]) == (204, "GET, HEAD, OPTIONS")
    assert asked.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_writing_methods_are_refused(get: Get, method: str) -> None:
    answer = get("/tables/{parks}/facets", method=method)
    assert (answer.status_code, answer.headers["Allow"], answer.json()["code"]) == (
        405,
        "GET, HEAD, OPTIONS",
        "method-not-allowed",
    )


def test_an_address_with_a_trailing_slash_leads_to_the_one_without(get: Get) -> None:
    answer = get("/datasets/?limit=1")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/api/v1/datasets?limit=1")


def test_unknown_addresses_and_tables_are_problem_documents(get: Get) -> None:
    assert get("/tabels").json()["code"] == "no-such-endpoint"
    assert get("/tables/tbl_000000000000/rows").json()["status"] == 404
    assert get("/datasets/nothing-here").json()["status"] == 404


def test_data_open_on_condition_show_their_entry_and_refuse_their_rows(get: Get) -> None:
    entry = get("/datasets/wells").json()["data"]
    table = get("/tables/{wells}").json()["data"]
    refused = get("/tables/{wells}/rows")
    assert entry["open_type"]["code"] == "conditional"
    assert [field["name"] for field in table["fields"]] == ["井号", "深度"]
    assert (table["readable"], table["profile"]) == (False, None)
    assert (refused.status_code, refused.json()["code"]) == (403, "data-not-open")
    assert "签订利用协议" in refused.json()["zh"]
    assert "0532-12345678" in refused.json()["detail"]


@pytest.mark.parametrize(
    "path",
    [
        "/tables/{wells}/aggregate?select=count(*)",
        "/tables/{wells}/facets?columns=井号",
        "/tables/{wells}/export.csv",
        "/tables/{wells}/releases/1/source",
        "/tables/{wells}/releases/1/files/data.parquet",
        "/tables/{wells}/problems.csv",
        "/tables/{wells}/refused.csv",
    ],
)
def test_no_way_around_leads_to_closed_rows(get: Get, path: str) -> None:
    assert get(path).status_code == 403


def test_drafts_are_not_known(get: Get, live_site: LiveSite) -> None:
    assert get("/datasets/draft").status_code == 404
    assert get(f"/datasets/{live_site.seeded['draft']['dataset']}").status_code == 404


def test_a_withdrawal_counts_at_once_although_answers_are_kept(get: Get, live_site: LiveSite) -> None:
    assert [get("/tables/{fleeting}/rows").status_code for _ in range(3)] == [200, 200, 200]
    live_site.seed("withdraw", "fleeting")
    assert get("/tables/{fleeting}/rows").status_code == 403
    live_site.seed("publish", "fleeting")
    assert get("/tables/{fleeting}/rows").status_code == 200


def test_files_answer_ranges(get: Get) -> None:
    path = "/tables/{trees}/export.parquet"
    whole = get(path)
    assert whole.headers["Accept-Ranges"] == "bytes"
    part = get(path, headers={"Range": "bytes=4-13"})
    assert (part.status_code, part.content) == (206, whole.content[4:14])
    assert part.headers["Content-Range"] == f"bytes 4-13/{len(whole.content)}"
    assert get(path, headers={"Range": "bytes=-4"}).content == b"PAR1"
    outside = get(path, headers={"Range": f"bytes={len(whole.content)}-"})
    assert (outside.status_code, outside.headers["Content-Range"]) == (416, f"bytes */{len(whole.content)}")
    resumed = get(path, headers={"Range": "bytes=4-13", "If-Range": whole.headers["ETag"]})
    changed = get(path, headers={"Range": "bytes=4-13", "If-Range": '"older"'})
    assert (resumed.status_code, changed.status_code) == (206, 200)
    assert parsedate_to_datetime(whole.headers["Last-Modified"]).tzinfo is not None


def test_kept_answers_unpack_to_the_same_bytes(get: Get, live_site: LiveSite) -> None:
    import urllib.request  # the plain library, which does not unpack by itself

    request = urllib.request.Request(
        f"{live_site.url}/api/v1/tables/{live_site.table('trees')}/rows?limit=7", headers=GZIP
    )
    packed = [urllib.request.urlopen(request, timeout=30).read() for _ in range(2)]
    assert packed[0] == packed[1]
    assert gzip.decompress(packed[0]) == get("/tables/{trees}/rows", limit=7).content
