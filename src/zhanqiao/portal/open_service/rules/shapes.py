"""Words for writing JSON Schemas with descriptions in both languages."""

from __future__ import annotations

from typing import Any

from zhanqiao.kit.texts import Text

Schema = dict[str, Any]
STRING: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}
FLAG: Schema = {"type": "boolean"}
OBJECT: Schema = {"type": "object"}
ANYTHING: Schema = {}
MOMENT: Schema = {"type": "string", "format": "date-time"}


def reference(name: str, /) -> Schema:
    """Return a reference to a schema of this document."""
    return {"$ref": f"#/components/schemas/{name}"}


def many(items: Schema, /) -> Schema:
    """Return an array."""
    return {"type": "array", "items": items}


def thing(
    about: Text, properties: dict[str, Schema] | None = None, /, *, optional: tuple[str, ...] = (), **named: Schema
) -> Schema:
    """Return an object with its properties, all required but the optional ones."""
    whole = {**(properties or {}), **named}
    required = [name for name in whole if name not in optional]
    return {"type": "object", "description": about, "properties": whole, "required": required}


def said(schema: Schema, zh: str, en: str, /) -> Schema:
    """Return the schema with a description."""
    return {**schema, "description": Text(zh, en)}


def maybe(schema: Schema, /) -> Schema:
    """Return the schema, or null."""
    return {**schema, "type": [schema["type"], "null"]}


def either(name: str, /) -> Schema:
    """Return a reference, or null."""
    return {"anyOf": [reference(name), {"type": "null"}]}


def envelope(about: Text, data: Schema, /, **more: Schema) -> Schema:
    """Return an answer that is a page of things."""
    return thing(
        about,
        optional=("release", "columns", "facets", "suggestion", "engine", "sample"),
        data=data,
        page=reference("Page"),
        limits=many(reference("Limit")),
        **more,
    )


def single(about: Text, data: Schema, /) -> Schema:
    """Return an answer about one thing."""
    return thing(about, data=data)
