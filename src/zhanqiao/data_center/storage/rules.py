"""Decisions about releases that need neither database nor clock."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.ids import is_id
from zhanqiao.kit.texts import Text

NUMBER = re.compile(r"^[1-9]\d{0,8}$")


class Mode(StrEnum):
    """How a release relates to the one before: takes its place, adds rows to it, or changes rows of it."""

    REPLACE = "replace"
    APPEND = "append"
    CHANGE = "change"


class Operation(StrEnum):
    """What is done with the rows of one request."""

    APPEND = "append"
    UPDATE = "update"
    UPSERT = "upsert"
    DELETE = "delete"


class ReleaseRetiredError(ZhanqiaoError):
    """A release made of small batches is no longer kept; another of the same day is."""

    status = 410
    code = "release-retired"
    sentence = Text(
        zh="版本 {number} 由零散写入合并而成，已按保留规则清理。每天的最后一个版本一直保留，请用日期作为 as_of，如 {day}。",
        en="Release {number} was made of small batches and is no longer kept. The last release of each day is: give the date "
        "as as_of, such as {day}.",
    )


class AsOfError(ZhanqiaoError):
    """``as_of`` names neither a release nor a moment."""

    status = 400
    code = "as-of-invalid"
    sentence = Text(
        zh="as_of 的值“{value}”无法识别。请写发布版本号（如 3）、版本标识（rel_…）或日期（如 2026-11-01）。",
        en="The value '{value}' of as_of is not understood. Give a release number (3), a release id (rel_…) or a date (2026-11-01).",
    )


@dataclass(frozen=True, slots=True)
class AsOf:
    """What ``as_of`` asks for: exactly one of a release id, a release number, or a moment."""

    release_id: str | None = None
    number: int | None = None
    moment: datetime | None = None


def as_of(*, text: str) -> AsOf:
    """Read ``as_of``: release id, release number, ISO date (its end, in the city's time) or ISO time.

    Raises AsOfError.
    """
    text = text.strip()
    if is_id(text=text, prefix="rel"):
        return AsOf(release_id=text)
    if NUMBER.match(text):
        return AsOf(number=int(text))
    return AsOf(moment=_moment(text))


def _moment(text: str) -> datetime:
    try:
        if len(text) == len("2026-11-01"):
            return datetime.combine(date.fromisoformat(text), time.max, tzinfo=CITY_TIME)
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise AsOfError(value=text[:40]) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=CITY_TIME)
