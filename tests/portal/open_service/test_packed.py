"""Packed exports over a running site, read with an outside Zstandard reader; maps and triples at their addresses."""

from __future__ import annotations

import pytest
import zstandard

from tests.portal.open_service.conftest import Get
from zhanqiao.portal.open_service.rules.declared import PACKABLE
from zhanqiao.portal.open_service.rules.media import EXPORT_TYPES

pytestmark = pytest.mark.xdist_group("live")


def unpacked(content: bytes) -> bytes:
    return zstandard.ZstdDecompressor().decompressobj().decompress(content)


@pytest.mark.parametrize("name", PACKABLE)
def test_a_packed_file_holds_the_plain_one(get: Get, name: str) -> None:
    answer = get(f"/tables/{{trees}}/export.{name}.zst", where="胸径 > 20")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/zstd")
    assert answer.headers["Content-Disposition"].endswith(f".{name}.zst")
    assert "Content-Encoding" not in answer.headers
    assert unpacked(answer.content) == get(f"/tables/{{trees}}/export.{name}", where="胸径 > 20").content
    assert len(answer.content) * 4 < len(unpacked(answer.content))


@pytest.mark.parametrize("bom", ["0", "1"])
def test_the_prepared_file_of_a_whole_table_is_packed_too(get: Get, bom: str) -> None:
    answer = get("/tables/{trees}/export.csv.zst", bom=bom)
    assert unpacked(answer.content) == get("/tables/{trees}/export.csv", bom=bom).content


@pytest.mark.parametrize("name", PACKABLE)
def test_a_stream_travels_packed_to_whoever_asks(get: Get, name: str) -> None:
    plain = get(f"/tables/{{trees}}/export.{name}", where="胸径 > 20")
    coded = get(f"/tables/{{trees}}/export.{name}", where="胸径 > 20", headers={"Accept-Encoding": "gzip, zstd"})
    assert (coded.headers["Content-Encoding"], coded.headers["Vary"]) == ("zstd", "Accept-Encoding")
    assert coded.headers["Content-Type"] == EXPORT_TYPES[name]
    assert unpacked(coded.content) == plain.content
    assert coded.headers["ETag"] != plain.headers["ETag"]
    again = get(f"/tables/{{trees}}/export.{name}", where="胸径 > 20", headers={"If-None-Match": coded.headers["ETag"]})
    assert again.status_code == 304


def test_the_geojson_of_a_whole_table_is_a_file_and_travels_packed_to_pages(get: Get) -> None:
    plain = get("/tables/{trees}/export.geojson")
    assert (plain.headers["Accept-Ranges"], plain.headers["Vary"]) == ("bytes", "Accept-Encoding")
    coded = get("/tables/{trees}/export.geojson", headers={"Accept-Encoding": "gzip, zstd"})
    assert (coded.headers["Content-Encoding"], coded.headers["Accept-Ranges"]) == ("zstd", "none")
    assert unpacked(coded.content) == plain.content
    part = get("/tables/{trees}/export.geojson", headers={"Accept-Encoding": "gzip, zstd", "Range": "bytes=0-9"})
    assert (part.status_code, part.content) == (206, plain.content[:10])


def test_who_does_not_name_it_gets_plain_bytes(get: Get) -> None:
    for asked in ("*", "gzip", "zstd;q=0, gzip"):
        answer = get("/tables/{trees}/export.ndjson", where="胸径 > 20", headers={"Accept-Encoding": asked})
        assert "Content-Encoding" not in answer.headers


def test_what_is_packed_already_is_not_packed_again(get: Get) -> None:
    assert get("/tables/{parks}/export.parquet.zst").status_code in {400, 404}
    answer = get("/tables/{parks}/export.xlsx", headers={"Accept-Encoding": "zstd"})
    assert "Content-Encoding" not in answer.headers


def test_maps_and_triples_name_the_table_by_its_address(get: Get) -> None:
    answer = get("/tables/{parks}/export.ttl", limit=1)
    table = answer.url.partition("/export")[0]
    assert f"<{table}/rows#1> a <{table}>" in answer.text
    assert '"青岛公园景点"@zh' in answer.text
    assert get("/tables/{parks}/export.gpkg").content.startswith(b"SQLite format 3")
    assert get("/tables/{wells}/export.gpkg").status_code == 403
