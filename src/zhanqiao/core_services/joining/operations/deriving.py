"""Keeping a join as a derived table, changing it, ending it."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from zhanqiao.core_services.joining import events
from zhanqiao.core_services.joining.models import DerivedTable, DerivedVersion
from zhanqiao.core_services.joining.queries.previewing import typed_join
from zhanqiao.core_services.joining.queries.sources import source_card
from zhanqiao.core_services.joining.rules import DerivedEndedError, JoinPlan, ShapesError, require_reason
from zhanqiao.data_center.catalogue import operations as catalogue
from zhanqiao.data_center.catalogue.rules import DatasetEntry
from zhanqiao.data_center.storage import operations as storage
from zhanqiao.data_center.storage.queries import LogicalType
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.audit.operations import record
from zhanqiao.people.departments.queries import department_card

OBJECT = "derived"


def keep_join(*, left: str, right: str, plan: JoinPlan, entry: DatasetEntry, by: str, at: datetime) -> str:
    """Keep a join of two tables as a derived table of a new dataset, a draft; return its id. Its first run is called for.

    Whoever calls has made sure that ``by`` may do so for the entry's department. Raises PlanError, QueryError, ShapesError,
    SourceClosedError, MoreOpenError, EntryInvalidError, SlugTakenError; then nothing is kept.
    """
    department_id = department_card(key_or_code=entry.department).id
    sources = _checked(left=left, right=right, plan=plan, department_id=department_id)
    with transaction.atomic():
        dataset_id = catalogue.register_dataset(entry=entry, by=by, at=at)
        catalogue.say_sources(dataset_id=dataset_id, sources=sources, by=by, at=at)
        derived = DerivedTable.objects.create(
            department_id=department_id, dataset_id=dataset_id, left_table_id=left, right_table_id=right, by=by, at=at
        )
        _version(derived, number=1, plan=plan, reason="", by=by, at=at)
        _audit(derived, "derived.keep", {"left": left, "right": right, "plan": plan.as_dict()}, by=by, at=at)
        want_run(derived, not_before=at, by=by, at=at)
    return derived.id


def change_plan(*, derived_id: str, left: str, right: str, plan: JoinPlan, reason: str, by: str, at: datetime) -> int:
    """Make a derived table by another plan from now on; return the number of the version. A run is called for.

    Raises as ``keep_join`` does, VersionReasonError, DerivedEndedError, NotFoundError; then nothing is changed.
    """
    reason = require_reason(text=reason)
    with transaction.atomic():
        derived = locked(derived_id=derived_id)
        _require_going(derived)
        sources = _checked(left=left, right=right, plan=plan, department_id=derived.department_id)
        catalogue.say_sources(dataset_id=derived.dataset_id, sources=sources, by=by, at=at)
        last = DerivedVersion.objects.filter(derived=derived).order_by("-number").first()
        derived.left_table_id, derived.right_table_id = left, right
        number = last.number + 1 if last else 1
        _version(derived, number=number, plan=plan, reason=reason, by=by, at=at)
        detail = {"version": number, "left": left, "right": right, "plan": plan.as_dict(), "reason": reason}
        _audit(derived, "derived.change", detail, by=by, at=at)
        want_run(derived, not_before=at, by=by, at=at)
    return number


def ask_for_run(*, derived_id: str, by: str, at: datetime) -> None:
    """Call for a run now. Raises DerivedEndedError, NotFoundError."""
    with transaction.atomic():
        derived = locked(derived_id=derived_id)
        _require_going(derived)
        _audit(derived, "derived.ask", {}, by=by, at=at)
        want_run(derived, not_before=at, by=by, at=at)


def end_refreshing(*, derived_id: str, reason: str, by: str, at: datetime) -> None:
    """No longer make a derived table anew; what was published stays. Raises VersionReasonError, DerivedEndedError, NotFoundError."""
    reason = require_reason(text=reason)
    with transaction.atomic():
        derived = locked(derived_id=derived_id)
        _require_going(derived)
        derived.ended_by, derived.ended_at, derived.end_reason, derived.wanted_at = by, at, reason, None
        derived.save()
        _audit(derived, "derived.end", {"reason": reason}, by=by, at=at)
        storage.visible_change()


def want_run(derived: DerivedTable, /, *, not_before: datetime, by: str, at: datetime) -> None:
    """Note that a run of a locked derived table is called for, and announce it on commit."""
    derived.wanted_at, derived.wanted_by = at, by
    derived.save()
    event = events.RunWanted(derived_id=derived.id, not_before=not_before)
    transaction.on_commit(partial(events.run_wanted.send_robust, sender=events.RunWanted, event=event))


def locked(*, derived_id: str) -> DerivedTable:
    """Return the row, locked until the transaction ends. Raises NotFoundError."""
    found = DerivedTable.objects.select_for_update().filter(pk=derived_id).first()
    if found is None:
        raise NotFoundError(what=derived_id)
    return found


def _checked(*, left: str, right: str, plan: JoinPlan, department_id: str) -> tuple[str, str]:
    """Return the ids of both datasets, when the department may read them and the plan fits."""
    first, second = (source_card(table_id=one, department_id=department_id) for one in (left, right))
    join = typed_join(plan=plan, left=first, right=second)
    shown = [output.name for output in join.query.select] or [field.name for field in join.fields]
    shapes = [field.name for field in join.fields if field.type is LogicalType.GEOMETRY and field.name in shown]
    if len(shapes) > 1:
        raise ShapesError(columns="、".join(shapes))
    return first.dataset_id, second.dataset_id


def _version(derived: DerivedTable, *, number: int, plan: JoinPlan, reason: str, by: str, at: datetime) -> None:
    DerivedVersion.objects.create(
        derived=derived,
        number=number,
        left_table_id=derived.left_table_id,
        right_table_id=derived.right_table_id,
        plan=plan.as_dict(),
        reason=reason,
        by=by,
        at=at,
    )


def _require_going(derived: DerivedTable) -> None:
    if derived.ended_at:
        raise DerivedEndedError


def _audit(derived: DerivedTable, action: str, detail: dict[str, Any], *, by: str, at: datetime) -> None:
    detail = {"dataset": derived.dataset_id, **detail}
    record(by=by, action=action, object_type=OBJECT, object_id=derived.id, detail=detail, at=at)
