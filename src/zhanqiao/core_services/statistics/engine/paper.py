"""The decision report as PDF."""

from __future__ import annotations

from functools import partial
from typing import Any

from zhanqiao.core_services.exploring.rules.charts import ChartState, Figure, drawn
from zhanqiao.core_services.statistics.rules.reports import CUT, FIGURES, FINDINGS, MOST_ROWS, NOTHING, Report
from zhanqiao.core_services.statistics.rules.sheets import Shape, Sheet, SheetColumn
from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.paper import placed, printed, ruled, styles, words
from zhanqiao.kit.texts import Text
from zhanqiao.kit.vega.drawing import drawn_charts
from zhanqiao.kit.vega.paper import PIXEL
from zhanqiao.kit.vega.paper import Sheet as Drawn

HEADS = {Shape.WORDS: "small", Shape.NUMBER: "small right", Shape.SHARE: "small right"}
MOST_BARS, LEAST_BARS = 15, 2  # of a drawn sheet: fewer lengths say no more than the table
WIDTHS = {Shape.WORDS: 2.0, Shape.NUMBER: 1.0, Shape.SHARE: 1.0}


def as_pdf(report: Report, /, *, language: str) -> bytes:
    """Return the report as A4 pages with page numbers."""
    title, site = report.title.in_language(language), report.site.in_language(language)
    return printed(title=title, site=site, language=language, story=partial(_story, report, language))


def _story(report: Report, language: str, width: float) -> list[Any]:
    from reportlab.platypus import Spacer  # late, as above

    styles_ = styles()
    day = f"{report.site.in_language(language)} · {report.at.astimezone(CITY_TIME):%Y-%m-%d %H:%M}"
    story = [words(report.title.in_language(language), styles_["title"]), words(day, styles_["small"]), Spacer(1, 10)]
    story += [words(FIGURES.in_language(language), styles_["head"])]
    story += [ruled([[words(name.in_language(language), styles_["text"]), words(value, styles_["right"])] for name, value in report.figures], [width * 0.6, width * 0.4])]  # fmt: skip
    story += [words(FINDINGS.in_language(language), styles_["head"])]
    found = report.findings or (NOTHING,)
    story += [words(f"{number}. {one.in_language(language)}", styles_["text"]) for number, one in enumerate(found, 1)]
    specs = {one.key: spec for one in report.sheets if (spec := bars_of(sheet=one, language=language))}
    drawings = dict(zip(specs, drawn_charts(specs=list(specs.values()), width=width / PIXEL), strict=True))
    for sheet in report.sheets:
        story += _sheet(sheet, drawings.get(sheet.key), language, styles_, width)
    return story


def bars_of(*, sheet: Sheet, language: str) -> dict[str, Any] | None:
    """Return the bars of the column that ranks a sheet, its largest first, as Vega-Lite; None where there is nothing to compare."""
    column = next((one for one in sheet.columns if one.name == sheet.ranks), None)
    if column is None:
        return None
    scale = 100 if column.shape is Shape.SHARE else 1
    values = [
        (_said(row.get(sheet.columns[0].name), sheet.columns[0], language), row.get(column.name)) for row in sheet.rows
    ]
    found = sorted(((name, round(value * scale, 1)) for name, value in values if value), key=lambda one: -one[1])[
        :MOST_BARS
    ]
    if len({value for _, value in found}) < LEAST_BARS:
        return None
    title = column.title.in_language(language) + (" (%)" if scale > 1 else "")
    points = tuple({"x": name, "y": value} for name, value in found)
    figure = Figure(points=points, scale="labels", groups=len(points), measures={"y": title})
    return drawn(state=ChartState(kind="bar"), figure=figure, x=sheet.columns[0].title.in_language(language))


def _sheet(sheet: Sheet, svg: str | None, language: str, styles_: dict[str, Any], width: float) -> list[Any]:
    from reportlab.platypus import KeepTogether  # late, as above

    made = [
        words(sheet.title.in_language(language), styles_["head"]),
        words(sheet.note.in_language(language), styles_["small"]),
    ]
    if not sheet.rows:
        return made
    made = [KeepTogether([*made, placed(Drawn(svg))])] if svg else made
    lines = [[words(one.title.in_language(language), styles_[HEADS[one.shape]]) for one in sheet.columns]]
    lines += [
        [words(_said(row.get(one.name), one, language), styles_["text" if one.shape is Shape.WORDS else "right"]) for one in sheet.columns]
        for row in sheet.rows[:MOST_ROWS]
    ]  # fmt: skip
    shares = [3.0 if number == 0 else WIDTHS[one.shape] for number, one in enumerate(sheet.columns)]
    made.append(ruled(lines, [width * one / sum(shares) for one in shares], is_headed=True))
    if len(sheet.rows) > MOST_ROWS:
        said = CUT.filled(shown=MOST_ROWS, total=len(sheet.rows)).in_language(language)
        made.append(words(said, styles_["small"]))
    return made


def _said(value: Any, column: SheetColumn, language: str) -> str:
    if isinstance(value, Text):
        return value.in_language(language)
    if value is None:
        return "–"
    if column.shape is Shape.SHARE:
        return f"{value:.1%}"
    return f"{value:,}" if isinstance(value, int | float) else str(value)
