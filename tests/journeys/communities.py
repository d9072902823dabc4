"""Publishes a few stations of the metro and the communities of the city, whose names they share.

``python -m tests.journeys.communities [BEGINNING [more]]``: slugs begin so; ``more`` opens another line instead.
"""

from __future__ import annotations

import sys

import django

STATIONS = (
    *("兴国路", "永年路", "安顺路", "北岭", "小村庄", "广饶路", "山里", "天目山路", "薛家岛", "丁家河"),
    *("王家港", "毕家上流", "上臧", "长涧", "枣山路", "东韩", "同安路", "小港", "永平路", "振华路"),
    *("五四广场", "青岛北站", "会展中心", "世博园", "胶东机场"),
)
DISTRICTS = ("李沧区", "市北区", "黄岛区", "崂山区", "市南区")
MORE = "车站编号,站名,线路\nS900,永年路,9号线\nS901,北岭,9号线\n"
NAMED = 20  # of the stations, those that a community has its name from


def main(arguments: list[str]) -> int:
    django.setup()
    from tests.seeding import published  # needs Django

    beginning, more = (arguments or [""])[0], arguments[1:] == ["more"]
    if more:
        published(name=f"{beginning}metro", title="青岛地铁车站", content=MORE, append=True)
        return 0
    published(name=f"{beginning}metro", title=f"青岛地铁车站{beginning}", content=stations())
    published(name=f"{beginning}communities", title=f"青岛市社区名录{beginning}", content=communities())
    return 0


def stations() -> str:
    """Return stations with their line."""
    lines = [f"S{number:03d},{name},{1 + number % 4}号线" for number, name in enumerate(STATIONS, start=1)]
    return "\n".join(["车站编号,站名,线路", *lines]) + "\n"


def communities() -> str:
    """Return communities: of each named station one, of the second two in different districts."""
    rows = [(name, DISTRICTS[number % 5]) for number, name in enumerate(STATIONS[:NAMED])]
    rows += [(STATIONS[1], DISTRICTS[4]), ("云霄路", "市南区"), ("西藏路", "市南区")]
    lines = [
        f"3702{number:08d},{name}社区居民委员会,{district}" for number, (name, district) in enumerate(rows, start=1)
    ]
    return "\n".join(["区划代码,村居名称,区县", *lines]) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
