"""What the applicant does before the decision: handing in, supplementing, withdrawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import IntegrityError, transaction

from zhanqiao.core_services.data_requests.models import DataApplication
from zhanqiao.core_services.data_requests.operations.applications.moving import (
    FAMILY,
    end_clocks,
    locked,
    move,
    office_clock,
)
from zhanqiao.core_services.data_requests.operations.files import keep_files
from zhanqiao.core_services.data_requests.rules import (
    UNDERTAKING_VERSION,
    ApplicationForm,
    ApplicationState,
    ProofFile,
    application_problems,
    proof_problems,
    require_form,
    require_reason,
)
from zhanqiao.core_services.deadlines import operations as deadlines
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.queries import ANONYMOUS
from zhanqiao.people.accounts.rules import Role

RUNNING_STATES = ("submitted", "incomplete", "deciding", "agreeing")
BEFORE_DECISION = ("completeness_check", "supplement", "owner_decision", "agreement")


class NotForApplicationError(ZhanqiaoError):
    """A dataset cannot be applied for; nothing was handed in."""

    status = 409
    code = "not-for-application"
    sentence = Text(
        zh="“{title}”不能申请：{reason_zh}没有提交。",
        en="'{title}' cannot be applied for: {reason_en} Nothing was handed in.",
    )


NOT_CONDITIONAL = Text("它不是有条件开放的数据。", "It is not open on condition.")
NOT_PUBLISHED = Text("它目前没有发布。", "It is not published at present.")
RUNNING = Text("您对它的上一件申请还在办理。", "An application of yours for it is under way.")


def submit_application(
    *, dataset_id: str, form: ApplicationForm, files: Sequence[ProofFile], by: str, at: datetime
) -> str:
    """Hand an application in and return its id; the authority's 5 working days begin.

    Raises FormRefusedError, NotForApplicationError, NotFoundError.
    """
    dataset = catalogue.dataset_card(id=dataset_id, card=ANONYMOUS)
    if dataset.entry.open_type != "conditional" or dataset.state != "published":
        reason = NOT_PUBLISHED if dataset.state != "published" else NOT_CONDITIONAL
        raise _not_for(dataset.title, reason)
    on = at.astimezone(CITY_TIME).date()
    require_form(problems=application_problems(form=form, on=on) | proof_problems(files=files))
    values = {name: value for name, value in asdict(form).items() if name != "promised"}
    try:
        with transaction.atomic():
            application = DataApplication.objects.create(
                dataset_id=dataset_id,
                account_id=by,
                undertaking=UNDERTAKING_VERSION,
                state=ApplicationState.SUBMITTED.value,
                submitted_at=at,
                **values,
            )
            keep_files(application_id=application.id, files=files, at=at)
            office_clock(application, "completeness_check", role=Role.authority, department_id=None, by=by, at=at)
            move(application, ApplicationState.SUBMITTED, by=by, at=at, dataset=dataset_id, files=len(files))
    except IntegrityError as error:
        if DataApplication.objects.filter(dataset_id=dataset_id, account_id=by, state__in=RUNNING_STATES).exists():
            raise _not_for(dataset.title, RUNNING) from error
        raise
    return application.id


@transaction.atomic
def supplement_application(
    *, application_id: str, note: str, files: Sequence[ProofFile], by: str, at: datetime
) -> None:
    """Hand in what was missing; the check goes on where its clock stopped.

    Raises RequestStepError, ReasonNeededError for an empty note, FormRefusedError for a file.
    """
    application = locked(application_id=application_id, then=ApplicationState.SUBMITTED)
    require_reason(reason=note)
    if files:
        require_form(problems=proof_problems(files=[*files]))
    keep_files(application_id=application_id, files=files, at=at)
    end_clocks(application, "supplement", outcome="supplemented", by=by, at=at)
    deadlines.resume_clock(duty="completeness_check", object_type=FAMILY.value, object_id=application_id, by=by, at=at)
    move(application, ApplicationState.SUBMITTED, by=by, at=at, reason=note, files=len(files))


@transaction.atomic
def withdraw_application(*, application_id: str, by: str, at: datetime) -> None:
    """Take an application back before it was granted. Raises RequestStepError."""
    application = locked(application_id=application_id, then=ApplicationState.WITHDRAWN)
    end_clocks(application, *BEFORE_DECISION, outcome="withdrawn", by=by, at=at)
    move(application, ApplicationState.WITHDRAWN, by=by, at=at)


def _not_for(title: Text, reason: Text) -> NotForApplicationError:
    return NotForApplicationError(title=title.zh, reason_zh=reason.zh, reason_en=reason.en)
