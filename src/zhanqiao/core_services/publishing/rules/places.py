"""Systems of coordinates as an officer declares them: for pairs of columns and for geometries; what is allowed, what it is called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhanqiao.data_center.storage.rules import DeclaredPlaces
from zhanqiao.kit.coordinates import System
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

SYSTEMS = {
    System.WGS84: Text("WGS 84 / CGCS2000（默认，不转换）", "WGS 84 / CGCS2000 (usual; not converted)"),
    System.GCJ02: Text("GCJ-02（高德、腾讯等网络地图）", "GCJ-02 (Amap, Tencent and other web maps)"),
    System.BD09: Text("BD-09（百度地图）", "BD-09 (Baidu maps)"),
}
NAMES = {System.WGS84: "WGS 84", System.CGCS2000: "CGCS2000", System.GCJ02: "GCJ-02", System.BD09: "BD-09"}
NUMBERS = frozenset({"integer", "decimal", "number"})


class PlacesInvalidError(ZhanqiaoError):
    """A declared system of coordinates cannot be applied to the table; nothing was saved."""

    status = 422
    code = "places-invalid"
    sentence = Text(
        zh="“{columns}”的坐标系声明无法使用：{zh}。没有保存，请重新选择列。",
        en="The system of coordinates declared for '{columns}' cannot be used: {en}. Nothing was saved; choose the columns again.",
    )


@dataclass(frozen=True, slots=True)
class PlaceChoices:
    """Which columns of a table can be declared: pairs that look like longitude and latitude, numbers, geometries."""

    pairs: tuple[tuple[str, str], ...] = ()
    numbers: tuple[str, ...] = ()
    geometries: tuple[str, ...] = ()


def place_choices(*, columns: Sequence[tuple[str, str, str | None]]) -> PlaceChoices:
    """Return what can be declared of columns given by name, type and meaning; pairs are taken in their order."""
    numbers = tuple(name for name, kind, _ in columns if kind in NUMBERS)
    east = [name for name, kind, meaning in columns if meaning == "longitude" and kind in NUMBERS]
    north = [name for name, kind, meaning in columns if meaning == "latitude" and kind in NUMBERS]
    pairs = tuple(zip(east, north, strict=False)) if len(east) == len(north) else ()
    return PlaceChoices(pairs, numbers, tuple(name for name, kind, _ in columns if kind == "geometry"))


def declared_all(*, choices: PlaceChoices, system: System) -> tuple[DeclaredPlaces, ...]:
    """Return a declaration of one system for all that looks like places in a table."""
    pairs = [DeclaredPlaces(longitude=east, latitude=north, system=system) for east, north in choices.pairs]
    return (*pairs, *(DeclaredPlaces(geometry=name, system=system) for name in choices.geometries))


def require_valid_places(*, types: Mapping[str, str], places: Sequence[DeclaredPlaces]) -> None:
    """Raise PlacesInvalidError unless every declaration fits its columns; ``types`` are the columns' types by name."""
    seen: set[str] = set()
    for one in places:
        wrong = _wrong(one, types, seen)
        seen.update(one.columns)
        if wrong:
            raise PlacesInvalidError(columns="、".join(filter(None, one.columns)), zh=wrong.zh, en=wrong.en)


def converted_places(*, coordinates: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, str, int, int], ...]:
    """Return (columns, system, places converted, places left as they were) of what a release's manifest tells."""
    told = [(DeclaredPlaces.from_dict(one), one) for one in coordinates]
    return tuple(
        ("、".join(places.columns), NAMES[places.system], one["converted"], one["outside"] + one["halves"])
        for places, one in told
    )


def conversion_sentences(*, coordinates: Sequence[Mapping[str, Any]]) -> tuple[Text, ...]:
    """Return what a release's manifest tells of conversions, a sentence each."""
    return tuple(
        Text(
            f"{columns}：由 {system} 转换为 WGS 84，{places} 处；{left} 处保持原样。",
            f"{columns}: converted from {system} to WGS 84, {places} places; {left} left as they came.",
        )
        for columns, system, places, left in converted_places(coordinates=coordinates)
    )


def _wrong(one: DeclaredPlaces, types: Mapping[str, str], seen: set[str]) -> Text | None:
    columns = [column for column in one.columns if column]
    if not one.geometry and len(columns) != len(one.columns):
        return HALF
    if len(set(columns)) != len(columns) or seen & set(columns):
        return TWICE
    if any(column not in types for column in columns):
        return UNKNOWN
    fitting = {"geometry"} if one.geometry else NUMBERS
    return None if all(types[column] in fitting for column in columns) else UNFIT


HALF = Text("经度和纬度两列都要选择", "both the longitude and the latitude are needed")
TWICE = Text("同一列声明了两次", "a column is declared twice")
UNKNOWN = Text("表中没有这一列", "the table has no such column")
UNFIT = Text(
    "经纬度应为数值列，几何应为几何列", "longitude and latitude are columns of numbers, geometries of geometries"
)
