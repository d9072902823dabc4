"""Hears of surveys whose results are published, and counts what they say of requests for data."""

from __future__ import annotations

from zhanqiao.core_services.data_requests.operations import record_wishes
from zhanqiao.core_services.surveys import queries as surveys
from zhanqiao.core_services.surveys.events import SurveyMoved, survey_moved
from zhanqiao.core_services.surveys.rules import State


def connect() -> None:
    """Listen; called once when Django has loaded the apps."""
    survey_moved.connect(_moved, dispatch_uid="data_requests.surveys")


def _moved(*, event: SurveyMoved, **_: object) -> None:
    if event.state == State.RESULTS.value:
        counts = surveys.wishes_of(survey_id=event.survey_id)
        record_wishes(survey_id=event.survey_id, counts=counts, by=event.by, at=event.at)
