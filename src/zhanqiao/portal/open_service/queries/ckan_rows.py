"""CKAN's datastore on our tables: a resource is a table, a search is a question of the query model."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import orjson

from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.metadata import queries as metadata
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import Field, RowsPage, TableCard
from zhanqiao.people.access.rules import AccessCard
from zhanqiao.portal.open_service.queries.reading import exported, parsed_whole, readable
from zhanqiao.portal.open_service.queries.sql import sql_question
from zhanqiao.portal.open_service.rules import ckan
from zhanqiao.portal.open_service.rules.ckan import COMPARISONS, TYPES, Params, quoted, wrong

Json = dict[str, Any]
FORMATS = ("objects", "lists", "csv", "tsv")
DUMPED = {
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "json": "application/json",
    "xml": "application/xml; charset=utf-8",
}


def datastore_search(*, params: Params, card: AccessCard) -> Json:
    """Search the rows of a resource: filters, words, fields, distinct, order, pages."""
    table = readable(table_id=ckan.required(params=params, name="resource_id"), card=card, as_of=None)
    form = ckan.text_of(params=params, name="records_format") or "objects"
    if form not in FORMATS:
        raise wrong("records_format", f"应为 {'、'.join(FORMATS)}。", f"must be one of {', '.join(FORMATS)}")
    counted = ckan.flag(params=params, name="include_total", otherwise=True)
    size = ckan.whole(params=params, name="limit", otherwise=ckan.DEFAULT_ROWS, most=ckan.MOST_ROWS)
    start = ckan.whole(params=params, name="offset", otherwise=0, most=10**9)
    asked = {**_asked(table, params), "limit": str(size), "offset": str(start), "count": "exact" if counted else "none"}
    page = storage.rows(card=table, query=storage.parsed(card=table, params=asked, max_limit=ckan.MOST_ROWS))
    found: Json = {
        "resource_id": table.id,
        "fields": [_field(field) for field in page.columns],
        "records_format": form,
        "records": _records(page, form),
        "limit": size,
        "include_total": counted,
        "_links": _links(params, size=size, start=start),
    }
    if start:
        found["offset"] = start
    if counted:
        found |= {"total": page.total, "total_was_estimated": False, "total_estimation_threshold": None}
    return found


def datastore_search_sql(*, params: Params, card: AccessCard) -> Json:
    """Answer one SELECT over resources, each named by its id in double quotes."""
    question = sql_question(sql=ckan.required(params=params, name="sql"), card=card)
    answer = catalogue.sql_answer(question=question, format="json")
    fields, cut = answer.columns, answer.cut
    records = orjson.Fragment(b"".join(answer.blocks()))
    found = {
        "sql": question.sql,
        "fields": [{"id": one["name"], "type": _arrow(one["type"])} for one in fields],
        "records": records,
    }
    return found if cut is None else {**found, "records_truncated": True}


def datastore_info(*, params: Params, card: AccessCard) -> Json:
    """Describe a resource: its number of rows and its fields with their words."""
    name = ckan.text_of(params=params, name="id") or ckan.required(params=params, name="resource_id")
    table = readable(table_id=name, card=card, as_of=None)
    fields = [
        {
            **_field(column.field),
            "info": {
                "label": column.label.zh,
                "label_en": column.label.en,
                "notes": column.description.zh,
                "unit": column.unit,
            },
        }
        for column in metadata.dictionary(table_id=table.id, as_of=None)
    ]
    return {"meta": {"id": table.id, "count": table.rows, "table_type": "BASE TABLE"}, "fields": fields}


def dump(*, table_id: str, card: AccessCard, form: str, params: Params) -> tuple[TableCard, Iterator[bytes]]:
    """Return a table and a stream of its rows in one of ``DUMPED``."""
    table = readable(table_id=table_id, card=card, as_of=None)
    asked = _asked(table, params)
    for name in ("limit", "offset"):
        if ckan.text_of(params=params, name=name):
            asked[name] = str(ckan.whole(params=params, name=name, otherwise=0, most=10**9))
    query = parsed_whole(card=table, params=asked)
    bom = ckan.flag(params=params, name="bom", otherwise=False)
    if form != "json":
        return table, exported(card=table, query=query, format=form, bom=bom)
    return table, _dumped_json(table, exported(card=table, query=query, format="ndjson", bom=False))


def _dumped_json(table: TableCard, lines: Iterator[bytes]) -> Iterator[bytes]:
    """Yield CKAN's own form: the fields, then each row as a list."""
    yield b'{"fields": ' + orjson.dumps([_field(field) for field in table.fields]) + b', "records": ['
    held, first = b"", True
    for block in lines:
        *whole, held = (held + block).split(b"\n")
        rows = [list(orjson.loads(line).values()) for line in whole if line]
        if rows:
            yield (b"\n" if first else b",\n") + b",\n".join(orjson.dumps(row) for row in rows)
            first = False
    yield b"\n]}\n"


def _asked(table: TableCard, params: Params) -> dict[str, str]:
    """Return filters, words, fields, order and distinct as parameters of the query model."""
    known = {field.name: field for field in table.fields}
    tests = [_filter(table, known, each) for each in _as_list(ckan.structure(params=params, name="filters"))]
    words = ckan.structure(params=params, name="q")
    if isinstance(words, Mapping):
        tests += [
            f"contains({quoted(_known(name, known, 'q'))}, {_text(value)})" for name, value in words.items() if value
        ]
    where = " AND ".join(f"({test})" for test in tests if test)
    chosen = [_known(name, known, "fields") for name in ckan.names(params=params, name="fields") if name != "_id"]
    asked = {
        "where": where,
        "q": words if isinstance(words, str) else "",
        "select": ", ".join(quoted(name) for name in chosen),
        "order_by": ckan.order_by(text=", ".join(ckan.names(params=params, name="sort"))),
        "distinct": "true" if ckan.flag(params=params, name="distinct", otherwise=False) else "",
    }
    return {name: text for name, text in asked.items() if text}


def _filter(table: TableCard, known: Mapping[str, Field], filters: Any) -> str:
    if not isinstance(filters, Mapping):
        raise wrong("filters", "应为 JSON 对象或对象的列表。", "must be a JSON object, or a list of them")
    parts = []
    for name, value in filters.items():
        if name in {"$or", "$and"}:
            joined = " OR " if name == "$or" else " AND "
            parts.append(joined.join(f"({_filter(table, known, each)})" for each in _as_list(value)) or "true = true")
        elif name != "_id":
            parts.append(_test(table, _known(name, known, "filters"), value))
        else:
            raise wrong("filters", "行没有 _id，请按列筛选。", "rows have no _id; filter by a column")
    return " AND ".join(f"({part})" for part in parts)


def _test(table: TableCard, name: str, value: Any) -> str:
    if isinstance(value, Mapping):
        unknown = [key for key in value if key not in COMPARISONS]
        if unknown:
            raise wrong(
                "filters", f"没有比较 {unknown[0]}。", f"no comparison {unknown[0]}; use {', '.join(COMPARISONS)}"
            )
        tests = [
            storage.condition(card=table, column=name, operator=COMPARISONS[key], value=each)
            for key, each in value.items()
        ]
        return " AND ".join(f"({test})" for test in tests)
    values = value if isinstance(value, list) else [value]
    present = [each for each in values if each is not None]
    tests = [storage.condition(card=table, column=name, operator="in", value=present)] if present else []
    if len(present) < len(values):
        tests.append(storage.condition(card=table, column=name, operator="is_null", value=None))
    if not tests:
        raise wrong("filters", f"列 {name} 的取值列表是空的。", f"the list of values of {name} is empty")
    return " OR ".join(f"({test})" for test in tests)


def _known(name: str, known: Mapping[str, Field], parameter: str) -> str:
    if name not in known:
        raise wrong(parameter, f"没有列“{name}”。", f"field '{name}' not in table")
    return name


def _as_list(value: Any) -> list[Any]:
    return [] if value in (None, "", {}) else value if isinstance(value, list) else [value]


def _text(value: Any) -> str:
    return "'" + str(value).replace("'", "''") + "'"


def _field(field: Field) -> Json:
    return {"id": field.name, "type": TYPES[str(field.type)]}


def _arrow(kind: str) -> str:
    if kind.startswith(("int", "uint")):
        return "int8"
    if kind.startswith(("decimal", "timestamp", "date", "time", "double", "float", "bool")):
        named = {"decimal": "numeric", "double": "float8", "float": "float8", "date32": "date", "time64": "time"}
        base = kind.partition("(")[0].partition("[")[0]
        return next((value for key, value in named.items() if base.startswith(key)), base)
    return "text" if kind == "string" else "json"


def _records(page: RowsPage, form: str) -> Any:
    if form == "objects":
        return orjson.Fragment(page.json())
    rows = [list(row) for row in page.rows]
    return rows if form == "lists" else _lines(rows, "\t" if form == "tsv" else ",")


def _lines(rows: Sequence[Sequence[Any]], separator: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _links(params: Params, *, size: int, start: int) -> Json:
    kept = {
        name: value if isinstance(value, str | int) else orjson.dumps(value).decode() for name, value in params.items()
    }
    path = "/api/3/action/datastore_search"
    links = {
        "start": f"{path}?{urlencode({**kept, 'limit': size, 'offset': 0})}",
        "next": f"{path}?{urlencode({**kept, 'limit': size, 'offset': start + size})}",
    }
    return (
        links
        if start < size
        else {**links, "prev": f"{path}?{urlencode({**kept, 'limit': size, 'offset': start - size})}"}
    )


def rows_to_delete(*, table: TableCard, params: Params, most: int) -> list[dict[str, Any]]:
    """Return the keys of the rows that the filters choose, one more than ``most`` when there are more."""
    filters = ckan.structure(params=params, name="filters")
    if not isinstance(filters, Mapping):
        raise wrong(
            "filters",
            "应为 JSON 对象；不能删除整个资源。",
            "must be a JSON object; a whole resource is not deleted here",
        )
    asked = _asked(table, {"filters": filters}) | {
        "select": ", ".join(quoted(name) for name in table.key),
        "limit": str(most + 1),
    }
    page = storage.rows(card=table, query=storage.parsed(card=table, params=asked, max_limit=most + 1))
    return [dict(zip(table.key, row, strict=True)) for row in page.rows]


def described(table: TableCard, /) -> list[Json]:
    """Return the columns of a table as CKAN writes them."""
    return [_field(field) for field in table.fields]
