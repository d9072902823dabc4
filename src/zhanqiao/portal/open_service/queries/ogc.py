"""Tables with a place as collections of features: which there are, pages of features, one feature."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.data_center.metadata import queries as metadata
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import Query, QueryError, TableCard
from zhanqiao.kit.environment import value
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.access.rules import AccessCard, Action, decide
from zhanqiao.portal.open_service.queries.reading import readable
from zhanqiao.portal.open_service.rules.ogc import documents
from zhanqiao.portal.open_service.rules.ogc.conformance import GEOJSON, MOST, PATH
from zhanqiao.portal.open_service.rules.ogc.errors import NoMapError, wrong
from zhanqiao.portal.open_service.rules.ogc.features import features
from zhanqiao.portal.open_service.rules.ogc.layers import Layer, layer_of
from zhanqiao.portal.open_service.rules.ogc.parameters import ITEMS, SHAPE, checked, link
from zhanqiao.portal.open_service.rules.ogc.schemas import schema
from zhanqiao.portal.open_service.rules.ogc.selecting import Selection, filters_of, selection_of

AT_ONCE = 500
ANONYMOUS_LAYERS = "ogc layers"
DIGITS = 15  # of the number of a row
NAMES = {"where": "filter", "order_by": "sortby", "select": "properties", "within": "filter", "intersects": "filter"}
Json = dict[str, Any]
Given = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to one layer, ready to be answered; ``given`` are its parameters as they came."""

    table: TableCard
    layer: Layer
    selection: Selection
    query: Query
    given: Mapping[str, str]


def landing(*, root: str) -> Json:
    """Return the landing page."""
    return documents.landing(root=root, title=value("SITE_NAME_ZH"), description=value("SITE_NAME_EN"))


def collections(*, card: AccessCard, root: str) -> Json:
    """Return every table that has a place and whose rows ``card`` may read, as collections."""
    return documents.collections(root=root, found=[_collection(one, table, root) for one, table in _open_layers(card)])


def collection(*, name: str, card: AccessCard, root: str) -> Json:
    """Return one collection. Raises NotFoundError, DataNotOpenError, NoMapError."""
    dataset, table = describable(name=name, card=card)
    return _collection(dataset, table, root)


def described(*, name: str, card: AccessCard, address: str) -> Json:
    """Return the schema of the features of a collection. Raises as ``collection``."""
    _, table = describable(name=name, card=card)
    labels = {each.name: each.label for each in metadata.dictionary(table_id=table.id, as_of=None)}
    return schema(address=address, title=table.title.zh, layer=table_layer(table), labels=labels)


def question(*, name: str, card: AccessCard, given: Given) -> Asked:
    """Return the typed question to a collection. Raises what ``readable`` and the parameters raise.

    Who pages on stays in the release of the page before.
    """
    after = next(iter(given.get("after", ())), None)
    table = readable(table_id=name, card=card, as_of=None, after=after)
    layer = table_layer(table)
    filters = filters_of(layer=layer)
    found = checked(given=given, allowed=(*ITEMS, *filters))
    equal = [
        storage.condition(card=table, column=column, operator="=", value=text)
        for column, text in found.items()
        if column in filters
    ]
    selection = selection_of(given=found, layer=layer, equal=equal)
    return Asked(table, layer, selection, _parsed(table, selection.params), found)


def page(*, asked: Asked, root: str) -> Json:
    """Return a page of features. The total is left out where it would be an estimate."""
    try:
        found = storage.rows(card=asked.table, query=asked.query)
    except QueryError as error:
        raise renamed(error) from None
    address = f"{root}{PATH}/collections/{asked.table.id}"
    known = {} if found.total is None or found.estimate else {"numberMatched": found.total}
    return {
        "type": "FeatureCollection",
        **known,
        "numberReturned": len(found.rows),
        "features": features(rows=found.rows, layer=asked.layer, selection=asked.selection),
        "links": [
            link(href=_address(f"{address}/items", asked.given), rel="self", kind=GEOJSON),
            link(href=address, rel="collection"),
            *([_next(address, asked, found.next)] if found.next else []),
        ],
        **({"limits": list(found.limits)} if found.limits else {}),
    }


def feature(*, name: str, number: str, card: AccessCard, given: Given, root: str) -> tuple[Asked, Json]:
    """Return one feature by the number of its row. Raises NotFoundError."""
    table = readable(table_id=name, card=card, as_of=None)
    layer = table_layer(table)
    found = checked(given=given, allowed=SHAPE)
    if not (number.isascii() and number.isdigit() and len(number) < DIGITS):
        raise NotFoundError(what=f"{name}/{number[:40]}")
    selection = selection_of(given=found, layer=layer)
    params = {"select": selection.params["select"], "limit": "1", "offset": number}
    asked = Asked(table, layer, selection, _parsed(table, params), found)
    rows = storage.rows(card=table, query=asked.query).rows
    if not rows:
        raise NotFoundError(what=f"{name}/{number}")
    address = f"{root}{PATH}/collections/{table.id}"
    links = [
        link(href=_address(f"{address}/items/{number}", found), rel="self", kind=GEOJSON),
        link(href=address, rel="collection"),
    ]
    return asked, {**features(rows=rows, layer=layer, selection=selection)[0], "links": links}


def table_layer(table: TableCard, /) -> Layer:
    """Return the layer of a table. Raises NoMapError for one without a place."""
    place = storage.map_place(card=table)
    if place is None:
        raise NoMapError(table=table.id)
    columns = [(each.name, str(each.type)) for each in table.fields]
    names = (place.geometry,) if place.geometry else (place.longitude, place.latitude)
    return layer_of(columns=columns, place=[name for name in names if name])


def _open_layers(card: AccessCard) -> list[tuple[DatasetCard, TableCard]]:
    """Return the tables to list; those for anonymous callers are remembered until something changes."""
    if card.is_anonymous:
        return storage.remembered(ANONYMOUS_LAYERS, lambda: _layers(card))
    return _layers(card)


def _layers(card: AccessCard) -> list[tuple[DatasetCard, TableCard]]:
    found: list[tuple[DatasetCard, TableCard]] = []
    seen = 0
    while True:
        some, total = catalogue.listed(card=card, limit=AT_ONCE, offset=seen)
        seen += len(some)
        for each in some:
            if decide(card=card, action=Action.see_rows, resource=each.resource).allowed:
                found += [(each, table) for table in each.tables if storage.map_place(card=table)]
        if not some or seen >= total:
            return sorted(found, key=lambda pair: pair[1].id)


def describable(*, name: str, card: AccessCard) -> tuple[DatasetCard, TableCard]:
    """Return a table whose rows ``card`` may read, without a use of a data grant: no row is read."""
    dataset = catalogue.dataset_of_table(table_id=name, card=card)
    if not decide(card=card, action=Action.see_rows, resource=dataset.resource).allowed:
        readable(table_id=name, card=card, as_of=None)  # says why not
    table = storage.table_card(table_id=name)
    if storage.map_place(card=table) is None:
        raise NoMapError(table=table.id)
    return dataset, table


def _collection(dataset: DatasetCard, table: TableCard, root: str) -> Json:
    time = table_layer(table).time
    return documents.collection(
        root=root,
        name=table.id,
        title=table.title.zh,
        about=_about(dataset),
        page=f"/datasets/{dataset.slug}/data/",
        bbox=table.bbox,
        period=_period(table, time.name, time.kind) if time else None,
        features=table.rows,
    )


def _about(dataset: DatasetCard) -> str:
    """Return the dataset's own words in both languages, each once."""
    return " · ".join(
        dict.fromkeys(text for both in (dataset.title, dataset.abstract) for text in (both.zh, both.en) if text)
    )


def _period(table: TableCard, column: str, kind: str) -> tuple[str | None, str | None]:
    known = storage.profile(card=table).get(column, {})
    ends = [known.get(end) for end in ("min", "max")]
    first, last = (_rfc_3339(str(end), kind) if end else None for end in ends)
    return first, last


def _rfc_3339(text: str, kind: str) -> str:
    return f"{text}T00:00:00+08:00" if kind == "date" else f"{text}+08:00"


def _parsed(table: TableCard, params: Mapping[str, str]) -> Query:
    try:
        return storage.parsed(card=table, params=params, max_limit=MOST)
    except QueryError as error:
        raise renamed(error) from None


def renamed(error: QueryError, /) -> Exception:
    """Return an error of the query model by the name that its parameter has here."""
    name = str(error.facts["parameter"])
    zh, en = error.text.zh.partition("：")[2], error.text.en.partition(": ")[2]
    return wrong(NAMES.get(name, name), zh, en)


def _next(address: str, asked: Asked, cursor: str) -> Json:
    kept = {name: text for name, text in asked.given.items() if name not in ("offset", "after")}
    return link(href=_address(f"{address}/items", {**kept, "after": cursor}), rel="next", kind=GEOJSON)


def _address(address: str, given: Mapping[str, str]) -> str:
    return f"{address}?{urlencode(given, quote_via=quote)}" if given else address
