"""What a feature's properties are, as JSON Schema: for readers (the schema) and for filters (the queryables)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhanqiao.kit.texts import Text
from zhanqiao.portal.open_service.rules.ogc.layers import Column, Layer

DIALECT = "https://json-schema.org/draft/2020-12/schema"
# Numbers that a double would change are texts in an answer, as everywhere here; the schema says what they are.
TYPES: Mapping[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "time": {"type": "string", "format": "time"},
    "timestamp": {"type": "string", "format": "date-time"},
    "geometry": {"format": "geometry-any"},
    "json": {},
}
Json = dict[str, Any]


def schema(*, address: str, title: str, layer: Layer, labels: Mapping[str, Text]) -> Json:
    """Return the schema of a feature's properties; the geometry has its role."""
    return {
        "$schema": DIALECT,
        "$id": address,
        "type": "object",
        "title": title,
        "properties": {
            layer.geometry: _place(layer),
            **{each.name: _property(each, layer, labels) for each in layer.properties},
        },
        "additionalProperties": False,
    }


def _place(layer: Layer) -> Json:
    form = "geometry-point" if layer.is_points else "geometry-any"
    return {"title": "位置 Place", "format": form, "x-ogc-role": "primary-geometry"}


def _property(column: Column, layer: Layer, labels: Mapping[str, Text]) -> Json:
    label = labels.get(column.name)
    found: Json = {"title": column.name if label is None else label.zh}
    if label is not None and label.en != label.zh:
        found["description"] = label.en
    role = {"x-ogc-role": "primary-instant"} if column == layer.time else {}
    return found | TYPES[column.kind] | role
