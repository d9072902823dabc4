"""Draws tiles of points: each of them, a fair sample, or counts by cells."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from zhanqiao.data_center.storage.engine.query.compiling import Compiler
from zhanqiao.data_center.storage.engine.tiles import limits as told
from zhanqiao.data_center.storage.engine.tiles.drawn import (
    NOTHING,
    Drawn,
    Fetch,
    column_limits,
    encoded,
    struct,
    within,
)
from zhanqiao.data_center.storage.engine.tiles.grid import BITS, Address
from zhanqiao.data_center.storage.engine.tiles.properties import properties

MOST_POINTS = 10_000
COUNT = "point_count"  # the word that map clients know


class Clusters(StrEnum):
    """When points are counted by cells: where a tile has too many, always, or never (a fair sample is drawn instead)."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


CELL_BITS = {Clusters.AUTO: 6, Clusters.ALWAYS: 4, Clusters.NEVER: 6}  # 64 or 16 cells a side


@dataclass(slots=True)
class Points:
    """Draws the rows of one tile. The rows of a tile are one range along the curve, so few of the others are read."""

    compiler: Compiler
    address: Address
    clusters: Clusters

    def draw(self, fetch: Fetch) -> Drawn:
        """Return the layer."""
        ((rows,),) = fetch(self.compiler.statement(f"SELECT count(*) {self._source()}"))
        if not rows:
            return NOTHING
        if self.clusters is Clusters.ALWAYS:
            return self._cells(fetch)
        if self.clusters is Clusters.AUTO and rows > MOST_POINTS:
            return self._cells(fetch, told.counted(rows=rows, most=MOST_POINTS))
        return self._each(fetch, rows)

    def _each(self, fetch: Fetch, rows: int) -> Drawn:
        """Draw every point, or those rows whose number a hash chooses: the same ones whenever it is asked."""
        found = properties(compiler=self.compiler)
        x, y = self._unit("x"), self._unit("y")
        feature = struct(shape=f"ST_Point(({x})::DOUBLE, ({y})::DOUBLE)", number="n", members=found.members)
        share = -(-rows // MOST_POINTS)
        chosen = f" AND hash(n) % {share} = 0" if share > 1 else ""
        sql = f"SELECT {encoded('f')}, count(*), bool_or(cut) FROM (SELECT {feature} AS f, {found.cut} AS cut {self._source()}{chosen})"
        ((content, drawn, cut),) = fetch(self.compiler.statement(sql))
        thinned = (told.sampled(rows=rows, drawn=drawn),) if share > 1 else ()
        return Drawn(content, drawn, (*thinned, *column_limits(found, cut=bool(cut))))

    def _cells(self, fetch: Fetch, *limits: told.Limit) -> Drawn:
        """Count by cells; each stands where its points stand on the whole, and names its row when it has one."""
        x, y = (f"least(floor(avg({self._unit(side)})), 4095)" for side in ("x", "y"))
        bits = max(0, 2 * (BITS - self.address.z - CELL_BITS[self.clusters]))
        alone = "CASE WHEN count(*) = 1 THEN min(n) END"
        cells = f"SELECT {x} AS px, {y} AS py, count(*)::BIGINT AS many, {alone} AS n {self._source()} GROUP BY curve >> {bits}"
        feature = struct(shape="ST_Point(px, py)", number="n", members=(f"'{COUNT}': many",))
        ((content, drawn),) = fetch(
            self.compiler.statement(f"SELECT {encoded('f')}, count(*) FROM (SELECT {feature} AS f FROM ({cells}))")
        )
        return Drawn(content, drawn, limits)

    def _source(self) -> str:
        first, last = self.address.curve
        # written out: a parameter would be a wider number, whose ranges of blocks the engine does not look up
        return within(self.compiler, f"curve >= {first}::UBIGINT AND curve <= {last}::UBIGINT")

    def _unit(self, side: str) -> str:
        """Return SQL of a side in the tile's units."""
        origin = self.address.origin[0 if side == "x" else 1]
        return f"({side} - {origin}::UINTEGER) >> {self.address.unit_bits}"
