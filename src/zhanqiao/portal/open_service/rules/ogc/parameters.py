"""The parameters of an address, held against what there is: an unknown one is refused by name."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import Any

from zhanqiao.portal.open_service.rules.ogc.conformance import JSON
from zhanqiao.portal.open_service.rules.ogc.errors import wrong

FORM = ("f",)
SHAPE = (*FORM, "crs", "properties")
PAGE = ("limit", "offset", "after")
SELECTION = ("bbox", "bbox-crs", "datetime", "filter", "filter-lang", "filter-crs", "q")
TILE = (*FORM, "properties", "datetime", "filter", "filter-lang", "filter-crs", "q")
ITEMS = (*SHAPE, *PAGE, *SELECTION, "sortby")
MVT_FORMS = ("mvt", "application/vnd.mapbox-vector-tile")
FORMS = ("json", "geojson", "application/json", "application/geo+json")
LONGEST = 80
Json = dict[str, Any]


def checked(
    *, given: Mapping[str, Sequence[str]], allowed: Sequence[str] = FORM, forms: Sequence[str] = FORMS
) -> dict[str, str]:
    """Return the parameters, each given once and known; empty ones count as not given. Raises OgcParameterError."""
    for name, values in given.items():
        if name not in allowed:
            raise _unknown(name, allowed)
        if len(values) > 1:
            raise wrong(name, "只能给一次。", "may be given once.")
        if "\x00" in values[0]:
            raise wrong(name, "不能含空字符。", "may not hold NUL characters.")
    found = {name: values[0] for name, values in given.items() if values[0].strip()}
    if found.get("f", forms[0]) not in forms:
        raise wrong("f", f"只有 {forms[0]}。", f"there is {forms[0]} alone.")
    return found


def whole(*, given: Mapping[str, str], name: str, least: int) -> int | None:
    """Return a whole number, None when it was not given. Raises OgcParameterError."""
    text = given.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit()) or len(text) > 12 or int(text) < least:  # noqa: PLR2004 - digits of any number that makes sense
        raise wrong(name, f"应为不小于 {least} 的整数。", f"must be a whole number from {least} on.")
    return int(text)


def listed(text: str, /) -> tuple[str, ...]:
    """Return the names of a list separated by commas, each once."""
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def link(*, href: str, rel: str, kind: str = JSON, title: str = "", templated: bool = False) -> Json:
    """Return a link."""
    found: Json = {"href": href, "rel": rel, "type": kind}
    if title:
        found["title"] = title
    return found | {"templated": True} if templated else found


def _unknown(name: str, allowed: Sequence[str]) -> Exception:
    near = difflib.get_close_matches(name, allowed, n=1)
    hint = near[0] if near else ", ".join(allowed)
    return wrong(name[:LONGEST], f"没有这个参数；可用：{hint}。", f"there is no such parameter; use {hint}.")
