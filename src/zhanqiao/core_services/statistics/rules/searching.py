"""Which searches are counted, and from how many visitors on they are shown. Pure."""

from __future__ import annotations

import re
from datetime import datetime

from zhanqiao.kit.clock import CITY_TIME

SHOWN_FROM = 3  # visitors
SHORTEST, LONGEST = 2, 40
PERSONAL = re.compile(r"@|\d{6,}")  # addresses of mail, telephone, card and identity numbers


def worth_counting(words: str, /) -> str:
    """Return words as they are counted, in small letters with single spaces; empty for those that are not."""
    told = " ".join(words.split()).casefold()
    if not SHORTEST <= len(told) <= LONGEST or PERSONAL.search(told.replace(" ", "").replace("-", "")):
        return ""
    return told


def week_of(*, at: datetime) -> str:
    """Return the week of a moment in the city, such as 2026w49."""
    year, week, _ = at.astimezone(CITY_TIME).isocalendar()
    return f"{year}w{week:02d}"
