"""The decision report as PDF, with ReportLab.

Chinese is set in STSong-Light, one of the fonts that PDF readers bring along (Adobe-GB1): no font file is needed and none is
embedded, so the report stays small and is made without a network. A reader without Asian fonts puts its own in place.
"""

from __future__ import annotations

import io
from html import escape
from typing import Any

from zhanqiao.core_services.statistics.rules.reports import CUT, FIGURES, FINDINGS, MOST_ROWS, NOTHING, Report
from zhanqiao.core_services.statistics.rules.sheets import Shape, Sheet, SheetColumn
from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.texts import Text

FONT = "STSong-Light"
HEADS = {Shape.WORDS: "small", Shape.NUMBER: "small right", Shape.SHARE: "small right"}
WIDTHS = {Shape.WORDS: 2.0, Shape.NUMBER: 1.0, Shape.SHARE: 1.0}
SEA, LINE, GREY = "#1b5e7d", "#c9d3d8", "#56646c"


def as_pdf(report: Report, /, *, language: str) -> bytes:
    """Return the report as A4 pages with page numbers."""
    # Late: only this report sets type.
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import SimpleDocTemplate

    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    file = io.BytesIO()
    title, site = report.title.in_language(language), report.site.in_language(language)
    paper = SimpleDocTemplate(
        file, pagesize=A4, title=title, author=site, lang="en" if language == "en" else "zh-Hans",
        leftMargin=18 * mm, rightMargin=18 * mm, topMargin=18 * mm, bottomMargin=18 * mm,
    )  # fmt: skip

    def foot(canvas: Any, document: Any) -> None:
        canvas.setFont(FONT, 8)
        canvas.drawString(18 * mm, 10 * mm, site)
        canvas.drawRightString(A4[0] - 18 * mm, 10 * mm, str(document.page))

    paper.build(_story(report, language, paper.width), onFirstPage=foot, onLaterPages=foot)
    return file.getvalue()


def _story(report: Report, language: str, width: float) -> list[Any]:
    from reportlab.platypus import Spacer  # late, as above

    styles = _styles()
    day = f"{report.site.in_language(language)} · {report.at.astimezone(CITY_TIME):%Y-%m-%d %H:%M}"
    story = [_words(report.title.in_language(language), styles["title"]), _words(day, styles["small"]), Spacer(1, 10)]
    story += [_words(FIGURES.in_language(language), styles["head"])]
    story += [_table([[_words(name.in_language(language), styles["text"]), _words(value, styles["right"])] for name, value in report.figures], [width * 0.6, width * 0.4])]  # fmt: skip
    story += [_words(FINDINGS.in_language(language), styles["head"])]
    found = report.findings or (NOTHING,)
    story += [_words(f"{number}. {one.in_language(language)}", styles["text"]) for number, one in enumerate(found, 1)]
    for sheet in report.sheets:
        story += _sheet(sheet, language, styles, width)
    return story


def _sheet(sheet: Sheet, language: str, styles: dict[str, Any], width: float) -> list[Any]:
    made = [
        _words(sheet.title.in_language(language), styles["head"]),
        _words(sheet.note.in_language(language), styles["small"]),
    ]
    if not sheet.rows:
        return made
    lines = [[_words(one.title.in_language(language), styles[HEADS[one.shape]]) for one in sheet.columns]]
    lines += [
        [_words(_said(row.get(one.name), one, language), styles["text" if one.shape is Shape.WORDS else "right"]) for one in sheet.columns]
        for row in sheet.rows[:MOST_ROWS]
    ]  # fmt: skip
    shares = [3.0 if number == 0 else WIDTHS[one.shape] for number, one in enumerate(sheet.columns)]
    made.append(_table(lines, [width * one / sum(shares) for one in shares], is_headed=True))
    if len(sheet.rows) > MOST_ROWS:
        said = CUT.filled(shown=MOST_ROWS, total=len(sheet.rows)).in_language(language)
        made.append(_words(said, styles["small"]))
    return made


def _said(value: Any, column: SheetColumn, language: str) -> str:
    if isinstance(value, Text):
        return value.in_language(language)
    if value is None:
        return "–"
    if column.shape is Shape.SHARE:
        return f"{value:.1%}"
    return f"{value:,}" if isinstance(value, int | float) else str(value)


def _words(text: str, style: Any) -> Any:
    from reportlab.platypus import Paragraph  # late, as above

    return Paragraph(escape(text), style)


def _table(lines: list[list[Any]], widths: list[float], *, is_headed: bool = False) -> Any:
    from reportlab.lib import colors  # late, as above
    from reportlab.platypus import Table, TableStyle

    rule = colors.HexColor(LINE)
    made = Table(lines, colWidths=widths, repeatRows=int(is_headed), spaceBefore=4, spaceAfter=8)
    made.setStyle(TableStyle([("LINEBELOW", (0, 0), (-1, -1), 0.5, rule), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    return made


def _styles() -> dict[str, Any]:
    from reportlab.lib import colors  # late, as above
    from reportlab.lib.enums import TA_RIGHT
    from reportlab.lib.styles import ParagraphStyle

    sea, grey = colors.HexColor(SEA), colors.HexColor(GREY)
    plain = {"fontName": FONT, "wordWrap": "CJK"}
    return {
        "title": ParagraphStyle("title", fontSize=20, leading=28, textColor=sea, **plain),
        "head": ParagraphStyle(
            "head", fontSize=13, leading=18, spaceBefore=12, spaceAfter=4, keepWithNext=1, textColor=sea, **plain
        ),
        "text": ParagraphStyle("text", fontSize=9, leading=14, **plain),
        "right": ParagraphStyle("right", fontSize=9, leading=14, alignment=TA_RIGHT, **plain),
        "small": ParagraphStyle("small", fontSize=8, leading=12, textColor=grey, **plain),
        "small right": ParagraphStyle(
            "small right", fontSize=8, leading=12, alignment=TA_RIGHT, textColor=grey, **plain
        ),
    }
