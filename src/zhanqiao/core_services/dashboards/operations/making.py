"""Making a dashboard, saving it as a new version, going back to an old one, forking, removing."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhanqiao.core_services.dashboards.models import CHANGES, Dashboard, DashboardVersion
from zhanqiao.core_services.dashboards.operations.pictures import hold_pictures
from zhanqiao.core_services.dashboards.operations.telling import tell_saved
from zhanqiao.core_services.dashboards.queries import DashboardCard, spec_at
from zhanqiao.core_services.dashboards.rules import Spec, Visibility, spec_of
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.audit.operations import record

NOTE = 200


class DashboardOvertakenError(ZhanqiaoError):
    """Somebody saved another version meanwhile; this one was not saved."""

    status = 409
    code = "dashboard-overtaken"
    sentence = Text(
        zh="看板在此期间已被改动，本次修改没有保存，已有版本不受影响。请刷新页面后再改。",
        en="The dashboard was changed meanwhile; this change was not saved and nothing was lost. Load the page again and repeat it.",
    )


@transaction.atomic
def make(
    *,
    spec: Spec,
    department_id: str | None = None,
    visibility: Visibility = Visibility.PRIVATE,
    slug: str = "",
    by: str,
    at: datetime,
) -> str:
    """Make a dashboard with its first version and return its slug. Raises SpecRefusedError."""
    return _made(spec, department_id=department_id, visibility=visibility, slug=slug, by=by, at=at).slug


@transaction.atomic
def fork(*, dashboard: DashboardCard, spec: Spec, by: str, at: datetime) -> str:
    """Make my own dashboard of what I see of another, and return its slug; it says what it came from."""
    made = _made(spec, by=by, at=at, forked_from_id=dashboard.id, forked_version=dashboard.shown)
    return made.slug


@transaction.atomic
def save(*, dashboard_id: str, spec: Spec, upon: int, note: str = "", by: str, at: datetime) -> int:
    """Save a changed dashboard as a new version upon the version ``upon`` and return its number.

    The public goes on seeing the listed version. Raises SpecRefusedError, DashboardOvertakenError, NotFoundError.
    """
    number = upon + 1
    kept = Dashboard.objects.filter(pk=dashboard_id, version=upon, removed_at=None)
    if not kept.update(version=number, changed_at=at):
        raise DashboardOvertakenError
    _version(dashboard_id, number, spec, note=note, by=by, at=at)
    tell_saved(dashboard_id=dashboard_id, number=number, at=at)
    _told("dashboard.save", dashboard_id, by, at, version=number)
    return number


def restore(*, dashboard_id: str, version: int, upon: int, by: str, at: datetime) -> int:
    """Save an earlier version anew, and return the new number. Raises NotFoundError, DashboardOvertakenError."""
    spec = spec_at(dashboard_id=dashboard_id, version=version)
    return save(dashboard_id=dashboard_id, spec=spec, upon=upon, note=f"= {version}", by=by, at=at)


@transaction.atomic
def remove(*, dashboard_id: str, by: str, at: datetime) -> None:
    """Take a dashboard away for everybody; its versions are kept for the audit. Raises NotFoundError."""
    found = Dashboard.objects.filter(pk=dashboard_id, removed_at=None)
    gone = {"removed_at": at, "visibility": Visibility.PRIVATE.value, "listed": None, "waiting": None}
    if not found.update(**gone, featured_at=None):
        raise NotFoundError(what=dashboard_id)
    CHANGES.changed()
    _told("dashboard.remove", dashboard_id, by, at)


def _made(
    spec: Spec,
    *,
    by: str,
    at: datetime,
    department_id: str | None = None,
    visibility: Visibility = Visibility.PRIVATE,
    slug: str = "",
    forked_from_id: str | None = None,
    forked_version: int | None = None,
) -> Dashboard:
    made = Dashboard.objects.create(
        account_id=by,
        department_id=department_id,
        visibility=visibility.value,
        forked_from_id=forked_from_id,
        forked_version=forked_version,
        created_at=at,
        changed_at=at,
        **({"slug": slug} if slug else {}),
    )
    _version(made.id, 1, spec, note="", by=by, at=at, source=forked_from_id)
    _told("dashboard.make", made.id, by, at, **({"forked_from": forked_from_id} if forked_from_id else {}))
    return made


def _version(
    dashboard_id: str, number: int, spec: Spec, *, note: str, by: str, at: datetime, source: str | None = None
) -> None:
    document = spec.as_document()
    spec_of(document=document)  # what forms put together obeys the same rules as what is uploaded
    hold_pictures(dashboard_id=dashboard_id, spec=spec, by=by, at=at, source=source)
    words = " ".join(dict.fromkeys((spec.title.zh, spec.title.en, spec.summary.zh, spec.summary.en)))
    DashboardVersion.objects.create(
        dashboard_id=dashboard_id, number=number, document=document, words=words, note=note[:NOTE], by=by, at=at
    )


def _told(action: str, dashboard_id: str, by: str, at: datetime, **detail: object) -> None:
    record(by=by, action=action, object_type="dashboard", object_id=dashboard_id, detail=detail, at=at)
