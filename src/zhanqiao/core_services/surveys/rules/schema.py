"""The JSON Schema (2020-12) of a survey's definition."""

from __future__ import annotations

from typing import Any

from zhanqiao.core_services.surveys.rules.definitions import (
    FORMAT,
    LONGEST,
    LONGEST_INTRODUCTION,
    MOST_OPTIONS,
    MOST_QUESTIONS,
)
from zhanqiao.core_services.surveys.rules.questions import Kind

_KEY = {"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_]{0,39}$"}


def _text(longest: int) -> dict[str, Any]:
    words = {"type": "string", "maxLength": longest}
    return {"anyOf": [words, {"type": "object", "properties": {"zh": words, "en": words}}]}


_OPTION = {
    "type": "object",
    "required": ["key", "text"],
    "properties": {
        "key": _KEY,
        "text": {"$ref": "#/$defs/text"},
        "takes_text": {"type": "boolean"},
        "request": {"type": "string"},
    },
}
_QUESTION = {
    "type": "object",
    "required": ["key", "kind", "title"],
    "properties": {
        "key": _KEY,
        "kind": {"enum": [kind.value for kind in Kind]},
        "title": {"$ref": "#/$defs/text"},
        "hint": {"$ref": "#/$defs/text"},
        "required": {"type": "boolean"},
        "options": {"type": "array", "maxItems": MOST_OPTIONS, "items": {"$ref": "#/$defs/option"}},
        "rows": {"type": "array", "maxItems": MOST_OPTIONS, "items": {"$ref": "#/$defs/option"}},
        "lowest": {"type": "number"},
        "highest": {"type": "number"},
        "low_text": {"$ref": "#/$defs/text"},
        "high_text": {"$ref": "#/$defs/text"},
        "show_if": {
            "type": "object",
            "required": ["question", "any_of"],
            "properties": {"question": _KEY, "any_of": {"type": "array", "minItems": 1, "items": {"type": "string"}}},
        },
    },
}
_QUOTA = {
    "type": "object",
    "required": ["cell", "most"],
    "properties": {
        "cell": {"type": "object", "minProperties": 1, "additionalProperties": {"type": "string"}},
        "most": {"type": "integer", "minimum": 1},
    },
}
SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": FORMAT,
    "type": "object",
    "required": ["format", "title", "questions"],
    "properties": {
        "format": {"const": FORMAT},
        "title": {"$ref": "#/$defs/text"},
        "introduction": _text(LONGEST_INTRODUCTION),
        "questions": {"type": "array", "maxItems": MOST_QUESTIONS, "items": {"$ref": "#/$defs/question"}},
        "quotas": {"type": "array", "maxItems": MOST_OPTIONS, "items": _QUOTA},
    },
    "$defs": {"text": _text(LONGEST), "option": _OPTION, "question": _QUESTION},
}
