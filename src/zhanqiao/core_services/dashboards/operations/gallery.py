"""Showing a dashboard by link, submitting it for the gallery, deciding, taking it down."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from zhanqiao.core_services.dashboards.models import CHANGES, Dashboard, DashboardStep, DashboardVersion
from zhanqiao.core_services.dashboards.operations.telling import tell_new_version
from zhanqiao.core_services.dashboards.rules import (
    LONGEST_WORDS,
    ListingStepError,
    OwnDashboardError,
    Step,
    Visibility,
    WordsMissingError,
)
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.audit.operations import record
from zhanqiao.people.notices.operations import tell

KIND = "dashboard"
APPROVED = Text("您的看板已通过审核，已在看板库公开", "Your dashboard was approved and stands in the gallery")
REFUSED = Text("您的看板未通过公开审核：{words}", "Your dashboard was not approved for the gallery: {words}")
DOWN = Text("您的看板不再公开：{words}", "Your dashboard is no longer public: {words}")


@transaction.atomic
def show_to(*, dashboard_id: str, visibility: Visibility, by: str, at: datetime) -> None:
    """Show a dashboard to nobody else, or by link; one that is public leaves the gallery.

    Raises ListingStepError for the gallery, into which only ``decide_listing`` brings.
    """
    if visibility is Visibility.PUBLIC:
        raise ListingStepError
    dashboard = _held(dashboard_id)
    was_public = dashboard.visibility == Visibility.PUBLIC.value
    number = dashboard.listed or dashboard.version
    _set(dashboard, visibility=visibility.value, listed=None, listed_at=None, featured_at=None)
    if was_public:
        _step(dashboard, Step.UNLISTED, number, by=by, at=at)
    _told("dashboard.show", dashboard, by, at, to=visibility.value)


@transaction.atomic
def submit(*, dashboard_id: str, by: str, at: datetime) -> None:
    """Submit the latest version for the gallery. Raises ListingStepError when it is there or in review already."""
    dashboard = _held(dashboard_id)
    if dashboard.version in (dashboard.waiting, dashboard.listed):
        raise ListingStepError
    _set(dashboard, waiting=dashboard.version)
    _step(dashboard, Step.SUBMITTED, dashboard.version, by=by, at=at)
    _told("dashboard.submit", dashboard, by, at, version=dashboard.version)


@transaction.atomic
def retract_listing(*, dashboard_id: str, by: str, at: datetime) -> None:
    """Take a submission for the gallery back. Raises ListingStepError when none is in review."""
    dashboard = _held(dashboard_id)
    number = _waiting(dashboard)
    _set(dashboard, waiting=None)
    _step(dashboard, Step.RETRACTED, number, by=by, at=at)
    _told("dashboard.retract", dashboard, by, at, version=number)


@transaction.atomic
def decide_listing(*, dashboard_id: str, version: int, approved: bool, words: str = "", by: str, at: datetime) -> None:
    """Bring the version in review into the gallery, or refuse it with the reason; its maker is told.

    Raises ListingStepError when another version waits, OwnDashboardError, WordsMissingError.
    """
    dashboard = _held(dashboard_id)
    number = _waiting(dashboard)
    if number != version:
        raise ListingStepError
    if by in _makers(dashboard):
        raise OwnDashboardError
    if not approved and not words.strip():
        raise WordsMissingError
    listed = {"visibility": Visibility.PUBLIC.value, "listed": number, "listed_at": at} if approved else {}
    _set(dashboard, waiting=None, **listed)
    _step(dashboard, Step.LISTED if approved else Step.REFUSED, number, words=words, by=by, at=at)
    _tell(dashboard, APPROVED if approved else REFUSED.filled(words=words.strip()[:200]), at)
    if approved:
        tell_new_version(dashboard_id=dashboard.id, slug=dashboard.slug, number=number, at=at)
    _told("dashboard.list" if approved else "dashboard.refuse", dashboard, by, at, version=number)


@transaction.atomic
def unlist(*, dashboard_id: str, words: str, by: str, at: datetime) -> None:
    """Take a dashboard out of the gallery, with the reason; it stays its maker's own. Raises ListingStepError, WordsMissingError."""
    dashboard = _held(dashboard_id)
    number = dashboard.listed
    if number is None:
        raise ListingStepError
    if not words.strip():
        raise WordsMissingError
    _set(dashboard, visibility=Visibility.PRIVATE.value, listed=None, listed_at=None, featured_at=None)
    _step(dashboard, Step.UNLISTED, number, words=words, by=by, at=at)
    _tell(dashboard, DOWN.filled(words=words.strip()[:200]), at)
    _told("dashboard.unlist", dashboard, by, at, version=number)


@transaction.atomic
def feature(*, dashboard_id: str, by: str, at: datetime) -> None:
    """Put a public dashboard on the home page instead of another. Raises ListingStepError for one that is not public."""
    dashboard = _held(dashboard_id)
    if dashboard.visibility != Visibility.PUBLIC.value:
        raise ListingStepError
    _set(dashboard, featured_at=at)
    _told("dashboard.feature", dashboard, by, at)


def _held(dashboard_id: str) -> Dashboard:
    found = Dashboard.objects.select_for_update().filter(pk=dashboard_id, removed_at=None).first()
    if found is None:
        raise NotFoundError(what=dashboard_id)
    return found


def _waiting(dashboard: Dashboard) -> int:
    if dashboard.waiting is None:
        raise ListingStepError
    return dashboard.waiting


def _makers(dashboard: Dashboard) -> set[str]:
    """Return who wrote any version of what is in review: nobody decides on their own work."""
    return {
        dashboard.account_id,
        *DashboardVersion.objects.filter(dashboard=dashboard).values_list("by", flat=True),
    }


def _set(dashboard: Dashboard, **changes: Any) -> None:
    Dashboard.objects.filter(pk=dashboard.id).update(**changes)
    CHANGES.changed()


def _step(dashboard: Dashboard, step: Step, number: int, *, words: str = "", by: str, at: datetime) -> None:
    said = words.strip()[:LONGEST_WORDS]
    DashboardStep.objects.create(dashboard=dashboard, version=number, step=step.value, words=said, by=by, at=at)


def _tell(dashboard: Dashboard, text: Text, at: datetime) -> None:
    tell(account_ids=[dashboard.account_id], kind=KIND, text=text, url=f"/dashboards/{dashboard.slug}/", at=at)


def _told(action: str, dashboard: Dashboard, by: str, at: datetime, **detail: object) -> None:
    record(by=by, action=action, object_type="dashboard", object_id=dashboard.id, detail=detail, at=at)
