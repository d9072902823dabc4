"""Shown apps, their versions, the datasets they use, what became of them."""

from __future__ import annotations

from functools import partial

from django.db import models
from django.db.models import Q

from zhanqiao.core_services.gallery.rules import (
    LONGEST_ABOUT,
    LONGEST_ADDRESS,
    LONGEST_ALT,
    LONGEST_MAKER,
    LONGEST_NAME,
    LONGEST_REASON,
    Kind,
    State,
)
from zhanqiao.kit.generation import Generation
from zhanqiao.kit.ids import new_id

CHANGES = Generation(name="shown_apps")


class ShowcasedApp(models.Model):
    """An app that somebody shows in the gallery. ``account`` is never shown."""

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="app"), editable=False)
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("-made_at", "id")

    def __str__(self) -> str:
        return self.id


class AppVersion(models.Model):
    """What its maker said of an app at one time. One may be accepted, one may wait."""

    app = models.ForeignKey(ShowcasedApp, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=[(one.value, one.value) for one in State])
    name_zh = models.CharField(max_length=LONGEST_NAME)
    name_en = models.CharField(max_length=LONGEST_NAME, blank=True)
    about_zh = models.CharField(max_length=LONGEST_ABOUT)
    about_en = models.CharField(max_length=LONGEST_ABOUT, blank=True)
    address = models.CharField(max_length=LONGEST_ADDRESS)
    maker = models.CharField(max_length=LONGEST_MAKER)
    kind = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Kind])
    source = models.CharField(max_length=LONGEST_ADDRESS, blank=True)
    licence = models.CharField(max_length=40, blank=True)
    handed_in_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)

    class Meta:
        ordering = ("app", "-number")
        constraints = (
            models.UniqueConstraint(fields=("app", "number"), name="shown_app_version_once"),
            models.UniqueConstraint(fields=("app",), condition=Q(state="accepted"), name="shown_app_one_accepted"),
            models.UniqueConstraint(fields=("app",), condition=Q(state="waiting"), name="shown_app_one_waiting"),
            models.CheckConstraint(
                condition=(Q(source="") & Q(licence="")) | (~Q(source="") & ~Q(licence="")),
                name="shown_app_source_with_licence",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["returned", "taken_down"]) | ~Q(reason=""), name="shown_app_refused_with_reason"
            ),
        )

    def __str__(self) -> str:
        return f"{self.app_id} {self.number}"


class AppDataset(models.Model):
    """A version of an app uses a dataset."""

    version = models.ForeignKey(AppVersion, on_delete=models.CASCADE, related_name="uses")
    dataset = models.ForeignKey("data_center.Dataset", on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ("version", "id")
        constraints = (models.UniqueConstraint(fields=("version", "dataset"), name="shown_app_dataset_once"),)

    def __str__(self) -> str:
        return f"{self.version_id} {self.dataset_id}"


class AppPicture(models.Model):
    """A screenshot of a version; its file lies below HOME under its digest."""

    version = models.ForeignKey(AppVersion, on_delete=models.CASCADE, related_name="pictures")
    digest = models.CharField(max_length=64)
    alt = models.CharField(max_length=LONGEST_ALT)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()

    class Meta:
        ordering = ("version", "id")
        constraints = (models.UniqueConstraint(fields=("version", "digest"), name="shown_app_picture_once"),)

    def __str__(self) -> str:
        return f"{self.version_id} {self.digest[:12]}"


class AppStep(models.Model):
    """What was done with a version: who, when, why. Never changed."""

    app = models.ForeignKey(ShowcasedApp, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    verb = models.CharField(max_length=12)
    by = models.CharField(max_length=120)
    at = models.DateTimeField()
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)

    class Meta:
        ordering = ("app", "id")

    def __str__(self) -> str:
        return f"{self.app_id} {self.verb}"
