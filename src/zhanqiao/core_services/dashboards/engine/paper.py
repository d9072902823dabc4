"""A dashboard as PDF: numbers, tables, words, pictures, and charts and maps as vectors."""

from __future__ import annotations

import io
from functools import partial
from typing import Any

from zhanqiao.core_services.dashboards.engine.maps import Map
from zhanqiao.core_services.dashboards.rules.paper import (
    CUT,
    MOST_COLUMNS,
    MOST_LINES,
    NARROWED,
    NOT_DRAWN,
    NUMBERS_ELSEWHERE,
    Block,
    Lines,
    Paper,
)
from zhanqiao.kit.paper import placed, printed, ruled, styles, words
from zhanqiao.kit.vega.drawing import drawn_charts
from zhanqiao.kit.vega.paper import PIXEL, Sheet

TALLEST_PICTURE = 300
DENSE, QUALITY = 1400, 85  # pixels of the longer side of a picture, and of JPEG: about 200 an inch on the page


def as_pdf(paper: Paper, /) -> bytes:
    """Return the dashboard as A4 pages with page numbers."""
    return printed(title=paper.title, site=paper.site, language=paper.language, story=partial(_story, paper))


def _story(paper: Paper, width: float) -> list[Any]:
    style = styles()
    story = [words(paper.title, style["title"])]
    story += [words(paper.summary, style["text"])] if paper.summary else []
    story += [words(one, style["small"]) for one in paper.facts]
    specs = [one.chart for one in paper.blocks if one.chart]
    drawings = iter(drawn_charts(specs=specs, width=width / PIXEL))
    for block in paper.blocks:
        story += _block(block, next(drawings) if block.chart else None, paper.language, style, width)
    return story


def _block(block: Block, svg: str | None, language: str, style: dict[str, Any], width: float) -> list[Any]:
    from reportlab.platypus import Spacer  # late: as zhanqiao.kit.paper does

    made: list[Any] = [words(block.title, style["head"])] if block.title else [Spacer(1, 8)]
    made += [words(block.figure, style["title"])] if block.figure else []
    made += [words(f"• {said}" if kind == "item" else said, style["head" if kind == "head" else "text"]) for kind, said in block.prose]  # fmt: skip
    made += [placed(Sheet(svg)), Spacer(1, 4)] if svg else []
    made += [placed(Map(block.map, width)), Spacer(1, 4)] if block.map else []
    made += [_picture(str(block.picture), width)] if block.picture else []
    if block.lines and svg and block.lines.total > MOST_LINES:
        told = NUMBERS_ELSEWHERE.filled(total=f"{block.lines.total:,}").in_language(language)
        made.append(words(told, style["small"]))
    elif block.lines:
        made += _lines(block.lines, language, style, width)
    made += [words(NOT_DRAWN.in_language(language), style["small"])] if block.chart and not svg else []
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
    from PIL import Image as Pictures  # late, as above: only a report with pictures needs it
    from reportlab.platypus import Image

    file = io.BytesIO()
    with Pictures.open(path) as found:
        found.thumbnail((DENSE, DENSE))
        whole = found.convert("RGBA")
        white = Pictures.new("RGBA", whole.size, "white")
        Pictures.alpha_composite(white, whole).convert("RGB").save(file, "JPEG", quality=QUALITY)
    made = Image(io.BytesIO(file.getvalue()))
    scale = min(width / made.imageWidth, TALLEST_PICTURE / made.imageHeight, 1)
    made.drawWidth, made.drawHeight = made.imageWidth * scale, made.imageHeight * scale
    made.hAlign = "LEFT"
    return made
