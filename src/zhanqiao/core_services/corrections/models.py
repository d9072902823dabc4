"""Corrections and their steps."""

from __future__ import annotations

from functools import partial

from django.db import models
from django.db.models import Q

from zhanqiao.core_services.corrections.rules import CorrectionState, Origin
from zhanqiao.kit.ids import new_id

BY = 120
STATES = [(state.value, state.value) for state in CorrectionState]
ORIGINS = [(origin.value, origin.value) for origin in Origin]


class Correction(models.Model):
    """Somebody says what should stand in a cell. ``identity`` are values, as in JSON, that its row alone has.

    ``discrepancies`` are those that comparisons found in the cell; one of ``origin`` comparison came from one of them.
    """

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="cor"), editable=False)
    dataset = models.ForeignKey("data_center.Dataset", on_delete=models.PROTECT, related_name="+")
    table = models.ForeignKey("data_center.Table", on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey("people.Department", on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    origin = models.CharField(max_length=10, choices=ORIGINS, default=Origin.CITIZEN.value)
    discrepancies = models.ManyToManyField("core_services.Discrepancy", blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=STATES, default=CorrectionState.RECEIVED.value)
    release_seen = models.CharField(max_length=20)
    identity = models.JSONField()
    column = models.CharField(max_length=300)
    old = models.JSONField(null=True, blank=True)
    written = models.TextField(blank=True)
    reason = models.CharField(max_length=1000)
    release_made = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["-at", "id"]
        constraints = [
            models.CheckConstraint(
                name="correction_state_known", condition=Q(state__in=[state.value for state in CorrectionState])
            ),
            models.CheckConstraint(
                name="correction_published_by_release", condition=~Q(state="published") | ~Q(release_made="")
            ),
            models.CheckConstraint(
                name="correction_origin_known", condition=Q(origin__in=[origin.value for origin in Origin])
            ),
            models.CheckConstraint(name="correction_has_reason", condition=~Q(reason="")),
        ]
        indexes = [
            models.Index(fields=["dataset", "-at"], name="correction_of_dataset"),
            models.Index(fields=["department", "state"], name="correction_of_department"),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.column}"


class CorrectionStep(models.Model):
    """A step of a correction: who, when, and the public words to it. Never changed."""

    correction = models.ForeignKey(Correction, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=10, choices=STATES)
    by = models.CharField(max_length=BY)
    at = models.DateTimeField()
    words = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["correction_id", "id"]

    def __str__(self) -> str:
        return f"{self.correction_id} {self.state}"
