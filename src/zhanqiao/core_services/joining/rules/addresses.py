"""A join in an address: both tables and the plan. No Django, no clock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from zhanqiao.core_services.joining.rules.plans import JoinPlan, plan_of

MINE = "mine"  # in place of a table's id: the file of this session


@dataclass(frozen=True, slots=True)
class JoinState:
    """Both tables, by id or as ``mine``, and the plan."""

    left: str
    right: str
    plan: JoinPlan

    @property
    def has_own_file(self) -> bool:
        """Say whether a side is the visitor's own file: then nothing of the page may be kept anywhere."""
        return MINE in (self.left, self.right)

    @property
    def query(self) -> str:
        """Return the query part of this state's address."""
        return "?" + urlencode(list(_pairs(self)))

    def swapped(self) -> JoinState:
        """Return the state with the sides changed over."""
        return JoinState(self.right, self.left, self.plan.swapped(kind=self.plan.kind))


def join_state(*, given: Mapping[str, Sequence[str]]) -> JoinState:
    """Return the state that an address says. Raises PlanError."""

    def last(name: str) -> str:
        return (given.get(name) or [""])[-1]

    plan = plan_of(
        left=given.get("a", ()),
        right=given.get("b", ()),
        ways=given.get("way", ()),
        points=last("points"),
        kind=last("kind"),
        left_columns=given.get("l", ()),
        right_columns=given.get("r", ()),
    )
    return JoinState(left=last("left"), right=last("right"), plan=plan)


def address_of(*, left: str, right: str, plan: JoinPlan) -> str:
    """Return the query part of the address of a join."""
    return JoinState(left, right, plan).query


def _pairs(state: JoinState) -> Iterator[tuple[str, str]]:
    yield from (("left", state.left), ("right", state.right))
    for key in state.plan.keys:
        yield from (("a", key.left), ("way", key.way.value), ("b", key.right))
    if state.plan.points:
        yield "points", state.plan.points
    yield "kind", state.plan.kind.value
    yield from (("l", name) for name in state.plan.left_columns)
    yield from (("r", name) for name in state.plan.right_columns)
