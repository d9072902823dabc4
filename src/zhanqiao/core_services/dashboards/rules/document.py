"""A dashboard as its open JSON document says it: title, filters, tiles. ``dashboard.schema.json`` describes the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from zhanqiao.kit.texts import Text

FORM = 1
LAYOUTS = {"grid": Text("看板", "dashboard"), "story": Text("故事", "story")}
KINDS = {
    "number": Text("数字", "number"),
    "chart": Text("图表", "chart"),
    "map": Text("地图", "map"),
    "table": Text("表格", "table"),
    "text": Text("文字", "text"),
    "picture": Text("图片", "picture"),
    "outside": Text("外部数据", "outside data"),
}
WIDEST, MOST_TILES, MOST_FILTERS, MOST_ROWS = 4, 40, 8, 50
MAP_FIELDS = ("as", "by", "of", "cut", "classes", "colour")
CHART_FIELDS = ("kind", "x", "unit", "y", "of", "colour", "then", "order", "top")
OPERATORS = ("=", "!=", ">=", "<=", ">", "<", "contains")


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile. ``table`` is a table's id (none for words), ``as_of`` pins a release, ``where`` chooses rows.

    ``said`` holds what only tiles of this kind have: ``measure``, ``of``, ``compare`` of a number; ``chart``; ``map``; ``columns``,
    ``rows``, ``order_by`` of a table; ``text`` of words; ``picture`` (its digest), ``alt``, ``credit``, ``licence``; ``address``, ``pointer``, ``columns``, ``rows`` of an outside place.
    """

    id: str
    kind: str
    title: Text
    width: int = 2
    table: str = ""
    as_of: str = ""
    where: tuple[str, ...] = ()
    said: Mapping[str, Any] = field(default_factory=dict)

    def as_document(self) -> dict[str, Any]:
        """Return the tile as the JSON document holds it, without what says nothing."""
        own = {"id": self.id, "kind": self.kind, "title": self.title.as_dict(), "width": self.width}
        source = {"table": self.table, "as_of": self.as_of, "where": [*self.where]}
        return own | {name: value for name, value in source.items() if value} | dict(self.said)


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice of the reader that acts on every tile whose table has a column for it; ``id`` is its name in the address."""

    id: str
    title: Text
    columns: Mapping[str, str]
    operator: str = "="
    default: str = ""

    def as_document(self) -> dict[str, Any]:
        """Return the filter as the JSON document holds it."""
        said: dict[str, Any] = {"id": self.id, "title": self.title.as_dict(), "columns": dict(self.columns)}
        said |= {"operator": self.operator} if self.operator != "=" else {}
        return said | ({"default": self.default} if self.default else {})


@dataclass(frozen=True, slots=True)
class Spec:
    """A whole dashboard."""

    title: Text
    summary: Text = field(default_factory=lambda: Text("", ""))
    layout: str = "grid"
    filters: tuple[Filter, ...] = ()
    tiles: tuple[Tile, ...] = ()

    @property
    def tables(self) -> tuple[str, ...]:
        """The ids of the tables that are read, each once, in the order of the tiles."""
        return tuple(dict.fromkeys(one.table for one in self.tiles if one.table))

    @property
    def pictures(self) -> dict[str, str]:
        """The digests of the pictures that are shown, each with the tile that shows it."""
        return {str(one.said["picture"]): one.id for one in self.tiles if one.kind == "picture"}

    def tile(self, tile_id: str, /) -> Tile | None:
        """Return a tile by its id."""
        return next((one for one in self.tiles if one.id == tile_id), None)

    def as_document(self) -> dict[str, Any]:
        """Return the open JSON document, as versions keep it."""
        return {
            "zhanqiao_dashboard": FORM,
            "layout": self.layout,
            "title": self.title.as_dict(),
            "summary": self.summary.as_dict(),
            "filters": [one.as_document() for one in self.filters],
            "tiles": [one.as_document() for one in self.tiles],
        }

    def with_tile(self, tile: Tile, /) -> Self:
        """Return the dashboard with a tile more, at the end; its id becomes a free one."""
        return replace(self, tiles=(*self.tiles, replace(tile, id=self.free_id())))

    def without_tile(self, tile_id: str, /) -> Self:
        """Return the dashboard without a tile, and without what filters say of a table that no tile reads any more."""
        kept = replace(self, tiles=tuple(one for one in self.tiles if one.id != tile_id))
        return replace(kept, filters=tuple(_only(one, kept.tables) for one in kept.filters if _acts(one, kept.tables)))

    def moved(self, tile_id: str, /, *, by: int) -> Self:
        """Return the dashboard with a tile some places further on (``by`` below zero: further up)."""
        tiles = [*self.tiles]
        place = next(number for number, one in enumerate(tiles) if one.id == tile_id)
        tile = tiles.pop(place)
        tiles.insert(max(0, place + by), tile)
        return replace(self, tiles=tuple(tiles))

    def with_changed(self, tile: Tile, /) -> Self:
        """Return the dashboard with a tile in place of the one with its id."""
        return replace(self, tiles=tuple(tile if one.id == tile.id else one for one in self.tiles))

    def free_id(self) -> str:
        """Return an id that no tile has."""
        taken = {one.id for one in self.tiles}
        return next(name for name in (f"t{number}" for number in range(1, len(taken) + 2)) if name not in taken)


def _acts(one: Filter, tables: tuple[str, ...]) -> bool:
    return any(table in tables for table in one.columns)


def _only(one: Filter, tables: tuple[str, ...]) -> Filter:
    return replace(one, columns={table: column for table, column in one.columns.items() if table in tables})
