"""Values and rows as OData's JSON has them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal, NamedTuple

import orjson

from zhanqiao.portal.open_service.rules.odata.errors import ODataFormatError
from zhanqiao.portal.open_service.rules.odata.plans import Written

Level = Literal["none", "minimal", "full"]
TYPES = {
    "text": "Edm.String",
    "integer": "Edm.Int64",
    "decimal": "Edm.Decimal",
    "number": "Edm.Double",
    "boolean": "Edm.Boolean",
    "date": "Edm.Date",
    "time": "Edm.TimeOfDay",
    "timestamp": "Edm.DateTimeOffset",
    "geometry": "Edm.Geography",
    "json": "Edm.String",
}
PLAIN = frozenset({"text", "json", "number", "boolean"})  # a reader of JSON knows these types without being told
EXACT = frozenset({"integer", "decimal"})
OFFSET_TEXT = "+08:00"
JSON = "application/json"
XML = "application/xml"
ANYTHING = ("*/*", "application/*")


class Form(NamedTuple):
    """How JSON is to be written: how much metadata, and whether large numbers are texts (IEEE754Compatible)."""

    level: Level = "minimal"
    exact: bool = False

    @property
    def content_type(self) -> str:
        """Return the media type with its parameters."""
        exact = ";IEEE754Compatible=true" if self.exact else ""
        return f"{JSON};odata.metadata={self.level}{exact};charset=utf-8"


def form_of(*, accept: str, given: str) -> Form:
    """Return the form that ``$format`` or else ``Accept`` asks for, the one of most weight. Raises ODataFormatError (406)."""
    offered: list[tuple[float, Form]] = []
    for part in (given or accept or JSON).split(","):
        name, *parameters = (each.strip() for each in part.split(";"))
        if name.lower() in (JSON, *ANYTHING) or (given and name.lower() == "json"):
            options = {key.strip().lower(): value.strip().lower() for key, _, value in
                       (each.partition("=") for each in parameters)}  # fmt: skip
            level = options.get("odata.metadata") or options.get("metadata") or "minimal"
            form = Form(_level(level), options.get("ieee754compatible") == "true")
            offered.append((_weight(options.get("q", "1")), form))
    weight, form = max(offered, key=lambda each: each[0], default=(0.0, Form()))  # the first of equals
    if not weight:
        raise ODataFormatError(asked=(given or accept)[:80], known=JSON)
    return form


def takes_xml(*, given: str) -> bool:
    """Say whether ``$format`` takes XML. ``Accept`` is not asked: clients send the one of their data along."""
    name = (given or XML).partition(";")[0].strip().lower()
    return name in (XML, "xml", "text/xml")


def objects(
    *,
    rows: Iterable[Sequence[Any]],
    written: Sequence[Written],
    form: Form,
    entity: Callable[[dict[str, Any]], dict[str, str]],
) -> list[dict[str, Any]]:
    """Return rows as objects. ``entity`` gives the annotations of an entity (full metadata)."""
    notes = _notes(written, form)
    converters = [(place, _converter(each.kind, form)) for place, each in enumerate(written)]
    changed = [(place, convert) for place, convert in converters if convert is not None]
    names = [each.name for each in written]
    found = []
    for row in rows:
        values = list(row)
        for place, convert in changed:
            if values[place] is not None:
                values[place] = convert(values[place])
        own = dict(zip(names, values, strict=True))
        found.append({**entity(own), **notes, **own} if form.level == "full" else {**notes, **own})
    return found


def _notes(written: Sequence[Written], form: Form) -> dict[str, str]:
    """Return the types that a reader cannot know otherwise: of what no type declares, and of all in full metadata."""
    if form.level == "none":
        return {}
    told = [each for each in written if each.kind not in PLAIN and (each.dynamic or form.level == "full")]
    return {f"{each.name}@odata.type": "#" + TYPES[each.kind].removeprefix("Edm.") for each in told}


def _converter(kind: str, form: Form) -> Callable[[Any], Any] | None:
    if kind in EXACT:
        return str if form.exact else _number
    if kind == "timestamp":
        return lambda value: f"{value}{OFFSET_TEXT}"
    if kind == "json":
        return lambda value: value if isinstance(value, str) else orjson.dumps(value).decode()
    return None


def _number(value: Any) -> Any:
    # what the query model keeps as text, so that no reader rounds it, is a number to OData
    return orjson.Fragment(value) if isinstance(value, str) else value


def _weight(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 1.0


def _level(text: str) -> Level:
    if text == "none":
        return "none"
    return "full" if text == "full" else "minimal"
