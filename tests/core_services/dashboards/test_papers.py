"""A dashboard on paper: what each tile shows, in both languages, with releases and licences, and nothing its reader may not see."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

from PIL import Image
from pypdf import PdfReader
from tests.core_services.dashboards.conftest import ANONYMOUS, AT, People, card, spec_over
from tests.core_services.dashboards.test_pictures import with_picture

from zhanqiao.core_services.dashboards import queries
from zhanqiao.core_services.dashboards.engine.paper import as_pdf
from zhanqiao.core_services.dashboards.queries.papers import paper_of
from zhanqiao.core_services.dashboards.rules import Spec, Tile
from zhanqiao.core_services.dashboards.rules.paper import NOT_DRAWN, TOO_LATE, Block, Lines, Paper
from zhanqiao.core_services.dashboards.rules.prose import as_lines
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import AccessCard


def paper(slug: str, *, by: AccessCard = ANONYMOUS, language: str = "zh-hans", **values: str) -> Paper:
    one = queries.dashboard_card(slug=slug, card=by)
    chosen = queries.values_in(spec=one.spec, given=values)
    return paper_of(dashboard=one, values=chosen, card=by, language=language, at=AT)


def words_of(content: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_paper_says_what_the_page_shows(slug: str) -> None:
    found = paper(slug)
    number, chart, table, text = found.blocks
    assert (found.title, number.title, number.figure) == ("行道树", "胸径的合计", "60")
    assert chart.chart is not None
    assert [(one["x"], one["y"]) for one in chart.chart["data"]["values"]] == [("银杏", 2), ("雪松", 1)]
    assert chart.lines is not None
    assert [list(row) for row in chart.lines.rows] == [["银杏", "2"], ["雪松", "1"]]
    assert table.lines is not None
    assert ([list(row) for row in table.lines.rows], table.lines.total) == ([["T1", "银杏"], ["T2", "雪松"]], 3)
    assert text.prose == (("head", "说明"), ("text", "官网 (https://a.example)"))
    assert number.notes[0].startswith("来源：行道树普查，青岛市园林和林业局，第 1 版（")
    assert "筛选：区市 = 全部" in found.facts


def test_paper_keeps_to_the_filters_and_to_a_language(slug: str) -> None:
    found = paper(slug, language="en", district="崂山区")
    assert (found.title, found.blocks[0].figure, found.facts[-1]) == (
        "Street trees",
        "10",
        "Filters: District = 崂山区",
    )
    assert found.blocks[0].notes[0].startswith("Source: ")


def test_a_tile_that_may_not_be_read_says_so_on_paper(
    slug: str, trees: dict[str, str], wells: dict[str, str], people: People
) -> None:
    one = queries.dashboard_card(slug=slug, card=card(people.citizen))
    both = replace(one, spec=spec_over(trees["table"], wells=wells["table"]))
    values = {"district": ""}
    found = paper_of(dashboard=both, values=values, card=ANONYMOUS, language="zh-hans", at=AT).blocks[-1]
    assert (found.title, found.figure, found.lines) == ("井数", "", None)
    assert len(found.notes) == 1


def test_the_pdf_holds_numbers_charts_words_and_pictures(slug: str, people: People) -> None:
    with_picture(slug, people)
    one = queries.dashboard_card(slug=slug, card=card(people.citizen), latest=True)
    content = queries.printed(dashboard=one, values={"district": ""}, card=ANONYMOUS, language="zh-hans", at=AT)
    text = words_of(content)
    for part in ("行道树", "60", "银杏", "说明", "栈桥回澜阁", "图片：王芳，CC BY 4.0", "来源：行道树普查"):
        assert part in text, part
    assert [len(page.images) for page in PdfReader(io.BytesIO(content)).pages][-1] == 1


def test_each_chart_is_drawn_as_vectors_and_long_numbers_are_left_to_the_page(trees: dict[str, str]) -> None:
    found = paper_over(trees["table"])
    (page,) = PdfReader(io.BytesIO(as_pdf(found))).pages
    text = page.extract_text()
    for part in ("行道树", "区市", "市南区", "崂山区", "银杏", "雪松", "图中共 40 个数值"):
        assert part in text, part
    assert NOT_DRAWN.zh not in text
    assert len(page.images) == 0


def test_a_chart_that_could_not_be_drawn_stands_as_a_table_and_says_so(trees: dict[str, str]) -> None:
    found = paper_over(trees["table"])
    broken = {"mark": "bar", "encoding": {"x": {"field": "x", "type": "none"}}, "data": 7}
    blocks = tuple(replace(one, chart=broken) for one in found.blocks)
    text = words_of(as_pdf(replace(found, blocks=blocks)))
    assert NOT_DRAWN.zh in text.replace("\n", "")
    assert "只列出前 30 行，共 40 行" in text


def test_tiles_after_the_time_are_left_out_and_say_so(slug: str) -> None:
    one = queries.dashboard_card(slug=slug, card=ANONYMOUS)
    values = {"district": ""}
    found = paper_of(dashboard=one, values=values, card=ANONYMOUS, language="en", at=AT, seconds=0)
    assert {block.notes for block in found.blocks} == {(TOO_LATE.en,)}


def test_a_large_picture_is_made_smaller_for_paper(slug: str, people: People, tmp_path: Path) -> None:
    path = tmp_path / "large.webp"
    Image.effect_noise((2000, 2000), 90).convert("RGB").save(path)
    found = replace(paper(slug), blocks=(Block("图", picture=path),))
    assert len(as_pdf(found)) < path.stat().st_size


def paper_over(table: str) -> Paper:
    """Return a paper with a heat map whose numbers are more than a page lists."""
    tile = Tile("t1", "chart", Text("", ""), 2, table, said={"chart": {"kind": "heat", "x": "区市", "colour": "树种"}})
    (shown,) = queries.shown_tiles(
        spec=Spec(Text("行道树", "Street trees"), tiles=(tile,)), values={}, card=ANONYMOUS, language="zh-hans"
    )
    assert shown.drawing is not None
    lines = Lines(["区市", "行数"], [[str(row), "1"] for row in range(40)], 40)
    block = Block("行道树", chart=shown.drawing.spec, lines=lines)
    return Paper("行道树", "青岛", "", (), (block,), "zh-hans")


def test_words_become_plain_lines() -> None:
    text = "# A\n\nb **c** [d](https://d.example)\n\n- e\n- f\n"
    assert as_lines(text=text) == (("head", "A"), ("text", "b c d (https://d.example)"), ("item", "e"), ("item", "f"))
