"""What the steps of a survey share."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from zhanqiao.core_services.surveys.events import SurveyMoved, survey_moved
from zhanqiao.core_services.surveys.models import Survey, SurveyStep
from zhanqiao.core_services.surveys.rules import State, require_step
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.audit.operations import record


def locked(*, survey_id: str) -> Survey:
    """Return a survey, locked. Raises NotFoundError."""
    found = Survey.objects.select_for_update().filter(pk=survey_id).first()
    if found is None:
        raise NotFoundError(what=survey_id)
    return found


def move(survey: Survey, then: State, /, *, by: str, at: datetime, **detail: Any) -> None:
    """Save a survey in its new state with its step, audit line and event. Raises SurveyStepError."""
    require_step(now=State(survey.state), then=then)
    survey.state, survey.changed_at = then.value, at
    survey.save()
    SurveyStep.objects.create(survey=survey, state=then.value, by=by, at=at)
    note(survey, then.value, by=by, at=at, **detail)
    event = SurveyMoved(survey_id=survey.id, state=then.value, by=by, at=at)
    transaction.on_commit(partial(survey_moved.send_robust, sender=SurveyMoved, event=event))


def note(survey: Survey, verb: str, /, *, by: str, at: datetime, **detail: Any) -> None:
    """Write one line of audit about a survey."""
    record(by=by, action=f"survey.{verb}", object_type="survey", object_id=survey.id, detail=detail, at=at)
