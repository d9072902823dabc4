"""The open document: what is read from it comes out of it again, faults are named by their place, the schema says the same."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.core_services.dashboards.conftest import spec_over

from zhanqiao.core_services import dashboards as package
from zhanqiao.core_services.dashboards.rules import LARGEST, SpecRefusedError, as_html, spec_of, spec_of_text

TABLE, OTHER = "tbl_000000000001", "tbl_000000000002"
SCHEMA = Draft202012Validator(json.loads(files(package).joinpath("dashboard.schema.json").read_text(encoding="utf-8")))


def document(**changes: Any) -> dict[str, Any]:
    return spec_over(TABLE).as_document() | changes


def tile(number: int, **changes: Any) -> dict[str, Any]:
    tiles = document()["tiles"]
    tiles[number] = tiles[number] | changes
    return document(tiles=tiles)


def mapped(**drawn: str) -> dict[str, Any]:
    return document(tiles=[{"id": "t1", "kind": "map", "table": TABLE, "map": drawn}])


def pictured(**changes: Any) -> dict[str, Any]:
    told = {"picture": "0" * 64, "alt": {"zh": "海", "en": "Sea"}, "credit": "王芳", "licence": "CC0"}
    return document(tiles=[{"id": "t1", "kind": "picture", **(told | changes)}])


def test_a_picture_comes_out_as_it_went_in() -> None:
    assert spec_of(document=pictured()).pictures == {"0" * 64: "t1"}
    assert spec_of(document=spec_of(document=pictured()).as_document()) == spec_of(document=pictured())
    assert SCHEMA.is_valid(pictured())


def test_a_map_comes_out_as_it_went_in() -> None:
    given = mapped(**{"as": "areas", "by": "区划代码", "of": "sum:人口"})
    assert spec_of(document=given).as_document()["tiles"][0]["map"] == given["tiles"][0]["map"]
    assert SCHEMA.is_valid(given)


def test_a_document_comes_out_as_it_went_in() -> None:
    spec = spec_over(TABLE, wells=OTHER)
    assert spec_of_text(text=json.dumps(spec.as_document(), ensure_ascii=False)) == spec
    assert SCHEMA.is_valid(spec.as_document())


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        (document(title={"zh": "", "en": ""}), "title"),
        (document(zhanqiao_dashboard=2), "zhanqiao_dashboard"),
        (document(layout="poster"), "layout"),
        (document(colour="red"), "colour"),
        (document(tiles=document()["tiles"] * 11), "tiles"),
        (tile(0, width=5), "tiles[0].width"),
        (tile(0, width=True), "tiles[0].width"),
        (tile(0, table="trees"), "tiles[0].table"),
        (tile(0, measure="mode"), "tiles[0].measure"),
        (tile(0, of=""), "tiles[0].of"),
        (tile(1, chart={"kind": "cake"}), "tiles[1].chart.kind"),
        (tile(1, chart={"kind": "bar", "z": "a"}), "tiles[1].chart.z"),
        (tile(2, rows=51), "tiles[2].rows"),
        (tile(3, id="T 4"), "tiles[3].id"),
        (tile(3, kind="film"), "tiles[3].kind"),
        (mapped(**{"as": "cake"}), "tiles[0].map.as"),
        (mapped(zoom="9"), "tiles[0].map.zoom"),
        (pictured(alt={"zh": ""}), "tiles[0].alt"),
        (pictured(credit=""), "tiles[0].credit"),
        (pictured(licence=""), "tiles[0].licence"),
        (pictured(picture="https://a.example/p.png"), "tiles[0].picture"),
        (document(filters=[{"id": "f1", "title": {"zh": "区"}, "columns": {}}]), "filters[0].columns"),
        (document(filters=[{"id": "version", "title": {"zh": "区"}, "columns": {TABLE: "区市"}}]), "filters[0].id"),
    ],
)
def test_a_fault_is_named_by_its_place_and_refused_by_the_schema(wrong: dict[str, Any], place: str) -> None:
    with pytest.raises(SpecRefusedError) as refused:
        spec_of(document=wrong)
    assert place in [one.place for one in refused.value.faults]
    if place != "tiles[1].chart.kind":  # the schema leaves the kinds of charts to the chart page
        assert not SCHEMA.is_valid(wrong)


def test_two_tiles_of_one_name_are_refused() -> None:
    with pytest.raises(SpecRefusedError, match=r"tiles\[1\]\.id"):
        spec_of(document=tile(1, id="t1"))


@pytest.mark.parametrize("text", ["{", "[" * 100_000, "x" * (LARGEST + 1), "[]", '"a"', "1"])
def test_what_is_no_document_is_refused(text: str) -> None:
    with pytest.raises(SpecRefusedError):
        spec_of_text(text=text)


def test_a_tile_taken_away_takes_its_table_out_of_the_filters() -> None:
    spec = spec_over(TABLE)
    for one in ("t1", "t2"):
        spec = spec.without_tile(one)
        assert len(spec.filters) == 1
    assert spec.without_tile("t3").filters == ()


def test_a_tile_is_moved_and_a_new_one_gets_a_free_name() -> None:
    spec = spec_over(TABLE).moved("t3", by=-1).moved("t1", by=-1)
    assert [one.id for one in spec.tiles] == ["t1", "t3", "t2", "t4"]
    assert spec.without_tile("t2").with_tile(spec.tiles[0]).tiles[-1].id == "t2"


def test_words_bring_no_html_no_script_and_no_picture() -> None:
    text = "# A\n<b>x</b> <script>alert(1)</script> [a](javascript:alert(1)) ![p](https://b.example/p.png) [c](https://c.example)"
    assert as_html(text=text) == (
        "<h2>A</h2>\n<p>&lt;b&gt;x&lt;/b&gt; &lt;script&gt;alert(1)&lt;/script&gt; [a](javascript:alert(1)) "
        '!<a href="https://b.example/p.png" rel="nofollow noopener ugc">p</a> '
        '<a href="https://c.example" rel="nofollow noopener ugc">c</a></p>\n'
    )


def test_headings_begin_below_those_around_them_and_skip_none() -> None:
    text = "## A\n#### B\n# C\n## D"
    assert as_html(text=text) == "<h2>A</h2>\n<h3>B</h3>\n<h2>C</h2>\n<h3>D</h3>\n"
    assert as_html(text=text, top=3) == "<h3>A</h3>\n<h4>B</h4>\n<h3>C</h3>\n<h4>D</h4>\n"
