"""Pages of paper as PDF, with ReportLab: what every report of the platform shares.

Chinese is set in STSong-Light, one of the fonts that PDF readers bring along (Adobe-GB1): no font file is needed and none is
embedded, so a report stays small and is made without a network. A reader without Asian fonts puts its own in place. Its set of
characters (UniGB-UCS2) lacks some that are common in the West, as the middle dot and the raised two: these are set in Helvetica.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from html import escape
from itertools import groupby
from typing import Any, Protocol

FONT, OTHER_FONT = "STSong-Light", "Helvetica"
LACKING = frozenset("•·¡¢£¦©ª«¬®¯²³´µ¶¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßâãäåæçëîïðñôõöøûýþÿŒœŠšŸŽžƒ™†‡")
INSTEAD = str.maketrans({"\u2212": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u200b": "", "\u2205": "–"})
SEA, LINE, GREY = "#1b5e7d", "#c9d3d8", "#56646c"


class Drawing(Protocol):
    """What can be drawn on a page: how large it is in points, and how, from its lower left."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height."""

    def draw(self, canvas: Any) -> None:
        """Draw it on a canvas of ReportLab."""


def printed(*, title: str, site: str, language: str, story: Callable[[float], list[Any]]) -> bytes:
    """Return A4 pages with page numbers; ``story`` makes what stands on them from the width in points."""
    # Late: only a report sets type.
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.platypus import SimpleDocTemplate

    know_font()
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


@cache
def know_font() -> None:
    """Make the font of the paper known to ReportLab."""
    from reportlab.pdfbase import pdfmetrics  # late, as above
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def runs(text: str, /) -> list[tuple[str, str]]:
    """Return a text in pieces, each with the font that has its characters."""
    fonts = groupby(text.translate(INSTEAD), key=lambda one: OTHER_FONT if one in LACKING else FONT)
    return [(font, "".join(letters)) for font, letters in fonts]


def width_of(text: str, size: float, /) -> float:
    """Return how wide a text is on paper, in points for a size in points."""
    from reportlab.pdfbase.pdfmetrics import stringWidth  # late, as above

    know_font()
    return sum(float(stringWidth(letters, font, size)) for font, letters in runs(text))


def words(text: str, style: Any, /) -> Any:
    """Return a paragraph."""
    from reportlab.platypus import Paragraph  # late, as above

    pieces = [
        escape(letters) if font == FONT else f'<font name="{font}">{escape(letters)}</font>'
        for font, letters in runs(text)
    ]
    return Paragraph("".join(pieces), style)


def placed(drawing: Drawing, /) -> Any:
    """Return a drawing as what stands between paragraphs."""
    from reportlab.platypus import Flowable  # late, as above

    class Placed(Flowable):  # type: ignore[misc]  # - ReportLab has no types
        """A drawing in the flow of a page."""

        def wrap(self, *_room: float) -> tuple[float, float]:
            """Return the room it takes."""
            return drawing.size

        def draw(self) -> None:
            """Draw it where it stands."""
            drawing.draw(self.canv)

    return Placed()


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
