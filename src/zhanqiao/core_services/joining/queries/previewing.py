"""How a plan works on two tables: the match on both sides, and the first rows of what matches and of what does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zhanqiao.core_services.joining.rules import JoinPlan, Kind, PlanError, key_expressions
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import Field, Join, JoinTooLargeError, Match, TableCard
from zhanqiao.kit.texts import Text

FIRST_ROWS = 10


@dataclass(frozen=True, slots=True)
class Group:
    """The first rows of a group, of how many."""

    columns: tuple[Field, ...]
    rows: tuple[tuple[Any, ...], ...]
    total: int


@dataclass(frozen=True, slots=True)
class Preview:
    """How two tables match. ``refused`` says why nothing can be taken (the rows would multiply too much).

    ``edges`` are points on an edge of an area that lie in none; ``rows`` how many rows the join has.
    """

    match: Match
    both: Group | None
    left_alone: Group
    right_alone: Group
    rows: int
    edges: int = 0
    refused: Text | None = None

    @property
    def left_rate(self) -> float:
        """Return the share of left rows that match."""
        return _rate(self.match.left.matched, self.match.left.rows)

    @property
    def right_rate(self) -> float:
        """Return the share of right rows that match."""
        return _rate(self.match.right.matched, self.match.right.rows)


def preview(*, plan: JoinPlan, left: TableCard, right: TableCard) -> Preview:
    """Return how a complete plan works on two tables; who may read them was decided before.

    Raises PlanError, QueryError, NoPlaceError, QueryTimeoutError.
    """
    join = typed_join(plan=plan, left=left, right=right)
    match = storage.join_match(join=join, left=left, right=right)
    try:
        both = _group(plan.of_kind(Kind.INNER), match, left, right, match.pairs)
        refused = None
    except JoinTooLargeError as error:
        both, refused = None, error.text
    nothing = Match(left=match.right, right=match.left, pairs=0)  # a group of what matches nothing is never too large
    return Preview(
        match=match,
        both=both,
        left_alone=_group(plan.of_kind(Kind.ANTI), nothing, left, right, match.left.unmatched),
        right_alone=_group(plan.swapped(kind=Kind.ANTI), nothing, right, left, match.right.unmatched),
        rows=match.rows(plan.kind.value),
        edges=storage.edge_points(join=join, left=left, right=right) if plan.points else 0,
        refused=refused,
    )


def typed_join(*, plan: JoinPlan, left: TableCard, right: TableCard, limit: int | None = None) -> Join:
    """Return the engine's join of a complete plan, with the columns it chooses. Raises PlanError, QueryError, NoPlaceError."""
    plain = _parsed(plan, left, right, {})
    params = {"select": _selected(plan, left, right, plain)} if plan.left_columns or plan.right_columns else {}
    if limit is not None:
        params["limit"] = str(limit)
    return _parsed(plan, left, right, params) if params else plain


def _parsed(plan: JoinPlan, left: TableCard, right: TableCard, params: dict[str, str]) -> Join:
    if not plan.is_complete:
        raise PlanError(zh="还没有选择用哪些列匹配。", en="no columns to match were chosen.")
    if plan.points:
        return storage.parsed_place_join(
            kind=plan.kind.value, left=left, right=right, points=plan.points, params=params
        )
    on = []
    for key in plan.keys:
        first, second = _column(left, key.left), _column(right, key.right)
        quoted = storage.quoted_name(key.left), storage.quoted_name(key.right)
        on.append(key_expressions(key=key, left_type=first.type.value, right_type=second.type.value, quoted=quoted))
    return storage.parsed_join(
        kind=plan.kind.value, left=left, right=right, prefixes=(None, None), on=on, params=params
    )


def _selected(plan: JoinPlan, left: TableCard, right: TableCard, join: Join) -> str:
    """Return the chosen columns under the names they have in the join; of a side without a choice, all."""
    names = [each.name for each in join.fields]
    mine, theirs = names[: len(left.fields)], names[len(left.fields) :]
    chosen = [name for name in mine if not plan.left_columns or name in plan.left_columns]
    if theirs:
        pairs = zip(right.fields, theirs, strict=True)
        chosen += [name for field, name in pairs if not plan.right_columns or field.name in plan.right_columns]
    return ", ".join(map(storage.quoted_name, chosen))


def _group(plan: JoinPlan, match: Match, left: TableCard, right: TableCard, total: int) -> Group:
    join = typed_join(plan=plan, left=left, right=right, limit=FIRST_ROWS)
    page = storage.joined_rows(join=join, match=match, left=left, right=right)
    return Group(tuple(page.columns), tuple(page.rows), total)


def _column(table: TableCard, name: str) -> Field:
    found = next((each for each in table.fields if each.name == name), None)
    if found is None:
        raise PlanError(zh=f"《{table.title.zh}》没有“{name}”列。", en=f"'{table.title.en}' has no column '{name}'.")
    return found


def _rate(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
