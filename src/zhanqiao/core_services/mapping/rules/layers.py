"""One layer of a map as it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from urllib.parse import urlencode

from zhanqiao.kit.texts import Text

STYLES = {
    "single": Text("单色", "One colour"),
    "categories": Text("分类", "Categories"),
    "classes": Text("分级", "Classes"),
    "clusters": Text("聚合", "Clusters"),
    "areas": Text("区划统计", "Divisions"),
}
CUTS = {"quantile": Text("每级行数相近", "Equal counts"), "equal": Text("每级跨度相等", "Equal intervals")}
CLASSES = (3, 4, 5, 6, 7)
FULL = 100
NAMES = {"style": "as"}  # ``as`` is no name in Python
FIELDS = {other: name for name, other in NAMES.items()}


@dataclass(frozen=True, slots=True)
class LayerState:
    """One layer.

    ``style`` is one of STYLES, empty for the usual one; ``by`` the column that colours it, ``of`` what is measured in
    areas (``count``, ``sum:…``, ``avg:…``), ``time`` the column of days that the slider moves along.
    """

    table: str
    style: str = ""
    by: str = ""
    of: str = "count"
    cut: str = "quantile"
    classes: int = 5
    opacity: int = FULL
    colour: int = 0
    time: str = ""
    where: str = ""
    as_of: str = ""
    hidden: bool = False

    def text(self) -> str:
        """Return the layer as it stands in an address: what differs from the usual."""
        usual = LayerState(table="")
        pairs = [(NAMES.get(each.name, each.name), getattr(self, each.name)) for each in fields(self)]
        kept = [(name, value) for name, value in pairs if value != getattr(usual, FIELDS.get(name, name))]
        return urlencode([(name, "1" if value is True else str(value)) for name, value in kept])


def layer_state(*, given: Mapping[str, str]) -> LayerState:
    """Read a layer from the words of an address; what makes no sense counts as not given."""
    style, cut = given.get("as", ""), given.get("cut", "")
    return LayerState(
        table=given["table"][:64],
        style=style if style in STYLES else "",
        by=given.get("by", ""),
        of=given.get("of", "") or "count",
        cut=cut if cut in CUTS else "quantile",
        classes=_number(given, "classes", CLASSES[0], CLASSES[-1], usual=5),
        opacity=_number(given, "opacity", 0, FULL, usual=FULL),
        colour=_number(given, "colour", 0, 8, usual=0),
        time=given.get("time", ""),
        where=given.get("where", ""),
        as_of=given.get("as_of", ""),
        hidden=given.get("hidden") == "1",
    )


def _number(given: Mapping[str, str], name: str, least: int, most: int, *, usual: int) -> int:
    text = given.get(name, "")
    return min(max(int(text), least), most) if text.isdecimal() and len(text) < 5 else usual  # noqa: PLR2004 - longer numbers are none of these
