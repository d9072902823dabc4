"""The catalogue: search, suggestions, datasets."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from zhanqiao.people.access.operations import access
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.open_service import queries
from zhanqiao.portal.open_service.endpoints import rendering
from zhanqiao.portal.open_service.endpoints.serving import Call, serve
from zhanqiao.portal.open_service.rules.declared import DATASET_FACETS, MOST_DATASETS, SUGGESTIONS

FACETS = tuple(parameter.name for parameter in DATASET_FACETS)


@serve("datasets")
@access(Action.see_dataset)
def datasets(request: HttpRequest, call: Call) -> HttpResponseBase:
    """Search datasets."""
    envelope = queries.dataset_list(
        text=call.text("q") or "",
        filters={name: call.values[name] for name in FACETS if name in call.values},
        sort=call.text("sort") or "relevance",
        limit=call.number("limit", otherwise=20),
        after=call.text("after"),
        period=call.texts("updated_since", "updated_until", "bbox"),
        card=call.card,
        language=call.language,
    )
    return rendering.document(request, envelope, public=call.card.is_anonymous, language=call.language)


@serve("suggest")
@access(Action.see_dataset)
def suggest(request: HttpRequest, call: Call) -> HttpResponseBase:
    """Suggest words to search for."""
    limit = min(call.number("limit", otherwise=SUGGESTIONS), MOST_DATASETS)
    found = queries.suggestions(prefix=call.text("q") or "", limit=limit, card=call.card, language=call.language)
    return rendering.document(request, {"data": found}, public=call.card.is_anonymous, language=call.language)


@serve("dataset")
@access(Action.see_dataset)
def dataset(request: HttpRequest, call: Call, *, dataset: str) -> HttpResponseBase:
    """Describe a dataset."""
    found = queries.dataset_named(name=dataset, card=call.card, as_of=call.text("as_of"))
    return rendering.document(request, {"data": queries.dataset_document(found)}, public=call.card.is_anonymous)


@serve("dataset-tables")
@access(Action.see_dataset)
def dataset_tables(request: HttpRequest, call: Call, *, dataset: str) -> HttpResponseBase:
    """List the tables of a dataset."""
    found = queries.dataset_named(name=dataset, card=call.card, as_of=None)
    tables = [queries.table_summary(table) for table in found.tables]
    return rendering.document(request, {"data": tables}, public=call.card.is_anonymous)
