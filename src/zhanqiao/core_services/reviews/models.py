"""Changes in review, and the permits that came of them."""

from __future__ import annotations

from functools import partial

from django.db import models
from django.db.models import Q

from zhanqiao.core_services.reviews.rules import ChangeKind, ChangeState
from zhanqiao.kit.ids import new_id

BY = 120
STATE = 20
STATES = [(one.value, one.value) for one in ChangeState]
WAITING = [ChangeState.DEPARTMENT_REVIEW.value, ChangeState.AUTHORITY_REVIEW.value]


class ReviewedChange(models.Model):
    """A change that people review before it takes effect. ``content`` is of its kind's form."""

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="chg"), editable=False)
    kind = models.CharField(max_length=STATE, choices=[(one.value, one.value) for one in ChangeKind])
    dataset = models.ForeignKey(
        "data_center.Dataset",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="of a permit",
    )
    department = models.ForeignKey("people.Department", on_delete=models.PROTECT, related_name="+")
    content = models.JSONField()
    reason = models.CharField(max_length=1000, blank=True)
    state = models.CharField(max_length=STATE, choices=STATES, default=ChangeState.DEPARTMENT_REVIEW.value)
    by = models.CharField(max_length=BY, db_index=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "id")
        constraints = (
            models.CheckConstraint(
                name="change_state_known", condition=Q(state__in=[one.value for one in ChangeState])
            ),
            models.UniqueConstraint(
                fields=("dataset", "kind"), condition=Q(state__in=WAITING), name="change_in_review_once"
            ),
        )
        indexes = (models.Index(fields=("department", "state"), name="change_of_department"),)

    def __str__(self) -> str:
        return f"{self.id} {self.kind}"


class ChangeStep(models.Model):
    """A step of a change: who, when, the words to it. Never changed."""

    change = models.ForeignKey(ReviewedChange, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=STATE, choices=STATES)
    by = models.CharField(max_length=BY)
    at = models.DateTimeField()
    words = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ("change_id", "id")

    def __str__(self) -> str:
        return f"{self.change_id} {self.state}"


class UpdatePermit(models.Model):
    """Programs may update a dataset in these ways until a day. ``change`` is None for an operator's short cut. Ended, never deleted."""

    dataset = models.ForeignKey("data_center.Dataset", on_delete=models.PROTECT, related_name="+")
    change = models.ForeignKey(ReviewedChange, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ways = models.JSONField()
    until = models.DateField()
    reason = models.CharField(max_length=1000)
    by = models.CharField(max_length=BY)
    at = models.DateTimeField()
    ended_by = models.CharField(max_length=BY, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ("-at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("dataset",), condition=Q(ended_at__isnull=True), name="permit_of_dataset_once"
            ),
            models.CheckConstraint(
                name="permit_ended_by_somebody",
                condition=Q(ended_at__isnull=True, ended_by="") | (Q(ended_at__isnull=False) & ~Q(ended_by="")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.dataset_id} {self.until}"
