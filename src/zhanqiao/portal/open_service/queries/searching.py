"""Searching the catalogue for the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.data_center.catalogue.queries.search import SearchFacet, SearchHit, SearchPage, Segments, search, suggest
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import AccessCard
from zhanqiao.portal.open_service.queries.documents import dataset_summary
from zhanqiao.portal.open_service.rules.declared import MOST_DATASETS
from zhanqiao.portal.open_service.rules.periods import box_of, end_of
from zhanqiao.portal.open_service.rules.registry import BASE

Json = dict[str, Any]
CUT = Text(f"每页最多 {MOST_DATASETS} 个数据集", f"A page holds {MOST_DATASETS} datasets at most")


def dataset_list(
    *,
    text: str,
    filters: Mapping[str, Sequence[str]],
    sort: str,
    limit: int,
    after: str | None,
    period: Mapping[str, str],
    card: AccessCard,
    language: str,
) -> Json:
    """Return a page of datasets in the API's envelope, with facet counts and the hits marked."""
    page = search(
        text=text,
        card=card,
        filters=filters,
        sort=sort,
        limit=min(limit, MOST_DATASETS),
        after=after,
        language=language,
        since=_end(period, "updated_since"),
        until=_end(period, "updated_until"),
        bbox=box_of(text=period["bbox"]) if "bbox" in period else (),
    )
    known = {one.id: one for one in catalogue.dataset_cards(ids=[hit.dataset_id for hit in page.hits], card=card)}
    asked = {"q": text, "sort": sort, "limit": page.limit, **filters, **period}
    return {
        "data": [_hit(hit, known[hit.dataset_id]) for hit in page.hits if hit.dataset_id in known],
        "page": _page(page, asked=asked),
        "facets": {facet.name: _facet(facet) for facet in page.facets},
        "suggestion": page.suggestion,
        "limits": _limits(page, cut=limit > MOST_DATASETS),
    }


def suggestions(*, prefix: str, limit: int, card: AccessCard, language: str) -> list[Json]:
    """Return what to offer while somebody types."""
    found = suggest(prefix=prefix, card=card, limit=limit, language=language)
    return [{"kind": one.kind, "text": one.text, "target": one.target, "count": one.count} for one in found]


def _end(period: Mapping[str, str], name: str) -> datetime | None:
    """Return an end of the period, None when it was not given. Raises PeriodError."""
    return end_of(name=name, text=period[name], last=name == "updated_until") if name in period else None


def _hit(hit: SearchHit, dataset: DatasetCard) -> Json:
    columns = [{"table": one.table_id, "name": _plain(one.name), "label": _plain(one.label)} for one in hit.columns]
    marked = {"title": _marked(hit.title), "abstract": _marked(hit.abstract)}
    return {**dataset_summary(dataset), "matches": {**marked, "columns": columns, "columns_total": hit.columns_total}}


def _page(page: SearchPage, *, asked: Json) -> Json:
    following = urlencode({**asked, "after": page.next}, doseq=True) if page.next else None
    return {
        "next": page.next,
        "next_url": f"{BASE}/datasets?{following}" if following else None,
        "total": page.total,
        "limit": page.limit,
        "offset": page.offset,
    }


def _facet(facet: SearchFacet) -> list[Json]:
    return [
        {"value": one.value, "label": one.label.as_dict(), "count": one.count, "selected": one.selected}
        for one in facet.values
    ]


def _limits(page: SearchPage, *, cut: bool) -> list[Json]:
    said = [{"code": "search-notice", **notice.as_dict()} for notice in page.notices]
    return [{"code": "limit-cut", **CUT.as_dict()}, *said] if cut else said


def _marked(segments: Segments) -> list[Json]:
    return [{"text": one.text, "hit": one.is_hit} for one in segments]


def _plain(segments: Segments) -> str:
    return "".join(one.text for one in segments)
