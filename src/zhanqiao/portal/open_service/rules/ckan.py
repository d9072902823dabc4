"""CKAN's Action API v3 in the words of our catalogue and query model: parameters, filters, sorts, types.

Source: the API guide and the datastore extension of CKAN 2.11; proven by ckanapi. What has no word here is refused by
name, as a validation error.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.portal.open_service.rules.periods import PeriodError, end_of

Params = Mapping[str, Any]
DEFAULT_ROWS, MOST_ROWS = 100, 32_000
MOST_PACKAGES = 1_000
TYPES = {
    "text": "text",
    "integer": "int8",
    "decimal": "numeric",
    "number": "float8",
    "boolean": "bool",
    "date": "date",
    "time": "time",
    "timestamp": "timestamp",
    "geometry": "json",
    "json": "json",
}
COMPARISONS = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
FACETS = {"organization": "department", "groups": "theme", "res_format": "format", "license_id": "licence"}
IGNORED_FACETS = frozenset({"type", "dataset_type", "state", "capacity", "entity_type", "site_id", "private"})
SORTS = {
    "score": "relevance",
    "metadata_modified": "newest",
    "metadata_created": "newest",
    "title_string": "title",
    "title": "title",
    "name": "title",
    "id": "id",
}
TERM = re.compile(r"""\s*(?P<sign>[+-])?(?P<field>[\w.]+):(?P<value>\((?P<many>[^)]*)\)|"[^"]*"|[^\s()"]+)\s*""")
PERIOD = re.compile(r"\s*\+?metadata_modified:[\[{]\s*(?P<since>\S+)\s+TO\s+(?P<until>[^\s\]}]+)\s*[\]}]\s*")
ANY_TIME = "*"
JOINED = re.compile(r"\s*AND\s+")
WORD = re.compile(r'"([^"]*)"|([^\s"]+)')
SORTED = re.compile(
    r'\s*("(?:[^"]|"")+"|[^\s",]+)(?:\s+(asc|desc))?(?:\s+nulls\s+(first|last))?\s*(?:,|$)', re.IGNORECASE
)


class CkanParameterError(ZhanqiaoError):
    """A parameter of an action that cannot be understood or is not offered."""

    status = 409
    code = "ckan-parameter"
    sentence = Text(zh="参数 {name}：{zh}", en="Parameter {name}: {en}")


class CkanActionError(ZhanqiaoError):
    """There is no action of this name."""

    status = 400
    code = "ckan-action"
    sentence = Text(zh="没有名为“{name}”的操作。可用：{known}。", en="Action name not known: {name}. Known: {known}.")


class CkanKeyError(ZhanqiaoError):
    """Writing needs an access key."""

    status = 403
    code = "ckan-key"
    sentence = Text(
        zh="写入需要访问密钥（请求头 Authorization），没有任何改变。",
        en="Access denied: writing needs an access key in the header Authorization; nothing was changed.",
    )


class CkanBodyError(ZhanqiaoError):
    """The body of a call is neither a JSON object nor a form."""

    status = 400
    code = "ckan-body"
    sentence = Text(
        zh="请求正文应是一个 JSON 对象或表单，没有执行任何操作。",
        en="Bad request - JSON Error: the body must be a JSON object or a form; nothing was done.",
    )


def wrong(name: str, zh: str, en: str, /) -> CkanParameterError:
    """Return the error of a parameter."""
    return CkanParameterError(name=name, zh=zh, en=en)


def text_of(*, params: Params, name: str) -> str | None:
    """Return a parameter as text, None when it was not given or is empty."""
    value = params.get(name)
    return str(value) if value not in (None, "") else None


def required(*, params: Params, name: str) -> str:
    """Return a parameter that must be there. Raises CkanParameterError."""
    found = text_of(params=params, name=name)
    if found is None:
        raise wrong(name, "缺少必填参数。", "Missing value")
    return found


def whole(*, params: Params, name: str, otherwise: int, most: int) -> int:
    """Return a parameter that is a whole number from 0 on, cut at ``most``. Raises CkanParameterError."""
    found = params.get(name)
    if found in (None, ""):
        return otherwise
    if isinstance(found, bool) or not re.fullmatch(r"\d{1,9}", str(found)):
        raise wrong(name, "应为非负整数。", "Must be a natural number")
    return min(int(str(found)), most)


def flag(*, params: Params, name: str, otherwise: bool) -> bool:
    """Return a parameter that is true or false, as CKAN reads it."""
    found = params.get(name)
    return otherwise if found in (None, "") else str(found).lower() in {"true", "yes", "t", "y", "1"}


def structure(*, params: Params, name: str) -> Any:
    """Return a parameter that may be JSON text; text that is no JSON stays text."""
    found = params.get(name)
    if isinstance(found, str) and found.strip()[:1] in {"{", "["}:
        try:
            return json.loads(found)
        except json.JSONDecodeError:
            raise wrong(name, "不是合法的 JSON。", "Cannot parse JSON") from None
    return found


def names(*, params: Params, name: str) -> list[str]:
    """Return a parameter that lists names: a list, JSON, or text with commas."""
    found = structure(params=params, name=name)
    if isinstance(found, str):
        return [part.strip() for part in found.split(",") if part.strip()]
    return [str(each) for each in found] if isinstance(found, Sequence) else []


def facet_filters(*, text: str) -> dict[str, list[str]]:
    """Return the filters of an ``fq``: ``organization:x +groups:(a OR b)``. Raises CkanParameterError."""
    found: dict[str, list[str]] = {}
    at = 0
    while at < len(text.rstrip()):
        joined = JOINED.match(text, at)
        at = joined.end() if joined else at
        term = TERM.match(text, at)
        if term is None or term["sign"] == "-":
            raise wrong("fq", f"不能理解“{text[at:][:60]}”。", f"Cannot read '{text[at:][:60]}'")
        at = term.end()
        if term["field"] in IGNORED_FACETS:
            continue
        if term["field"] not in FACETS:
            known = ", ".join(FACETS)
            raise wrong("fq", f"没有分面 {term['field']}；可用：{known}。", f"No facet {term['field']}; use {known}")
        found.setdefault(FACETS[term["field"]], []).extend(_values(term))
    return found


def modified_within(*, text: str) -> tuple[str, dict[str, datetime]]:
    """Take ``metadata_modified:[2026-01-01T00:00:00Z TO *]`` out of an ``fq``; return the rest, and ``since`` and ``until``.

    Moments are UTC, as CKAN's are. Raises CkanParameterError.
    """
    ends: dict[str, datetime] = {}
    for found in PERIOD.finditer(text):
        for word, one in found.groupdict().items():
            if one != ANY_TIME:
                ends[word] = _moment(one, last=word == "until")
    return PERIOD.sub(" ", text), ends


def _moment(text: str, *, last: bool) -> datetime:
    try:
        return end_of(name="fq", text=text, last=last, zone=UTC)
    except PeriodError:
        raise wrong("fq", f"“{text[:60]}”不是 ISO 8601 时刻。", f"'{text[:60]}' is no moment of ISO 8601") from None


def _values(term: re.Match[str]) -> Iterator[str]:
    text = term["many"] if term["many"] is not None else term["value"]
    for quoted, plain in WORD.findall(text):
        if quoted or plain not in {"OR", "AND"}:
            yield quoted or plain


def words(*, text: str) -> str:
    """Return the words of a ``q``: without the star that means all, and without names of fields in front."""
    return re.sub(r"(?<!\S)(?:\*:\*|\*)(?!\S)|\b(?:title|name|notes|text|tags):", " ", text).strip()


def package_sort(*, text: str, has_words: bool) -> str:
    """Return our sort for CKAN's, whose first part decides. Raises CkanParameterError."""
    first = text.partition(",")[0].split()
    if not first:
        return "relevance" if has_words else "newest"
    found = SORTS.get(first[0])
    if found is None:
        raise wrong(
            "sort",
            f"不能按 {first[0]} 排序；可用：{', '.join(SORTS)}。",
            f"Cannot sort by {first[0]}; use {', '.join(SORTS)}",
        )
    return "newest" if found == "relevance" and not has_words else found


def order_by(*, text: str) -> str:
    """Return the query model's order for ``a desc nulls last, "b"``; ``_id`` is the order of the source, which is free."""
    parts = []
    at = 0
    while at < len(text.rstrip()):
        found = SORTED.match(text, at)
        if found is None:
            raise wrong("sort", f"不能理解“{text[at:][:60]}”。", f"Cannot read '{text[at:][:60]}'")
        at = found.end()
        name = found[1].strip('"').replace('""', '"')
        if name != "_id":
            nulls = f" nulls {found[3].lower()}" if found[3] else ""
            parts.append(f"{quoted(name)} {(found[2] or 'asc').lower()}{nulls}")
    return ", ".join(parts)


def quoted(name: str, /) -> str:
    """Return a column's name as the query model quotes it."""
    return '"' + name.replace('"', '""') + '"'
