"""Surveys, what offices did with them, and the answers, which nobody can lead back to a person."""

from __future__ import annotations

from functools import partial

from django.db import models
from django.db.models import F, Q

from zhanqiao.core_services.surveys.rules import State
from zhanqiao.kit.ids import new_id


class Survey(models.Model):
    """A survey of a department. ``definition`` is the open JSON; ``answers`` counts the sheets."""

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="srv"), editable=False)
    department = models.ForeignKey("people.Department", on_delete=models.PROTECT, related_name="+")
    definition = models.JSONField()
    state = models.CharField(max_length=12, choices=[(one.value, one.value) for one in State])
    begins_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    answers = models.PositiveIntegerField(default=0)
    results_submission = models.CharField(max_length=20, blank=True, default="", db_default="")
    answers_submission = models.CharField(max_length=20, blank=True, default="", db_default="")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("-changed_at", "id")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=list(State)), name="survey_state"),
            models.CheckConstraint(
                condition=~Q(state="open") | Q(begins_at__isnull=False, ends_at__isnull=False),
                name="survey_open_has_times",
            ),
            models.CheckConstraint(
                condition=Q(begins_at__isnull=True) | Q(ends_at__gt=F("begins_at")), name="survey_ends_after_it_begins"
            ),
        )

    def __str__(self) -> str:
        return self.id


class SurveyStep(models.Model):
    """A survey went into a state: who, when."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=12)
    by = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.survey_id} {self.state}"


class SurveyAnswer(models.Model):
    """One sheet of answers.

    ``respondent`` and ``network`` are keyed digests that keep answers single and few while the survey runs; they
    are forgotten when it closes. The order of the rows tells nothing: the id is random.
    """

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="ans"), editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="sheets")
    answers = models.JSONField()
    weight = models.FloatField(default=1.0)
    respondent = models.CharField(max_length=64, blank=True, default="")
    network = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        ordering = ("survey", "id")
        constraints = (
            models.CheckConstraint(condition=Q(weight__gte=0), name="survey_weight_not_negative"),
            models.UniqueConstraint(
                fields=("survey", "respondent"), condition=~Q(respondent=""), name="survey_answered_once"
            ),
        )
        indexes = (models.Index(fields=("survey", "network"), name="survey_by_network"),)

    def __str__(self) -> str:
        return self.id


class QuotaCount(models.Model):
    """How many answers a quota's cell has, by the quota's place in the definition."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="quota_counts")
    number = models.PositiveIntegerField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("survey", "number")
        constraints = (models.UniqueConstraint(fields=("survey", "number"), name="survey_quota_once"),)

    def __str__(self) -> str:
        return f"{self.survey_id} {self.number}: {self.count}"
