"""Derived tables, the versions of their plans, their runs."""

from __future__ import annotations

from functools import partial

from django.db import models
from django.db.models import Q

from zhanqiao.core_services.joining.rules import RUN_STATES, RunState
from zhanqiao.kit.ids import new_id

BY = 120
TABLE = 20


class DerivedTable(models.Model):
    """A join that is kept: what is made of two tables, for which dataset. Never deleted: it ends."""

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="der"), editable=False)
    department = models.ForeignKey("people.Department", on_delete=models.PROTECT, related_name="+")
    dataset = models.OneToOneField("data_center.Dataset", on_delete=models.PROTECT, related_name="+")
    table_id = models.CharField(max_length=TABLE, blank=True, help_text="empty until its first rows are published")
    left_table_id = models.CharField(max_length=TABLE, db_index=True, help_text="of the present version")
    right_table_id = models.CharField(max_length=TABLE, db_index=True, help_text="of the present version")
    by = models.CharField(max_length=BY)
    at = models.DateTimeField()
    wanted_at = models.DateTimeField(null=True, blank=True, help_text="a run is called for and did not begin yet")
    wanted_by = models.CharField(max_length=BY, blank=True)
    delivered = models.JSONField(
        default=dict, blank=True, help_text="{digest, submission} of what was handed over last"
    )
    ended_by = models.CharField(max_length=BY, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("-at", "id")

    def __str__(self) -> str:
        return f"{self.id} {self.dataset_id}"


class DerivedVersion(models.Model):
    """What a derived table is made by, from a moment on. Never changed."""

    derived = models.ForeignKey(DerivedTable, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    left_table_id = models.CharField(max_length=TABLE)
    right_table_id = models.CharField(max_length=TABLE)
    plan = models.JSONField(help_text="rules.JoinPlan")
    reason = models.TextField(blank=True)
    by = models.CharField(max_length=BY)
    at = models.DateTimeField()

    class Meta:
        ordering = ("derived_id", "-number")
        constraints = (models.UniqueConstraint(fields=("derived", "number"), name="derived_version_once"),)

    def __str__(self) -> str:
        return f"{self.derived_id} {self.number}"


class DerivedRun(models.Model):
    """Once that a derived table was made: of which releases, how well they matched, what became of it."""

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="drn"), editable=False)
    derived = models.ForeignKey(DerivedTable, on_delete=models.CASCADE, related_name="runs")
    number = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    by = models.CharField(max_length=BY)
    state = models.CharField(
        max_length=10, choices=[(s.value, t.en) for s, t in RUN_STATES.items()], default=RunState.RUNNING.value
    )
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    sources = models.JSONField(default=list, blank=True, help_text="[{table, release, number}], the left one first")
    match = models.JSONField(default=dict, blank=True, help_text="{left_rows, left_matched, right_rows, right_matched}")
    rows = models.PositiveBigIntegerField(default=0)
    submission_id = models.CharField(max_length=20, blank=True, db_index=True)
    code = models.CharField(max_length=60, blank=True)
    note_zh = models.TextField(blank=True)
    note_en = models.TextField(blank=True)

    class Meta:
        ordering = ("derived_id", "-number")
        constraints = (
            models.UniqueConstraint(fields=("derived", "number"), name="derived_run_number_once"),
            models.UniqueConstraint(fields=("derived",), condition=Q(state="running"), name="derived_run_one_running"),
            models.CheckConstraint(
                name="derived_run_state_known", condition=Q(state__in=[state.value for state in RUN_STATES])
            ),
            models.CheckConstraint(
                name="derived_run_end_dated", condition=Q(state="running") | Q(ended_at__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return f"{self.derived_id} {self.number} {self.state}"
