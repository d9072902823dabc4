"""Coordinates of Chinese web maps, held against values that other converters agree on."""

from __future__ import annotations

import csv
import math
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanqiao.kit.coordinates import System, convert

REFERENCE = Path(os.environ.get("ZHANQIAO_DEMO_DATA") or "/nonexistent") / "geo" / "crs_reference_part1.csv"
# name, WGS 84, GCJ-02, BD-09: values on which gcoord, eviltransform and prcoords agree within a centimetre
KNOWN = (
    ("邹城市", (116.96556, 35.40056), (116.97112428, 35.40019112), (116.97761822, 35.40621182)),
    ("招远市", (120.40997, 37.36497), (120.41523416, 37.36593085), (120.42185562, 37.37158478)),
    ("臧家庄", (120.98528, 37.46611), (120.99019657, 37.46688945), (120.99671658, 37.47289155)),
    ("沂水", (118.62806, 35.78472), (118.63345197, 35.78454165), (118.64005215, 35.79027598)),
)
Pair = tuple[float, float]


def metres(one: Pair, other: Pair) -> float:
    """About, on a sphere; enough to tell a metre."""
    middle = math.radians((one[1] + other[1]) / 2)
    return math.hypot((one[0] - other[0]) * 111_320 * math.cos(middle), (one[1] - other[1]) * 110_540)


def to(place: Pair, source: System, target: System) -> Pair:
    return convert(longitude=place[0], latitude=place[1], source=source, target=target)


@pytest.mark.parametrize(("name", "wgs84", "gcj02", "bd09"), KNOWN, ids=[one[0] for one in KNOWN])
def test_a_known_place_is_drawn_within_a_centimetre(name: str, wgs84: Pair, gcj02: Pair, bd09: Pair) -> None:
    assert metres(to(wgs84, System.WGS84, System.GCJ02), gcj02) < 0.01, name
    assert metres(to(wgs84, System.WGS84, System.BD09), bd09) < 0.01, name
    assert metres(to(gcj02, System.GCJ02, System.BD09), bd09) < 0.01, name
    assert metres(to(bd09, System.BD09, System.WGS84), wgs84) < 0.01, name
    assert 100 < metres(wgs84, gcj02) < 1000


@pytest.mark.skipif(
    not REFERENCE.is_file(), reason="ZHANQIAO_DEMO_DATA names no folder with geo/crs_reference_part1.csv"
)
def test_every_reference_place_is_drawn_within_a_metre() -> None:
    with REFERENCE.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    off = []
    for row in rows:
        wgs84, gcj02, bd09 = (
            (float(row[f"{name}_lon"]), float(row[f"{name}_lat"])) for name in ("wgs84", "gcj02", "bd09")
        )
        off += [
            metres(to(wgs84, System.WGS84, System.GCJ02), gcj02),
            metres(to(wgs84, System.WGS84, System.BD09), bd09),
        ]
    assert len(rows) > 60
    assert max(off) < 1


@given(st.floats(73, 137), st.floats(1, 55), st.sampled_from([System.GCJ02, System.BD09]))
def test_a_place_comes_back_within_a_centimetre(longitude: float, latitude: float, shifted: System) -> None:
    place = (longitude, latitude)
    assert metres(to(to(place, System.WGS84, shifted), shifted, System.WGS84), place) < 0.01


def test_outside_of_china_nothing_is_shifted() -> None:
    assert to((2.35, 48.85), System.WGS84, System.GCJ02) == (2.35, 48.85)


def test_the_national_datum_counts_as_wgs84() -> None:
    assert to((120.38, 36.07), System.CGCS2000, System.WGS84) == (120.38, 36.07)
