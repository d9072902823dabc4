"""What tiles show to a reader: read under their access card at this moment, with the conditions of the filters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from zhanqiao.core_services.dashboards.queries.filters import conditions_for
from zhanqiao.core_services.dashboards.queries.maps import ShownMap, map_of
from zhanqiao.core_services.dashboards.queries.numbers import ShownNumber, number_of
from zhanqiao.core_services.dashboards.queries.outside import Outside, outside_of
from zhanqiao.core_services.dashboards.queries.pictures import ShownPicture, shown_picture
from zhanqiao.core_services.dashboards.rules import Spec, Tile, as_html
from zhanqiao.core_services.exploring.queries import Drawing, chart_of, drawing, measure_title
from zhanqiao.core_services.exploring.rules import GridState, charts, quoted
from zhanqiao.core_services.exploring.rules.charts import ChartState
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import RowsPage, TableCard
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import AccessCard, Action, decide

SERVED = "published"
GONE = Text("这块内容的数据不存在或尚未公开。", "The data of this tile do not exist or are not public.")
STOPPED = Text(
    "这块内容的数据已暂停或停止开放，不再显示。", "The data of this tile are suspended or withdrawn and not shown."
)
CHANGED = Text(
    "表中已没有这块内容所用的列“{column}”。请制作者改正。",
    "The table has no column '{column}' any more, which this tile uses. Its maker has to correct it.",
)


@dataclass(frozen=True, slots=True)
class ShownTile:
    """A tile with what it shows. ``problem`` says why it shows nothing; ``dataset`` is there when it may be named.

    ``rows_address`` and ``chart_address`` lead to the very rows and to the chart; ``unfiltered`` names filters that are set and
    do not act here.
    """

    tile: Tile
    title: Text
    problem: Text | None = None
    dataset: DatasetCard | None = None
    table: TableCard | None = None
    number: ShownNumber | None = None
    drawing: Drawing | None = None
    map: ShownMap | None = None
    rows: RowsPage | None = None
    outside: Outside | None = None
    picture: ShownPicture | None = None
    html: str = ""
    rows_address: str = ""
    chart_address: str = ""
    unfiltered: tuple[Text, ...] = field(default=())


def shown_tiles(
    *, spec: Spec, values: Mapping[str, str], card: AccessCard, language: str, only: str = ""
) -> tuple[ShownTile, ...]:
    """Return what each tile shows to ``card``, or the one with the id ``only``; a tile that fails says why, the others go on."""
    chosen = [one for one in spec.tiles if only in ("", one.id)]
    return tuple(_shown(spec, one, values, card, language) for one in chosen)


def readable_spec(*, spec: Spec, card: AccessCard) -> Spec:
    """Return a dashboard without tiles and filter columns over tables that ``card`` may not know of."""
    hidden = [one for one in spec.tables if dataset_named(table_id=one, card=card) is None]
    for table in hidden:
        for tile in spec.tiles:
            if tile.table == table:
                spec = spec.without_tile(tile.id)
    return spec


def dataset_named(*, table_id: str, card: AccessCard) -> DatasetCard | None:
    """Return the dataset of a table if it stands in lists for ``card``, None when it may not be named."""
    try:
        dataset = catalogue.dataset_of_table(table_id=table_id, card=card)
    except NotFoundError:
        return None
    served = decide(card=card, action=Action.see_rows, resource=dataset.resource).allowed
    return dataset if served or dataset.state == SERVED else None


def _shown(spec: Spec, tile: Tile, values: Mapping[str, str], card: AccessCard, language: str) -> ShownTile:
    if not tile.table:
        return _without_table(tile, language)
    dataset = dataset_named(table_id=tile.table, card=card)
    try:
        return _read(spec, tile, values, card, language, dataset)
    except NotFoundError as problem:
        known = dataset is not None
        return ShownTile(tile, tile.title, problem.text if known else GONE, dataset)
    except KeyError as problem:
        return ShownTile(tile, tile.title, CHANGED.filled(column=problem.args[0]), dataset)
    except ZhanqiaoError as problem:
        return ShownTile(tile, tile.title, problem.text if dataset is not None else STOPPED, dataset)


def _without_table(tile: Tile, language: str) -> ShownTile:
    if tile.kind == "text":
        text = Text(**tile.said["text"]).in_language(language)
        return ShownTile(tile, tile.title, html=as_html(text=text, top=3 if tile.title.zh else 2))
    if tile.kind == "picture":
        return ShownTile(tile, tile.title, picture=shown_picture(tile=tile))
    return _outside(tile)


def _outside(tile: Tile) -> ShownTile:
    said = tile.said
    try:
        found = outside_of(
            address=said["address"],
            pointer=said.get("pointer", ""),
            columns=said.get("columns", ()),
            rows=said["rows"],
        )
    except ZhanqiaoError as problem:
        return ShownTile(tile, tile.title, problem.text)
    return ShownTile(tile, tile.title if tile.title.zh else Text(found.host, found.host), outside=found)


def _read(
    spec: Spec,
    tile: Tile,
    values: Mapping[str, str],
    card: AccessCard,
    language: str,
    dataset: DatasetCard | None,
) -> ShownTile:
    table = catalogue.readable_table(table_id=tile.table, card=card, as_of=tile.as_of or None)
    if dataset is None:
        raise NotFoundError(what=tile.table)
    acting, unfiltered = conditions_for(spec=spec, table=table, values=values)
    rows = GridState(table=table.id, where=(*tile.where, *acting), as_of=tile.as_of)
    shown = READ[tile.kind](tile, dataset, table, rows, card, language)
    return ShownTile(
        tile=tile,
        title=tile.title if tile.title.zh else shown.pop("title", tile.title),
        dataset=dataset,
        table=table,
        rows_address=f"/datasets/{dataset.slug}/data/{rows.query}",
        unfiltered=unfiltered,
        **{name: value for name, value in shown.items() if name != "title"},
    )


def _number(
    tile: Tile, dataset: DatasetCard, table: TableCard, rows: GridState, card: AccessCard, language: str
) -> dict[str, Any]:
    del dataset, language
    measure, of = tile.said["measure"], tile.said.get("of", "")
    found = number_of(table=table, measure=measure, of=of, rows=rows, card=card, compare=bool(tile.said.get("compare")))
    return {"number": found, "title": measure_title(table=table, y=measure, of=of)}


def _chart(
    tile: Tile, dataset: DatasetCard, table: TableCard, rows: GridState, card: AccessCard, language: str
) -> dict[str, Any]:
    del card
    state = chart_state_of(tile=tile, rows=rows)
    chart = chart_of(table=table, state=state, language=language)
    drawn = drawing(dataset=dataset, chart=chart, language=language)
    sentence = Text(drawn.sentence, drawn.sentence) if drawn else tile.title
    return {
        "drawing": drawn,
        "problem": None if drawn else chart.problem,
        "title": sentence,
        "chart_address": f"/datasets/{dataset.slug}/chart/{chart.state.query}",
    }


def chart_state_of(*, tile: Tile, rows: GridState) -> ChartState:
    """Return the state of a chart tile over these rows."""
    given = {name: [value] for name, value in tile.said["chart"].items()}
    return charts.chart_state(given=given | {"table": [rows.table], "where": list(rows.where), "as_of": [rows.as_of]})


def _rows(
    tile: Tile, dataset: DatasetCard, table: TableCard, rows: GridState, card: AccessCard, language: str
) -> dict[str, Any]:
    del dataset, card, language
    known = {one.name for one in table.fields}
    for column in tile.said.get("columns", ()):
        if column not in known:
            raise KeyError(column)
    chosen = {name: value for name, value in rows.selection().items() if name != "as_of"}
    chosen |= {"limit": str(tile.said["rows"]), "count": "exact"}
    if columns := tile.said.get("columns"):
        chosen["select"] = ", ".join(quoted(one) for one in columns)
    if order := tile.said.get("order_by"):
        chosen["order_by"] = order
    found = storage.rows(card=table, query=storage.parsed(card=table, params=chosen))
    return {"rows": found, "title": table.title}


def _map(
    tile: Tile, dataset: DatasetCard, table: TableCard, rows: GridState, card: AccessCard, language: str
) -> dict[str, Any]:
    found, shown = map_of(tile=tile, dataset=dataset, table=table, rows=rows, card=card, language=language)
    return {"map": found, "rows": shown, "title": table.title}


READ = {"number": _number, "chart": _chart, "table": _rows, "map": _map}
