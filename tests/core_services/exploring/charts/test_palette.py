"""The colours of charts are told apart, also by readers who see no red or no green: computed, not believed.

A colour is turned into what a protanope or deuteranope sees by the matrices of Machado, Oliveira and Fernandes (2009, severity
1.0, on linear RGB); distances are CIE76 in CIELAB under D65.
"""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from zhanqiao.core_services.exploring.rules.charts import PALETTE
from zhanqiao.core_services.exploring.rules.charts.palette import SEQUENCE
from zhanqiao.kit import ui

Triple = tuple[float, float, float]
SIGHT = {
    "usual": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}
TO_XYZ = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
WHITE = (0.95047, 1.0, 1.08883)
LEAST = 15.0  # a just noticeable difference is about 2.3
STYLES = (Path(ui.__file__).parent / "static" / "ui" / "tokens.css").read_text(encoding="utf-8")


def themes() -> dict[str, dict[str, str]]:
    """Return the tokens of charts by theme."""
    parts = re.split(r"\n *(\[data-theme=\"dark\"\]|@media \(prefers-color-scheme: dark\)) \{", STYLES)
    named = {"light": parts[0], "dark": parts[2], "dark by the system": parts[4]}
    return {name: dict(re.findall(r"--(chart-[\w]+): (#[0-9a-f]{6});", text)) for name, text in named.items()}


def times(matrix: tuple[Triple, Triple, Triple], colour: Triple) -> Triple:
    red, green, blue = (sum(a * b for a, b in zip(row, colour, strict=True)) for row in matrix)
    return red, green, blue


def linear(colour: str) -> Triple:
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return red, green, blue


def lab(colour: str, sight: str) -> Triple:
    seen = times(SIGHT[sight], linear(colour))
    red, green, blue = (min(1.0, max(0.0, one)) for one in seen)
    parts = (one / white for one, white in zip(times(TO_XYZ, (red, green, blue)), WHITE, strict=True))
    x, y, z = (one ** (1 / 3) if one > (6 / 29) ** 3 else one / (3 * (6 / 29) ** 2) + 4 / 29 for one in parts)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one: str, other: str, sight: str) -> float:
    pairs = zip(lab(one, sight), lab(other, sight), strict=True)
    return float(sum((a - b) ** 2 for a, b in pairs) ** 0.5)


def test_the_distance_of_red_and_green_shrinks_for_those_who_see_no_red() -> None:
    assert distance("#ff0000", "#00ff00", "usual") == pytest.approx(170.6, abs=0.5)
    assert distance("#a6761d", "#66a61e", "deuteranopia") < 0.4 * distance("#a6761d", "#66a61e", "usual")


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_two_colours_are_told_apart(theme: str, sight: str) -> None:
    colours = [themes()[theme][f"chart-{place}"] for place in range(1, 9)]
    found = {(one, other): distance(one, other, sight) for one, other in combinations(colours, 2)}
    assert {pair: round(far, 1) for pair, far in found.items() if far < LEAST} == {}


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_ramp_runs_from_dark_to_light_for_everybody(theme: str, sight: str) -> None:
    low, high = (lab(themes()[theme][f"chart-{end}"], sight)[0] for end in ("low", "high"))
    assert (high - low if theme == "dark" else low - high) > 50


def test_the_page_and_a_specification_taken_elsewhere_have_the_same_colours() -> None:
    light = themes()["light"]
    assert tuple(light[f"chart-{place}"] for place in range(1, 9)) == PALETTE
    assert (light["chart-low"], light["chart-high"]) == SEQUENCE


def test_the_dark_theme_is_the_same_whether_chosen_or_followed() -> None:
    assert themes()["dark"] == themes()["dark by the system"]
    assert len(themes()["dark"]) == len(PALETTE) + len(SEQUENCE)


def test_no_colour_is_there_twice() -> None:
    assert all(len(set(found.values())) == len(found) for found in themes().values())
    assert all(one != other for one, other in pairwise(PALETTE))
