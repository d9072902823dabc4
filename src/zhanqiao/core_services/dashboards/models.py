"""Dashboards, their versions, and the steps into the gallery."""

from __future__ import annotations

import secrets
from functools import partial

from django.db import models
from django.db.models import F, Q

from zhanqiao.core_services.dashboards.rules import ReportRhythm, Step, Visibility
from zhanqiao.kit.generation import Generation
from zhanqiao.kit.ids import ALPHABET, LENGTH, new_id

CHANGES = Generation(name="dashboards")  # of what the public sees; savings that are not public change nothing
BY = 120
WORDS = 1_000


def new_slug() -> str:
    """Return a name for addresses that nobody can guess: whoever has it may see a dashboard that is shown by link."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


class Dashboard(models.Model):
    """Somebody's dashboard, or a department's. ``version`` is the latest, ``listed`` the one the public sees."""

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="dsh"), editable=False)
    slug = models.SlugField(max_length=60, unique=True, default=new_slug)
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(
        "people.Department", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    visibility = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Visibility])
    version = models.PositiveIntegerField(default=1)
    listed = models.PositiveIntegerField(null=True, blank=True)
    waiting = models.PositiveIntegerField(null=True, blank=True, help_text="the version that is in review")
    forked_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="forks")
    forked_version = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    listed_at = models.DateTimeField(null=True, blank=True)
    featured_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-changed_at", "id")
        constraints = (
            models.CheckConstraint(
                name="dashboard_visibility", condition=Q(visibility__in=[one.value for one in Visibility])
            ),
            models.CheckConstraint(
                name="dashboard_public_is_listed",
                condition=Q(visibility="public", listed__isnull=False, listed_at__isnull=False)
                | (~Q(visibility="public") & Q(listed__isnull=True)),
            ),
            models.CheckConstraint(
                name="dashboard_listed_exists", condition=Q(listed__isnull=True) | Q(listed__lte=F("version"))
            ),
        )
        indexes = (
            models.Index(fields=("visibility", "-listed_at"), name="dashboards_listed"),
            models.Index(fields=("account", "-changed_at"), name="dashboards_of_account"),
        )

    def __str__(self) -> str:
        return self.id


class DashboardVersion(models.Model):
    """One saved state. Never changed."""

    dashboard = models.ForeignKey(Dashboard, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    document = models.JSONField()
    words = models.TextField(help_text="title and summary in both languages, for searching")
    note = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=BY)
    at = models.DateTimeField()

    class Meta:
        ordering = ("dashboard_id", "-number")
        constraints = (models.UniqueConstraint(fields=("dashboard", "number"), name="dashboard_version_once"),)

    def __str__(self) -> str:
        return f"{self.dashboard_id} {self.number}"


class DashboardPicture(models.Model):
    """A picture that was uploaded to a dashboard; its file lies below HOME under its digest, once for all dashboards."""

    dashboard = models.ForeignKey(Dashboard, on_delete=models.CASCADE, related_name="pictures")
    digest = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    by = models.CharField(max_length=BY)
    at = models.DateTimeField()

    class Meta:
        ordering = ("dashboard_id", "id")
        constraints = (models.UniqueConstraint(fields=("dashboard", "digest"), name="dashboard_picture_once"),)

    def __str__(self) -> str:
        return f"{self.dashboard_id} {self.digest[:12]}"


class DashboardReport(models.Model):
    """A report of a dashboard that an account chose, with the filters ``chosen``, until ``ended_at``.

    ``known`` are the numbers of the releases that were reported last, by table.
    """

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="rpt"), editable=False)
    account = models.ForeignKey("people.Account", on_delete=models.CASCADE, related_name="+")
    dashboard = models.ForeignKey(Dashboard, on_delete=models.CASCADE, related_name="reports")
    rhythm = models.CharField(max_length=10, choices=[(one.value, one.value) for one in ReportRhythm])
    chosen = models.JSONField(default=dict)
    known = models.JSONField(default=dict)
    began_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-began_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("account", "dashboard"), condition=Q(ended_at__isnull=True), name="dashboard_report_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.id} {self.rhythm}"


class DashboardStep(models.Model):
    """A step into the gallery or out of it: which version, who, when, the words to it. Never changed."""

    dashboard = models.ForeignKey(Dashboard, on_delete=models.CASCADE, related_name="steps")
    version = models.PositiveIntegerField()
    step = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Step])
    words = models.CharField(max_length=WORDS, blank=True)
    by = models.CharField(max_length=BY)
    at = models.DateTimeField()

    class Meta:
        ordering = ("dashboard_id", "id")

    def __str__(self) -> str:
        return f"{self.dashboard_id} {self.step}"
