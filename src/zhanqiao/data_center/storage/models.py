"""Tables and releases. No workflow here: constraints keep what must always be true."""

from __future__ import annotations

from functools import partial

from django.db import models
from django.db.models import F, Q

from zhanqiao.data_center.storage.rules import Mode, Operation
from zhanqiao.kit.generation import Generation
from zhanqiao.kit.ids import new_id

CHANGES = Generation(name="data")  # moves with every change of what readers see in the data center

BY = 120  # characters of "who": an account id, or a command and its operator


class Table(models.Model):
    """A table, for ever: its id stays when its rows, columns or title change."""

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="tbl"), editable=False)
    dataset_key = models.CharField(
        max_length=20, db_index=True, help_text="id of the dataset that holds it; opaque here"
    )
    name = models.CharField(max_length=200, help_text="as the source calls it: sheet, file or layer")
    title_zh = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    key = models.JSONField(
        default=list,
        db_default=models.Value([], models.JSONField()),
        blank=True,
        help_text="columns that identify a row; empty: none declared",
    )
    current = models.OneToOneField("Release", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_by = models.CharField(max_length=BY)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("created_at", "id")
        constraints = (models.UniqueConstraint(fields=("dataset_key", "name"), name="table_name_unique_in_dataset"),)

    def __str__(self) -> str:
        return f"{self.id} {self.title_zh}"


class Release(models.Model):
    """One immutable state of a table's rows.

    ``number`` and ``acknowledged_at`` are set together, in the transaction that makes it visible.
    """

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="rel"), editable=False)
    table = models.ForeignKey(Table, on_delete=models.PROTECT, related_name="releases")
    number = models.PositiveIntegerField(null=True, blank=True)
    mode = models.CharField(max_length=10, choices=[(mode.value, mode.value) for mode in Mode])
    base = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by = models.CharField(max_length=BY)
    prepared_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    snapshot_id = models.BigIntegerField(null=True, blank=True)
    rows = models.BigIntegerField(null=True, blank=True)
    rows_added = models.BigIntegerField(null=True, blank=True)
    problem_cells = models.BigIntegerField(default=0)
    refused_rows = models.BigIntegerField(default=0)
    fields = models.JSONField(default=list)
    manifest = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    batches = models.PositiveIntegerField(default=0, db_default=0, help_text="how many batches of rows it took in")
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("table_id", F("number").asc(nulls_last=True))
        constraints = (
            models.UniqueConstraint(fields=("table", "number"), name="release_number_unique_in_table"),
            models.CheckConstraint(
                name="release_acknowledged_whole",
                condition=Q(number__isnull=True, acknowledged_at__isnull=True)
                | Q(number__gte=1, acknowledged_at__isnull=False, snapshot_id__isnull=False, rows__gte=0),
            ),
            models.CheckConstraint(
                name="release_append_has_base",
                condition=Q(mode=Mode.REPLACE.value) | Q(base__isnull=False),
            ),
            models.CheckConstraint(
                name="release_retired_was_of_batches", condition=Q(retired_at__isnull=True) | Q(batches__gte=1)
            ),
        )
        indexes = (models.Index(fields=("acknowledged_at",), name="release_acknowledged"),)

    def __str__(self) -> str:
        return f"{self.id} no. {self.number}"


class RowBatch(models.Model):
    """Rows of one request, on their way into a release; kept as sent until they are in one, those of a masked table masked.

    ``sequence`` is the order in which batches were taken. A settled batch is in ``release``, or was refused.
    """

    sequence = models.BigAutoField(primary_key=True)
    id = models.CharField(max_length=20, unique=True, default=partial(new_id, prefix="bat"), editable=False)
    table = models.ForeignKey(Table, on_delete=models.PROTECT, related_name="batches")
    operation = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Operation])
    rows = models.PositiveIntegerField()
    payload = models.BinaryField(help_text="the rows as JSON, packed by zlib; empty once they are in a release")
    masking = models.JSONField(
        default=dict,
        db_default=models.Value({}, models.JSONField()),
        blank=True,
        help_text="the masks applied before the rows were kept, and how many cells they changed; empty: none",
    )
    digest = models.CharField(
        max_length=64,
        help_text="of operation and rows as sent, hexadecimal: SHA-256; of masked rows with the key of masks",
    )
    idempotency_key = models.CharField(max_length=255, blank=True)
    by = models.CharField(max_length=BY)
    at = models.DateTimeField()
    release = models.ForeignKey(Release, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    code = models.CharField(max_length=60, blank=True, help_text="why it was refused")
    reason_zh = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)

    class Meta:
        ordering = ("sequence",)
        constraints = (
            models.UniqueConstraint(
                fields=("table", "by", "idempotency_key"), condition=~Q(idempotency_key=""), name="batch_once"
            ),
            models.CheckConstraint(
                name="batch_settled_one_way",
                condition=Q(settled_at__isnull=True, release__isnull=True, code="")
                | Q(settled_at__isnull=False, release__isnull=False, code="")
                | (Q(settled_at__isnull=False, release__isnull=True) & ~Q(code="")),
            ),
        )
        indexes = (
            models.Index(fields=("table", "sequence"), condition=Q(settled_at__isnull=True), name="batch_waiting"),
        )

    def __str__(self) -> str:
        return f"{self.id} {self.operation} {self.rows}"
