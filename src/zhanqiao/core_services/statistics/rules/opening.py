"""Sheets as they are published as open datasets: without counts so small that they could show a person. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from zhanqiao.core_services.statistics.rules.searching import SHOWN_FROM
from zhanqiao.core_services.statistics.rules.sheets import Sheet
from zhanqiao.kit.texts import Text

SLUG = "statistics-{}"
WAYS = ("view", "download", "api")
OF_ANSWERS = ("days", "late")


def slug_of(*, key: str) -> str:
    """Return the address name of the dataset of a sheet."""
    return SLUG.format(key)


def opened(sheet: Sheet, /, *, least: int) -> Sheet:
    """Return a sheet without small counts: words of fewer visitors left out, smaller counts of uses and answers left empty."""
    told = {"searches": _searches, "use": _use, "answers": _answers}.get(sheet.key)
    return replace(sheet, rows=told(sheet.rows, least), note=_noted(sheet.note, sheet.key, least)) if told else sheet


def _searches(rows: tuple[Mapping[str, Any], ...], least: int) -> tuple[Mapping[str, Any], ...]:
    return tuple(_without(row, ("fruitless",), least) for row in rows if row["visitors"] >= max(least, SHOWN_FROM))


def _use(rows: tuple[Mapping[str, Any], ...], least: int) -> tuple[Mapping[str, Any], ...]:
    """Leave small counts empty, and the sum with them: else what is missing could be worked out."""
    made = []
    for row in rows:
        shown = _without(row, WAYS, least)
        made.append(shown if all(shown[way] is not None for way in WAYS) else {**shown, "all": None})
    return tuple(made)


def _answers(rows: tuple[Mapping[str, Any], ...], least: int) -> tuple[Mapping[str, Any], ...]:
    """Leave out how long a few answers took: a person may know that one of them is theirs."""
    return tuple(row if row["answered"] >= least else {**row, **dict.fromkeys(OF_ANSWERS)} for row in rows)


def _without(row: Mapping[str, Any], names: tuple[str, ...], least: int) -> Mapping[str, Any]:
    return {name: None if name in names and 0 < (value or 0) < least else value for name, value in row.items()}


def _noted(note: Text, key: str, least: int) -> Text:
    if key == "searches":
        least = max(least, SHOWN_FROM)
        return Text(
            f"{note.zh}开放数据中只有至少 {least} 位访问者检索的词。",
            f"{note.en} As open data: words of {least} visitors or more.",
        )
    return Text(
        f"{note.zh}开放数据中小于 {least} 的数留空。", f"{note.en} As open data, counts below {least} are left empty."
    )
