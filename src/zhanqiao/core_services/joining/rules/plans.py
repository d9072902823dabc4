"""What a join is made by. No Django, no clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Literal, Self, cast

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

Points = Literal["", "left", "right"]
MOST_KEYS = 3
TEXTS = frozenset({"text", "json"})
NUMBERS = frozenset({"integer", "decimal", "number"})
DIGITS_OF_DISTRICT = 6
# What stands behind the name of a place in lists of offices and of divisions (GB/T 2260 and the statistical codes' lists),
# the longest first. Left out on both sides, so that 台东 and 台东街道 are one place. Not 村, 镇 and 市, which are parts of names.
ENDINGS = ("居民委员会", "村民委员会", "街道办事处", "居委会", "村委会", "社区", "街道", "车站")


class Way(StrEnum):
    """How two values are held to be the same."""

    EQUAL = "equal"
    PLACE = "place"
    DISTRICT = "district"


class Kind(StrEnum):
    """Which rows stay."""

    LEFT = "left"
    INNER = "inner"
    ANTI = "anti"


WAYS = {
    Way.EQUAL: Text("相同", "the same"),
    Way.PLACE: Text("同名地点（不计“社区”“街道”等后缀）", "the same place (without endings such as 社区, 街道)"),
    Way.DISTRICT: Text("同一区市（代码前 6 位）", "the same district (first six digits of the code)"),
}
KINDS = {
    Kind.LEFT: Text("保留左表全部行", "Keep all rows of the left table"),
    Kind.INNER: Text("只保留匹配的行", "Keep only rows that match"),
    Kind.ANTI: Text("只看左表中没有匹配的行", "Only left rows without a match"),
}


class PlanError(ZhanqiaoError):
    """The address or form does not say a join that can be made; nothing was read."""

    status = 400
    code = "join-plan"
    sentence = Text(
        zh="无法拼接：{zh}没有读取数据。请返回并重新选择。",
        en="This cannot be joined: {en} Nothing was read; choose again.",
    )


@dataclass(frozen=True, slots=True)
class JoinKey:
    """A column of each table, and how their values are held to be the same."""

    left: str
    right: str
    way: Way = Way.EQUAL


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinPlan:
    """By what two tables are joined; without columns chosen, all of them.

    ``points`` names the side whose points lie in the areas of the other: then there are no keys.
    """

    keys: tuple[JoinKey, ...] = ()
    points: Points = ""
    kind: Kind = Kind.LEFT
    left_columns: tuple[str, ...] = ()
    right_columns: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Say whether it tells by what to join."""
        return bool(self.keys or self.points)

    def swapped(self, *, kind: Kind) -> JoinPlan:
        """Return the same join seen from the right table."""
        sides: dict[Points, Points] = {"left": "right", "right": "left", "": ""}
        return JoinPlan(
            keys=tuple(JoinKey(one.right, one.left, one.way) for one in self.keys),
            points=sides[self.points],
            kind=kind,
            left_columns=self.right_columns,
            right_columns=self.left_columns,
        )

    def of_kind(self, kind: Kind, /) -> JoinPlan:
        """Return the same join keeping other rows."""
        return replace(self, kind=kind)

    @property
    def area_columns(self) -> tuple[str, ...]:
        """Return the columns chosen of the table of areas, in a join by place."""
        return {"left": self.right_columns, "right": self.left_columns, "": ()}[self.points]

    def keeping(self, columns: Sequence[str], /) -> JoinPlan:
        """Return the same join by place with these columns of the table of areas."""
        if self.points == "left":
            return replace(self, right_columns=tuple(columns))
        return replace(self, left_columns=tuple(columns))

    def as_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "keys": [{"left": one.left, "right": one.right, "way": one.way.value} for one in self.keys],
            "points": self.points,
            "kind": self.kind.value,
            "left_columns": list(self.left_columns),
            "right_columns": list(self.right_columns),
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """Read back what ``as_dict`` wrote."""
        return cls(
            keys=tuple(JoinKey(one["left"], one["right"], Way(one["way"])) for one in values["keys"]),
            points=values["points"],
            kind=Kind(values["kind"]),
            left_columns=tuple(values["left_columns"]),
            right_columns=tuple(values["right_columns"]),
        )


def plan_of(
    *,
    left: Sequence[str],
    right: Sequence[str],
    ways: Sequence[str] = (),
    points: str = "",
    kind: str = "",
    left_columns: Sequence[str] = (),
    right_columns: Sequence[str] = (),
) -> JoinPlan:
    """Return the plan that lists of names say, pairs of which one is empty left out. Raises PlanError."""
    if kind and kind not in set(Kind):
        raise PlanError(zh=f"没有“{kind}”这种方式。", en=f"there is no way called '{kind}'.")
    if points not in ("", "left", "right"):
        raise PlanError(zh="位置只能是左表或右表的点。", en="points are of the left table or of the right.")
    known = [*ways, *("" for _ in left)]
    pairs = [
        JoinKey(first, second, _way(way))
        for first, second, way in zip(left, right, known, strict=False)
        if first and second
    ]
    if len(pairs) > MOST_KEYS:
        raise PlanError(zh=f"最多用 {MOST_KEYS} 对列。", en=f"there are at most {MOST_KEYS} pairs of columns.")
    return JoinPlan(
        keys=() if points else tuple(pairs),
        points=cast("Points", points),
        kind=Kind(kind or Kind.LEFT),
        left_columns=tuple(left_columns),
        right_columns=tuple(right_columns),
    )


def key_expressions(*, key: JoinKey, left_type: str, right_type: str, quoted: tuple[str, str]) -> tuple[str, str]:
    """Return what the engine compares: expressions over the columns as they are ``quoted``, by the types of both."""
    types = left_type, right_type
    if key.way is Way.DISTRICT:
        first, second = (
            f"substr({_text(name, kind)}, 1, {DIGITS_OF_DISTRICT})" for name, kind in zip(quoted, types, strict=True)
        )
        return first, second
    if key.way is Way.PLACE:
        first, second = (place_expression(_text(name, kind)) for name, kind in zip(quoted, types, strict=True))
        return first, second
    if _family(left_type) == _family(right_type):
        first, second = (f"trim({name})" if kind in TEXTS else name for name, kind in zip(quoted, types, strict=True))
        return first, second
    first, second = (f"trim({_text(name, kind)})" for name, kind in zip(quoted, types, strict=True))
    return first, second


def place_expression(text: str, /) -> str:
    """Return the expression of a place's name without its endings; ``text`` is one of a text."""
    for ending in ENDINGS:
        text = f"replace({text}, '{ending}', '')"
    return f"trim({text})"


def _way(text: str) -> Way:
    if text and text not in set(Way):
        raise PlanError(zh=f"没有“{text}”这种比较方式。", en=f"values cannot be compared by '{text}'.")
    return Way(text or Way.EQUAL)


def _text(name: str, kind: str) -> str:
    return name if kind in TEXTS else f"to_text({name})"


def _family(kind: str) -> str:
    if kind in NUMBERS:
        return "number"
    return "text" if kind in TEXTS else kind
