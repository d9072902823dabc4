"""CKAN's actions on the catalogue, each asked of the same doors as API v1."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.queries import DatasetCard, SearchFacet, SearchPage
from zhanqiao.data_center.catalogue.rules import LICENCES
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.access.rules import AccessCard
from zhanqiao.portal.open_service.queries import ckan_documents as documents
from zhanqiao.portal.open_service.queries.ckan_rows import datastore_info, datastore_search, datastore_search_sql
from zhanqiao.portal.open_service.queries.seeing import dataset_named
from zhanqiao.portal.open_service.rules import ckan
from zhanqiao.portal.open_service.rules.ckan import Params

VERSION = "2.11.0"
A_PAGE = 100  # datasets that one search gives
FURTHEST = 100_000  # offset of a search
NAMED = {ours: theirs for theirs, ours in ckan.FACETS.items()}
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Call:
    """One call of an action: its parameters, who calls, the address that links begin with."""

    params: Params
    card: AccessCard
    site: str


def status_show(call: Call, /) -> Json:
    """Say what this is."""
    return {
        "ckan_version": VERSION,
        "site_url": call.site,
        "site_title": "Zhanqiao",
        "site_description": "",
        "locale_default": "zh_Hans_CN",
        "extensions": ["datastore"],
    }


def site_read(_call: Call, /) -> bool:
    """Say that the site may be read."""
    return True


def package_list(call: Call, /) -> list[str]:
    """Return the names of all packages in order."""
    start = ckan.whole(params=call.params, name="offset", otherwise=0, most=10**9)
    size = ckan.whole(params=call.params, name="limit", otherwise=10**9, most=10**9)
    return sorted(dataset.slug for dataset in _all(call))[start : start + size]


def current_package_list_with_resources(call: Call, /) -> list[Json]:
    """Return packages, the newest first."""
    start = ckan.whole(params=call.params, name="offset", otherwise=0, most=10**9)
    size = ckan.whole(params=call.params, name="limit", otherwise=ckan.MOST_PACKAGES, most=ckan.MOST_PACKAGES)
    return [_package(dataset, call) for dataset in list(_all(call))[start : start + size]]


def package_show(call: Call, /) -> Json:
    """Return one package by name or id."""
    name = ckan.text_of(params=call.params, name="name_or_id") or ckan.required(params=call.params, name="id")
    return _package(dataset_named(name=name, card=call.card, as_of=None), call)


def package_search(call: Call, /) -> Json:
    """Search packages by words and facets."""
    text = ckan.words(text=ckan.text_of(params=call.params, name="q") or "")
    queries = [ckan.text_of(params=call.params, name="fq") or "", *ckan.names(params=call.params, name="fq_list")]
    rest, period = ckan.modified_within(text=" ".join(queries))
    asked = {
        "text": text,
        "filters": ckan.facet_filters(text=rest),
        **period,
        "sort": ckan.package_sort(text=ckan.text_of(params=call.params, name="sort") or "", has_words=bool(text)),
    }
    size = ckan.whole(params=call.params, name="rows", otherwise=10, most=ckan.MOST_PACKAGES)
    start = ckan.whole(params=call.params, name="start", otherwise=0, most=FURTHEST)
    first, found = _found(asked, call, start=start, size=size)
    wanted = ckan.names(params=call.params, name="facet.field")
    facets = {NAMED[facet.name]: facet for facet in first.facets if NAMED.get(facet.name) in wanted}
    return {
        "count": first.total,
        "sort": ckan.text_of(params=call.params, name="sort") or "score desc, metadata_modified desc",
        "results": [_package(dataset, call) for dataset in found],
        "facets": {name: {one.value: one.count for one in facet.values} for name, facet in facets.items()},
        "search_facets": {name: _facet(name, facet) for name, facet in facets.items()},
    }


def resource_show(call: Call, /) -> Json:
    """Return one resource."""
    table = ckan.required(params=call.params, name="id")
    dataset = catalogue.dataset_of_table(table_id=table, card=call.card)
    for one in _package(dataset, call)["resources"]:
        if one["id"] == table:
            return dict(one)
    raise NotFoundError(what=table)


def organization_list(call: Call, /) -> list[Any]:
    """Return the departments that have packages: their names, or all of them with ``all_fields``."""
    found = [
        documents.organization(department=one.department, count=one.datasets, site=call.site)
        for one in catalogue.departments_with_counts(card=call.card)
    ]
    return _listed(found, call, fields="organizations")


def organization_show(call: Call, /) -> Json:
    """Return one department with its packages."""
    name = ckan.required(params=call.params, name="id")
    for one in catalogue.departments_with_counts(card=call.card):
        if name in (one.department.key, one.department.id):
            found = documents.organization(department=one.department, count=one.datasets, site=call.site)
            return found | _members({"department": [one.department.key]}, call)
    raise NotFoundError(what=name)


def group_list(call: Call, /) -> list[Any]:
    """Return the themes that have packages: their names, or all of them with ``all_fields``."""
    found = [
        documents.group(theme=one.theme, count=one.datasets) for one in catalogue.themes(card=call.card) if one.datasets
    ]
    return _listed(found, call, fields="groups")


def group_show(call: Call, /) -> Json:
    """Return one theme with its packages."""
    name = ckan.required(params=call.params, name="id").removeprefix("theme-")
    for one in catalogue.themes(card=call.card):
        if one.theme.code == name:
            return documents.group(theme=one.theme, count=one.datasets) | _members({"theme": [name]}, call)
    raise NotFoundError(what=name)


def tag_list(call: Call, /) -> list[Any]:
    """Return all keywords."""
    words = sorted({word for dataset in _all(call) for word in dataset.keywords})
    part = (ckan.text_of(params=call.params, name="query") or "").lower()
    found = [word for word in words if part in word.lower()]
    return (
        [documents.tag(word) for word in found]
        if ckan.flag(params=call.params, name="all_fields", otherwise=False)
        else found
    )


def license_list(_call: Call, /) -> list[Json]:
    """Return the licences a dataset may have."""
    return [
        {"id": licence.code, "title": licence.text.zh, "url": licence.url or "", "status": "active"}
        for licence in LICENCES.values()
    ]


def help_show(call: Call, /) -> str:
    """Say what an action does."""
    name = ckan.required(params=call.params, name="name")
    if name not in ACTIONS:
        raise NotFoundError(what=name)
    return ACTIONS[name].__doc__ or ""


def _found(asked: Json, call: Call, *, start: int, size: int) -> tuple[SearchPage, list[DatasetCard]]:
    """Return the first page of a search and as many datasets as were asked for, by as many pages as that takes."""
    first = page = catalogue.search(**asked, card=call.card, limit=min(max(size, 1), A_PAGE), offset=start)
    found: list[DatasetCard] = []
    passed = 0
    while page.hits and len(found) < size:
        found += _cards([hit.dataset_id for hit in page.hits], call)
        passed += len(page.hits)
        if start + passed >= first.total or len(found) >= size:
            break
        page = catalogue.search(**asked, card=call.card, limit=A_PAGE, offset=start + passed)
    return first, found[:size]


def _all(call: Call) -> Iterator[DatasetCard]:
    after: str | None = None
    while True:
        page = catalogue.search(card=call.card, sort="newest", limit=A_PAGE, after=after)
        yield from _cards([hit.dataset_id for hit in page.hits], call)
        after = page.next
        if after is None:
            return


def _cards(ids: list[str], call: Call) -> tuple[DatasetCard, ...]:
    return catalogue.dataset_cards(ids=ids, card=call.card)


def _package(dataset: DatasetCard, call: Call) -> Json:
    return documents.package(dataset=dataset, card=call.card, site=call.site)


def _members(filters: dict[str, list[str]], call: Call) -> Json:
    if not ckan.flag(params=call.params, name="include_datasets", otherwise=False):
        return {"packages": []} if "include_datasets" in call.params else {}
    page = catalogue.search(card=call.card, filters=filters, sort="newest", limit=A_PAGE)
    return {"packages": [_package(one, call) for one in _cards([hit.dataset_id for hit in page.hits], call)]}


def _listed(found: list[Json], call: Call, *, fields: str) -> list[Any]:
    wanted = ckan.names(params=call.params, name=fields)
    start = ckan.whole(params=call.params, name="offset", otherwise=0, most=10**9)
    size = ckan.whole(params=call.params, name="limit", otherwise=10**9, most=10**9)
    kept = [one for one in found if not wanted or one["name"] in wanted][start : start + size]
    return kept if ckan.flag(params=call.params, name="all_fields", otherwise=False) else [one["name"] for one in kept]


def _facet(name: str, facet: SearchFacet) -> Json:
    items = [{"name": one.value, "display_name": one.label.zh, "count": one.count} for one in facet.values]
    return {"title": name, "items": items}


def _of_rows(action: Callable[..., Any]) -> Callable[[Call], Any]:
    def ask(call: Call, /) -> Any:
        return action(params=call.params, card=call.card)

    ask.__doc__ = action.__doc__
    return ask


ACTIONS: dict[str, Callable[[Call], Any]] = {
    action.__name__: action
    for action in (
        status_show,
        site_read,
        package_list,
        current_package_list_with_resources,
        package_show,
        package_search,
        resource_show,
        organization_list,
        organization_show,
        group_list,
        group_show,
        tag_list,
        license_list,
        help_show,
    )
} | {
    "datastore_info": _of_rows(datastore_info),
    "datastore_search": _of_rows(datastore_search),
    "datastore_search_sql": _of_rows(datastore_search_sql),
}
