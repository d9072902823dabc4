"""Ratings, remarks, their steps, and who reported them."""

from __future__ import annotations

from functools import partial

from django.db import models
from django.db.models import Q

from zhanqiao.core_services.conversation.rules import (
    LONGEST,
    LONGEST_ANSWER,
    LONGEST_REASON,
    RemarkKind,
    RemarkState,
    Subject,
)
from zhanqiao.kit.generation import Generation
from zhanqiao.kit.ids import new_id

CHANGES = Generation(name="ratings")


class Rating(models.Model):
    """What an account gave a dataset, the department that keeps it, or a shown app; one of each, changeable."""

    account = models.ForeignKey("people.Account", on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Subject])
    dataset = models.ForeignKey(
        "data_center.Dataset", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    department = models.ForeignKey(
        "people.Department", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    app = models.ForeignKey(
        "core_services.ShowcasedApp", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    stars = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "id")
        constraints = (
            models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="rating_stars"),
            models.CheckConstraint(
                condition=Q(subject="data", dataset__isnull=False, department__isnull=True, app__isnull=True)
                | Q(subject="custodian", dataset__isnull=True, department__isnull=False, app__isnull=True)
                | Q(subject="app", dataset__isnull=True, department__isnull=True, app__isnull=False),
                name="rating_of_one",
            ),
            models.UniqueConstraint(
                fields=("account", "dataset"), condition=Q(dataset__isnull=False), name="rating_once_of_data"
            ),
            models.UniqueConstraint(
                fields=("account", "department"), condition=Q(department__isnull=False), name="rating_once_of_custodian"
            ),
            models.UniqueConstraint(
                fields=("account", "app"), condition=Q(app__isnull=False), name="rating_once_of_app"
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject} {self.stars}"


class Remark(models.Model):
    """What somebody wrote: on a dataset, or to the authority (without one). ``likeness`` finds the same words again."""

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="rmk"), editable=False)
    kind = models.CharField(max_length=12, choices=[(one.value, one.value) for one in RemarkKind])
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in RemarkState])
    dataset = models.ForeignKey(
        "data_center.Dataset", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    department = models.ForeignKey(
        "people.Department", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=LONGEST)
    likeness = models.CharField(max_length=LONGEST)
    is_private = models.BooleanField(default=False)
    at = models.DateTimeField()
    answer = models.CharField(max_length=LONGEST_ANSWER, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    removal = models.CharField(max_length=LONGEST_REASON, blank=True)

    class Meta:
        ordering = ("-at", "id")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=list(RemarkState)), name="remark_state"),
            models.CheckConstraint(
                condition=Q(kind__in=["question", "comment"], dataset__isnull=False)
                | Q(kind__in=["suggestion", "appeal"], dataset__isnull=True),
                name="remark_on_a_dataset_or_to_the_authority",
            ),
            models.CheckConstraint(condition=~Q(state="removed") | ~Q(removal=""), name="remark_removed_with_reason"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | ~Q(answer=""), name="remark_answered_in_words"
            ),
        )
        indexes = (
            models.Index(fields=("dataset", "-at"), name="remarks_of_dataset"),
            models.Index(fields=("account", "-at"), name="remarks_of_account"),
        )

    def __str__(self) -> str:
        return self.id


class RemarkStep(models.Model):
    """A remark went into a state, was answered or reported: who, when, why. Never changed."""

    remark = models.ForeignKey(Remark, on_delete=models.CASCADE, related_name="steps")
    verb = models.CharField(max_length=12)
    by = models.CharField(max_length=120)
    at = models.DateTimeField()
    reason = models.CharField(max_length=LONGEST_ANSWER, blank=True)

    class Meta:
        ordering = ("remark", "id")

    def __str__(self) -> str:
        return f"{self.remark_id} {self.verb}"


class RemarkReport(models.Model):
    """An account thinks that a remark should not be shown; once."""

    remark = models.ForeignKey(Remark, on_delete=models.CASCADE, related_name="reports")
    account = models.ForeignKey("people.Account", on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=LONGEST_REASON)
    at = models.DateTimeField()

    class Meta:
        ordering = ("remark", "id")
        constraints = (models.UniqueConstraint(fields=("remark", "account"), name="remark_reported_once"),)

    def __str__(self) -> str:
        return self.remark_id
