"""Applications: the whole for applicant and offices, lists, and the results the public sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from zhanqiao.core_services.data_requests.models import DataApplication, RequestStep
from zhanqiao.core_services.data_requests.queries.files import ProofCard, proof_card
from zhanqiao.core_services.data_requests.queries.searching import ANY, Listed, Wanted, narrowed
from zhanqiao.core_services.data_requests.queries.steps import StepCard, office_name, steps_of
from zhanqiao.core_services.data_requests.rules import (
    APPLICANT_KINDS,
    APPLICATION_STATES,
    WAYS,
    ApplicantKind,
    ApplicationState,
    Family,
)
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.queries import GrantCard, grant_card
from zhanqiao.people.access.rules import Resource, Way

STATES: Mapping[ApplicationState, Text] = APPLICATION_STATES
DATASET = ("dataset__title_zh", "dataset__title_en", "dataset__slug", "dataset__department__name_zh")
TEXTS = (*DATASET, "applicant", "purpose", "scene", "scope", "security")


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementCard:
    """A version of an agreement."""

    number: int
    text: Text
    per_day: int
    offered_at: datetime
    accepted_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportCard:
    """A report of use: due on a day, given at a moment or not yet."""

    due_on: date
    use: str
    results: str
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationLine:
    """An application in a list of its offices or its applicant."""

    id: str
    dataset_id: str
    dataset_slug: str
    title: Text
    department_id: str
    account_id: str
    state: ApplicationState
    submitted_at: datetime
    decided_at: datetime | None

    @property
    def state_text(self) -> Text:
        """Return the state in words."""
        return STATES[self.state]

    @property
    def owner(self) -> Text:
        """Return the name of the office whose data it is."""
        return office_name(self.department_id)

    @property
    def resource(self) -> Resource:
        """Return what ``people.access`` decides about."""
        return Resource(
            kind="application", id=self.id, department_id=self.department_id, state="draft", account_id=self.account_id
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationCard:
    """A whole application, for its applicant and the offices that handle it. Never for the public."""

    line: ApplicationLine
    kind: Text
    applicant: str
    credit_code: str
    contact: str
    purpose: str
    scene: str
    scope: str
    from_on: date
    to_on: date
    way: Text
    security: str
    undertaking: str
    rectify_by: date | None
    files: tuple[ProofCard, ...]
    steps: tuple[StepCard, ...]
    agreements: tuple[AgreementCard, ...]
    reports: tuple[ReportCard, ...]
    grant: GrantCard | None

    @property
    def agreement(self) -> AgreementCard | None:
        """Return the newest agreement."""
        return self.agreements[-1] if self.agreements else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultCard:
    """What the public sees of a decided application: never who applied, never for what."""

    dataset_slug: str
    title: Text
    kind: Text
    outcome: Text
    is_consented: bool
    reason: str
    office: Text
    submitted_at: datetime
    decided_at: datetime


def application_card(*, application_id: str) -> ApplicationCard:
    """Return a whole application; says nothing about rights. Raises NotFoundError."""
    row = DataApplication.objects.select_related("dataset").filter(pk=application_id).first()
    if row is None:
        raise NotFoundError(what=application_id)
    return ApplicationCard(
        line=_line(row),
        kind=APPLICANT_KINDS[ApplicantKind(row.kind)],
        applicant=row.applicant,
        credit_code=row.credit_code,
        contact=row.contact,
        purpose=row.purpose,
        scene=row.scene,
        scope=row.scope,
        from_on=row.from_on,
        to_on=row.to_on,
        way=WAYS[Way(row.way)],
        security=row.security,
        undertaking=row.undertaking,
        rectify_by=row.rectify_by,
        files=tuple(proof_card(row=one) for one in row.files.all()),
        steps=steps_of(family=Family.APPLICATION, request_id=row.id, words=STATES, own=row.account_id),
        agreements=_agreements(row),
        reports=tuple(
            ReportCard(due_on=one.due_on, use=one.use, results=one.results, at=one.at) for one in row.reports.all()
        ),
        grant=grant_card(grant_id=row.grant_id) if row.grant_id else None,
    )


def applications_of(*, account_id: str, narrow: Wanted = ANY) -> tuple[ApplicationLine, ...]:
    """Return the applications of an account, the newest first."""
    found = DataApplication.objects.filter(account_id=account_id).select_related("dataset")
    return tuple(_line(row) for row in narrowed(found, narrow, texts=TEXTS))


def applications_for(
    *, departments: frozenset[str] | None, limit: int, narrow: Wanted = ANY
) -> Listed[ApplicationLine]:
    """Return the newest applications for the data of these departments, of all with None."""
    found = DataApplication.objects.select_related("dataset")
    if departments is not None:
        found = found.filter(dataset__department_id__in=departments)
    found = narrowed(found, narrow, texts=TEXTS)
    return Listed(tuple(_line(row) for row in found[:limit]), found.count())


def application_results(*, limit: int, offset: int = 0) -> tuple[tuple[ResultCard, ...], int]:
    """Return decided applications as the public sees them, the newest decision first, and how many there are."""
    found = DataApplication.objects.filter(decided_at__isnull=False, dataset__state="published")
    rows = found.select_related("dataset").order_by("-decided_at", "id")[offset : offset + limit]
    reasons = _reasons([row.id for row in rows])
    return tuple(_result(row, reason=reasons.get(row.id, "")) for row in rows), found.count()


def _reasons(ids: list[str]) -> dict[str, str]:
    """Return why applications were refused, in one query."""
    refused = RequestStep.objects.filter(
        family=Family.APPLICATION.value, state=ApplicationState.REFUSED.value, request_id__in=ids
    )
    return dict(refused.values_list("request_id", "reason"))


def _result(row: DataApplication, *, reason: str) -> ResultCard:
    refused = row.state == ApplicationState.REFUSED
    line = _line(row)
    return ResultCard(
        dataset_slug=line.dataset_slug,
        title=line.title,
        kind=APPLICANT_KINDS[ApplicantKind(row.kind)],
        outcome=REFUSED if refused else CONSENTED,
        is_consented=not refused,
        reason=reason,
        office=line.owner,
        submitted_at=row.submitted_at,
        decided_at=row.decided_at or row.submitted_at,
    )


CONSENTED = Text("同意", "consented")
REFUSED = Text("不予同意", "refused")


def _line(row: DataApplication) -> ApplicationLine:
    dataset = row.dataset
    return ApplicationLine(
        id=row.id,
        dataset_id=row.dataset_id,
        dataset_slug=dataset.slug,
        title=Text(dataset.title_zh, dataset.title_en or dataset.title_zh),
        department_id=dataset.department_id,
        account_id=row.account_id,
        state=ApplicationState(row.state),
        submitted_at=row.submitted_at,
        decided_at=row.decided_at,
    )


def _agreements(row: DataApplication) -> tuple[AgreementCard, ...]:
    return tuple(
        AgreementCard(
            number=one.number,
            text=Text(one.text_zh, one.text_en),
            per_day=one.per_day,
            offered_at=one.offered_at,
            accepted_at=one.accepted_at,
        )
        for one in row.agreements.all()
    )
