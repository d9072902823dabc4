"""Publishes the metro table of the journey to a dashboard, or adds stations to it. ``python -m tests.journeys.metro SLUG [more]``"""

from __future__ import annotations

import sys

TITLE = "地铁站点"
OPENED = "站名,线路,区市,日均客流\n" + "".join(
    f"第{number}站,{1 + number % 3}号线,{('市南区', '市北区', '崂山区')[number % 2]},{1000 + number}\n"
    for number in range(12)
)
MORE = "站名,线路,区市,日均客流\n石老人浴场,4号线,崂山区,5000\n海泊桥,4号线,市北区,4000\n"


def main(arguments: list[str]) -> int:
    """Publish the table, or its next release, in the state folder of this environment."""
    import django  # a command: settings come from the environment of this process

    django.setup()
    from tests.seeding import published  # needs Django

    slug, more = arguments[0], arguments[1:] == ["more"]
    published(name=slug, title=TITLE, content=MORE if more else OPENED, append=more)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
