"""Datasets, the tables they hold, their states and their history."""

from __future__ import annotations

from functools import partial

from django.db import models
from django.db.models import F, Q

from zhanqiao.data_center.catalogue.rules import codes
from zhanqiao.data_center.catalogue.rules.states import State
from zhanqiao.kit.ids import new_id

BY = 120


def _choices(listed: codes.CodeList) -> list[tuple[str, str]]:
    return [(code.code, code.text.en) for code in listed.values()]


def _filled(field: str) -> Q:
    return ~Q(**{field: ""})


class Dataset(models.Model):
    """One entry of the catalogue. The basis of each field stands in ``rules.entry.DatasetEntry``."""

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="ds"), editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    department = models.ForeignKey("people.Department", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, default=State.DRAFT.value, choices=_choices(codes.STATES))
    title_zh = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    abstract_zh = models.TextField(blank=True)
    abstract_en = models.TextField(blank=True)
    internal_department = models.CharField(max_length=200, blank=True)
    source_system = models.CharField(max_length=200, blank=True)
    theme = models.CharField(max_length=2, default="22", choices=_choices(codes.THEMES))
    scene = models.CharField(max_length=20, blank=True, choices=_choices(codes.SCENES))
    keywords = models.JSONField(default=list, blank=True)
    class_code = models.CharField(max_length=20)
    resource_code = models.CharField(max_length=31, unique=True)
    related_codes = models.JSONField(default=list, blank=True)
    format_category = models.CharField(max_length=20, blank=True, choices=_choices(codes.FORMAT_CATEGORIES))
    format_type = models.CharField(max_length=60, blank=True)
    share_type = models.CharField(max_length=14, choices=_choices(codes.SHARE_TYPES))
    share_condition = models.TextField(blank=True)
    share_legal_ground = models.TextField(blank=True)
    share_way = models.CharField(max_length=10, blank=True, choices=_choices(codes.SHARE_WAYS))
    use_condition = models.TextField(blank=True)
    open_type = models.CharField(max_length=14, choices=_choices(codes.OPEN_TYPES))
    open_condition = models.TextField(blank=True)
    open_legal_ground = models.TextField(blank=True)
    data_level = models.CharField(max_length=12, choices=_choices(codes.LEVELS))
    update_cycle = models.CharField(max_length=12, choices=_choices(codes.UPDATE_CYCLES))
    issued_on = models.DateField(null=True, blank=True)
    division_code = models.CharField(max_length=12, blank=True)
    spatial = models.CharField(max_length=300, blank=True)
    temporal_from = models.DateField(null=True, blank=True)
    temporal_to = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=20, default="zh")
    licence = models.CharField(max_length=40, choices=_choices(codes.LICENCES))
    licence_url = models.CharField(max_length=500, blank=True)
    origin_name = models.CharField(max_length=300, blank=True)
    origin_url = models.CharField(max_length=500, blank=True)
    synthetic = models.BooleanField(default=False)
    contact_name = models.CharField(max_length=100, blank=True)
    contact_phone = models.CharField(max_length=60, blank=True)
    contact_email = models.CharField(max_length=200, blank=True)
    secrecy_reviewed_on = models.DateField(null=True, blank=True)
    privacy_assessed_on = models.DateField(null=True, blank=True)
    consented_by = models.CharField(max_length=100, blank=True)
    consented_on = models.DateField(null=True, blank=True)
    registered_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True, blank=True)
    modified_at = models.DateTimeField()

    class Meta:
        """What must always hold."""

        ordering = ("-modified_at", "id")
        constraints = (
            models.CheckConstraint(name="dataset_title_given", condition=_filled("title_zh")),
            models.CheckConstraint(
                name="dataset_share_condition_given",
                condition=~Q(share_type="conditional") | _filled("share_condition"),
            ),
            models.CheckConstraint(
                name="dataset_share_refusal_grounded",
                condition=~Q(share_type="refused") | _filled("share_legal_ground"),
            ),
            models.CheckConstraint(
                name="dataset_open_condition_given",
                condition=~Q(open_type="conditional") | _filled("open_condition"),
            ),
            models.CheckConstraint(
                name="dataset_closing_grounded", condition=~Q(open_type="closed") | _filled("open_legal_ground")
            ),
            models.CheckConstraint(
                name="dataset_graded_not_open",
                condition=~Q(open_type="unconditional") | ~Q(data_level__in=sorted(codes.GRADED_ABOVE_GENERAL)),
            ),
            models.CheckConstraint(
                name="dataset_period_in_order",
                condition=Q(temporal_from__isnull=True)
                | Q(temporal_to__isnull=True)
                | Q(temporal_from__lte=F("temporal_to")),
            ),
            models.CheckConstraint(
                name="dataset_published_has_issue_time", condition=~Q(state="published") | Q(issued_at__isnull=False)
            ),
            *(
                models.CheckConstraint(name=f"dataset_{field}_known", condition=Q(**{f"{field}__in": list(listed)}))
                for field, listed in (
                    ("state", codes.STATES),
                    ("theme", codes.THEMES),
                    ("share_type", codes.SHARE_TYPES),
                    ("open_type", codes.OPEN_TYPES),
                    ("data_level", codes.LEVELS),
                    ("update_cycle", codes.UPDATE_CYCLES),
                    ("licence", codes.LICENCES),
                )
            ),
        )
        indexes = (
            models.Index(fields=("state", "-modified_at"), name="dataset_newest"),
            models.Index(fields=("department", "state"), name="dataset_by_department"),
        )

    def __str__(self) -> str:
        return f"{self.id} {self.slug}"


class DatasetTable(models.Model):
    """A table in its place within a dataset. A table belongs to one dataset."""

    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="tables")
    table = models.OneToOneField("data_center.Table", on_delete=models.PROTECT, related_name="place")
    ordinal = models.PositiveIntegerField()

    class Meta:
        """What must always hold."""

        ordering = ("dataset_id", "ordinal")
        constraints = (models.UniqueConstraint(fields=("dataset", "ordinal"), name="dataset_table_ordinal_unique"),)

    def __str__(self) -> str:
        return f"{self.dataset_id} {self.ordinal}"


class DatasetState(models.Model):
    """A step of a dataset from one state to the next: who, when, why. Never changed."""

    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="states")
    state = models.CharField(max_length=12, choices=_choices(codes.STATES))
    by = models.CharField(max_length=BY)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        """What must always hold."""

        ordering = ("dataset_id", "id")
        constraints = (
            models.CheckConstraint(
                name="dataset_state_reasoned",
                condition=~Q(state__in=[State.SUSPENDED.value, State.WITHDRAWN.value]) | _filled("reason"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.dataset_id} {self.state}"


class DatasetRevision(models.Model):
    """The whole entry as it stood from ``at`` on, and what changed. Never changed."""

    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    entry = models.JSONField()
    changes = models.JSONField(default=dict, help_text="{field: [before, after]}")
    by = models.CharField(max_length=BY)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        """What must always hold."""

        ordering = ("dataset_id", "number")
        constraints = (models.UniqueConstraint(fields=("dataset", "number"), name="dataset_revision_number_unique"),)

    def __str__(self) -> str:
        return f"{self.dataset_id} revision {self.number}"
