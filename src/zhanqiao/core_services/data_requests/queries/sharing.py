"""Sharing requests, for the two offices and the authority."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Min, Q

from zhanqiao.core_services.data_requests.models import SharingRequest, SharingUse
from zhanqiao.core_services.data_requests.queries.applications import DATASET
from zhanqiao.core_services.data_requests.queries.searching import ANY, Listed, Wanted, narrowed
from zhanqiao.core_services.data_requests.queries.steps import StepCard, office_name, steps_of
from zhanqiao.core_services.data_requests.rules import SHARING_STATES, WAYS, Family, SharingState
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.queries import GrantCard, grant_card
from zhanqiao.people.access.rules import Resource, Way

TEXTS = (*DATASET, "asker__name_zh", "ground", "scene", "scope")


@dataclass(frozen=True, slots=True, kw_only=True)
class SharingLine:
    """A sharing request in a list."""

    id: str
    dataset_id: str
    dataset_slug: str
    title: Text
    asker_id: str
    provider_id: str
    account_id: str
    state: SharingState
    drawn_up_at: datetime

    @property
    def state_text(self) -> Text:
        """Return the state in words."""
        return SHARING_STATES[self.state]

    @property
    def asker(self) -> Text:
        """Return the name of the office that asks."""
        return office_name(self.asker_id)

    @property
    def provider(self) -> Text:
        """Return the name of the office whose data it is."""
        return office_name(self.provider_id)

    @property
    def asked(self) -> Resource:
        """Return it as the asking office's."""
        return Resource(kind="sharing", id=self.id, department_id=self.asker_id, state="draft")

    @property
    def provided(self) -> Resource:
        """Return it as the providing office's."""
        return Resource(kind="sharing", id=self.id, department_id=self.provider_id, state="draft")


@dataclass(frozen=True, slots=True, kw_only=True)
class SharingUseCard:
    """A record of use."""

    scene: str
    process: str
    results: str
    storage: str
    disposal: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SharingCard:
    """A whole sharing request."""

    line: SharingLine
    share_type: str
    ground: str
    scene: str
    scope: str
    way: Text
    to_on: date
    rectify_by: date | None
    steps: tuple[StepCard, ...]
    uses: tuple[SharingUseCard, ...]
    grant: GrantCard | None


def sharing_card(*, sharing_id: str) -> SharingCard:
    """Return a whole sharing request; says nothing about rights. Raises NotFoundError."""
    row = SharingRequest.objects.select_related("dataset").filter(pk=sharing_id).first()
    if row is None:
        raise NotFoundError(what=sharing_id)
    return SharingCard(
        line=_line(row),
        share_type=row.share_type,
        ground=row.ground,
        scene=row.scene,
        scope=row.scope,
        way=WAYS[Way(row.way)],
        to_on=row.to_on,
        rectify_by=row.rectify_by,
        steps=steps_of(family=Family.SHARING, request_id=row.id, words=SHARING_STATES),
        uses=tuple(
            SharingUseCard(
                scene=one.scene,
                process=one.process,
                results=one.results,
                storage=one.storage,
                disposal=one.disposal,
                at=one.at,
            )
            for one in row.uses.all()
        ),
        grant=grant_card(grant_id=row.grant_id) if row.grant_id else None,
    )


def sharing_for(*, departments: frozenset[str] | None, limit: int, narrow: Wanted = ANY) -> Listed[SharingLine]:
    """Return the newest sharing requests from or to these departments, all with None."""
    found = SharingRequest.objects.select_related("dataset")
    if departments is not None:
        found = found.filter(Q(asker_id__in=departments) | Q(dataset__department_id__in=departments))
    found = narrowed(found, narrow, texts=TEXTS)
    return Listed(tuple(_line(row) for row in found[:limit]), found.count())


def _line(row: SharingRequest) -> SharingLine:
    dataset = row.dataset
    return SharingLine(
        id=row.id,
        dataset_id=row.dataset_id,
        dataset_slug=dataset.slug,
        title=Text(dataset.title_zh, dataset.title_en or dataset.title_zh),
        asker_id=row.asker_id,
        provider_id=dataset.department_id,
        account_id=row.account_id,
        state=SharingState(row.state),
        drawn_up_at=row.drawn_up_at,
    )


def uses_kept() -> tuple[int, datetime | None]:
    """Return how many records of use of shared data are kept, and since when (政务数据共享条例 art 29: three years)."""
    found = SharingUse.objects.order_by().aggregate(kept=Count("pk"), oldest=Min("at"))
    return found["kept"], found["oldest"]
