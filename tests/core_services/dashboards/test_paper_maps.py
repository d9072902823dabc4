"""Maps of dashboards on paper: the rows of the layer as vectors with their legend, under the reader's card."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader
from tests.core_services.dashboards.conftest import ANONYMOUS, AT, People
from tests.core_services.dashboards.test_maps import SCHOOLS, published_limits, spec_of, stops
from tests.seeding import published

from zhanqiao.core_services.dashboards import operations, queries
from zhanqiao.core_services.dashboards.engine.paper import as_pdf
from zhanqiao.core_services.dashboards.queries import paper_maps as reading
from zhanqiao.core_services.dashboards.queries.papers import paper_of
from zhanqiao.core_services.dashboards.rules import Spec, Visibility, paper_maps
from zhanqiao.core_services.dashboards.rules.paper import Block, Paper
from zhanqiao.core_services.exploring.rules.charts import PALETTE, SEQUENCE

__all__ = ["stops"]


def paper(spec: Spec, people: People, **values: str) -> Paper:
    slug = operations.make(spec=spec, visibility=Visibility.LINK, by=people.citizen, at=AT)
    one = queries.dashboard_card(slug=slug, card=ANONYMOUS)
    chosen = queries.values_in(spec=spec, given=values)
    return paper_of(dashboard=one, values=chosen, card=ANONYMOUS, language="zh-hans", at=AT)


def drawn(found: Paper) -> tuple[Block, paper_maps.MapPicture]:
    (block,) = found.blocks
    assert block.map is not None, block.notes
    return block, block.map


def test_points_have_the_colours_of_their_legend_and_keep_to_the_filter(stops: dict[str, str], people: People) -> None:
    spec = spec_of(stops["table"], column="区市", **{"as": "categories", "by": "区市"})
    block, found = drawn(paper(spec, people))
    assert sorted(one.at for one in found.spots) == [(120.31, 36.06), (120.38, 36.06), (120.46, 36.1)]
    assert found.legend == [(PALETTE[0], "市南区"), (PALETTE[1], "崂山区")]
    assert sorted(one.colour for one in found.spots) == sorted([PALETTE[0], PALETTE[0], PALETTE[1]])
    assert block.lines is None
    _, fewer = drawn(paper(spec, people, f="崂山区"))
    assert [one.at for one in fewer.spots] == [(120.46, 36.1)]


def test_divisions_are_filled_by_their_class_and_listed(people: People, tmp_path: Path) -> None:
    published_limits(tmp_path)
    schools = published(name="schools", title="学校", content=SCHOOLS)
    spec = spec_of(schools["table"], column="学校", **{"as": "areas", "by": "区划代码", "of": "sum:学生数"})
    whole = paper(spec, people)
    block, found = drawn(whole)
    assert sorted(one.colour for one in found.shapes) == sorted(SEQUENCE)
    assert block.lines is not None
    assert [list(row) for row in block.lines.rows] == [["370202", "市南区", "1,600"], ["370212", "崂山区", "800"]]
    (page,) = PdfReader(io.BytesIO(as_pdf(whole))).pages
    assert "1,600" in page.extract_text()
    assert len(page.images) == 0


def test_more_points_than_are_drawn_are_a_sample_and_said_so(
    stops: dict[str, str], people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_SPOTS", 2)
    block, found = drawn(paper(spec_of(stops["table"], column="区市", **{"as": "single"}), people))
    assert len(found.spots) == 2
    assert block.notes[0] == "图上画出随机抽取的 2 行，共 3 行有位置。"


def test_near_points_are_one_cluster_with_their_number(stops: dict[str, str], people: People) -> None:
    _, found = drawn(paper(spec_of(stops["table"], column="区市", **{"as": "clusters"}), people))
    assert sum(one.rows for one in found.spots) == 3
    near = paper_maps.clustered(
        points=[(120.0, 36.0), (120.001, 36.0), (121.0, 37.0)], box=(119, 35, 122, 38), colour="#000000"
    )
    assert [(round(one.at[0], 4), one.rows) for one in near] == [(120.0005, 2), (121.0, 1)]


def test_colours_follow_the_classes_of_the_page() -> None:
    paint = {"column": "n", "breaks": [10, 20]}
    shades = [paper_maps.colour_of(paint=paint, value=value) for value in (5, 10, 20, None)]
    assert (shades[0], shades[2], shades[3]) == (*SEQUENCE, paper_maps.EMPTY)
    assert shades[1] == paper_maps.of_share(share=0.5)


def test_every_kind_of_geometry_has_its_parts() -> None:
    ring = [[0, 0], [1, 0], [1, 1], [0, 0]]
    whole = {"type": "GeometryCollection", "geometries": [
        {"type": "MultiPolygon", "coordinates": [[ring], [ring]]}, {"type": "LineString", "coordinates": ring},
        {"type": "MultiPoint", "coordinates": ring}, {"type": "Point", "coordinates": [1, 2, 3]},
    ]}  # fmt: skip
    found = [(kind, len(rings), len(rings[0])) for kind, rings in paper_maps.parts_of(geometry=whole)]
    assert found == [("area", 2, 4), ("line", 1, 4), ("spot", 1, 4), ("spot", 1, 1)]
