"""Paths of SVG (its section 9.3) on a canvas of ReportLab: lines, curves, arcs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from math import acos, ceil, copysign, cos, hypot, pi, radians, sin, sqrt, tan
from typing import Any

PIECE = re.compile(r"([MmLlHhVvCcQqAaZz])|([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)")
TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "Q": 4, "A": 7, "Z": 0}
Point = tuple[float, float]
Corners = list[Point]


def steps(text: str, /) -> Iterator[tuple[str, list[float]]]:
    """Return the commands of a path with their numbers, a repeated one each time; the further points of a move are lines."""
    command, numbers = "", list[float]()
    for letter, number in PIECE.findall(text):
        if letter:
            command, numbers = letter, []
            if letter in "Zz":
                yield command, []
            continue
        numbers.append(float(number))
        if command and len(numbers) == TAKES[command.upper()]:
            yield command, numbers
            command, numbers = {"M": "L", "m": "l"}.get(command, command), []


class Pen:
    """Follows the commands of a path on one of ReportLab's and keeps the corners it came to."""

    def __init__(self, path: Any) -> None:
        """Begin at the origin."""
        self.path, self.at, self.start, self.corners = path, (0.0, 0.0), (0.0, 0.0), Corners()

    def follow(self, text: str, /) -> Corners:
        """Draw a path; return its corners."""
        for command, numbers in steps(text):
            base = self.at if command.islower() else (0.0, 0.0)
            STEPS[command.upper()](self, numbers, base)
            self.corners.append(self.at)
        return self.corners

    def move(self, numbers: list[float], base: Point) -> None:
        """Begin a part."""
        self.at = self.start = (base[0] + numbers[0], base[1] + numbers[1])
        self.path.moveTo(*self.at)

    def line(self, numbers: list[float], base: Point) -> None:
        """Draw a line."""
        self.at = (base[0] + numbers[0], base[1] + numbers[1])
        self.path.lineTo(*self.at)

    def across(self, numbers: list[float], base: Point) -> None:
        """Draw a line that lies."""
        self.line([numbers[0], self.at[1] - base[1]], base)

    def down(self, numbers: list[float], base: Point) -> None:
        """Draw a line that stands."""
        self.line([self.at[0] - base[0], numbers[0]], base)

    def curve(self, numbers: list[float], base: Point) -> None:
        """Draw a cubic curve."""
        x, y = base
        a, b, c, d, e, f = numbers
        self.path.curveTo(x + a, y + b, x + c, y + d, x + e, y + f)
        self.at = (x + e, y + f)

    def bend(self, numbers: list[float], base: Point) -> None:
        """Draw a quadratic curve as a cubic one."""
        x, y = base
        middle, end = (x + numbers[0], y + numbers[1]), (x + numbers[2], y + numbers[3])
        pulls = [(p[0] + (middle[0] - p[0]) * 2 / 3, p[1] + (middle[1] - p[1]) * 2 / 3) for p in (self.at, end)]
        self.path.curveTo(*pulls[0], *pulls[1], *end)
        self.at = end

    def arc(self, numbers: list[float], base: Point) -> None:
        """Draw an arc of an ellipse."""
        wide, high, turn, large, sweep, x, y = numbers
        end = (base[0] + x, base[1] + y)
        for one in arcs(start=self.at, end=end, radii=(wide, high), turn=turn, large=bool(large), sweep=bool(sweep)):
            self.path.curveTo(*one)
        self.at = end

    def close(self, _numbers: list[float], _base: Point) -> None:
        """Close the part."""
        self.path.close()
        self.at = self.start


STEPS: dict[str, Callable[[Pen, list[float], Point], None]] = {
    "M": Pen.move, "L": Pen.line, "H": Pen.across, "V": Pen.down, "C": Pen.curve, "Q": Pen.bend, "A": Pen.arc, "Z": Pen.close,
}  # fmt: skip


def arcs(
    *, start: Point, end: Point, radii: Point, turn: float, large: bool, sweep: bool
) -> list[tuple[float, float, float, float, float, float]]:
    """Return the cubic curves of an arc (SVG 1.1, F.6.5): two points that pull and the end, for each."""
    wide, high = abs(radii[0]), abs(radii[1])
    if start == end or not wide or not high:
        return [] if start == end else [(*start, *end, *end)]
    lean = radians(turn)
    half = _turned(((start[0] - end[0]) / 2, (start[1] - end[1]) / 2), -lean)
    stretch = max(1.0, hypot(half[0] / wide, half[1] / high))
    wide, high = wide * stretch, high * stretch
    inner = (wide * high) ** 2 - (wide * half[1]) ** 2 - (high * half[0]) ** 2
    factor = copysign(
        sqrt(max(0.0, inner) / ((wide * half[1]) ** 2 + (high * half[0]) ** 2)), 1 if large != sweep else -1
    )
    middle = (factor * wide * half[1] / high, -factor * high * half[0] / wide)
    moved = _turned(middle, lean)
    centre = (moved[0] + (start[0] + end[0]) / 2, moved[1] + (start[1] + end[1]) / 2)
    first = ((half[0] - middle[0]) / wide, (half[1] - middle[1]) / high)
    last = ((-half[0] - middle[0]) / wide, (-half[1] - middle[1]) / high)
    begin, span = _angle((1.0, 0.0), first), _angle(first, last)
    span += 2 * pi if sweep and span < 0 else -2 * pi if not sweep and span > 0 else 0
    return _curves(centre, (wide, high), lean, begin, span)


def _curves(
    centre: Point, radii: Point, lean: float, begin: float, span: float
) -> list[tuple[float, float, float, float, float, float]]:
    count = max(1, ceil(abs(span) / (pi / 2) - 1e-9))
    step = span / count
    pull = 4 / 3 * tan(step / 4)

    def placed(x: float, y: float) -> Point:
        across, down = _turned((x * radii[0], y * radii[1]), lean)
        return centre[0] + across, centre[1] + down

    found = []
    for place in range(count):
        one, other = begin + place * step, begin + (place + 1) * step
        leaving = placed(cos(one) - pull * sin(one), sin(one) + pull * cos(one))
        coming = placed(cos(other) + pull * sin(other), sin(other) - pull * cos(other))
        found.append((*leaving, *coming, *placed(cos(other), sin(other))))
    return found


def _turned(point: Point, angle: float) -> Point:
    return point[0] * cos(angle) - point[1] * sin(angle), point[0] * sin(angle) + point[1] * cos(angle)


def _angle(one: Point, other: Point) -> float:
    straight = (one[0] * other[0] + one[1] * other[1]) / (hypot(*one) * hypot(*other))
    return copysign(acos(max(-1.0, min(1.0, straight))), one[0] * other[1] - one[1] * other[0])
