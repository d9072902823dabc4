"""Consultations as pages show them: never with who gave an opinion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db.models import Count, QuerySet

from zhanqiao.core_services.consultations.models import Consultation, ConsultationFile, Opinion
from zhanqiao.core_services.consultations.rules import DUTY, OUTCOMES, PHASES, Outcome, Phase, State, phase_of
from zhanqiao.core_services.deadlines import queries as deadlines
from zhanqiao.kit.deadlines import Light
from zhanqiao.kit.environment import home
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import Resource
from zhanqiao.people.departments.queries import DepartmentCard, cards_by_id

ORDER = (Phase.HIDDEN, Phase.RUNNING, Phase.COMING, Phase.OVER, Phase.ANSWERED)


@dataclass(frozen=True, slots=True)
class FileCard:
    """A file that lies open with a draft."""

    id: str
    name: str
    media: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Feedback:
    """By when the outcomes are published, or should have been."""

    due_on: date
    is_overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationCard:
    """A consultation where it stands at the moment it was asked for; ``count`` are its opinions."""

    id: str
    department: DepartmentCard
    title: str
    explanation: str
    draft: str
    phase: Phase
    begins_at: datetime | None
    ends_at: datetime | None
    shortened: str
    summary: str
    answered_at: datetime | None
    count: int
    files: tuple[FileCard, ...]

    @property
    def phase_text(self) -> Text:
        """Return where it stands, in words."""
        return PHASES[self.phase]

    @property
    def resource(self) -> Resource:
        """Return what ``people.access`` decides about."""
        return Resource(kind="consultation", id=self.id, department_id=self.department.id, state="draft")


@dataclass(frozen=True, slots=True)
class OpinionCard:
    """An opinion and what became of it."""

    id: str
    text: str
    at: datetime
    outcome: Outcome | None
    reason: str

    @property
    def outcome_text(self) -> Text | None:
        """Return what became of it, in words."""
        return OUTCOMES[self.outcome] if self.outcome else None


def consultation_card(*, consultation_id: str, at: datetime) -> ConsultationCard:
    """Return a consultation, also one that is not open: whoever shows it asks ``people.access``. Raises NotFoundError."""
    row = _rows().filter(pk=consultation_id).first()
    if row is None:
        raise NotFoundError(what=consultation_id)
    return _card(row, at)


def public_consultations(*, at: datetime) -> tuple[ConsultationCard, ...]:
    """Return the consultations that were opened: those that run, then the newest."""
    return _sorted([_card(row, at) for row in _rows().exclude(state=State.DRAFT.value)])


def public_addresses() -> tuple[tuple[str, datetime], ...]:
    """Return (id, last change) of the consultations that everybody may read."""
    rows = Consultation.objects.exclude(state=State.DRAFT.value).order_by("id")
    return tuple(rows.values_list("id", "changed_at"))


def consultations_for(*, departments: frozenset[str] | None, at: datetime) -> tuple[ConsultationCard, ...]:
    """Return the consultations of these departments, of all with None, drafts first."""
    rows = _rows() if departments is None else _rows().filter(department_id__in=departments)
    return _sorted([_card(row, at) for row in rows])


def opinions_of(*, consultation_id: str) -> tuple[OpinionCard, ...]:
    """Return the opinions, the oldest first: to the office at any time, to the public once they are published."""
    return _opinions(Opinion.objects.filter(consultation_id=consultation_id))


def my_opinions(*, consultation_id: str, account_id: str) -> tuple[OpinionCard, ...]:
    """Return the opinions that an account gave."""
    return _opinions(Opinion.objects.filter(consultation_id=consultation_id, account_id=account_id))


def consultation_of_opinion(*, opinion_id: str) -> str:
    """Return the id of the consultation an opinion was given on. Raises NotFoundError."""
    found = Opinion.objects.filter(pk=opinion_id).values_list("consultation_id", flat=True).first()
    if found is None:
        raise NotFoundError(what=opinion_id)
    return found


def attached_file(*, consultation_id: str, file_id: str) -> tuple[FileCard, Path]:
    """Return a file of a consultation and where it is kept; says nothing about rights. Raises NotFoundError."""
    row = ConsultationFile.objects.filter(pk=file_id, consultation_id=consultation_id).first()
    if row is None:
        raise NotFoundError(what=file_id)
    return _file(row), file_path(sha256=row.sha256)


def file_path(*, sha256: str) -> Path:
    """Return where a file of this digest is kept."""
    return home() / "consultations" / sha256[:2] / sha256


def feedback_of(*, consultation: ConsultationCard, at: datetime) -> Feedback | None:
    """Return by when the outcomes are due, by the clock of the duty; None before the clock runs and once they are published."""
    if consultation.phase is not Phase.OVER:
        return None
    clocks = deadlines.clocks_of(object_type="consultation", object_id=consultation.id, at=at)
    running = next((one for one in clocks if one.duty.code == DUTY and one.ended_at is None), None)
    return Feedback(running.due.on, running.light is Light.RED) if running else None


def _opinions(rows: QuerySet[Opinion]) -> tuple[OpinionCard, ...]:
    return tuple(
        OpinionCard(row.id, row.text, row.at, Outcome(row.outcome) if row.outcome else None, row.reason) for row in rows
    )


def _sorted(cards: Sequence[ConsultationCard]) -> tuple[ConsultationCard, ...]:
    return tuple(sorted(cards, key=lambda one: ORDER.index(one.phase)))


def _rows() -> QuerySet[Consultation]:
    return Consultation.objects.annotate(given=Count("opinions")).prefetch_related("files")


def _card(row: Consultation, at: datetime) -> ConsultationCard:
    return ConsultationCard(
        id=row.id,
        department=cards_by_id()[row.department_id],
        title=row.title,
        explanation=row.explanation,
        draft=row.draft,
        phase=phase_of(state=State(row.state), begins_at=row.begins_at, ends_at=row.ends_at, at=at),
        begins_at=row.begins_at,
        ends_at=row.ends_at,
        shortened=row.shortened,
        summary=row.summary,
        answered_at=row.answered_at,
        count=row.given,  # type: ignore[attr-defined]  # - annotated by _rows
        files=tuple(_file(one) for one in row.files.all()),
    )


def _file(row: ConsultationFile) -> FileCard:
    return FileCard(row.id, row.name, row.media, row.size, row.sha256)
