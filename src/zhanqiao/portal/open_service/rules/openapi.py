"""The OpenAPI 3.1 document of the API, made from the registry. Self-contained: no remote ``$ref``."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from zhanqiao.kit.problem_documents import MEDIA_TYPE, title_of
from zhanqiao.kit.texts import Text
from zhanqiao.portal.open_service.rules.endpoint import Endpoint
from zhanqiao.portal.open_service.rules.media import ANY_TYPE, EXPORT_TYPES, JSON
from zhanqiao.portal.open_service.rules.negotiation import Language
from zhanqiao.portal.open_service.rules.parameters import Parameter
from zhanqiao.portal.open_service.rules.registry import BASE, ENDPOINTS, GROUPS
from zhanqiao.portal.open_service.rules.schemas import SCHEMAS
from zhanqiao.portal.open_service.rules.shapes import reference
from zhanqiao.portal.open_service.rules.writing import WRITING, WRITINGS, Writing

VERSION = "1.0.0"
TITLE = Text("公共数据开放接口", "Open data API")
ABOUT = Text(
    "读取本平台开放数据的接口。开放数据无须注册即可读取。出错时返回 RFC 9457 问题说明。",
    "The interface to this platform's open data. Open data needs no registration. Errors are RFC 9457 problem documents.",
)
LICENSE = Text("各数据集的许可见其条目", "Each dataset states its own licence")
KEY = {
    "type": "http",
    "scheme": "bearer",
    "description": Text(
        "访问密钥，在“我的账号”中生成。只有写入和未公开的数据需要。",
        "An access key, made in 'My place'. Only writing and data that are not open need one.",
    ),
}
SIGNATURE = {
    "type": "apiKey",
    "in": "header",
    "name": "Signature",
    "description": Text(
        "部门节点的请求签名（RFC 9421，Ed25519 或 SM2）。",
        "The signature of a department node's call (RFC 9421, Ed25519 or SM2).",
    ),
}
OK, NOT_MODIFIED, PARTIAL = "200", "304", "206"


@lru_cache(maxsize=2)
def document(*, language: Language) -> dict[str, Any]:
    """Return the OpenAPI document with all descriptions in one language. Not to be changed by callers."""
    whole: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {
            "title": TITLE,
            "version": VERSION,
            "description": ABOUT,
            "license": {"name": LICENSE},
        },
        "servers": [{"url": BASE}],
        "tags": [{"name": name, "description": text} for name, text in (GROUPS | {"writing": WRITING}).items()],
        "paths": _paths(),
        "components": {"schemas": SCHEMAS, "securitySchemes": {"key": KEY, "signature": SIGNATURE}},
    }
    localised: dict[str, Any] = in_language(whole, language=language)
    return localised


def _paths() -> dict[str, Any]:
    paths = {endpoint.path: _operations(endpoint) for endpoint in ENDPOINTS}
    for writing in WRITINGS:
        paths.setdefault(writing.path, {})[writing.method.lower()] = _writing(writing)
    return paths


def in_language(value: Any, *, language: Language) -> Any:
    """Return ``value`` (lists, dicts, scalars) with every Text replaced by its sentence in ``language``."""
    if isinstance(value, Text):
        return value.in_language(language)
    if isinstance(value, dict):
        return {key: in_language(item, language=language) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [in_language(item, language=language) for item in value]
    return value


def _operations(endpoint: Endpoint) -> dict[str, Any]:
    if endpoint.body is not None:
        content = {JSON: {"schema": reference(endpoint.body)}}
        return {"post": {**_operation(endpoint), "requestBody": {"required": True, "content": content}}}
    operations = {"get": _operation(endpoint)}
    if endpoint.posted:
        body = {
            "type": "object",
            "properties": {one.name: {**one.schema(), "description": one.about} for one in endpoint.parameters},
            "required": [one.name for one in endpoint.parameters if one.required],
            "additionalProperties": False,
        }
        posted = {**_operation(endpoint), "operationId": f"{endpoint.name}-post", "parameters": []}
        posted["requestBody"] = {"required": True, "content": {JSON: {"schema": body}}}
        operations["post"] = posted
    return operations


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    return {
        "operationId": endpoint.name,
        "tags": [endpoint.group],
        "summary": endpoint.title,
        "description": endpoint.about,
        "parameters": [
            *(_parameter(place, where="path") for place in endpoint.places),
            *(_parameter(parameter, where="query") for parameter in endpoint.parameters),
        ],
        "responses": _responses(endpoint),
    }


def _writing(writing: Writing) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": writing.name,
        "tags": ["writing"],
        "summary": writing.title,
        "description": writing.about,
        "security": _security(writing),
        "parameters": [
            *(_parameter(place, where="path") for place in writing.places),
            *(_parameter(parameter, where="query") for parameter in writing.parameters),
            *(_parameter(header, where="header") for header in writing.headers),
        ],
        "responses": {
            str(int(status)): {
                "description": writing.title,
                **({"content": {JSON: {"schema": reference(name)}}} if name else {}),
            }
            for status, name in writing.answers
        }
        | _refusals(writing.refusals),
    }
    if writing.body:
        operation["requestBody"] = {
            "required": True,
            "content": {media: {"schema": schema} for media, schema in writing.body},
        }
    return operation


def _security(writing: Writing) -> list[dict[str, list[str]]]:
    if not writing.signed:
        return [{"key": []}]
    return [{"signature": []}] if writing.method != "GET" else [{"signature": []}, {"key": []}]


def _parameter(parameter: Parameter, *, where: str) -> dict[str, Any]:
    declared: dict[str, Any] = {
        "name": parameter.name,
        "in": where,
        "required": parameter.required,
        "description": parameter.about,
        "schema": parameter.schema(),
    }
    if parameter.repeatable:
        declared |= {"style": "form", "explode": True}
    if parameter.example is not None:
        declared["example"] = [parameter.example] if parameter.repeatable else parameter.example
    return declared


def _responses(endpoint: Endpoint) -> dict[str, Any]:
    responses: dict[str, Any] = {OK: _success(endpoint)}
    if endpoint.ranged:
        responses[PARTIAL] = {**_success(endpoint), "description": Text("文件的一部分", "A part of the file")}
    responses[NOT_MODIFIED] = {"description": Text("与 If-None-Match 一致，没有变化", "Unchanged since If-None-Match")}
    return responses | _refusals((401, *endpoint.refusals))


def _refusals(statuses: Iterable[int]) -> dict[str, Any]:
    return {
        str(int(status)): {
            "description": title_of(status=status),
            "content": {MEDIA_TYPE: {"schema": reference("Problem")}},
        }
        for status in sorted({400, 405, *statuses})
    }


def _success(endpoint: Endpoint) -> dict[str, Any]:
    return {
        "description": endpoint.title,
        "headers": {"ETag": {"description": Text("强实体标签", "Strong entity tag"), "schema": {"type": "string"}}},
        "content": _content(endpoint),
    }


def _content(endpoint: Endpoint) -> dict[str, Any]:
    if endpoint.answer is not None:
        others = {media.partition(";")[0]: {"schema": _bytes(media)} for media in endpoint.media[1:]}
        return {endpoint.media[0]: {"schema": reference(endpoint.answer)}, **others}
    return {media.partition(";")[0]: {"schema": _bytes(media)} for media in endpoint.media}


def _bytes(media: str) -> dict[str, Any]:
    # a file of any type may be JSON, and then it is not one text
    return {} if media in (EXPORT_TYPES["json"], ANY_TYPE) or media.endswith("+json") else {"type": "string"}
