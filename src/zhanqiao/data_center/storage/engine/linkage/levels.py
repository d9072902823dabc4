"""How alike two values are, in steps from the same to nothing in common, by the kind of the column.

Each step is a condition over ``<column>_l`` and ``<column>_r``; the steps down to ``enough`` say that the values agree.
Steps for Chinese names are made for them: the same without the ending of the division (市南 and 市南区), the same by sound
(郚山 and 吾山), one short for the other (文东 and 文化东路). An edit distance alone says little where names have two characters.
Names and codes of divisions are one comparison, down the hierarchy: the county, the city, the province. And a code that begins with
the code of its division is compared without it, for the model takes its comparisons for independent of each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from zhanqiao.data_center.storage.engine.linkage.model import Kind


@dataclass(frozen=True, slots=True)
class Column:
    """A match column of both sides: its number gives its name there, ``m0``, ``m1`` …; ``chinese``: its values are."""

    number: int
    kind: Kind
    chinese: bool = False

    @property
    def name(self) -> str:
        """Return what the column is called in both sides."""
        return f"m{self.number}"

    @property
    def same(self) -> str:
        """Return the condition that the values are the same."""
        return f"{self.name}_l = {self.name}_r"


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of a comparison over one column or several. ``enough`` of them, from the first, mean agreement."""

    columns: tuple[Column, ...]
    known: str
    conditions: tuple[str, ...]
    enough: int
    rareness: str = ""  # the column whose rare values weigh more when they agree

    @property
    def denies(self) -> str:
        """Return the condition that both rows have a value and that these disagree."""
        agree = " OR ".join(f"({one})" for one in self.conditions[: self.enough])
        return f"(({self.known}) AND NOT coalesce({agree}, false))"

    def comparison(self) -> dict[str, Any]:
        """Return the comparison as Splink takes it."""
        levels: list[dict[str, Any]] = [{"sql_condition": f"NOT coalesce({self.known}, false)", "is_null_level": True}]
        levels += [{"sql_condition": one} for one in self.conditions]
        levels.append({"sql_condition": "ELSE"})
        for level in levels:
            level["label_for_charts"] = level["sql_condition"][:40]
        if self.rareness:
            levels[1] |= {"tf_adjustment_column": self.rareness, "tf_minimum_u_value": 0.0001}
        return {"output_column_name": self.columns[0].name, "comparison_levels": levels}


def all_steps(*, columns: Sequence[Column]) -> tuple[Steps, ...]:
    """Return the comparisons of a model over these match columns."""
    places = [one for one in columns if one.kind in {Kind.PLACE, Kind.DIVISION}]
    inside = any(one.kind is Kind.DIVISION for one in columns)
    others = tuple(steps_of(column=one, inside=inside) for one in columns if one not in places)
    return (*others, _places(places)) if places else others


def steps_of(*, column: Column, inside: bool = False) -> Steps:
    """Return the steps of a column that is no place; ``inside``: codes are compared without their division's."""
    name = column.name
    left, right = f"{name}_l", f"{name}_r"
    if column.kind is Kind.NAME and column.chinese:
        return Steps((column,), _known(column), (column.same, *_chinese(name)), 5, name)
    jaro = f"jaro_winkler_similarity({left}, {right})"
    if column.kind is Kind.NAME:
        return Steps((column,), _known(column), (column.same, f"{jaro} >= 0.92", f"{jaro} >= 0.8"), 3, name)
    if column.kind is Kind.TEXT:
        return Steps((column,), _known(column), (column.same, f"{jaro} >= 0.9", f"{jaro} >= 0.8"), 3, name)
    if column.kind is Kind.CODE and inside:
        return Steps((column,), _known(column), (f"{name}_local_l = {name}_local_r",), 1, f"{name}_local")
    typing = tuple(f"damerau_levenshtein({left}, {right}) <= {errors}" for errors in (1, 2))
    return Steps((column,), _known(column), (column.same, *typing), 2, name if column.kind is Kind.CODE else "")


def _chinese(name: str) -> tuple[str, ...]:
    trunks, kin = f"{name}_trunk_l, {name}_trunk_r", f"alike_in_kind({name}_l, {name}_r)"
    near = f"alike({trunks}) >= 0.5 OR (jaro_winkler_similarity({trunks}) >= 0.9 AND length({name}_trunk_l) > 3)"
    return (
        f"{name}_trunk_l = {name}_trunk_r AND {kin}",
        f"{name}_sound_l = {name}_sound_r AND {kin}",
        f"short_for({trunks}) AND {kin}",
        f"({near}) AND {kin}",
    )


def _places(columns: Sequence[Column]) -> Steps:
    names = [one.name for one in columns if one.kind is Kind.PLACE]
    codes = [one.name for one in columns if one.kind is Kind.DIVISION]
    county = [f"{one}_trunk_l = {one}_trunk_r" for one in names] + [
        f"left({one}_l, 6) = left({one}_r, 6)" for one in codes
    ]
    alike = [f"jaro_winkler_similarity({one}_l, {one}_r) >= 0.92" for one in names]
    above = [" OR ".join(f"left({one}_l, {digits}) = left({one}_r, {digits})" for one in codes) for digits in (4, 2)]
    conditions = (" OR ".join(county), *above) if codes else (" OR ".join(county), " OR ".join(alike))
    known = " OR ".join(f"({_known(one)})" for one in columns)
    return Steps(tuple(columns), known, conditions, 2)


def _known(column: Column) -> str:
    return f"{column.name}_l IS NOT NULL AND {column.name}_r IS NOT NULL"
