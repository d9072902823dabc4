"""The guide and the reference: a table to try, every operation, every error the API may answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.urls import resolve

from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import Field, LogicalType, TableCard
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.queries import ANONYMOUS
from zhanqiao.portal.developer_center.rules.guide import API, ExampleTable

OPENAPI = f"{API}/openapi.json"
ASKED_BY_POST = "-post"
LOOKED_AT = 24
PLACE = re.compile(r"\{\w+\}")
# whose errors come out of the API: names, for the modules themselves are none of this one's business
MET_BY_CALLERS = tuple(
    f"zhanqiao.{module}"
    for module in (
        "kit.errors",
        "kit.problems",
        "portal.open_service",
        "data_center.catalogue.queries",
        "data_center.storage.rules",
        "data_center.storage.operations",
        "data_center.storage.engine.changes",
        "core_services.publishing.operations.rows",
        "people.access",
        "data_center.storage.engine.duck",
        "data_center.storage.engine.query",
        "data_center.storage.engine.joins",
        "data_center.storage.engine.export",
        "data_center.storage.engine.sql",
    )
)
PLAIN = frozenset({None, "category"})


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter in the reference."""

    name: str
    where: str
    required: bool
    about: str
    type: str
    choices: tuple[str, ...]
    default: str


@dataclass(frozen=True, slots=True)
class Operation:
    """An endpoint in the reference."""

    name: str
    method: str
    path: str
    title: str
    about: str
    parameters: tuple[Parameter, ...]
    media: tuple[str, ...]
    statuses: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A group of endpoints in the reference."""

    name: str
    title: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class ErrorEntry:
    """An error the API may answer."""

    code: str
    status: int
    sentence: Text


def example_table() -> ExampleTable | None:
    """Return an open table that shows most of what the API can do, None while nothing is open."""
    return storage.remembered("developer example", _best_example)


@lru_cache(maxsize=2)
def reference(*, language: str) -> tuple[Group, ...]:
    """Return the reference in one language, read from the API's OpenAPI document."""
    document = _document(language)
    found = list(_operations(document))
    operations = [_operation(path, method, operation) for path, method, operation in found]
    tags = {operation["operationId"]: operation["tags"][0] for _, _, operation in found}
    return tuple(
        Group(
            name=tag["name"],
            title=tag["description"],
            operations=tuple(one for one in operations if tags[one.name] == tag["name"]),
        )
        for tag in document["tags"]
    )


def errors() -> tuple[ErrorEntry, ...]:
    """Return every named error that a caller of the API may meet, by status and code."""
    entries = {kind.code: _error(kind) for kind in _kinds(ZhanqiaoError) if kind.__module__.startswith(MET_BY_CALLERS)}
    return tuple(sorted(entries.values(), key=lambda entry: (entry.status, entry.code)))


def _error(kind: type[ZhanqiaoError]) -> ErrorEntry:
    sentence = Text(zh=PLACE.sub("…", kind.sentence.zh), en=PLACE.sub("…", kind.sentence.en))
    return ErrorEntry(code=kind.code, status=kind.status, sentence=sentence)


def _kinds(kind: type[ZhanqiaoError]) -> Iterator[type[ZhanqiaoError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from _kinds(below)


def _document(language: str) -> dict[str, Any]:
    request = HttpRequest()
    request.method, request.path = "GET", OPENAPI
    request.META["HTTP_ACCEPT_LANGUAGE"] = language
    view, positional, named = resolve(OPENAPI)
    response: HttpResponse = view(request, *positional, **named)
    document: dict[str, Any] = orjson.loads(response.content)
    return document


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield path, method and operation; a POST that only asks what a GET asks is the same operation."""
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if not operation["operationId"].endswith(ASKED_BY_POST):
                yield path, method.upper(), operation


def _operation(path: str, method: str, operation: dict[str, Any]) -> Operation:
    done = next(answer for status, answer in operation["responses"].items() if status.startswith("2"))
    return Operation(
        name=operation["operationId"],
        method=method,
        path=f"{API}{path}",
        title=operation["summary"],
        about=operation["description"],
        parameters=tuple(_parameter(one) for one in operation["parameters"]),
        media=tuple(done.get("content", ())),
        statuses=tuple((status, one["description"]) for status, one in operation["responses"].items()),
    )


def _parameter(declared: dict[str, Any]) -> Parameter:
    schema = declared["schema"]
    single = schema.get("items", schema)
    return Parameter(
        name=declared["name"],
        where=declared["in"],
        required=declared["required"],
        about=declared["description"],
        type=single["type"] + ("[]" if schema is not single else ""),
        choices=tuple(single.get("enum", ())),
        default=str(single.get("default", "")),
    )


def _best_example() -> ExampleTable | None:
    datasets = [one for one in catalogue.largest(card=ANONYMOUS, n=LOOKED_AT) if one.entry.open_type == "unconditional"]
    candidates = [(_score(table), dataset.slug, table) for dataset in datasets for table in dataset.tables]
    good = [candidate for candidate in candidates if candidate[0]]
    if not good:
        return None
    _, slug, table = max(good, key=lambda candidate: candidate[0])
    return _example(table=table, slug=slug)


def _score(table: TableCard) -> int:
    """Return 0 for a table with nothing to group by, more the more it can show."""
    category, measure = _category(table), _measure(table)
    return (
        0
        if category is None
        else 1 + 2 * (category.meaning == "category") + 2 * (measure is not None) + bool(table.bbox)
    )


def _category(table: TableCard) -> Field | None:
    texts = [field for field in table.fields if field.type is LogicalType.TEXT and field.meaning in PLAIN]
    return min(texts, key=lambda field: field.meaning != "category", default=None)


def _measure(table: TableCard) -> Field | None:
    return next((one for one in table.fields if one.type in storage.NUMERIC and one.meaning is None), None)


def _example(*, table: TableCard, slug: str) -> ExampleTable:
    category, measure = _category(table), _measure(table)
    name = category.name if category else table.fields[0].name
    top = storage.profile(card=table).get(name, {}).get("top") or [("", 0)]
    value = str(top[0][0])
    return ExampleTable(
        id=table.id,
        title=table.title,
        dataset_slug=slug,
        category=name,
        condition=storage.condition(card=table, column=name, operator="=", value=value),
        measure=measure.name if measure else None,
        word=value or None,
        bbox=table.bbox,
    )
