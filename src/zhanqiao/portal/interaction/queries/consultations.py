"""What the pages of consultations show."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from zhanqiao.core_services.consultations import queries as consultations
from zhanqiao.core_services.consultations.queries import ConsultationCard, FileCard
from zhanqiao.core_services.consultations.rules import LONGEST_OPINION, Phase
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.access.rules import AccessCard, Action, decide

SECTION = {"section": "interaction"}


def consultations_page(*, at: datetime) -> dict[str, Any]:
    """Return the drafts that were laid open."""
    return SECTION | {"consultations": consultations.public_consultations(at=at)}


def attached_file(*, consultation_id: str, file_id: str, card: AccessCard, at: datetime) -> tuple[FileCard, Path]:
    """Return a file that lies open with a draft, before that to its office alone. Raises NotFoundError."""
    _seen(consultation_id, card, at)
    return consultations.attached_file(consultation_id=consultation_id, file_id=file_id)


def consultation_page(*, consultation_id: str, card: AccessCard, at: datetime) -> dict[str, Any]:
    """Return a draft with what became of the opinions, or one's own while that is not published. Raises NotFoundError."""
    found = _seen(consultation_id, card, at)
    is_answered, me = found.phase is Phase.ANSWERED, card.account_id
    mine = consultations.my_opinions(consultation_id=found.id, account_id=me) if me and not is_answered else ()
    return SECTION | {
        "consultation": found,
        "opinions": consultations.opinions_of(consultation_id=found.id) if is_answered else mine,
        "is_answered": is_answered,
        "is_running": found.phase is Phase.RUNNING,
        "longest": LONGEST_OPINION,
        "feedback": consultations.feedback_of(consultation=found, at=at),
    }


def _seen(consultation_id: str, card: AccessCard, at: datetime) -> ConsultationCard:
    found = consultations.consultation_card(consultation_id=consultation_id, at=at)
    may_hold = decide(card=card, action=Action.hold_consultations, resource=found.resource).allowed
    if found.phase is Phase.HIDDEN and not may_hold:
        raise NotFoundError(what=consultation_id)
    return found
