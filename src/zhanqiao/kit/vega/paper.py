"""What Vega drew as SVG, on a page of ReportLab as vectors: its groups, paths, lines, words and gradients, and nothing else of SVG."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as ET

from zhanqiao.kit.paper import runs, width_of
from zhanqiao.kit.vega.paths import Pen

PIXEL = 0.75  # points
TALLEST = 600.0  # points; a taller drawing is made smaller, so that it stands on one page
MOVED = re.compile(r"(translate|rotate|scale)\(([^)]*)\)")
INHERITED = ("fill", "stroke")
ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}
CAPS = {"butt": 0, "round": 1, "square": 2}
JOINS = {"miter": 0, "round": 1, "bevel": 2}
Looks = Mapping[str, str]


class Sheet:
    """One drawing: its size in points, and how it is put on a canvas."""

    def __init__(self, svg: str) -> None:
        """Read what Vega wrote."""
        self.root = ET.fromstring(svg)  # noqa: S314 - it was written by our own child process
        self.pixels = float(self.root.get("width", "0")), float(self.root.get("height", "0"))
        self.scale = min(PIXEL, TALLEST / max(self.pixels[1], 1))
        self.gradients = {one.get("id", ""): one for one in self.root.iter() if _name(one) == "linearGradient"}

    @property
    def size(self) -> tuple[float, float]:
        """Return width and height in points."""
        return self.pixels[0] * self.scale, self.pixels[1] * self.scale

    def draw(self, canvas: Any) -> None:
        """Put the drawing at the canvas' origin, which is its lower left."""
        canvas.saveState()
        canvas.transform(self.scale, 0, 0, -self.scale, 0, self.size[1])
        for one in self.root:
            self._element(canvas, one, {"fill": "black"})
        canvas.restoreState()

    def _element(self, canvas: Any, element: Any, above: Looks) -> None:
        looks = {**{name: above[name] for name in INHERITED if name in above}, **element.attrib}
        if looks.get("display") == "none" or looks.get("opacity") == "0":
            return
        draw = {"g": self._group, "path": self._path, "line": self._line, "text": self._text}.get(_name(element))
        if draw is None:
            return
        canvas.saveState()
        _move(canvas, looks.get("transform", ""))
        draw(canvas, element, looks)
        canvas.restoreState()

    def _group(self, canvas: Any, element: Any, looks: Looks) -> None:
        for one in element:
            self._element(canvas, one, looks)

    def _path(self, canvas: Any, element: Any, looks: Looks) -> None:
        if not element.get("d"):
            return
        path = canvas.beginPath()
        corners = Pen(path).follow(element.get("d"))
        fill = looks.get("fill", "none")
        if fill.startswith("url(#"):
            self._shade(canvas, path, corners, fill[5:-1])
            return
        filled, stroked = _dress(canvas, looks)
        if filled or stroked:
            canvas.drawPath(path, stroke=int(stroked), fill=int(filled))

    def _line(self, canvas: Any, element: Any, looks: Looks) -> None:
        if _dress(canvas, looks)[1]:
            canvas.line(*(float(element.get(name, "0")) for name in ("x1", "y1", "x2", "y2")))

    def _text(self, canvas: Any, element: Any, looks: Looks) -> None:
        filled, stroked = _dress(canvas, looks)
        size = float(looks.get("font-size", "12px").removesuffix("px"))
        down = 0.0
        for part in [element, *element]:
            down += float(part.get("dy", "0")) if part is not element else 0.0
            if part.text:
                _write(canvas, part.text, size, down, ANCHORS[looks.get("text-anchor", "start")], (filled, stroked))

    def _shade(self, canvas: Any, path: Any, corners: list[tuple[float, float]], name: str) -> None:
        gradient = self.gradients[name]
        stops = [(float(one.get("offset", "0")), _colour(one.get("stop-color", "black"))) for one in gradient]
        left, top = min(x for x, _ in corners), min(y for _, y in corners)
        wide, high = max(x for x, _ in corners) - left, max(y for _, y in corners) - top
        ends = {key: float(gradient.get(key, "0")) for key in ("x1", "y1", "x2", "y2")}
        canvas.clipPath(path, stroke=0, fill=0)
        canvas.linearGradient(
            left + ends["x1"] * wide, top + ends["y1"] * high, left + ends["x2"] * wide, top + ends["y2"] * high,
            [colour for _, colour in stops], positions=[place for place, _ in stops], extend=True,
        )  # fmt: skip


def _dress(canvas: Any, looks: Looks) -> tuple[bool, bool]:
    """Set how the next thing is filled and stroked; say whether it is either."""
    whole = float(looks.get("opacity", "1"))
    fill, stroke = looks.get("fill", "none"), looks.get("stroke", "none")
    width = float(looks.get("stroke-width", "1"))
    filled = fill not in ("none", "transparent") and not fill.startswith("url")
    stroked = stroke not in ("none", "transparent") and width > 0
    if filled:
        canvas.setFillColor(_colour(fill))
        canvas.setFillAlpha(whole * float(looks.get("fill-opacity", "1")))
    if stroked:
        canvas.setStrokeColor(_colour(stroke))
        canvas.setStrokeAlpha(whole * float(looks.get("stroke-opacity", "1")))
        canvas.setLineWidth(width)
        canvas.setLineCap(CAPS[looks.get("stroke-linecap", "butt")])
        canvas.setLineJoin(JOINS[looks.get("stroke-linejoin", "miter")])
        dashes = [float(one) for one in re.split(r"[\s,]+", looks.get("stroke-dasharray", "").strip()) if one]
        canvas.setDash(dashes or [])
    return filled, stroked


def _write(canvas: Any, text: str, size: float, down: float, anchor: float, ways: tuple[bool, bool]) -> None:
    mode = {(True, False): 0, (False, True): 1, (True, True): 2}.get(ways)
    if mode is None:
        return
    canvas.saveState()
    canvas.transform(1, 0, 0, -1, 0, down)
    at = -anchor * width_of(text, size)
    for font, letters in runs(text):
        canvas.setFont(font, size)
        canvas.drawString(at, 0, letters, mode=mode)
        at += width_of(letters, size)
    canvas.restoreState()


def _move(canvas: Any, text: str) -> None:
    for name, told in MOVED.findall(text):
        numbers = [float(one) for one in re.split(r"[\s,]+", told.strip())]
        if name == "translate":
            canvas.translate(numbers[0], numbers[1] if len(numbers) > 1 else 0)
        elif name == "rotate":
            canvas.rotate(numbers[0])
        else:
            canvas.scale(numbers[0], numbers[-1])


def _colour(text: str) -> Any:
    from reportlab.lib.colors import toColor  # late: as zhanqiao.kit.paper does

    return toColor(text)


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]
