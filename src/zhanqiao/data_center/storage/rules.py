"""Decisions about releases that need neither database nor clock."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, Self

from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.coordinates import System
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


class ConversionFailedError(ZhanqiaoError):
    """Converted places are not drawn where they came; nothing was published."""

    status = 500
    code = "conversion-failed"
    sentence = Text(
        zh="坐标转换后的核对没有通过（{rows} 行，写出 {written} 行，最大偏差 {off} 度），没有发布，原数据不受影响。请联系运维人员。",
        en="The check after converting coordinates failed ({rows} rows, {written} written, off by up to {off} degrees). Nothing "
        "was published or changed; tell the operator.",
    )


class HalfPlaceError(ZhanqiaoError):
    """A row has a longitude without its latitude, or the reverse, in a table whose coordinates are converted; none was taken."""

    status = 422
    code = "half-place"
    sentence = Text(
        zh="第 {row} 行只有“{longitude}”“{latitude}”中的一列。本表的坐标按声明的坐标系成对转换，整批数据都没有写入；请两列一起提交。",
        en="Row {row} has only one of '{longitude}' and '{latitude}'. The coordinates of this table are converted in pairs, so none "
        "of the rows was taken; send both columns.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredPlaces:
    """In which system of coordinates a pair of columns, or a column of geometries, comes."""

    longitude: str = ""
    latitude: str = ""
    geometry: str = ""
    system: System = System.WGS84

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns it is about."""
        return (self.geometry,) if self.geometry else (self.longitude, self.latitude)

    @property
    def is_converted(self) -> bool:
        """Say whether the places have to be converted at all."""
        return self.system in {System.GCJ02, System.BD09}

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON values, without the empty ones."""
        return {key: value for key, value in (asdict(self) | {"system": self.system.value}).items() if value}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """Read back what :meth:`as_dict` wrote; unknown keys are ignored."""
        known = {key: values[key] for key in ("longitude", "latitude", "geometry") if values.get(key)}
        return cls(**known, system=System(values["system"]))


@dataclass(frozen=True, slots=True)
class Converted:
    """What became of declared places. ``outside`` of China and ``halves`` of pairs were left as they are."""

    places: DeclaredPlaces
    converted: int
    outside: int
    halves: int

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON values, as the manifest of a release keeps them."""
        counts = {"converted": self.converted, "outside": self.outside, "halves": self.halves}
        return {**self.places.as_dict(), **counts}


def converted_together(
    *, before: Sequence[Mapping[str, Any]], added: Sequence[Mapping[str, Any]]
) -> tuple[Mapping[str, Any], ...]:
    """Return what a release says that has the rows of another and new ones: counts of the same columns and system added up."""
    told: dict[DeclaredPlaces, Mapping[str, Any]] = {}
    for one in (*before, *added):
        places = DeclaredPlaces.from_dict(one)
        known = told.get(places, {})
        sums = {name: known.get(name, 0) + one.get(name, 0) for name in ("converted", "outside", "halves")}
        told[places] = {**places.as_dict(), **sums}
    return tuple(told.values())


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
