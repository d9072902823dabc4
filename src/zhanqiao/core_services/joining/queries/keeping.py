"""Which columns of a table of areas a join by place keeps, and of which table each column of a join comes."""

from __future__ import annotations

from dataclasses import dataclass

from zhanqiao.core_services.joining.queries.previewing import typed_join
from zhanqiao.core_services.joining.rules import JoinPlan, Kind
from zhanqiao.data_center.storage.queries import LogicalType, TableCard


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a column of a join comes from: ``side`` 0 for the left table, 1 for the right."""

    name: str
    side: int
    column: str


def areas_of(*, plan: JoinPlan, left: TableCard, right: TableCard) -> TableCard | None:
    """Return the table whose areas points lie in, None in a join by keys or of rows without a match."""
    if not plan.points or (plan.kind is Kind.ANTI and plan.points == "left"):
        return None
    return right if plan.points == "left" else left


def with_area_columns(*, plan: JoinPlan, left: TableCard, right: TableCard) -> JoinPlan:
    """Return the plan; of areas of which no column was chosen all but their shapes, so that points keep the one shape of a row."""
    areas = areas_of(plan=plan, left=left, right=right)
    if areas is None or plan.area_columns:
        return plan
    plain = [one.name for one in areas.fields if one.type is not LogicalType.GEOMETRY]
    return plan.keeping(plain) if plain else plan


def origins_of(*, plan: JoinPlan, left: TableCard, right: TableCard) -> tuple[Origin, ...]:
    """Return the columns of a join in order, each with the column it is. Raises PlanError, QueryError, NoPlaceError."""
    join = typed_join(plan=plan, left=left, right=right)
    chosen = {one.name for one in join.query.select} or {one.name for one in join.fields}
    sources = [*((0, one.name) for one in left.fields), *((1, one.name) for one in right.fields)]
    pairs = zip(join.fields, sources, strict=False)  # a join of rows without a match has the columns of one side
    return tuple(Origin(field.name, side, column) for field, (side, column) in pairs if field.name in chosen)
