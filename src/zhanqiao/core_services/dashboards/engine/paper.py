"""A dashboard as PDF: numbers, tables, words, pictures; bars, lines and pies drawn from the points of their charts."""

from __future__ import annotations

from functools import partial
from typing import Any

from zhanqiao.core_services.dashboards.rules.paper import (
    CUT,
    MOST_COLUMNS,
    MOST_LINES,
    NARROWED,
    Block,
    Lines,
    Paper,
    Plot,
)
from zhanqiao.kit.paper import FONT, GREY, LINE, printed, ruled, styles, words

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#8c6d31", "#6b6b6b")  # Okabe and Ito
HEIGHT = 170
TALLEST_PICTURE = 300
MOST_NAMED = 12  # labels of an axis of time that are written


def as_pdf(paper: Paper, /) -> bytes:
    """Return the dashboard as A4 pages with page numbers."""
    return printed(title=paper.title, site=paper.site, language=paper.language, story=partial(_story, paper))


def _story(paper: Paper, width: float) -> list[Any]:
    style = styles()
    story = [words(paper.title, style["title"])]
    story += [words(paper.summary, style["text"])] if paper.summary else []
    story += [words(one, style["small"]) for one in paper.facts]
    for block in paper.blocks:
        story += _block(block, paper.language, style, width)
    return story


def _block(block: Block, language: str, style: dict[str, Any], width: float) -> list[Any]:
    from reportlab.platypus import Spacer  # late: as zhanqiao.kit.paper does

    made: list[Any] = [words(block.title, style["head"])] if block.title else [Spacer(1, 8)]
    made += [words(block.figure, style["title"])] if block.figure else []
    made += [words(f"• {said}" if kind == "item" else said, style["head" if kind == "head" else "text"]) for kind, said in block.prose]  # fmt: skip
    made += [_drawn(block.plot, width)] if block.plot else []
    made += [_picture(str(block.picture), width)] if block.picture else []
    made += _lines(block.lines, language, style, width) if block.lines else []
    made += [words(one, style["small"]) for one in block.notes]
    return made


def _lines(lines: Lines, language: str, style: dict[str, Any], width: float) -> list[Any]:
    heads, rows = lines.heads[:MOST_COLUMNS], lines.rows[:MOST_LINES]
    written = [[words(one, style["small right" if place in lines.numbers else "small"]) for place, one in enumerate(heads)]]  # fmt: skip
    written += [
        [words(cell, style["right" if place in lines.numbers else "text"]) for place, cell in enumerate(row[:MOST_COLUMNS])]
        for row in rows
    ]  # fmt: skip
    made = [ruled(written, [width / len(heads)] * len(heads), is_headed=True)] if heads else []
    if lines.total > len(rows):
        made.append(words(CUT.filled(shown=len(rows), total=f"{lines.total:,}").in_language(language), style["small"]))
    if len(lines.heads) > MOST_COLUMNS:
        told = NARROWED.filled(shown=MOST_COLUMNS, total=len(lines.heads))
        made.append(words(told.in_language(language), style["small"]))
    return made


def _picture(path: str, width: float) -> Any:
    from reportlab.platypus import Image  # late, as above

    made = Image(path)
    scale = min(width / made.imageWidth, TALLEST_PICTURE / made.imageHeight, 1)
    made.drawWidth, made.drawHeight = made.imageWidth * scale, made.imageHeight * scale
    made.hAlign = "LEFT"
    return made


def _drawn(plot: Plot, width: float) -> Any:
    from reportlab.graphics.shapes import Drawing  # late, as above

    tall = max(HEIGHT, 14 * len(plot.labels) * len(plot.series) + 30) if plot.kind == "bar" else HEIGHT
    drawing = Drawing(width, tall + 16 * (len(plot.series) > 1))
    if plot.kind == "pie":
        drawing.add(_pie(plot, tall))
    else:
        drawing.add(_bars(plot, width, tall) if plot.kind == "bar" else _runs(plot, width, tall))
    if len(plot.series) > 1:
        _name(drawing, [name for name, _ in plot.series], tall)
    return drawing


def _pie(plot: Plot, tall: float) -> Any:
    from reportlab.graphics.charts.piecharts import Pie  # late, as above
    from reportlab.lib import colors

    pie, shown = Pie(), plot.series[0][1]
    whole = sum(abs(one or 0) for one in shown) or 1
    pie.x, pie.y, pie.width, pie.height = 90, 15, tall - 30, tall - 30
    pie.data = [abs(one or 0) for one in shown]
    pie.labels = [f"{label} {(one or 0) / whole:.0%}" for label, one in zip(plot.labels, shown, strict=True)]
    pie.sideLabels = True
    pie.slices.fontName, pie.slices.fontSize = FONT, 8
    for place in range(len(plot.labels)):
        pie.slices[place].fillColor = colors.HexColor(COLOURS[place % len(COLOURS)])
        pie.slices[place].strokeColor = colors.white
    return pie


def _bars(plot: Plot, width: float, tall: float) -> Any:
    from reportlab.graphics.charts.barcharts import HorizontalBarChart  # late, as above

    made = HorizontalBarChart()
    made.x, made.y, made.width, made.height = 110, 22, width - 150, tall - 30
    made.data = [[one or 0 for one in reversed(values)] for _, values in plot.series]
    made.categoryAxis.categoryNames = [_short(one) for one in reversed(plot.labels)]
    made.barLabelFormat = "{:,.6g}".format
    made.barLabels.fontName, made.barLabels.fontSize, made.barLabels.boxAnchor = FONT, 7, "w"
    made.barLabels.dx = 3
    made.valueAxis.valueMin = min(0, *(one for row in made.data for one in row))
    _dress(made, made.bars, "fillColor", len(plot.series))
    made.bars.strokeColor = None
    return made


def _runs(plot: Plot, width: float, tall: float) -> Any:
    from reportlab.graphics.charts.linecharts import HorizontalLineChart  # late, as above

    made = HorizontalLineChart()
    made.x, made.y, made.width, made.height = 50, 28, width - 70, tall - 40
    made.data = [list(values) for _, values in plot.series]
    step = max(1, -(-len(plot.labels) // MOST_NAMED))
    made.categoryAxis.categoryNames = [_short(one) if not place % step else "" for place, one in enumerate(plot.labels)]
    made.categoryAxis.visibleTicks = 0
    made.valueAxis.valueMin = min([0, *(one for row in made.data for one in row if one is not None)])
    _dress(made, made.lines, "strokeColor", len(plot.series))
    return made


def _dress(made: Any, parts: Any, name: str, series: int) -> None:
    from reportlab.lib import colors  # late, as above

    for axis in (made.categoryAxis, made.valueAxis):
        axis.labels.fontName, axis.labels.fontSize = FONT, 8
        axis.strokeColor = colors.HexColor(GREY)
    made.valueAxis.labelTextFormat = "{:,.6g}".format
    made.valueAxis.visibleGrid, made.valueAxis.gridStrokeColor = 1, colors.HexColor(LINE)
    for place in range(series):
        setattr(parts[place], name, colors.HexColor(COLOURS[place % len(COLOURS)]))


def _name(drawing: Any, names: list[str], tall: float) -> None:
    """Say above a drawing which colour is which."""
    from reportlab.graphics.shapes import Rect, String  # late, as above
    from reportlab.lib import colors

    share = drawing.width / len(names)
    for place, name in enumerate(names):
        fill = colors.HexColor(COLOURS[place % len(COLOURS)])
        drawing.add(Rect(place * share, tall + 4, 8, 8, fillColor=fill, strokeColor=None))
        drawing.add(String(place * share + 12, tall + 4, _short(name), fontName=FONT, fontSize=8))


def _short(text: str) -> str:
    return text if len(text) <= 12 else f"{text[:11]}…"  # noqa: PLR2004 - characters beside an axis
