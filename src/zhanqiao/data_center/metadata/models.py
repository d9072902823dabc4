"""The dictionary of a table: what each column means, in versions that are never changed."""

from __future__ import annotations

from django.db import models

from zhanqiao.data_center.storage.engine.fields import LogicalType

BY = 120


class DictionaryVersion(models.Model):
    """One state of a table's dictionary, valid from ``at`` and from ``release`` on."""

    table = models.ForeignKey("data_center.Table", on_delete=models.PROTECT, related_name="dictionary_versions")
    number = models.PositiveIntegerField()
    release = models.ForeignKey("data_center.Release", on_delete=models.PROTECT, related_name="+")
    by = models.CharField(max_length=BY)
    at = models.DateTimeField()
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("table_id", "number")
        constraints = (
            models.UniqueConstraint(fields=("table", "number"), name="dictionary_number_unique_in_table"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="dictionary_number_from_1"),
        )

    def __str__(self) -> str:
        return f"{self.table_id} dictionary {self.number}"


class ColumnEntry(models.Model):
    """What one column means. ``suggested`` marks words nobody has confirmed yet."""

    version = models.ForeignKey(DictionaryVersion, on_delete=models.CASCADE, related_name="columns")
    ordinal = models.PositiveIntegerField()
    name = models.CharField(max_length=500)
    name_zh = models.CharField(max_length=500)
    name_en = models.CharField(max_length=500, blank=True)
    description_zh = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    type = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in LogicalType])
    meaning = models.CharField(max_length=40, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    element = models.CharField(max_length=60, blank=True, help_text="code of the data element (GB/T 19488.2)")
    suggested = models.BooleanField(default=True)

    class Meta:
        ordering = ("version_id", "ordinal")
        constraints = (
            models.UniqueConstraint(fields=("version", "ordinal"), name="column_ordinal_unique_in_version"),
            models.UniqueConstraint(fields=("version", "name"), name="column_name_unique_in_version"),
            models.CheckConstraint(condition=~models.Q(name_zh=""), name="column_has_chinese_name"),
        )

    def __str__(self) -> str:
        return self.name
