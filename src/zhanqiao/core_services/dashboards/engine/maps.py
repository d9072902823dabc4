"""A map on paper: outlines, areas, lines and spots as vectors, with its legend below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from zhanqiao.core_services.dashboards.rules.paper_maps import MapPicture, Ring, Shape, Spot, radius_of, shortened
from zhanqiao.kit.paper import FONT, GREY, LINE, runs, width_of

STEP = 0.4  # points; a corner nearer to the last is left out
SWATCH, ROW, GAP = 9.0, 15.0, 14.0  # of the legend
WATER, EDGE, HAIR = "#f6f8f9", 0.6, 0.4
FILLED = 0.65  # how opaque areas are, as on the page
NAMED = 2  # rows of a cluster that has its number in it


class Map:
    """One map in its place."""

    def __init__(self, picture: MapPicture, width: float) -> None:
        """Choose the scale by which the map is as wide as the page; its box says how high it is then."""
        west, south, east, north = picture.box
        across = (east - west) * shortened(box=picture.box)
        self.picture, self.width = picture, width
        self.up = width / across
        self.across = self.up * shortened(box=picture.box)
        self.high = self.up * (north - south)
        self.rows = list(_legend_rows(picture.legend, width))

    @property
    def size(self) -> tuple[float, float]:
        """Return width and height in points."""
        return self.width, self.high + ROW * len(self.rows) + 4

    def draw(self, canvas: Any) -> None:
        """Draw from the lower left."""
        canvas.saveState()
        self._legend(canvas)
        canvas.translate(0, ROW * len(self.rows) + 4)
        frame = canvas.beginPath()
        frame.rect(0, 0, self.width, self.high)
        canvas.clipPath(frame, stroke=0, fill=0)
        _fill(canvas, WATER, 1.0)
        canvas.rect(0, 0, self.width, self.high, stroke=0, fill=1)
        self._base(canvas)
        for shape in self.picture.shapes:
            self._shape(canvas, shape)
        for spot in self.picture.spots:
            self._spot(canvas, spot)
        canvas.setStrokeColor(LINE)
        canvas.setStrokeAlpha(1)
        canvas.setLineWidth(1)
        canvas.rect(0, 0, self.width, self.high, stroke=1, fill=0)
        canvas.restoreState()

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return (x - self.picture.box[0]) * self.across, (y - self.picture.box[1]) * self.up

    def _path(self, canvas: Any, rings: Sequence[Ring], *, is_closed: bool) -> Any:
        path = canvas.beginPath()
        for ring in rings:
            kept = list(_thinned(self._at(*point) for point in ring))
            for place, point in enumerate(kept):
                (path.lineTo if place else path.moveTo)(*point)
            if is_closed and kept:
                path.close()
        return path

    def _base(self, canvas: Any) -> None:
        canvas.setStrokeColor(LINE)
        canvas.setLineWidth(HAIR)
        _fill(canvas, "#ffffff", 1.0)
        for ring in self.picture.base:
            canvas.drawPath(self._path(canvas, [ring], is_closed=True), stroke=1, fill=1)

    def _shape(self, canvas: Any, shape: Shape) -> None:
        path = self._path(canvas, shape.rings, is_closed=shape.is_area)
        canvas.setStrokeColor(GREY if shape.is_area else shape.colour)
        canvas.setStrokeAlpha(self.picture.opacity)
        canvas.setLineWidth(EDGE if shape.is_area else 2 * EDGE)
        _fill(canvas, shape.colour, self.picture.opacity * FILLED)
        canvas.drawPath(path, stroke=1, fill=int(shape.is_area), fillMode=0)

    def _spot(self, canvas: Any, spot: Spot) -> None:
        x, y = self._at(*spot.at)
        together = self.picture.is_clustered
        _fill(canvas, spot.colour, self.picture.opacity * (0.8 if together else 0.75))
        canvas.setStrokeColor("#ffffff")
        canvas.setStrokeAlpha(self.picture.opacity)
        canvas.setLineWidth(HAIR)
        canvas.circle(x, y, radius_of(rows=spot.rows) if together else 2.2, stroke=1, fill=1)
        if together and spot.rows >= NAMED:
            text = f"{spot.rows:,}"
            _fill(canvas, "#ffffff", 1.0)
            canvas.setFont(FONT, 5.5)
            canvas.drawCentredString(x, y - 2, text)

    def _legend(self, canvas: Any) -> None:
        down = ROW * len(self.rows)
        for row in self.rows:
            down -= ROW
            for at, colour, text in row:
                _fill(canvas, colour, 1.0)
                canvas.rect(at, down + 1, SWATCH, SWATCH, stroke=0, fill=1)
                _fill(canvas, "#1a1c20", 1.0)
                along = at + SWATCH + 4
                for font, letters in runs(text):
                    canvas.setFont(font, 8)
                    canvas.drawString(along, down + 2.5, letters)
                    along += width_of(letters, 8)


def _legend_rows(legend: Sequence[tuple[str, str]], width: float) -> Iterator[list[tuple[float, str, str]]]:
    row, at = list[tuple[float, str, str]](), 0.0
    for colour, text in legend:
        need = SWATCH + 4 + width_of(text, 8)
        if row and at + need > width:
            yield row
            row, at = [], 0.0
        row.append((at, colour, text))
        at += need + GAP
    if row:
        yield row


def _thinned(points: Iterator[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    last = (float("-inf"), float("-inf"))
    for point in points:
        if max(abs(point[0] - last[0]), abs(point[1] - last[1])) >= STEP:
            yield point
            last = point


def _fill(canvas: Any, colour: str, alpha: float) -> None:
    canvas.setFillColor(colour)
    canvas.setFillAlpha(alpha)
