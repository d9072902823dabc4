"""Changes to consultations. Whoever calls has asked ``people.access`` whether ``by`` may."""

from __future__ import annotations

import os
from datetime import datetime
from functools import partial
from hashlib import sha256
from typing import Any

from django.db import transaction

from zhanqiao.core_services.consultations.events import ConsultationMoved, consultation_moved
from zhanqiao.core_services.consultations.models import Consultation, ConsultationFile, ConsultationStep, Opinion
from zhanqiao.core_services.consultations.queries import file_path
from zhanqiao.core_services.consultations.rules import (
    ATTACHMENTS_AT_MOST,
    DUTY,
    LONGEST_DRAFT,
    LONGEST_OPINION,
    LONGEST_REASON,
    LONGEST_TITLE,
    OPINIONS_AT_MOST,
    AttachmentRefusedError,
    OpinionAgainError,
    Outcome,
    OutcomeMissingError,
    Phase,
    State,
    media_of,
    phase_of,
    require_phase,
    require_term,
    words,
)
from zhanqiao.core_services.data_requests.operations import require_nothing_personal
from zhanqiao.core_services.deadlines import operations as deadlines
from zhanqiao.kit.environment import value
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.ids import new_id
from zhanqiao.kit.texts import Text
from zhanqiao.people.accounts.rules import Role
from zhanqiao.people.audit.operations import record
from zhanqiao.people.audit.rules import SYSTEM
from zhanqiao.people.departments.queries import department_card
from zhanqiao.people.notices.operations import tell

KIND = "consultation"
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
    deadlines.end_clock(duty=DUTY, object_type=KIND, object_id=found.id, outcome=State.ANSWERED.value, by=by, at=at)
    _step(found, by=by, at=at)


@transaction.atomic
def attach_file(*, consultation_id: str, name: str, content: bytes, by: str, at: datetime) -> str:
    """Lay a file beside a draft that is not open yet, kept under its digest and synced before its row; return its id.

    Raises AttachmentRefusedError, ConsultationStepError, NotFoundError.
    """
    found = _locked(consultation_id, Phase.HIDDEN, at)
    largest, digest, media = int(value("CONSULTATION_FILE_BYTES")), sha256(content).hexdigest(), None
    if len(content) <= largest and found.files.count() < ATTACHMENTS_AT_MOST:
        media = media_of(name=name, content=content)
    if media is None or found.files.filter(sha256=digest).exists():
        raise AttachmentRefusedError(mib=largest >> 20, most=ATTACHMENTS_AT_MOST)
    _keep(digest, content)
    row = ConsultationFile.objects.create(
        consultation=found, name=name, media=media, size=len(content), sha256=digest, at=at
    )
    _note(found, "attach", by=by, at=at, file=row.id, sha256=digest)
    return row.id


@transaction.atomic
def detach_file(*, consultation_id: str, file_id: str, by: str, at: datetime) -> None:
    """Take a file from a draft that is not open yet. Raises ConsultationStepError, NotFoundError."""
    found = _locked(consultation_id, Phase.HIDDEN, at)
    row = found.files.filter(pk=file_id).first()
    if row is None:
        raise NotFoundError(what=file_id)
    row.delete()
    if not ConsultationFile.objects.filter(sha256=row.sha256).exists():
        path = file_path(sha256=row.sha256)
        transaction.on_commit(partial(path.unlink, missing_ok=True))
    _note(found, "detach", by=by, at=at, file=file_id)


def start_feedback_clocks(*, at: datetime) -> int:
    """Start the clock of every consultation that ended without outcomes, from its end; return how many. Called again and again."""
    over = Consultation.objects.filter(state=State.OPEN.value, ends_at__lte=at, feedback_since__isnull=True)
    return sum(_started(one, at=at) for one in over.values_list("id", flat=True))


def _started(consultation_id: str, *, at: datetime) -> bool:
    with transaction.atomic():
        found = Consultation.objects.select_for_update().get(pk=consultation_id)
        if found.feedback_since is not None or found.state != State.OPEN.value or found.ends_at is None:
            return False
        found.feedback_since = at
        found.save(update_fields=["feedback_since"])
        deadlines.start_clock(
            duty=DUTY,
            object_type=KIND,
            object_id=found.id,
            title=Text(found.title, found.title),
            url=f"/workbench/consultations/{found.id}/",
            role=Role.officer,
            department_id=found.department_id,
            received_at=found.ends_at,
            by=SYSTEM,
        )
        _note(found, "feedback_due", by=SYSTEM, at=at)
    return True


def _keep(digest: str, content: bytes) -> None:
    path = file_path(sha256=digest)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(new_id(prefix="part"))
    with part.open("xb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())
    part.replace(path)


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
