"""What is decided about personal data in a submission: masks, exemptions, the assessment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from zhanqiao.core_services.publishing.models import ImpactAssessment, PersonalExemption, Submission
from zhanqiao.core_services.publishing.operations.steps import involve, locked
from zhanqiao.core_services.publishing.queries.settled import (
    assessment_holds,
    exempted,
    maskings_before,
    maskings_of,
    searched_findings,
)
from zhanqiao.core_services.publishing.rules import (
    CONCLUSIONS,
    WORDS,
    NothingToExemptError,
    OwnExemptionError,
    SubmissionStep,
    SubmissionStepError,
    TableMasking,
    kept_until,
    require_reason,
    require_settled,
    require_valid_masking,
)
from zhanqiao.data_center.storage.queries import IngestReport
from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.audit.operations import record

ENDED = frozenset(
    {SubmissionStep.PUBLISHING, SubmissionStep.PUBLISHED, SubmissionStep.CANCELLED, SubmissionStep.REFUSED}
)


def choose_masking(*, submission_id: str, table: str, masking: TableMasking, by: str, at: datetime) -> None:
    """Keep the rules of one table of a submission; none takes them away.

    Only while it is understood and goes nowhere: what somebody reviews does not change under their eyes. Raises
    MaskingInvalidError, NotFoundError, SubmissionStepError; then the rules stay as they were.
    """
    with transaction.atomic():
        submission = _open(submission_id, only=SubmissionStep.UNDERSTOOD)
        require_valid_masking(types=_types(submission, table), masking=masking)
        submission.masking = {**submission.masking, table: masking.as_dict()}
        involve(submission, by=by)
        submission.save(update_fields=["masking", "editors"])
        detail = {"table": table, **masking.as_dict()}
        _noted("submission.mask", submission, by=by, at=at, detail=detail)


def exempt(*, submission_id: str, table: str, column: str, kind: str, reason: str, by: str, at: datetime) -> None:
    """Let personal data of one kind in one column be opened as it is, for the reason given.

    Whoever calls has made sure that ``by`` may exempt at all (``Action.exempt_personal``). Raises OwnExemptionError for
    whoever had a hand in it, NothingToExemptError, ReasonMissingError, SubmissionStepError.
    """
    require_reason(text=reason, zh="豁免理由", en="reason of the exemption")
    with transaction.atomic():
        submission = _open(submission_id)
        if by in {submission.by, *submission.editors}:
            raise OwnExemptionError
        known = {(one.table, one.column, one.kind) for one in searched_findings(submission) if one.blocks}
        if (table, column, kind) not in known:
            raise NothingToExemptError(column=column)
        what = {"table": table, "column": column, "kind": kind}
        if not submission.exemptions.filter(**what, revoked_at__isnull=True).exists():
            PersonalExemption.objects.create(submission=submission, **what, reason=reason.strip(), by=by, at=at)
            _noted("submission.exempt", submission, by=by, at=at, detail={**what, "reason": reason.strip()})


def revoke_exemption(*, submission_id: str, exemption_id: int, by: str, at: datetime) -> None:
    """Take an exemption back; what was published stays until its next release. Raises NotFoundError."""
    with transaction.atomic():
        submission = locked(submission_id=submission_id)
        found = submission.exemptions.select_for_update().filter(pk=exemption_id, revoked_at__isnull=True).first()
        if found is None:
            raise NotFoundError(what=str(exemption_id))
        found.revoked_by, found.revoked_at = by, at
        found.save(update_fields=["revoked_by", "revoked_at"])
        detail = {"table": found.table, "column": found.column, "kind": found.kind}
        _noted("submission.exempt.revoke", submission, by=by, at=at, detail=detail)


def assess(
    *,
    submission_id: str,
    purpose: str,
    effect: str,
    measures: str,
    conclusion: str,
    assessor: str,
    assessed_on: date,
    by: str,
    at: datetime,
) -> None:
    """Keep an assessment of the impact on personal information; a later one of the same submission counts instead.

    Raises ReasonMissingError, SubmissionStepError.
    """
    said = {"purpose": purpose, "effect": effect, "measures": measures}
    names = {"purpose": "处理目的和必要性", "effect": "对个人权益的影响和安全风险", "measures": "保护措施"}
    for key, text in said.items():
        require_reason(text=text, zh=names[key], en=key)
    require_reason(text=assessor, zh="评估人", en="assessor", least=2)
    if conclusion not in CONCLUSIONS:
        raise NotFoundError(what=conclusion)
    with transaction.atomic():
        submission = _open(submission_id)
        ImpactAssessment.objects.create(
            submission=submission,
            dataset_id=submission.dataset_id_wanted,
            **{key: text.strip() for key, text in said.items()},
            conclusion=conclusion,
            assessor=assessor.strip(),
            assessed_on=assessed_on,
            keep_until=kept_until(assessed_on=max(assessed_on, at.astimezone(CITY_TIME).date())),
            by=by,
            at=at,
        )
        involve(submission, by=by)
        submission.save(update_fields=["editors"])
        _noted("submission.assess", submission, by=by, at=at, detail={"conclusion": conclusion})


def carry_masking(submission: Submission, /) -> None:
    """Begin with the rules under which the submission's tables are published now, where nothing was chosen; not saved."""
    for table, masking in maskings_before(submission).items():
        submission.masking.setdefault(table, masking.as_dict())


def require_personal_settled(submission: Submission, /, *, left_out: frozenset[str]) -> None:
    """Raise PersonalDataError or AssessmentMissingError unless the personal data of the tables to publish is settled."""
    require_settled(
        findings=[one for one in searched_findings(submission) if one.table not in left_out],
        maskings=maskings_of(submission),
        exempted=exempted(submission),
        assessed=assessment_holds(submission),
    )


def _open(submission_id: str, *, only: SubmissionStep | None = None) -> Submission:
    submission = locked(submission_id=submission_id)
    state = SubmissionStep(submission.state)
    if state in ENDED or not submission.report or (only and state is not only):
        now, then = WORDS[state], WORDS[SubmissionStep.UNDERSTOOD]
        raise SubmissionStepError(
            filename=submission.filename, now_zh=now.zh, then_zh=then.zh, now_en=now.en, then_en=then.en
        )
    return submission


def _types(submission: Submission, table: str) -> Mapping[str, str]:
    for report in IngestReport.from_dict(submission.report or {}).tables:
        if report.name == table:
            return {field.name: field.type.value for field in report.fields}
    raise NotFoundError(what=table)


def _noted(action: str, submission: Submission, *, by: str, at: datetime, detail: dict[str, Any]) -> None:
    record(by=by, action=action, object_type="submission", object_id=submission.id, detail=detail, at=at)
