"""Where one looks on a map: the view that holds a box."""

from __future__ import annotations

import math

TILE, SCREEN = 512, (300, 380)  # pixels of the world at zoom 0, and of the narrowest map
WHOLE, LEAST_DEGREES = 360, 0.01  # degrees of the world, and of what is looked at


def view_of(*, box: tuple[float, float, float, float]) -> str:
    """Return the view, as it stands in an address, that holds a box of west, south, east and north on most screens."""
    west, south, east, north = box
    high = math.cos(math.radians((south + north) / 2))
    wide, tall = max(east - west, LEAST_DEGREES), max(north - south, LEAST_DEGREES) / high
    zoom = min(math.log2(WHOLE * SCREEN[0] / (TILE * wide)), math.log2(WHOLE * SCREEN[1] / (TILE * tall)))
    return f"{zoom:.2f}/{(south + north) / 2:.5f}/{(west + east) / 2:.5f}"
