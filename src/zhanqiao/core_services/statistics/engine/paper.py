"""The decision report as PDF."""

from __future__ import annotations

from functools import partial
from typing import Any

from zhanqiao.core_services.statistics.rules.reports import CUT, FIGURES, FINDINGS, MOST_ROWS, NOTHING, Report
from zhanqiao.core_services.statistics.rules.sheets import Shape, Sheet, SheetColumn
from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.paper import printed, ruled, styles, words
from zhanqiao.kit.texts import Text

HEADS = {Shape.WORDS: "small", Shape.NUMBER: "small right", Shape.SHARE: "small right"}
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
    for sheet in report.sheets:
        story += _sheet(sheet, language, styles_, width)
    return story


def _sheet(sheet: Sheet, language: str, styles_: dict[str, Any], width: float) -> list[Any]:
    made = [
        words(sheet.title.in_language(language), styles_["head"]),
        words(sheet.note.in_language(language), styles_["small"]),
    ]
    if not sheet.rows:
        return made
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
