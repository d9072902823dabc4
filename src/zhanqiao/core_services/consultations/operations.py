"""Changes to consultations. Whoever calls has asked ``people.access`` whether ``by`` may."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from zhanqiao.core_services.consultations.events import ConsultationMoved, consultation_moved
from zhanqiao.core_services.consultations.models import Consultation, ConsultationStep, Opinion
from zhanqiao.core_services.consultations.rules import (
    LONGEST_DRAFT,
    LONGEST_OPINION,
    LONGEST_REASON,
    LONGEST_TITLE,
    OPINIONS_AT_MOST,
    OpinionAgainError,
    Outcome,
    OutcomeMissingError,
    Phase,
    State,
    phase_of,
    require_phase,
    require_term,
    words,
)
from zhanqiao.core_services.data_requests.operations import require_nothing_personal
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.audit.operations import record
from zhanqiao.people.departments.queries import department_card
from zhanqiao.people.notices.operations import tell

ANSWERED = Text("您参与的意见征集“{title}”已公布采纳情况", "What became of the opinions on '{title}' is published")


@transaction.atomic
def draw_up_consultation(*, department: str, title: str, explanation: str, draft: str, by: str, at: datetime) -> str:
    """Keep a draft that is not open yet; return the consultation's id. Raises OpinionWordsError, NotFoundError."""
    made = Consultation.objects.create(
        department_id=department_card(key_or_code=department).id,
        title=words(text=title, longest=LONGEST_TITLE),
        explanation=explanation.strip()[:LONGEST_DRAFT],
        draft=words(text=draft, longest=LONGEST_DRAFT),
        state=State.DRAFT.value,
        changed_at=at,
    )
    _step(made, by=by, at=at)
    return made.id


@transaction.atomic
def revise_consultation(
    *, consultation_id: str, title: str, explanation: str, draft: str, by: str, at: datetime
) -> None:
    """Change what is not open yet. Raises OpinionWordsError, ConsultationStepError, NotFoundError."""
    found = _locked(consultation_id, Phase.HIDDEN, at)
    found.title, found.draft = words(text=title, longest=LONGEST_TITLE), words(text=draft, longest=LONGEST_DRAFT)
    found.explanation, found.changed_at = explanation.strip()[:LONGEST_DRAFT], at
    found.save()
    _note(found, "revise", by=by, at=at)


@transaction.atomic
def open_consultation(
    *, consultation_id: str, begins_at: datetime, ends_at: datetime, shortened: str, by: str, at: datetime
) -> None:
    """Lay a draft open for thirty days at least, or with the reason for less.

    Raises ConsultationTimesError, TermTooShortError, OpinionWordsError, ConsultationStepError, NotFoundError.
    """
    require_term(begins_at=begins_at, ends_at=ends_at, at=at, shortened=shortened)
    found = _locked(consultation_id, Phase.HIDDEN, at)
    found.begins_at, found.ends_at = begins_at, ends_at
    found.shortened = words(text=shortened, longest=LONGEST_REASON) if shortened.strip() else ""
    found.state, found.changed_at = State.OPEN.value, at
    found.save()
    _step(found, by=by, at=at, begins=begins_at.isoformat(), ends=ends_at.isoformat())


@transaction.atomic
def give_opinion(*, consultation_id: str, text: str, by: str, at: datetime) -> str:
    """Keep an opinion on a draft that is open; return its id.

    Raises OpinionWordsError, PersonalTextError, OpinionAgainError, ConsultationStepError, NotFoundError.
    """
    said = words(text=text, longest=LONGEST_OPINION)
    require_nothing_personal(texts={"text": said}, at=at)
    found = _locked(consultation_id, Phase.RUNNING, at)
    mine = found.opinions.filter(account_id=by)
    if mine.filter(text=said).exists() or mine.count() >= OPINIONS_AT_MOST:
        raise OpinionAgainError(most=OPINIONS_AT_MOST)
    opinion = Opinion.objects.create(consultation=found, account_id=by, text=said, at=at)
    _note(found, "opinion", by=by, at=at)
    return opinion.id


@transaction.atomic
def settle_opinion(*, opinion_id: str, outcome: Outcome, reason: str, by: str, at: datetime) -> None:
    """Say what became of an opinion, once the time is over; may be said again until it is published.

    Raises OpinionWordsError, PersonalTextError, ConsultationStepError, NotFoundError.
    """
    said = words(text=reason, longest=LONGEST_REASON)
    require_nothing_personal(texts={"reason": said}, at=at)
    opinion = Opinion.objects.filter(pk=opinion_id).first()
    if opinion is None:
        raise NotFoundError(what=opinion_id)
    found = _locked(opinion.consultation_id, Phase.OVER, at)
    opinion.outcome, opinion.reason = outcome.value, said
    opinion.save()
    _note(found, "settle", by=by, at=at, opinion=opinion_id, outcome=outcome.value)


@transaction.atomic
def publish_outcomes(*, consultation_id: str, summary: str, by: str, at: datetime) -> None:
    """Publish the opinions with what became of each, and a summary; tell those who gave one.

    Raises OutcomeMissingError, OpinionWordsError, ConsultationStepError, NotFoundError.
    """
    said = words(text=summary, longest=LONGEST_DRAFT)
    found = _locked(consultation_id, Phase.OVER, at)
    missing = found.opinions.filter(outcome="").count()
    if missing:
        raise OutcomeMissingError(count=missing)
    found.state, found.summary, found.answered_at, found.changed_at = State.ANSWERED.value, said, at, at
    found.save()
    accounts = found.opinions.values_list("account_id", flat=True)
    told = ANSWERED.filled(title=found.title)
    tell(account_ids=accounts, kind="consultation", text=told, url=f"/consultations/{found.id}/", at=at)
    _step(found, by=by, at=at)


def _locked(consultation_id: str, wanted: Phase, at: datetime) -> Consultation:
    found = Consultation.objects.select_for_update().filter(pk=consultation_id).first()
    if found is None:
        raise NotFoundError(what=consultation_id)
    phase = phase_of(state=State(found.state), begins_at=found.begins_at, ends_at=found.ends_at, at=at)
    require_phase(now=phase, wanted=wanted)
    return found


def _step(found: Consultation, /, *, by: str, at: datetime, **detail: Any) -> None:
    ConsultationStep.objects.create(consultation=found, state=found.state, by=by, at=at)
    event = ConsultationMoved(consultation_id=found.id, state=found.state, by=by, at=at)
    transaction.on_commit(partial(consultation_moved.send_robust, sender=ConsultationMoved, event=event))
    _note(found, found.state, by=by, at=at, **detail)


def _note(found: Consultation, verb: str, /, *, by: str, at: datetime, **detail: Any) -> None:
    action = f"consultation.{verb}"
    record(by=by, action=action, object_type="consultation", object_id=found.id, detail=detail, at=at)
