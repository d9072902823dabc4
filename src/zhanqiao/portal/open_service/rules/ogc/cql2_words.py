"""CQL2 JSON (OGC 21-065r2) as an expression of the query model, for the columns of one layer."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from zhanqiao.portal.open_service.rules.ogc.areas import meets, no_place, quoted
from zhanqiao.portal.open_service.rules.ogc.cql2_times import TEMPORAL, temporal
from zhanqiao.portal.open_service.rules.ogc.errors import Cql2NotOfferedError, Cql2ShapeError, OgcParameterError, wrong
from zhanqiao.portal.open_service.rules.ogc.layers import Layer
from zhanqiao.portal.open_service.rules.ogc.patterns import like
from zhanqiao.portal.open_service.rules.ogc.reference_systems import ReferenceSystem

MAX_DEPTH = 40
SHOWN = 40
SIGNS = {"=": "=", "<>": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
SUMS = ("+", "-", "*", "/")
FUNCTIONS = ("lower", "upper", "trim", "length", "abs", "floor", "ceil", "round", "year", "quarter", "month", "week",
             "day", "weekday", "hour", "minute")  # fmt: skip
KNOWN = (
    "and, or, not, = <> < <= > >=, between, in, like, isNull, + - * /, casei, s_intersects, s_disjoint, "
    + ", ".join((*TEMPORAL, *FUNCTIONS))
)
Json = Any


class Term(NamedTuple):
    """An expression of the query model, and whether it stands without parentheses."""

    text: str
    whole: bool = True

    @property
    def inside(self) -> str:
        """Return the text as a part of something larger."""
        return self.text if self.whole else f"({self.text})"


@dataclass(frozen=True, slots=True)
class Translator:
    """Translates the filters of one layer; geometries in them are read in ``system``."""

    layer: Layer
    system: ReferenceSystem

    def condition(self, node: Json) -> str:
        """Return the condition. Raises Cql2ShapeError, Cql2NotOfferedError, OgcParameterError."""
        return self._term(node, "$", 1).text

    def _term(self, node: Json, place: str, depth: int) -> Term:
        if depth > MAX_DEPTH:
            raise wrong("filter", f"嵌套超过 {MAX_DEPTH} 层。", f"nested deeper than {MAX_DEPTH}.")
        if isinstance(node, bool | str | int | float | Decimal):
            return Term(constant(node))
        if not isinstance(node, dict):
            raise _shape(place, node, "an expression")
        if "op" in node:
            return self._operation(node, place, depth)
        if "property" in node:
            return self._property(node["property"], place)
        return Term(_instant(node, place))

    def _operation(self, node: Json, place: str, depth: int) -> Term:
        name, args = str(node["op"]).lower(), node.get("args")
        if not isinstance(args, list):
            raise _shape(f"{place}.args", args, "an array")
        writer = self._writers().get(name)
        if writer is not None:
            return writer(args, place, depth)
        if name in TEMPORAL:
            return Term(temporal(name=name, args=args, layer=self.layer), whole=False)
        if name not in (*SIGNS, *SUMS, *FUNCTIONS):
            raise Cql2NotOfferedError(what=name[:SHOWN], known=KNOWN)
        terms = self._all(args, place, depth)
        if name in FUNCTIONS:
            return Term(f"{name}({', '.join(each.text for each in terms)})")
        _require(args, 2, place)
        return Term(f" {SIGNS.get(name, name)} ".join(each.inside for each in terms), whole=False)

    def _writers(self) -> dict[str, Callable[[Sequence[Json], str, int], Term]]:
        return {
            "and": lambda args, place, depth: self._joined(" AND ", args, place, depth),
            "or": lambda args, place, depth: self._joined(" OR ", args, place, depth),
            "not": self._negated,
            "between": self._between,
            "in": self._listed,
            "like": self._like,
            "isnull": self._is_null,
            "casei": self._folded,
            "s_intersects": lambda args, place, _: Term(self._meets(args, place), whole=False),
            "s_disjoint": lambda args, place, _: Term(f"NOT ({self._meets(args, place)})", whole=False),
        }

    def _joined(self, sign: str, args: Sequence[Json], place: str, depth: int) -> Term:
        if len(args) < 2:  # noqa: PLR2004 - a joint has two sides
            raise _shape(f"{place}.args", args, "two expressions or more")
        return Term(sign.join(each.inside for each in self._all(args, place, depth)), whole=False)

    def _negated(self, args: Sequence[Json], place: str, depth: int) -> Term:
        _require(args, 1, place)
        return Term(f"NOT ({self._all(args, place, depth)[0].text})", whole=False)

    def _between(self, args: Sequence[Json], place: str, depth: int) -> Term:
        _require(args, 3, place)
        what, low, high = (each.inside for each in self._all(args, place, depth))
        return Term(f"{what} BETWEEN {low} AND {high}", whole=False)

    def _listed(self, args: Sequence[Json], place: str, depth: int) -> Term:
        _require(args, 2, place)
        what, items = args
        if not isinstance(items, list) or not items:
            raise _shape(f"{place}.args[1]", items, "an array that is not empty")
        inside = ", ".join(self._term(each, f"{place}.args[1]", depth + 1).inside for each in items)
        return Term(f"{self._term(what, f'{place}.args[0]', depth + 1).inside} IN ({inside})", whole=False)

    def _like(self, args: Sequence[Json], place: str, depth: int) -> Term:
        _require(args, 2, place)
        what, pattern = args
        folded = isinstance(pattern, dict) and str(pattern.get("op", "")).lower() == "casei"
        text = (pattern.get("args") or [None])[0] if folded else pattern
        if not isinstance(text, str):
            raise _shape(f"{place}.args[1]", pattern, "a pattern in text")
        tested = self._term(what, f"{place}.args[0]", depth + 1).inside
        return Term(like(tested=tested, pattern=text.lower() if folded else text), whole=False)

    def _is_null(self, args: Sequence[Json], place: str, depth: int) -> Term:
        _require(args, 1, place)
        if self._is_geometry(args[0]):
            return Term(no_place(layer=self.layer), whole=False)
        return Term(f"{self._all(args, place, depth)[0].inside} IS NULL", whole=False)

    def _folded(self, args: Sequence[Json], place: str, depth: int) -> Term:
        _require(args, 1, place)
        return Term(f"lower({self._all(args, place, depth)[0].text})")

    def _meets(self, args: Sequence[Json], place: str) -> str:
        _require(args, 2, place)
        first, second = args
        if self._is_geometry(second):
            first, second = second, first
        if not self._is_geometry(first):
            raise _shape(f"{place}.args", args, f"the property {self.layer.geometry} and a geometry")
        if not isinstance(second, dict) or not {"type", "bbox"} & second.keys():
            raise _shape(f"{place}.args[1]", second, "a geometry")
        return meets(layer=self.layer, geometry=second, system=self.system)

    def _is_geometry(self, node: Json) -> bool:
        return isinstance(node, dict) and node.get("property") == self.layer.geometry

    def _all(self, args: Sequence[Json], place: str, depth: int) -> list[Term]:
        return [self._term(each, f"{place}.args[{number}]", depth + 1) for number, each in enumerate(args)]

    def _property(self, name: Json, place: str) -> Term:
        if not isinstance(name, str):
            raise _shape(f"{place}.property", name, "a name")
        if self.layer.kind(name) is None:
            raise unknown_property(name=name, layer=self.layer, parameter="filter")
        return Term(quoted(name))


def constant(value: Json, /) -> str:
    """Return a constant as expressions write it."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    text = f"{value:f}" if isinstance(value, Decimal) and abs(value.adjusted()) < MAX_DEPTH else str(value)
    return f"({text})" if text.startswith("-") else text


def unknown_property(*, name: str, layer: Layer, parameter: str) -> OgcParameterError:
    """Return the error of a name that no property has, with its character where that is known and the nearest name."""
    known = [each.name for each in layer.properties]
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.4)
    position = getattr(name, "position", None)
    at = ("", "") if position is None else (f"第 {position} 个字符处", f" at character {position}")
    nearest = (f"最接近的是“{near[0]}”。", f" The nearest is '{near[0]}'.") if near else ("", "")
    return wrong(
        parameter,
        f"{at[0]}没有属性“{name[:SHOWN]}”。{nearest[0]}",
        f"there is no property '{name[:SHOWN]}'{at[1]}.{nearest[1]}",
    )


def _instant(node: Json, place: str) -> str:
    for kind in ("date", "timestamp"):
        if kind in node and isinstance(node[kind], str):
            return constant(node[kind])
    raise _shape(place, node, "an operator, a property or a literal")


def _require(args: Sequence[Json], count: int, place: str) -> None:
    if len(args) != count:
        raise _shape(f"{place}.args", args, f"{count} arguments")


def _shape(place: str, token: Json, expected: str) -> Cql2ShapeError:
    return Cql2ShapeError(place=place, token=str(token)[:SHOWN], expected=expected)
