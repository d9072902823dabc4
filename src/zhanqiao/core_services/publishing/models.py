"""Submissions: one file each, on its way to publication."""

from __future__ import annotations

from functools import partial

from django.db import models
from django.db.models import Q

from zhanqiao.core_services.publishing.rules.settling import CONCLUSIONS
from zhanqiao.core_services.publishing.rules.states import SubmissionStep
from zhanqiao.data_center.storage.rules import Mode
from zhanqiao.kit.ids import new_id

BY = 120
STATE = 20
STEPS = [(step.value, step.value) for step in SubmissionStep]
NEEDS_REPORT = (
    SubmissionStep.UNDERSTOOD,
    SubmissionStep.DEPARTMENT_REVIEW,
    SubmissionStep.AUTHORITY_REVIEW,
    SubmissionStep.APPROVED,
    SubmissionStep.PUBLISHING,
    SubmissionStep.PUBLISHED,
)


class Submission(models.Model):
    """A file that was handed in. The file and what was understood lie under HOME/submissions/<id>/."""

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="sub"), editable=False)
    department = models.ForeignKey("people.Department", on_delete=models.PROTECT, related_name="+")
    by = models.CharField(max_length=BY, db_index=True)
    at = models.DateTimeField()
    state = models.CharField(max_length=STATE, choices=STEPS, default=SubmissionStep.ACKNOWLEDGED.value)
    filename = models.CharField(max_length=300)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    mode = models.CharField(max_length=10, choices=[(m.value, m.value) for m in Mode], default=Mode.REPLACE.value)
    report = models.JSONField(null=True, blank=True)
    personal = models.JSONField(default=list, blank=True)
    masking = models.JSONField(default=dict, blank=True, db_default={}, help_text="by table: rules.TableMasking")
    entry = models.JSONField(null=True, blank=True)
    tables = models.JSONField(default=dict, blank=True)
    dataset_id_wanted = models.CharField(max_length=20, blank=True)
    table_id_wanted = models.CharField(
        max_length=20,
        blank=True,
        db_default="",
        help_text="a program sent it for this table: published without a person",
    )
    idempotency_key = models.CharField(max_length=255, blank=True, db_default="")
    result = models.JSONField(null=True, blank=True)
    editors = models.JSONField(default=list, blank=True, db_default=models.Value([], models.JSONField()))
    release_at = models.DateTimeField(
        null=True, blank=True, help_text="not published before; None: as soon as approved"
    )

    class Meta:
        ordering = ("-at", "id")
        constraints = (
            models.CheckConstraint(condition=Q(size__gte=0), name="submission_size_not_negative"),
            models.UniqueConstraint(
                fields=("by", "idempotency_key"), condition=~Q(idempotency_key=""), name="submission_once"
            ),
            models.CheckConstraint(
                name="submission_state_known", condition=Q(state__in=[step.value for step in SubmissionStep])
            ),
            models.CheckConstraint(
                name="submission_published_has_result", condition=~Q(state="published") | Q(result__isnull=False)
            ),
            models.CheckConstraint(
                name="submission_understood_has_report",
                condition=~Q(state__in=[step.value for step in NEEDS_REPORT]) | Q(report__isnull=False),
            ),
        )
        indexes = (models.Index(fields=("state",), name="submission_state"),)

    def __str__(self) -> str:
        return f"{self.id} {self.filename}"


class SubmissionState(models.Model):
    """A step of a submission: who, when, why. Never changed."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="states")
    state = models.CharField(max_length=STATE, choices=STEPS)
    by = models.CharField(max_length=BY)
    at = models.DateTimeField()
    code = models.CharField(max_length=60, blank=True)
    reason_zh = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)

    class Meta:
        ordering = ("submission_id", "id")

    def __str__(self) -> str:
        return f"{self.submission_id} {self.state}"


class ReviewComment(models.Model):
    """A word of a reviewer on a submission, on one of its fields, on a column or on a cell; settled once it is met."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="comments")
    by = models.CharField(max_length=BY)
    at = models.DateTimeField()
    field = models.CharField(max_length=60, blank=True, help_text="name of an entry field")
    table = models.CharField(max_length=300, blank=True, help_text="name of a table in the file")
    column = models.CharField(max_length=300, blank=True)
    row = models.BigIntegerField(null=True, blank=True, help_text="data row, from 1")
    text = models.CharField(max_length=1000)
    settled_by = models.CharField(max_length=BY, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("submission_id", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(text=""), name="review_comment_says_something"),
            models.CheckConstraint(condition=Q(row__isnull=True) | Q(row__gte=1), name="review_comment_row"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by="") | (Q(settled_at__isnull=False) & ~Q(settled_by="")),
                name="review_comment_settled_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.submission_id} {self.at}"


class JobProgress(models.Model):
    """How far the running work on a submission is; written at most four times a second."""

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="progress", primary_key=True)
    stage = models.CharField(max_length=40, default="waiting")
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=10, default="rows")
    began_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    cancel_asked_by = models.CharField(max_length=BY, blank=True)
    cancel_asked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.submission_id} {self.stage} {self.done}"


class Upload(models.Model):
    """A file that a program sends in pieces; what has arrived lies under HOME/uploads/<id>, and its size is the offset."""

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="upl"), editable=False)
    by = models.CharField(max_length=BY)
    filename = models.CharField(max_length=300)
    length = models.BigIntegerField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(length__gte=1), name="upload_has_bytes"),)

    def __str__(self) -> str:
        return f"{self.id} {self.filename}"


class PersonalExemption(models.Model):
    """Personal data of one kind in one column may be opened as it is: by whom, why. Never changed, only revoked.

    ``table_id`` is known from the first publication on; further files of that table are exempted by it.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="exemptions")
    table_id = models.CharField(max_length=20, blank=True, default="", db_index=True)
    table = models.CharField(max_length=200)
    column = models.CharField(max_length=300)
    kind = models.CharField(max_length=30)
    reason = models.TextField()
    by = models.CharField(max_length=BY)
    at = models.DateTimeField()
    revoked_by = models.CharField(max_length=BY, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("submission_id", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("submission", "table", "column", "kind"),
                condition=Q(revoked_at__isnull=True),
                name="exemption_once",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="exemption_has_reason"),
        )

    def __str__(self) -> str:
        return f"{self.submission_id} {self.table} {self.column} {self.kind}"


class ImpactAssessment(models.Model):
    """An assessment of the impact on personal information (个人信息保护法 art 55, 56); kept for three years, never changed."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="assessments")
    dataset_id = models.CharField(max_length=20, blank=True, default="", db_index=True)
    purpose = models.TextField()
    effect = models.TextField()
    measures = models.TextField()
    conclusion = models.CharField(max_length=10, choices=[(one, one) for one in CONCLUSIONS])
    assessor = models.CharField(max_length=80)
    assessed_on = models.DateField()
    keep_until = models.DateField()
    by = models.CharField(max_length=BY)
    at = models.DateTimeField()

    class Meta:
        ordering = ("submission_id", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(keep_until__gt=models.F("assessed_on")), name="assessment_is_kept"),
        )

    def __str__(self) -> str:
        return f"{self.submission_id} {self.conclusion} {self.assessed_on}"


class ConvertedTable(models.Model):
    """How the places of a table come: its next file begins with it, rows of programs are converted by it."""

    table_id = models.CharField(primary_key=True, max_length=20)
    places = models.JSONField(help_text="storage.rules.DeclaredPlaces")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    by = models.CharField(max_length=BY)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.table_id


class MaskedTable(models.Model):
    """The rules under which a table is published now: its next file begins with them, rows of programs are masked by them."""

    table_id = models.CharField(primary_key=True, max_length=20)
    masking = models.JSONField()
    fields = models.JSONField(
        default=list,
        db_default=models.Value([], models.JSONField()),
        blank=True,
        help_text="the columns as they come, before the masks; empty: published before this was noted",
    )
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    by = models.CharField(max_length=BY)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.table_id
