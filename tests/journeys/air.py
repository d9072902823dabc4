"""Publishes what the journey to a chart reads: air quality by hours and stations. ``python -m tests.journeys.air``"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

STATIONS = ("东四", "奥体中心", "古城")
FIRST, LAST = datetime(2014, 1, 1), datetime(2017, 12, 31, 12)  # noqa: DTZ001 - wall-clock times of the table
HOURS = 12
SLUG, TITLE, BAD = "air", "空气质量小时值", 150


def readings() -> Iterator[tuple[str, datetime, int]]:
    """Yield station, time and AQI; the air gets better from year to year."""
    at, number = FIRST, 0
    while at <= LAST:
        for place, station in enumerate(STATIONS):
            yield station, at, 40 + (number * 37 + place * 61) % (200 - (at.year - FIRST.year) * 15)
        at, number = at + timedelta(hours=HOURS), number + 1


def content() -> str:
    """Return the table as CSV."""
    return "站点,时间,AQI\n" + "".join(f"{station},{at:%Y-%m-%d %H:%M:%S},{aqi}\n" for station, at, aqi in readings())


def bad_by_year(station: str) -> dict[str, int]:
    """Return how many readings of a station were above 150 in each year."""
    return dict(Counter(str(at.year) for name, at, aqi in readings() if name == station and aqi > BAD))


def main() -> int:
    """Publish the table in the state folder of this environment."""
    import django  # a command: settings come from the environment of this process

    django.setup()
    from tests.seeding import published  # needs Django
    from zhanqiao.data_center.catalogue.operations import rebuild_index  # needs Django, as does the clock
    from zhanqiao.kit.clock import now

    published(name=SLUG, title=TITLE, content=content())
    rebuild_index(at=now())
    return 0


if __name__ == "__main__":
    sys.exit(main())
