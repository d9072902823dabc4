"""Sources, runs, the identity of harvested records, and what was wrong."""

from __future__ import annotations

from functools import partial

from django.db import models
from django.db.models import Q

from zhanqiao.core_services.exchange.rules import (
    IDENTIFIER_CHARACTERS,
    KINDS,
    RUN_STATES,
    SCHEDULES,
    RunState,
    Schedule,
)
from zhanqiao.kit.ids import new_id

BY = 120


class HarvestSource(models.Model):
    """Another portal whose catalogue we harvest. Its entries stand under ``department``."""

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="src"), editable=False)
    key = models.SlugField(max_length=40, unique=True)
    name_zh = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=500)
    kind = models.CharField(max_length=10, choices=[(kind.value, text.en) for kind, text in KINDS.items()])
    department = models.ForeignKey("people.Department", on_delete=models.PROTECT, related_name="+")
    schedule = models.CharField(
        max_length=10,
        choices=[(one.value, text.en) for one, text in SCHEDULES.items()],
        default=Schedule.NEVER.value,
    )
    publishes = models.BooleanField(default=False, help_text="publish at once; otherwise left as drafts for review")
    validators = models.JSONField(default=dict, blank=True, help_text="ETag and Last-Modified of the last whole answer")
    asked_at = models.DateTimeField(null=True, blank=True, help_text="somebody wants a harvest that has not begun yet")
    asked_by = models.CharField(max_length=BY, blank=True)
    asked_fewer = models.BooleanField(default=False, help_text="… and has looked: a much shorter answer is right")
    registered_by = models.CharField(max_length=BY)
    registered_at = models.DateTimeField()

    class Meta:
        ordering = ("key",)
        constraints = (
            models.CheckConstraint(name="harvest_source_named", condition=~Q(name_zh="")),
            models.CheckConstraint(
                name="harvest_source_kind_known", condition=Q(kind__in=[kind.value for kind in KINDS])
            ),
            models.CheckConstraint(
                name="harvest_source_schedule_known", condition=Q(schedule__in=[one.value for one in SCHEDULES])
            ),
        )

    def __str__(self) -> str:
        return self.key


class HarvestRun(models.Model):
    """One harvest of a source. Of a source at most one is running."""

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="run"), editable=False)
    source = models.ForeignKey(HarvestSource, on_delete=models.CASCADE, related_name="runs")
    number = models.PositiveIntegerField()
    state = models.CharField(
        max_length=12,
        choices=[(state.value, text.en) for state, text in RUN_STATES.items()],
        default=RunState.RUNNING.value,
    )
    by = models.CharField(max_length=BY)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    documents = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    returned = models.PositiveIntegerField(default=0)
    repeated = models.PositiveIntegerField(default=0, help_text="the same record again in the same run")
    gone = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    faults = models.PositiveIntegerField(default=0, help_text="all of them, also those past the limit of what is kept")
    note_zh = models.TextField(blank=True)
    note_en = models.TextField(blank=True)

    class Meta:
        ordering = ("source_id", "-number")
        constraints = (
            models.UniqueConstraint(fields=("source", "number"), name="harvest_run_number_once"),
            models.UniqueConstraint(fields=("source",), condition=Q(state="running"), name="harvest_run_one_running"),
            models.CheckConstraint(
                name="harvest_run_state_known", condition=Q(state__in=[state.value for state in RUN_STATES])
            ),
            models.CheckConstraint(
                name="harvest_run_end_dated", condition=Q(state="running") | Q(ended_at__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return f"{self.source_id} {self.number} {self.state}"


class HarvestRunState(models.Model):
    """A step of a run: who, when, why. Never changed."""

    run = models.ForeignKey(HarvestRun, on_delete=models.CASCADE, related_name="states")
    state = models.CharField(max_length=12, choices=[(state.value, text.en) for state, text in RUN_STATES.items()])
    by = models.CharField(max_length=BY)
    at = models.DateTimeField()
    reason_zh = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)

    class Meta:
        ordering = ("run_id", "id")

    def __str__(self) -> str:
        return f"{self.run_id} {self.state}"


class HarvestedRecord(models.Model):
    """What ties a record of a source to the entry it became: found by the source's own identifier in every run."""

    source = models.ForeignKey(HarvestSource, on_delete=models.PROTECT, related_name="records")
    identifier = models.CharField(max_length=IDENTIFIER_CHARACTERS)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the record as read, hexadecimal")
    dataset = models.OneToOneField("data_center.Dataset", on_delete=models.PROTECT, related_name="+", null=True)
    document = models.CharField(max_length=2_000, help_text="address of the document it was read in")
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    last_run = models.ForeignKey(HarvestRun, on_delete=models.PROTECT, related_name="+")
    gone_since = models.DateTimeField(null=True, blank=True)
    taken_down = models.BooleanField(default=False, help_text="its entry was withdrawn because the record was gone")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("source", "identifier"), name="harvested_record_once"),)
        indexes = (models.Index(fields=("source", "last_run"), name="harvested_by_run"),)

    def __str__(self) -> str:
        return f"{self.source_id} {self.identifier}"


class HarvestError(models.Model):
    """A located fault of a run."""

    run = models.ForeignKey(HarvestRun, on_delete=models.CASCADE, related_name="errors")
    document = models.CharField(max_length=2_000)
    number = models.PositiveIntegerField(null=True, blank=True, help_text="which record of the document, from 1")
    subject = models.CharField(max_length=1_000, blank=True)
    field = models.CharField(max_length=200)
    found = models.TextField(blank=True)
    expected_zh = models.TextField()
    expected_en = models.TextField()
    refused = models.BooleanField()

    class Meta:
        ordering = ("run_id", "id")

    def __str__(self) -> str:
        return f"{self.run_id} {self.document} {self.field}"
