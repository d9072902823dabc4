"""A dashboard on paper: what each tile shows, in both languages, with releases and licences, and nothing its reader may not see."""

from __future__ import annotations

import io
from dataclasses import replace

from pypdf import PdfReader
from tests.core_services.dashboards.conftest import ANONYMOUS, AT, People, card, spec_over
from tests.core_services.dashboards.test_pictures import with_picture

from zhanqiao.core_services.dashboards import queries
from zhanqiao.core_services.dashboards.queries.papers import paper_of
from zhanqiao.core_services.dashboards.rules.paper import Paper, plot_of
from zhanqiao.core_services.dashboards.rules.prose import as_lines
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
    assert chart.plot is not None
    assert (chart.plot.kind, chart.plot.labels, chart.plot.series) == ("bar", ["银杏", "雪松"], [("行数", [2.0, 1.0])])
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


def test_charts_that_are_not_simple_stand_as_a_table() -> None:
    points = [{"x": str(n), "y": n} for n in range(60)]
    assert plot_of(kind="bar", points=points, colours=(), name="n") is None
    assert plot_of(kind="heat", points=points[:3], colours=(), name="n") is None
    line = plot_of(kind="line", points=points, colours=(), name="n")
    assert line is not None
    assert len(line.labels) == 60


def test_series_have_a_number_or_none_for_each_label() -> None:
    points = [
        {"x": "a", "colour": "k", "y": 1},
        {"x": "b", "colour": "m", "y": None},
        {"x": "b", "colour": "k", "y": 3},
    ]
    found = plot_of(kind="line", points=points, colours=("k", "m"), name="n")
    assert found is not None
    assert found.series == [("k", [1.0, 3.0]), ("m", [None, None])]


def test_words_become_plain_lines() -> None:
    text = "# A\n\nb **c** [d](https://d.example)\n\n- e\n- f\n"
    assert as_lines(text=text) == (("head", "A"), ("text", "b c d (https://d.example)"), ("item", "e"), ("item", "f"))
