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


class CodeList(models.Model):
    """A list of codes; its values are replaced as a whole."""

    key = models.CharField(primary_key=True, max_length=60)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    standard = models.CharField(max_length=200, blank=True)
    modified_at = models.DateTimeField()
    by = models.CharField(max_length=BY)

    class Meta:
        ordering = ("key",)

    def __str__(self) -> str:
        return self.key


class Code(models.Model):
    """One code of a list, with the days it holds."""

    code_list = models.ForeignKey(CodeList, on_delete=models.CASCADE, related_name="codes")
    ordinal = models.PositiveIntegerField()
    code = models.CharField(max_length=60)
    name_zh = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True)
    parent = models.CharField(max_length=60, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    successor = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ("code_list_id", "ordinal")
        constraints = (models.UniqueConstraint(fields=("code_list", "code"), name="code_unique_in_list"),)

    def __str__(self) -> str:
        return self.code


class DataElement(models.Model):
    """A data element in its present wording; ``content`` is a ``rules.Element``, ``version`` counts its changes."""

    key = models.CharField(primary_key=True, max_length=60)
    version = models.PositiveIntegerField(default=1)
    stage = models.CharField(max_length=12)
    content = models.JSONField()
    code_list = models.ForeignKey(CodeList, null=True, blank=True, on_delete=models.PROTECT, related_name="elements")
    successor = models.CharField(max_length=60, blank=True)
    modified_at = models.DateTimeField()

    class Meta:
        ordering = ("key",)

    def __str__(self) -> str:
        return self.key


class ElementStep(models.Model):
    """What happened to an element: saved, or moved to a stage; who, when, why, and its wording then."""

    element = models.ForeignKey(DataElement, on_delete=models.CASCADE, related_name="steps")
    version = models.PositiveIntegerField()
    stage = models.CharField(max_length=12)
    content = models.JSONField()
    by = models.CharField(max_length=BY)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("element_id", "id")

    def __str__(self) -> str:
        return f"{self.element_id} {self.version} {self.stage}"
