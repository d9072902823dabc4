from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import get_resolver
from openapi_spec_validator import OpenAPIV31SpecValidator

from zhanqiao.portal.open_service.rules.declared import ZSTD_ENDING
from zhanqiao.portal.open_service.rules.media import EXPORT_TYPES
from zhanqiao.portal.open_service.rules.negotiation import Language
from zhanqiao.portal.open_service.rules.openapi import document
from zhanqiao.portal.open_service.rules.registry import ENDPOINTS, GROUPS
from zhanqiao.portal.open_service.rules.writing import WRITINGS
from zhanqiao.portal.open_service.urls import CHANGES, VIEWS, urlpatterns

CHINESE = re.compile("[\u4e00-\u9fff]")


def _descriptions(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            if key in ("description", "summary") and isinstance(item, str):
                yield item
            yield from _descriptions(item)
    elif isinstance(value, list):
        for item in value:
            yield from _descriptions(item)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_document_is_valid(language: Language) -> None:
    assert list(OpenAPIV31SpecValidator(document(language=language)).iter_errors()) == []


def test_references_stay_within_the_document() -> None:
    text = json.dumps(document(language="en"))
    assert {found[:2] for found in re.findall(r'"\$ref": "([^"]+)"', text)} == {"#/"}


def test_english_descriptions_are_english_and_chinese_ones_chinese() -> None:
    assert [text for text in _descriptions(document(language="en")) if CHINESE.search(text)] == []
    assert [text for text in _descriptions(document(language="zh")) if not CHINESE.search(text)] == []


def test_every_endpoint_is_served_at_its_address_and_nothing_else() -> None:
    served = {str(pattern.pattern) for pattern in urlpatterns if pattern.name != "elsewhere"}
    assert served == {one.route for one in (*ENDPOINTS, *WRITINGS)}
    assert set(VIEWS) == {endpoint.name for endpoint in ENDPOINTS}
    assert set(CHANGES) == {writing.name for writing in WRITINGS}


def test_places_in_paths_are_declared() -> None:
    in_paths = {one.name: sorted(re.findall(r"\{(\w+)\}", one.path)) for one in (*ENDPOINTS, *WRITINGS)}
    assert in_paths == {one.name: sorted(place.name for place in one.places) for one in (*ENDPOINTS, *WRITINGS)}


def test_every_export_format_has_a_media_type() -> None:
    export = next(endpoint for endpoint in ENDPOINTS if endpoint.name == "export")
    (choice,) = [place for place in export.places if place.name == "format"]
    assert sorted(name for name in choice.choices if not name.endswith(ZSTD_ENDING)) == sorted(EXPORT_TYPES)
    assert {name.removesuffix(ZSTD_ENDING) for name in choice.choices} == set(EXPORT_TYPES)


def test_every_endpoint_belongs_to_a_group() -> None:
    assert {endpoint.group for endpoint in ENDPOINTS} == set(GROUPS)


def test_every_view_declares_its_access() -> None:
    assert [name for name, view in (VIEWS | CHANGES).items() if not hasattr(view, "access")] == []
    assert get_resolver().resolve("/api/v1/datasets").func is VIEWS["datasets"]
