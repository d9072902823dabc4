"""Consultations, what became of them, the opinions."""

from __future__ import annotations

from functools import partial

from django.db import models
from django.db.models import F, Q

from zhanqiao.core_services.consultations.rules import (
    LONGEST_FILE_NAME,
    LONGEST_OPINION,
    LONGEST_REASON,
    LONGEST_TITLE,
    Outcome,
    State,
)
from zhanqiao.kit.ids import new_id


class Consultation(models.Model):
    """A draft of a department. ``shortened`` says why it lies open for less than thirty days."""

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="cns"), editable=False)
    department = models.ForeignKey("people.Department", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=LONGEST_TITLE)
    explanation = models.TextField(blank=True)
    draft = models.TextField()
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in State])
    begins_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    shortened = models.CharField(max_length=LONGEST_REASON, blank=True)
    summary = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    feedback_since = models.DateTimeField(null=True, blank=True, help_text="when the clock of its outcomes was started")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("-changed_at", "id")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=list(State)), name="consultation_state"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(begins_at__isnull=False, ends_at__gt=F("begins_at")),
                name="consultation_has_times",
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | Q(answered_at__isnull=False), name="consultation_answered_when"
            ),
        )

    def __str__(self) -> str:
        return self.id


class ConsultationStep(models.Model):
    """A consultation went into a state: who, when."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=10)
    by = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        ordering = ("consultation", "id")

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.state}"


class ConsultationFile(models.Model):
    """A file that lies open with a draft, kept below HOME under its digest."""

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="csf"), editable=False)
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=LONGEST_FILE_NAME)
    media = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ("consultation", "at", "id")
        constraints = (models.UniqueConstraint(fields=("consultation", "sha256"), name="consultation_file_once"),)

    def __str__(self) -> str:
        return self.id


class Opinion(models.Model):
    """What somebody wrote on a draft, and what became of it."""

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="opi"), editable=False)
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="opinions")
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=LONGEST_OPINION)
    at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Outcome], blank=True)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)

    class Meta:
        ordering = ("consultation", "at", "id")
        constraints = (
            models.CheckConstraint(condition=Q(outcome="") | ~Q(reason=""), name="opinion_outcome_has_reason"),
        )

    def __str__(self) -> str:
        return self.id
