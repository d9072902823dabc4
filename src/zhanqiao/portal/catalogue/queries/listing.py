"""The catalogue list: what the search found, with facets, chips and pages; and suggestions while typing."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue import rules as catalogue_rules
from zhanqiao.data_center.catalogue.queries.search import (
    SearchFacet,
    SearchHit,
    SearchPage,
    Suggestion,
    search,
    suggest,
)
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.kit.texts import Text
from zhanqiao.kit.ui.pages import pages
from zhanqiao.people.access.queries import ANONYMOUS
from zhanqiao.people.access.rules import AccessCard
from zhanqiao.portal.catalogue import rules
from zhanqiao.portal.catalogue.rules import ListingState

SHOWN_VALUES = 8
OPEN_FACETS = frozenset({"theme", "department"})
SUGGESTIONS = 10


def listing_page(*, state: ListingState, card: AccessCard, language: str) -> dict[str, Any]:
    """Return a page of datasets under the words and facets of ``state``."""
    found = search(
        text=state.q,
        card=card,
        filters=state.filters,
        sort=state.order,
        limit=rules.PAGE_SIZE,
        offset=state.offset,
        language=language,
    )
    return {
        "state": state,
        "total": found.total,
        "hits": [_hit(hit, language) for hit in found.hits],
        "facets": _facets(found, language),
        "chips": _chips(state, found, language),
        "clear": state.address(chosen=()),
        "subscription": state.address(page=1, sort="").lstrip("?"),
        "sorts": rules.SORTS,
        "pages": pages(
            total=min(found.total, rules.PAGE_SIZE * rules.LAST_PAGE), size=rules.PAGE_SIZE, number=state.page
        ),
        "suggestion": found.suggestion,
        "suggestion_address": state.address(q=found.suggestion or ""),
        "notices": found.notices,
        "section": "datasets",
        "hide_header_search": True,
    }


def suggestions(*, prefix: str, card: AccessCard, language: str) -> list[dict[str, str]]:
    """Return what a typed beginning may mean, each with the page to go to."""
    found = suggest(prefix=prefix, card=card, limit=SUGGESTIONS, language=language)
    kinds = {"dataset": gettext("Dataset"), "column": gettext("Column"), "department": gettext("Department")}
    return [{"text": one.text, "kind": kinds[one.kind], "href": _address(one)} for one in found]


def _address(one: Suggestion) -> str:
    if one.kind == "dataset":
        return reverse("catalogue:dataset", args=[one.target])
    if one.kind == "department":
        return reverse("catalogue:department", args=[one.target])
    return reverse("catalogue:list") + "?" + urlencode({"q": one.text})


def _hit(hit: SearchHit, language: str) -> dict[str, Any]:
    found = hit.dataset
    themes = (catalogue_rules.THEMES[code].text.in_language(language) for code in found.themes)
    name = found.department_en if language.startswith("en") else found.department_zh
    return {
        "slug": found.slug,
        "title": hit.title,
        "abstract": hit.abstract,
        "columns": list({column.name: column for column in reversed(hit.columns)}.values())[::-1],
        "columns_more": hit.columns_total - len(hit.columns),
        "department": name or found.department_zh,
        "theme": gettext(", ").join(themes),
        "open_type_code": found.open_type,
        "open_type": catalogue_rules.OPEN_TYPES[found.open_type].text.in_language(language),
        "state": "" if found.state == "published" else catalogue_rules.STATES[found.state].text.in_language(language),
        "synthetic": found.synthetic,
        "origin": Text(found.origin_zh, found.origin_en).in_language(language),
        "updated": found.modified,
        "rows": found.rows,
        "tables": found.tables,
    }


def _facets(found: SearchPage, language: str) -> list[dict[str, Any]]:
    shown = (found.facet(name) for name in rules.FACETS)
    return [_facet(facet, language) for facet in shown if facet.values]


def _facet(facet: SearchFacet, language: str) -> dict[str, Any]:
    options = [
        {"value": one.value, "label": one.label.in_language(language), "count": one.count, "chosen": one.selected}
        for one in sorted(facet.values, key=lambda one: not one.selected)
    ]
    return {
        "name": facet.name,
        "title": rules.FACETS[facet.name].in_language(language),
        "options": options[:SHOWN_VALUES],
        "rest": options[SHOWN_VALUES:],
        "open": facet.name in OPEN_FACETS or any(one["chosen"] for one in options),
    }


def _chips(state: ListingState, found: SearchPage, language: str) -> list[dict[str, str]]:
    words = {(facet.name, one.value): one.label for facet in found.facets for one in facet.values if one.selected}
    return [
        {
            "label": f"{rules.FACETS[facet].in_language(language)}: {words[facet, value].in_language(language)}",
            "address": state.without(facet, value),
        }
        for facet, value in state.chosen
        if (facet, value) in words
    ]


def open_list() -> bytes:
    """Return the public list of resources as the reporting template (XLSX), made anew when the catalogue changes."""
    return storage.remembered(("open list",), lambda: catalogue.template_file(card=ANONYMOUS))
