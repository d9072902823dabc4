"""Writing the opening plan, and taking lines back."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from zhanqiao.core_services.statistics.models import PlannedOpening
from zhanqiao.core_services.statistics.rules.planning import PlanRefusedError, is_sensible
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.access.operations import require
from zhanqiao.people.access.queries import card_of
from zhanqiao.people.access.rules import Action, Resource
from zhanqiao.people.audit.operations import record


def plan_opening(*, department_id: str, title: str, month: date, slug: str = "", by: str, at: datetime) -> str:
    """Add a line to a department's plan and return its id. ``slug`` names the dataset it will be, also a draft.

    Raises PlanRefusedError, ForbiddenError.
    """
    require(
        card=card_of(account_id=by), action=Action.edit_entry, resource=Resource("plan", department_id=department_id)
    )
    month = month.replace(day=1)
    if not is_sensible(title=title, month=month, today=at.astimezone(CITY_TIME).date()):
        raise PlanRefusedError
    with transaction.atomic():
        made = PlannedOpening.objects.create(
            department_id=department_id, title=title.strip(), month=month,
            dataset_id=_dataset(slug, department_id, by), made_by=by, made_at=at,
        )  # fmt: skip
        record(by=by, action="plan.add", object_type="plan", object_id=made.id, detail={"month": str(month)}, at=at)
    return made.id


def withdraw_planned(*, planned_id: str, by: str, at: datetime) -> None:
    """Take a line back. Raises NotFoundError, ForbiddenError."""
    with transaction.atomic():
        row = PlannedOpening.objects.filter(pk=planned_id, withdrawn_at__isnull=True).first()
        if row is None:
            raise NotFoundError(what=planned_id)
        require(
            card=card_of(account_id=by),
            action=Action.edit_entry,
            resource=Resource("plan", department_id=row.department_id),
        )
        row.withdrawn_at = at
        row.save(update_fields=["withdrawn_at"])
        record(by=by, action="plan.withdraw", object_type="plan", object_id=row.id, detail={}, at=at)


def _dataset(slug: str, department_id: str, by: str) -> str | None:
    if not slug.strip():
        return None
    try:
        found = catalogue.dataset_card(slug=slug.strip(), card=card_of(account_id=by))
    except NotFoundError:
        raise PlanRefusedError from None
    if found.department.id != department_id:
        raise PlanRefusedError
    return found.id
