"""Submissions: one file each, on its way to publication."""

from __future__ import annotations

from functools import partial

from django.db import models
from django.db.models import Q

from zhanqiao.core_services.publishing.rules.states import SubmissionStep
from zhanqiao.data_center.storage.rules import Mode
from zhanqiao.kit.ids import new_id

BY = 120
STEPS = [(step.value, step.value) for step in SubmissionStep]


class Submission(models.Model):
    """A file that was handed in. The file and what was understood lie under HOME/submissions/<id>/."""

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="sub"), editable=False)
    department = models.ForeignKey("people.Department", on_delete=models.PROTECT, related_name="+")
    by = models.CharField(max_length=BY, db_index=True)
    at = models.DateTimeField()
    state = models.CharField(max_length=14, choices=STEPS, default=SubmissionStep.ACKNOWLEDGED.value)
    filename = models.CharField(max_length=300)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    mode = models.CharField(max_length=10, choices=[(m.value, m.value) for m in Mode], default=Mode.REPLACE.value)
    report = models.JSONField(null=True, blank=True)
    personal = models.JSONField(default=list, blank=True)
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
                condition=~Q(state__in=["understood", "publishing", "published"]) | Q(report__isnull=False),
            ),
        )
        indexes = (models.Index(fields=("state",), name="submission_state"),)

    def __str__(self) -> str:
        return f"{self.id} {self.filename}"


class SubmissionState(models.Model):
    """A step of a submission: who, when, why. Never changed."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="states")
    state = models.CharField(max_length=14, choices=STEPS)
    by = models.CharField(max_length=BY)
    at = models.DateTimeField()
    code = models.CharField(max_length=60, blank=True)
    reason_zh = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)

    class Meta:
        ordering = ("submission_id", "id")

    def __str__(self) -> str:
        return f"{self.submission_id} {self.state}"


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
