"""Pages of paper as PDF, with ReportLab: what every report of the platform shares.

Chinese is set in STSong-Light, one of the fonts that PDF readers bring along (Adobe-GB1): no font file is needed and none is
embedded, so a report stays small and is made without a network. A reader without Asian fonts puts its own in place.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from html import escape
from typing import Any

FONT = "STSong-Light"
SEA, LINE, GREY = "#1b5e7d", "#c9d3d8", "#56646c"


def printed(*, title: str, site: str, language: str, story: Callable[[float], list[Any]]) -> bytes:
    """Return A4 pages with page numbers; ``story`` makes what stands on them from the width in points."""
    # Late: only a report sets type.
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import SimpleDocTemplate

    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    file = io.BytesIO()
    paper = SimpleDocTemplate(
        file, pagesize=A4, title=title, author=site, lang="en" if language == "en" else "zh-Hans",
        leftMargin=18 * mm, rightMargin=18 * mm, topMargin=18 * mm, bottomMargin=18 * mm,
    )  # fmt: skip

    def foot(canvas: Any, document: Any) -> None:
        canvas.setFont(FONT, 8)
        canvas.drawString(18 * mm, 10 * mm, site)
        canvas.drawRightString(A4[0] - 18 * mm, 10 * mm, str(document.page))

    paper.build(story(paper.width), onFirstPage=foot, onLaterPages=foot)
    return file.getvalue()


def words(text: str, style: Any, /) -> Any:
    """Return a paragraph."""
    from reportlab.platypus import Paragraph  # late, as above

    return Paragraph(escape(text), style)


def ruled(lines: list[list[Any]], widths: list[float], /, *, is_headed: bool = False) -> Any:
    """Return a table with lines below its rows; its head stands on every page."""
    from reportlab.lib import colors  # late, as above
    from reportlab.platypus import Table, TableStyle

    rule = colors.HexColor(LINE)
    made = Table(lines, colWidths=widths, repeatRows=int(is_headed), spaceBefore=4, spaceAfter=8)
    made.setStyle(TableStyle([("LINEBELOW", (0, 0), (-1, -1), 0.5, rule), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    return made


def styles() -> dict[str, Any]:
    """Return the styles of paragraphs by name."""
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
