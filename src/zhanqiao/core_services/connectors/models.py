"""Connectors, their runs, the files they took, and the rows that did not fit."""

from __future__ import annotations

from functools import partial

from django.db import models
from django.db.models import Q

from zhanqiao.core_services.connectors.rules import (
    DRAFT_STATES,
    DRIFTS,
    KINDS,
    MISFITS,
    MODES,
    ROW_STATES,
    RUN_STATES,
    DraftState,
    Drift,
    Misfits,
    RowState,
    RunState,
)
from zhanqiao.core_services.exchange.rules import SCHEDULES, Schedule
from zhanqiao.kit.ids import new_id

BY = 120


class Connector(models.Model):
    """Where rows come from and the table they go to. ``secret`` is encrypted by a key that is not in the database."""

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="con"), editable=False)
    key = models.SlugField(max_length=40, unique=True)
    name_zh = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True)
    department = models.ForeignKey("people.Department", on_delete=models.PROTECT, related_name="+")
    dataset = models.ForeignKey("data_center.Dataset", on_delete=models.PROTECT, related_name="+")
    table_id = models.CharField(max_length=20)
    kind = models.CharField(max_length=12, choices=[(one.value, text.en) for one, text in KINDS.items()])
    mode = models.CharField(max_length=12, choices=[(one.value, text.en) for one, text in MODES.items()])
    settings = models.JSONField(default=dict)
    secret = models.TextField(blank=True)
    secret_set = models.JSONField(
        default=dict,
        db_default=models.Value({}, models.JSONField()),
        blank=True,
        help_text="when each secret was given, by name",
    )
    is_confined = models.BooleanField(
        default=False, db_default=False, help_text="defined by a page: reads opened folders only"
    )
    columns = models.JSONField(default=dict, blank=True, help_text="names of the source: names of the table")
    watermark = models.CharField(max_length=300, blank=True, help_text="the source's column of the mode incremental")
    drift = models.CharField(
        max_length=10, choices=[(d.value, t.en) for d, t in DRIFTS.items()], default=Drift.REFUSE.value
    )
    misfits = models.CharField(
        max_length=10, choices=[(m.value, t.en) for m, t in MISFITS.items()], default=Misfits.QUARANTINE.value
    )
    most_misfits = models.PositiveIntegerField(
        default=0, db_default=0, help_text="rows a run may set aside; 0: no limit"
    )
    schedule = models.CharField(
        max_length=10, choices=[(s.value, t.en) for s, t in SCHEDULES.items()], default=Schedule.NEVER.value
    )
    position = models.JSONField(default=dict, blank=True, help_text="how far the source was taken")
    delivered = models.JSONField(default=dict, blank=True, help_text="{digest, submission} of the last whole delivery")
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.CharField(max_length=BY, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_by = models.CharField(max_length=BY, blank=True)
    registered_by = models.CharField(max_length=BY)
    registered_at = models.DateTimeField()

    class Meta:
        ordering = ("key",)
        constraints = (
            models.CheckConstraint(name="connector_named", condition=~Q(name_zh="")),
            models.CheckConstraint(name="connector_kind_known", condition=Q(kind__in=[one.value for one in KINDS])),
            models.CheckConstraint(name="connector_mode_known", condition=Q(mode__in=[one.value for one in MODES])),
            models.CheckConstraint(name="connector_has_table", condition=~Q(table_id="")),
        )

    def __str__(self) -> str:
        return self.key


class ConnectorDraft(models.Model):
    """A connector in the making, or one being changed: its source is tried before it is saved. Forgotten after a few days."""

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="cdr"), editable=False)
    connector = models.ForeignKey(Connector, on_delete=models.CASCADE, null=True, blank=True, related_name="drafts")
    kind = models.CharField(max_length=12, choices=[(one.value, text.en) for one, text in KINDS.items()])
    key = models.SlugField(max_length=40)
    name_zh = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True)
    department = models.ForeignKey("people.Department", on_delete=models.CASCADE, related_name="+")
    dataset = models.ForeignKey("data_center.Dataset", on_delete=models.CASCADE, related_name="+")
    table_id = models.CharField(max_length=20)
    settings = models.JSONField(default=dict)
    secret = models.TextField(blank=True)
    secret_set = models.JSONField(default=dict, blank=True)
    state = models.CharField(
        max_length=10, choices=[(s.value, t.en) for s, t in DRAFT_STATES.items()], default=DraftState.WAITING.value
    )
    columns = models.JSONField(default=list, blank=True, help_text="[{name, type, filled, personal}]")
    sample = models.JSONField(default=list, blank=True, help_text="first rows as texts; personal columns are null")
    rows_seen = models.PositiveIntegerField(default=0)
    files = models.JSONField(default=list, blank=True, help_text="names of files that were found, the first few")
    files_seen = models.PositiveIntegerField(default=0)
    code = models.CharField(max_length=60, blank=True)
    note_zh = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    by = models.CharField(max_length=BY)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")
        indexes = (models.Index(fields=("state",), name="connector_draft_state"),)
        constraints = (
            models.CheckConstraint(
                name="connector_draft_state_known", condition=Q(state__in=[s.value for s in DRAFT_STATES])
            ),
        )

    def __str__(self) -> str:
        return f"{self.id} {self.state}"


class ConnectorRun(models.Model):
    """One fetching. Of a connector at most one is running."""

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="crn"), editable=False)
    connector = models.ForeignKey(Connector, on_delete=models.CASCADE, related_name="runs")
    number = models.PositiveIntegerField()
    state = models.CharField(
        max_length=12, choices=[(s.value, t.en) for s, t in RUN_STATES.items()], default=RunState.RUNNING.value
    )
    by = models.CharField(max_length=BY)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveIntegerField(default=1)
    pieces = models.PositiveIntegerField(default=0)
    files = models.PositiveIntegerField(default=0)
    bytes = models.PositiveBigIntegerField(default=0)
    rows_read = models.PositiveBigIntegerField(default=0)
    rows_sent = models.PositiveBigIntegerField(default=0)
    rows_unchanged = models.PositiveBigIntegerField(default=0)
    rows_quarantined = models.PositiveBigIntegerField(default=0)
    position_before = models.JSONField(default=dict)
    position_after = models.JSONField(default=dict)
    new_columns = models.JSONField(default=list, help_text="columns of the source that were left out")
    submission_id = models.CharField(max_length=20, blank=True)
    code = models.CharField(max_length=60, blank=True)
    note_zh = models.TextField(blank=True)
    note_en = models.TextField(blank=True)

    class Meta:
        ordering = ("connector_id", "-number")
        constraints = (
            models.UniqueConstraint(fields=("connector", "number"), name="connector_run_number_once"),
            models.UniqueConstraint(
                fields=("connector",), condition=Q(state="running"), name="connector_run_one_running"
            ),
            models.CheckConstraint(
                name="connector_run_state_known", condition=Q(state__in=[state.value for state in RUN_STATES])
            ),
            models.CheckConstraint(
                name="connector_run_end_dated", condition=Q(state="running") | Q(ended_at__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return f"{self.connector_id} {self.number} {self.state}"


class ConnectorFile(models.Model):
    """A file that was met on a shelf, and how many of its rows were taken."""

    connector = models.ForeignKey(Connector, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=1_000)
    stamp = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the bytes, hexadecimal")
    rows_taken = models.PositiveBigIntegerField(default=0)
    is_done = models.BooleanField(default=False)
    last_run = models.ForeignKey(ConnectorRun, on_delete=models.CASCADE, related_name="+")
    fault_zh = models.TextField(blank=True)
    fault_en = models.TextField(blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("connector", "name"), name="connector_file_once"),)

    def __str__(self) -> str:
        return f"{self.connector_id} {self.name}"


class QuarantinedRow(models.Model):
    """A row that did not fit the table, as it was read, with the reasons.

    It holds no personal data: the gate saw it, and of a masked table it is masked.
    """

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="qrw"), editable=False)
    run = models.ForeignKey(ConnectorRun, on_delete=models.CASCADE, related_name="quarantined")
    number = models.PositiveBigIntegerField(help_text="which row of the run, from 1")
    row = models.JSONField()
    masking = models.JSONField(
        default=list,
        db_default=models.Value([], models.JSONField()),
        blank=True,
        help_text="the masks that were applied to it before it was kept; empty: none",
    )
    reasons = models.JSONField(help_text="[{column, zh, en}], what was expected")
    state = models.CharField(
        max_length=10, choices=[(s.value, t.en) for s, t in ROW_STATES.items()], default=RowState.WAITING.value
    )
    batch_id = models.CharField(max_length=20, blank=True)
    settled_by = models.CharField(max_length=BY, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("run_id", "number")
        constraints = (
            models.CheckConstraint(
                name="quarantined_row_state_known", condition=Q(state__in=[s.value for s in ROW_STATES])
            ),
            models.CheckConstraint(
                name="quarantined_row_end_dated", condition=Q(state="waiting") | Q(settled_at__isnull=False)
            ),
        )
        indexes = (models.Index(fields=("run", "state"), name="quarantined_by_run"),)

    def __str__(self) -> str:
        return f"{self.run_id} {self.number}"
