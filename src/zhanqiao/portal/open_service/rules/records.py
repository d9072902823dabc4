"""OGC API - Records, Part 1 (20-004r1): what is done of it, its parameters, its documents that never change.

Of its classes: the record core, the record collection and the records API, in JSON. There is no CQL2, no sorting and no
OpenAPI document of its own; none of these is declared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

PATH = "/ogc/records"
COLLECTION = "catalog"
GEOJSON = "application/geo+json"
DEFAULT, MOST = 10, 100
SPECIFICATION = "http://www.opengis.net/spec/ogcapi-records-1/1.0/conf/"
CONFORMS = tuple(f"{SPECIFICATION}{name}" for name in ("record-core", "record-collection", "record-api", "json"))
PARAMETERS = frozenset({"q", "bbox", "datetime", "limit", "offset", "f"})
Json = dict[str, Any]


class RecordsParameterError(ZhanqiaoError):
    """A parameter that is not there or cannot be read: the standard asks for 400."""

    status = 400
    code = "records-parameter"
    sentence = Text(zh="参数 {name}：{zh}", en="Parameter {name}: {en}")


def checked(*, given: Mapping[str, Sequence[str]], allowed: frozenset[str] = PARAMETERS) -> dict[str, str]:
    """Return the parameters, each given once and known. Raises RecordsParameterError."""
    for name, values in given.items():
        if name not in allowed:
            known = ", ".join(sorted(allowed)) or "—"
            raise RecordsParameterError(
                name=name, zh=f"没有这个参数；可用：{known}。", en=f"not known; there are {known}."
            )
        if len(values) > 1:
            raise RecordsParameterError(name=name, zh="只能给一次。", en="may be given once.")
    found = {name: values[0] for name, values in given.items()}
    if found.get("f", "json") != "json":
        raise RecordsParameterError(name="f", zh="只有 json。", en="there is json alone.")
    return found


def whole(*, given: Mapping[str, str], name: str, otherwise: int, least: int, most: int) -> int:
    """Return a whole number, cut at ``most``. Raises RecordsParameterError."""
    text = given.get(name, str(otherwise))
    if not text.isdecimal() or len(text) > 9 or int(text) < least:  # noqa: PLR2004 - digits of any number that makes sense
        raise RecordsParameterError(
            name=name, zh=f"应为不小于 {least} 的整数。", en=f"must be a whole number from {least} on."
        )
    return min(int(text), most)


def interval(*, text: str) -> tuple[str, str]:
    """Return the two ends of a ``datetime``, empty where it is open. Raises RecordsParameterError."""
    first, slash, last = text.partition("/")
    first, last = ("" if one == ".." else one for one in (first, last if slash else first))
    if not first and not last:
        raise RecordsParameterError(name="datetime", zh="至少一端应有时间。", en="one end at least must be a time.")
    return first, last


def link(*, href: str, rel: str, kind: str = "application/json", title: str = "") -> Json:
    """Return a link."""
    found = {"href": href, "rel": rel, "type": kind}
    return found | {"title": title} if title else found
