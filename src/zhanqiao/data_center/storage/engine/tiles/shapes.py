"""Draws tiles of lines and areas: simplified to what can be seen, and clipped a little past the tile's edge."""

from __future__ import annotations

from zhanqiao.data_center.storage.engine.query.compiling import Compiler
from zhanqiao.data_center.storage.engine.tiles import limits as told
from zhanqiao.data_center.storage.engine.tiles.building import LEVELS
from zhanqiao.data_center.storage.engine.tiles.drawn import (
    NOTHING,
    Drawn,
    Fetch,
    column_limits,
    encoded,
    struct,
    within,
)
from zhanqiao.data_center.storage.engine.tiles.grid import EXTENT, Address
from zhanqiao.data_center.storage.engine.tiles.properties import properties

MOST_SHAPES = 10_000
BUFFER = 64  # units past the edge, so that the seams of areas are not drawn
SEEN = 2  # units: a quarter of a pixel of a map's tile


def draw_shapes(*, compiler: Compiler, address: Address, fetch: Fetch) -> Drawn:
    """Return the layer."""
    source, size = _source(compiler, address), address.unit * SEEN
    seen = f"(size IS NULL OR size >= {size!r})"
    ((rows, shown),) = fetch(compiler.statement(f"SELECT count(*), count(*) FILTER (WHERE {seen}) {source}"))
    if not shown:
        return Drawn(b"", 0, (told.tiny(left_out=rows),)) if rows else NOTHING
    found = properties(compiler=compiler)
    west, south, east, north = address.box
    box = f"ST_Extent(ST_MakeEnvelope({west!r}, {south!r}, {east!r}, {north!r}))"
    shape = _clipped(_form(address), box, address)
    most = f" ORDER BY size DESC NULLS FIRST, n LIMIT {MOST_SHAPES}" if shown > MOST_SHAPES else ""
    feature = struct(shape="s", number="n", members=found.members)
    drawn = f"SELECT *, {shape} AS s {source} AND {seen}{most}"
    sql = f"SELECT {encoded('f')}, count(*), bool_or(cut) FROM (SELECT {feature} AS f, {found.cut} AS cut FROM ({drawn}) WHERE s IS NOT NULL AND NOT ST_IsEmpty(s))"
    ((content, features, cut),) = fetch(compiler.statement(sql))
    limits = [told.tiny(left_out=rows - shown)] if rows > shown else []
    limits += [told.largest(rows=shown, drawn=MOST_SHAPES)] if most else []
    return Drawn(content if features else b"", features, (*limits, *column_limits(found, cut=bool(cut))))


def _clipped(form: str, box: str, address: Address) -> str:
    """Return SQL of a shape in the tile's units, cut a little past its edge; null or empty when it is elsewhere.

    One that the quick way cannot cut is cut before it is brought to units. Of an area and the line in which it touches
    the tile, the format knows no whole: the area is kept.
    """
    west, south, east, north = address.box
    past = address.unit * BUFFER
    around = f"ST_MakeEnvelope({west - past!r}, {south - past!r}, {east + past!r}, {north + past!r})"
    quick = f"TRY(ST_AsMVTGeom({form}, {box}, {EXTENT}, {BUFFER}, true))"
    slow = f"ST_AsMVTGeom(ST_Intersection(ST_MakeValid({form}), {around}), {box}, {EXTENT}, {BUFFER}, false)"
    return f"ST_CollectionExtract(coalesce({quick}, {slow}))"


def _form(address: Address) -> str:
    """Return the column of the simplest form that is fine enough for a zoom."""
    return next((f"shape_{level}" for level in LEVELS if level >= address.z), "shape")


def _source(compiler: Compiler, address: Address) -> str:
    west, south, east, north = address.box
    past = address.unit * BUFFER
    return within(
        compiler,
        f"mw <= {east + past!r} AND me >= {west - past!r} AND ms <= {north + past!r} AND mn >= {south - past!r}",
    )
