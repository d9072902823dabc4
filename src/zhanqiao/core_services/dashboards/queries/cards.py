"""Dashboards as their readers see them: one, the gallery, mine, those in review, their versions and steps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from zhanqiao.core_services.dashboards.models import CHANGES, Dashboard, DashboardStep, DashboardVersion
from zhanqiao.core_services.dashboards.rules import LAYOUTS, STEPS, VISIBILITIES, Spec, Step, Visibility, spec_of
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.generation import Remembered
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.operations import require
from zhanqiao.people.access.queries import ANONYMOUS
from zhanqiao.people.access.rules import AccessCard, Action, Resource, decide, staff_departments
from zhanqiao.people.departments.queries import cards_by_id

CITIZEN = Text("公众用户", "a member of the public")
MOST = 200
_REMEMBERED = Remembered(generation=CHANGES)


@dataclass(frozen=True, slots=True)
class DashboardCard:
    """A dashboard as one reader sees it. ``shown`` is the number of the version that ``spec`` is."""

    id: str
    slug: str
    spec: Spec
    shown: int
    version: int
    visibility: Visibility
    listed: int | None
    waiting: int | None
    maker: Text
    changed_at: datetime
    shown_at: datetime
    listed_at: datetime | None
    is_featured: bool
    forked_from: str
    resource: Resource

    @property
    def title(self) -> Text:
        """Return the title."""
        return self.spec.title

    @property
    def layout_text(self) -> Text:
        """Return in words whether it is a dashboard or a story."""
        return LAYOUTS[self.spec.layout]

    @property
    def visibility_text(self) -> Text:
        """Return in words who sees it."""
        return VISIBILITIES[self.visibility]


@dataclass(frozen=True, slots=True)
class VersionCard:
    """One saved version: its number, when, and what was noted."""

    number: int
    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class StepCard:
    """One step into the gallery or out of it."""

    text: Text
    version: int
    at: datetime
    words: str


def dashboard_card(*, slug: str, card: AccessCard, latest: bool = False, version: int | None = None) -> DashboardCard:
    """Return a dashboard as ``card`` may see it: of a public one the listed version, to its makers ``latest`` or any.

    Raises NotFoundError when it does not exist or ``card`` may not know that it does.
    """
    found = Dashboard.objects.filter(slug=slug, removed_at=None).first()
    if found is None:
        raise NotFoundError(what=slug)
    resource = _resource(found)
    try:
        require(card=card, action=Action.see_dashboard, resource=resource)
        if latest or version is not None:
            require(card=card, action=Action.compose, resource=resource)
    except NotFoundError:
        raise NotFoundError(what=slug) from None
    return _cards([found], number=version or (found.version if latest else None))[0]


def reviewed_card(*, slug: str, card: AccessCard) -> DashboardCard:
    """Return a dashboard at the version that waits for a decision, to those who may decide. Raises NotFoundError."""
    found = Dashboard.objects.filter(slug=slug, removed_at=None).exclude(waiting=None, listed=None).first()
    if found is None or not decide(card=card, action=Action.review_dashboard, resource=_resource(found)).allowed:
        raise NotFoundError(what=slug)
    return _cards([found], number=found.waiting or found.listed)[0]


def gallery(*, words: str, limit: int, offset: int) -> tuple[tuple[DashboardCard, ...], int]:
    """Return public dashboards that hold all the words, the newest first, and how many there are."""
    found = _public()
    for word in words.split():
        found = found.filter(words__icontains=word)
    page = found.order_by("-listed_at", "id")[offset : offset + limit]
    return _cards(page), found.count()


def public_addresses() -> tuple[tuple[str, datetime], ...]:
    """Return (slug, when its present version was approved) of the dashboards of the gallery that everybody may see."""
    found = _public().order_by("slug").exclude(listed_at=None)
    shown = [
        one for one in found if decide(card=ANONYMOUS, action=Action.see_dashboard, resource=_resource(one)).allowed
    ]
    return tuple((one.slug, one.listed_at) for one in shown)


def featured() -> DashboardCard | None:
    """Return the public dashboard that was put on the home page last; no query when warm."""
    return _REMEMBERED.get("featured", _featured)


def _featured() -> DashboardCard | None:
    found = _cards(_public().exclude(featured_at=None).order_by("-featured_at")[:1])
    return found[0] if found else None


def mine(*, card: AccessCard) -> tuple[DashboardCard, ...]:
    """Return the dashboards that ``card`` may change, the last changed first; at most two hundred."""
    own = Q(account_id=card.account_id, department=None) | Q(department__in=staff_departments(card=card))
    found = Dashboard.objects.filter(own, removed_at=None).order_by("-changed_at", "id")[:MOST]
    return _cards(found, latest=True)


def in_review(*, card: AccessCard) -> tuple[DashboardCard, ...]:
    """Return the dashboards that wait for a decision of ``card``, the longest waiting first."""
    found = Dashboard.objects.filter(removed_at=None).exclude(waiting=None).order_by("changed_at", "id")[:MOST]
    may = [one for one in found if decide(card=card, action=Action.review_dashboard, resource=_resource(one)).allowed]
    return tuple(card for one in may for card in _cards([one], number=one.waiting))


def versions(*, dashboard_id: str) -> tuple[VersionCard, ...]:
    """Return the versions of a dashboard, the newest first."""
    found = DashboardVersion.objects.filter(dashboard_id=dashboard_id).order_by("-number")
    return tuple(VersionCard(one.number, one.at, one.note) for one in found.defer("document")[:MOST])


def steps(*, dashboard_id: str) -> tuple[StepCard, ...]:
    """Return the steps of a dashboard, the newest first."""
    found = DashboardStep.objects.filter(dashboard_id=dashboard_id).order_by("-id")[:MOST]
    return tuple(StepCard(STEPS[Step(one.step)], one.version, one.at, one.words) for one in found)


def spec_at(*, dashboard_id: str, version: int) -> Spec:
    """Return a dashboard as a version has it; says nothing about rights. Raises NotFoundError."""
    found = DashboardVersion.objects.filter(dashboard_id=dashboard_id, number=version).first()
    if found is None:
        raise NotFoundError(what=str(version))
    return spec_of(document=found.document)


def _public() -> QuerySet[Any]:
    shown = DashboardVersion.objects.filter(dashboard=OuterRef("pk"), number=OuterRef("listed"))
    found = Dashboard.objects.filter(visibility=Visibility.PUBLIC.value, removed_at=None)
    return found.annotate(words=Subquery(shown.values("words")[:1]))


def _resource(one: Dashboard) -> Resource:
    state = "waiting" if one.waiting and one.visibility == Visibility.PRIVATE.value else one.visibility
    return Resource(
        kind="dashboard", id=one.slug, department_id=one.department_id, state=state, account_id=one.account_id
    )


def _cards(found: Iterable[Dashboard], *, number: int | None = None, latest: bool = False) -> tuple[DashboardCard, ...]:
    held = list(found)
    wanted = {one.id: number or (one.version if latest else one.listed or one.version) for one in held}
    named = Q(pk__in=[])
    for key, one in wanted.items():
        named |= Q(dashboard_id=key, number=one)
    kept = {one.dashboard_id: one for one in DashboardVersion.objects.filter(named)}
    if missing := [one.slug for one in held if one.id not in kept]:
        raise NotFoundError(what=missing[0])
    came_from = dict(
        Dashboard.objects.filter(
            pk__in=[one.forked_from_id for one in held if one.forked_from_id],
            visibility=Visibility.PUBLIC.value,
            removed_at=None,
        ).values_list("id", F("slug"))
    )
    return tuple(_card(one, kept[one.id], came_from.get(one.forked_from_id or "", "")) for one in held)


def _card(one: Dashboard, version: DashboardVersion, came_from: str) -> DashboardCard:
    office = cards_by_id()[one.department_id].name if one.department_id else CITIZEN
    return DashboardCard(
        id=one.id,
        slug=one.slug,
        spec=spec_of(document=version.document),
        shown=version.number,
        version=one.version,
        visibility=Visibility(one.visibility),
        listed=one.listed,
        waiting=one.waiting,
        maker=office,
        changed_at=one.changed_at,
        shown_at=version.at,
        listed_at=one.listed_at,
        is_featured=one.featured_at is not None,
        forked_from=came_from,
        resource=_resource(one),
    )
