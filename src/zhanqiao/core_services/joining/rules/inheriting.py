"""What a derived dataset's entry takes over from its sources. No Django, no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from zhanqiao.data_center.catalogue.rules import (
    LEVELS,
    OPENNESS,
    SHARE_TYPES,
    DatasetEntry,
    SourceOpenness,
    strictest,
)

MOST_KEYWORDS = 10
BASED_ON = "由《{left}》与《{right}》拼接而成。"
BASED_ON_EN = "Made by joining '{left}' and '{right}'."


def inherited_entry(
    *,
    sources: Sequence[tuple[DatasetEntry, str]],
    slug: str,
    department: str,
    title_zh: str,
    title_en: str = "",
    abstract_zh: str = "",
    abstract_en: str = "",
) -> DatasetEntry:
    """Return the entry of what is made of two sources, each with its state: what was said, and the stricter of all else.

    How open, how shared and of which level it is follow the strictest source (``catalogue.rules.strictest``), with the conditions
    and grounds of that source; theme, place and licence follow the first. The officer may change the rest before it is published.
    """
    entries = [entry for entry, _ in sources]
    left, right = entries[0], entries[-1]
    others: dict[str, Any] = _stricter(sources) | dict.fromkeys(NOT_INHERITED, "") | dict.fromkeys(NO_DAY)
    return replace(
        left,
        slug=slug,
        department=department,
        title_zh=title_zh,
        title_en=title_en,
        abstract_zh=abstract_zh or BASED_ON.format(left=left.title_zh, right=right.title_zh),
        abstract_en=abstract_en
        or BASED_ON_EN.format(left=left.title_en or left.title_zh, right=right.title_en or right.title_zh),
        related_codes=tuple(dict.fromkeys(one.resource_code for one in entries if one.resource_code)),
        keywords=tuple(dict.fromkeys(word for one in entries for word in one.keywords))[:MOST_KEYWORDS],
        synthetic=any(one.synthetic for one in entries),
        **others,
    )


def _stricter(sources: Sequence[tuple[DatasetEntry, str]]) -> dict[str, Any]:
    """Return how open, how shared and of which level the strictest source is, with its conditions and grounds."""
    entries = [entry for entry, _ in sources]
    open_type = strictest(sources=[SourceOpenness(one.title_zh, state, one.open_type) for one, state in sources])
    opened = max(entries, key=lambda one: OPENNESS.index(one.open_type))
    shared = max(entries, key=lambda one: list(SHARE_TYPES).index(one.share_type))
    return {
        "share_type": shared.share_type,
        "share_condition": shared.share_condition,
        "share_legal_ground": shared.share_legal_ground,
        "open_type": open_type,
        "open_condition": opened.open_condition,
        "open_legal_ground": opened.open_legal_ground or (NOT_SERVED if open_type == OPENNESS[-1] else ""),
        "data_level": max((one.data_level for one in entries), key=list(LEVELS).index),
    }


NOT_SERVED = "来源数据集未向社会开放。"
# What is said of one dataset alone: the code is allocated, a contact and a consent are asked for anew.
NOT_INHERITED = (
    *("class_code", "resource_code", "origin_name", "origin_url"),
    *("contact_name", "contact_phone", "contact_email", "consented_by"),
)
NO_DAY = ("issued_on", "secrecy_reviewed_on", "privacy_assessed_on", "consented_on")
