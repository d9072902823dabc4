"""What the steps of an application share: its locked row, its clocks, its notices."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from zhanqiao.core_services.data_requests.models import DataApplication
from zhanqiao.core_services.data_requests.operations.steps import end_clocks_of, step, term_until
from zhanqiao.core_services.data_requests.rules import (
    APPLICATION_STATES,
    APPLICATION_STEPS,
    ApplicationState,
    Family,
    require_step,
)
from zhanqiao.core_services.data_requests.rules.places import applicants_page, officers_page
from zhanqiao.core_services.deadlines import operations as deadlines
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.accounts.rules import Role
from zhanqiao.people.notices.operations import tell

FAMILY = Family.APPLICATION
Step = tuple[ApplicationState, ApplicationState]
NEWS = Text("您对“{title_zh}”的数据申请：{state_zh}", "Your application for '{title_en}': {state_en}")


def locked(
    *, application_id: str, then: ApplicationState | None = None, now: ApplicationState | None = None
) -> DataApplication:
    """Return an application, locked; with ``then`` only if it may go there, with ``now`` only from that state.

    Raises NotFoundError, RequestStepError.
    """
    found = (
        DataApplication.objects.select_for_update(of=("self",))
        .select_related("dataset")
        .filter(pk=application_id)
        .first()
    )
    if found is None:
        raise NotFoundError(what=application_id)
    if then is not None:
        steps = APPLICATION_STEPS if now is None or found.state == now else frozenset[Step]()
        require_step(now=ApplicationState(found.state), then=then, steps=steps, words=APPLICATION_STATES)
    return found


def move(
    application: DataApplication,
    then: ApplicationState,
    /,
    *,
    by: str,
    at: datetime,
    reason: str = "",
    office_id: str | None = None,
    **detail: Any,
) -> None:
    """Save an application in its new state, tell the applicant what others did, and write the step down."""
    application.state = then.value
    application.save()
    if by != application.account_id:
        words, title = APPLICATION_STATES[then], title_of(application)
        said = NEWS.filled(title_zh=title.zh, title_en=title.en, state_zh=words.zh, state_en=words.en)
        page = applicants_page(application_id=application.id)
        tell(account_ids=[application.account_id], kind="application", text=said, url=page, at=at)
    step(
        family=FAMILY,
        request_id=application.id,
        state=then.value,
        by=by,
        at=at,
        reason=reason,
        office_id=office_id,
        **detail,
    )


def title_of(application: DataApplication) -> Text:
    """Return what the clock of an application is called: its dataset's title."""
    dataset = application.dataset
    return Text(dataset.title_zh, dataset.title_en or dataset.title_zh)


def office_clock(
    application: DataApplication, duty: str, /, *, role: Role, department_id: str | None, by: str, at: datetime
) -> None:
    """Start a clock that an office holds."""
    deadlines.start_clock(
        duty=duty,
        object_type=FAMILY.value,
        object_id=application.id,
        title=title_of(application),
        url=officers_page(family=FAMILY.value, request_id=application.id),
        role=role,
        department_id=department_id,
        received_at=at,
        by=by,
    )


def applicants_clock(
    application: DataApplication, duty: str, /, *, by: str, at: datetime, until: date | None = None
) -> None:
    """Start a clock that the applicant holds, for the duty's own term or until a day."""
    deadlines.start_clock(
        duty=duty,
        object_type=FAMILY.value,
        object_id=application.id,
        title=title_of(application),
        url=applicants_page(application_id=application.id),
        account_id=application.account_id,
        received_at=at,
        by=by,
        term=term_until(day=until, at=at) if until else None,
    )


def end_clocks(application: DataApplication, /, *duties: str, outcome: str, by: str, at: datetime) -> None:
    """End the clocks of these duties that run."""
    end_clocks_of(*duties, family=FAMILY, request_id=application.id, outcome=outcome, by=by, at=at)
