"""Comparisons, their runs, discrepancies with every step. No workflow here."""

from __future__ import annotations

from functools import partial

from django.db import models
from django.db.models import F, Q

from zhanqiao.core_services.analysis.rules import (
    KINDS,
    OUTCOMES,
    STATES,
    Authority,
    DiscrepancyState,
    Schedule,
)
from zhanqiao.kit.ids import new_id

BY = 120
DRAFT_STATES = ("waiting", "found", "failed")
RUN_STATES = ("running", "finished", "failed")


class Comparison(models.Model):
    """Which tables are held against each other, and how. A is ``left``, B is ``right``."""

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="cmp"), editable=False)
    key = models.SlugField(max_length=40, unique=True)
    name_zh = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True)
    left = models.ForeignKey("data_center.Table", on_delete=models.PROTECT, related_name="+")
    right = models.ForeignKey("data_center.Table", on_delete=models.PROTECT, related_name="+")
    authority = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Authority])
    method = models.CharField(max_length=10)
    columns = models.JSONField(help_text="match columns: left, right, kind, key")
    rules = models.JSONField(default=list, blank=True, help_text="field rules: left, right, how, tolerance, codes")
    left_names = models.JSONField(default=list, blank=True, help_text="columns that call a row of A")
    right_names = models.JSONField(default=list, blank=True, help_text="columns that call a row of B")
    threshold = models.FloatField()
    schedule = models.CharField(
        max_length=12, choices=[(one.value, one.value) for one in Schedule], default=Schedule.NEVER.value
    )
    department = models.ForeignKey("people.Department", on_delete=models.PROTECT, related_name="+")
    left_department = models.ForeignKey("people.Department", on_delete=models.PROTECT, related_name="+")
    right_department = models.ForeignKey("people.Department", on_delete=models.PROTECT, related_name="+")
    defined_by = models.CharField(max_length=BY)
    defined_at = models.DateTimeField()
    retired_by = models.CharField(max_length=BY, blank=True, default="", db_default="")
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_reason = models.TextField(blank=True, default="", db_default="")

    class Meta:
        ordering = ("key",)
        constraints = (
            models.CheckConstraint(name="comparison_of_two_tables", condition=~Q(left=F("right"))),
            models.CheckConstraint(name="comparison_threshold_share", condition=Q(threshold__gt=0, threshold__lt=1)),
        )

    def __str__(self) -> str:
        return self.key


class ComparisonDraft(models.Model):
    """A comparison in the making, or one being changed, with what a trial run found. Forgotten after a few days."""

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="cdf"), editable=False)
    comparison = models.ForeignKey(Comparison, on_delete=models.CASCADE, null=True, blank=True, related_name="drafts")
    department = models.ForeignKey("people.Department", on_delete=models.CASCADE, related_name="+")
    definition = models.JSONField(help_text="as a person writes it")
    state = models.CharField(max_length=10, choices=[(one, one) for one in DRAFT_STATES], default="waiting")
    found = models.JSONField(default=dict, blank=True, help_text="figures and the first discrepancies")
    note_zh = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    by = models.CharField(max_length=BY)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")
        constraints = (
            models.CheckConstraint(name="comparison_draft_state_known", condition=Q(state__in=DRAFT_STATES)),
        )

    def __str__(self) -> str:
        return f"{self.id} {self.state}"


class ComparisonRun(models.Model):
    """One time it was done: between which releases, and how many of what."""

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="cru"), editable=False)
    comparison = models.ForeignKey(Comparison, on_delete=models.CASCADE, related_name="runs")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=[(one, one) for one in RUN_STATES])
    left_release = models.CharField(max_length=20, blank=True)
    right_release = models.CharField(max_length=20, blank=True)
    left_rows = models.BigIntegerField(default=0)
    right_rows = models.BigIntegerField(default=0)
    matched = models.BigIntegerField(default=0)
    only_left = models.BigIntegerField(default=0)
    only_right = models.BigIntegerField(default=0)
    vetoed = models.BigIntegerField(default=0, help_text="pairs that a code made and a name or a place denied")
    ambiguous = models.BigIntegerField(default=0)
    discrepancies = models.BigIntegerField(default=0, help_text="all of them")
    kept = models.BigIntegerField(default=0, help_text="… of which these were kept")
    vanished = models.BigIntegerField(default=0, help_text="of earlier runs, no longer found")
    seconds = models.FloatField(default=0)
    threshold = models.FloatField()
    note_zh = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    by = models.CharField(max_length=BY)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("comparison_id", "-number")
        constraints = (
            models.UniqueConstraint(fields=("comparison", "number"), name="comparison_run_number_once"),
            models.CheckConstraint(
                name="comparison_run_end_dated", condition=Q(state="running") | Q(ended_at__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return f"{self.comparison_id} {self.number}"


class Discrepancy(models.Model):
    """A cell, or a row without a partner, in which the tables differ; the same from run to run by its ``identity``."""

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="dsc"), editable=False)
    comparison = models.ForeignKey(Comparison, on_delete=models.CASCADE, related_name="discrepancies")
    identity = models.CharField(max_length=64, help_text="SHA-256 of the row's name, side and columns")
    first_run = models.ForeignKey(ComparisonRun, on_delete=models.PROTECT, related_name="+")
    last_run = models.ForeignKey(ComparisonRun, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=14, choices=[(one.value, text.en) for one, text in KINDS.items()])
    left_row = models.BigIntegerField(null=True, blank=True, help_text="in the release of A, from 0")
    right_row = models.BigIntegerField(null=True, blank=True)
    name = models.JSONField(help_text="what calls the row")
    left_column = models.CharField(max_length=200, blank=True)
    right_column = models.CharField(max_length=200, blank=True)
    left_value = models.TextField(null=True, blank=True)  # noqa: DJ001 - nothing and an empty text differ
    right_value = models.TextField(null=True, blank=True)  # noqa: DJ001 - as above
    state = models.CharField(max_length=10, choices=[(one.value, text.en) for one, text in STATES.items()])
    outcome = models.CharField(
        max_length=10, blank=True, choices=[(one.value, text.en) for one, text in OUTCOMES.items()]
    )
    source = models.ForeignKey("people.Department", on_delete=models.PROTECT, related_name="+")
    release_id = models.CharField(max_length=20, blank=True, help_text="the release that corrected it")
    found_at = models.DateTimeField()
    moved_at = models.DateTimeField()

    class Meta:
        ordering = ("comparison_id", F("left_row").asc(nulls_last=True), "right_row", "id")
        constraints = (
            models.UniqueConstraint(fields=("comparison", "identity"), name="discrepancy_once"),
            models.CheckConstraint(
                name="discrepancy_has_a_row", condition=Q(left_row__isnull=False) | Q(right_row__isnull=False)
            ),
            models.CheckConstraint(
                name="discrepancy_answered_has_outcome",
                condition=Q(state__in=(DiscrepancyState.OPEN.value, DiscrepancyState.ASSIGNED.value), outcome="")
                | (~Q(state__in=(DiscrepancyState.OPEN.value, DiscrepancyState.ASSIGNED.value)) & ~Q(outcome="")),
            ),
        )
        indexes = (
            models.Index(fields=("comparison", "state"), name="discrepancy_by_state"),
            models.Index(fields=("source", "state"), name="discrepancy_of_source"),
        )

    def __str__(self) -> str:
        return f"{self.id} {self.kind}"


class DiscrepancyStep(models.Model):
    """A step of a discrepancy: who, when, why. Never changed."""

    discrepancy = models.ForeignKey(Discrepancy, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=10, choices=[(one.value, text.en) for one, text in STATES.items()])
    by = models.CharField(max_length=BY)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("discrepancy_id", "id")

    def __str__(self) -> str:
        return f"{self.discrepancy_id} {self.state}"
