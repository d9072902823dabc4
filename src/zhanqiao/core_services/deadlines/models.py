"""Clocks with their stops, extensions and cards, and the table of holidays."""

from __future__ import annotations

from functools import partial

from django.db import models
from django.db.models import F, Q

from zhanqiao.core_services.deadlines.rules import DUTIES
from zhanqiao.kit.deadlines import Light, Unit
from zhanqiao.kit.generation import Generation
from zhanqiao.kit.ids import new_id

BY = 120
CHANGES = Generation(name="holidays")


class SpecialDate(models.Model):
    """A day that is not what its weekday says, as the State Council announced it."""

    day = models.DateField(primary_key=True)
    works = models.BooleanField()
    name = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {'work' if self.works else 'rest'}"


class Clock(models.Model):
    """A duty that runs. Whoever holds it: a role, of a department or of the whole city, or one account."""

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="clk"), editable=False)
    duty = models.CharField(max_length=24, choices=[(code, code) for code in DUTIES])
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=2, choices=[(unit.value, unit.value) for unit in Unit])
    object_type = models.CharField(max_length=32)
    object_id = models.CharField(max_length=40)
    title_zh = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    url = models.CharField(max_length=300)
    role = models.CharField(max_length=20, blank=True)
    department = models.ForeignKey(
        "people.Department", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    account = models.ForeignKey("people.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    started_by = models.CharField(max_length=BY)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=BY, blank=True)
    outcome = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["received_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["object_type", "object_id", "duty"], condition=Q(ended_at__isnull=True), name="clock_runs_once"
            ),
            models.CheckConstraint(
                name="clock_has_one_holder",
                condition=(~Q(role="") & Q(account__isnull=True)) | (Q(role="") & Q(account__isnull=False)),
            ),
            models.CheckConstraint(
                name="clock_ended_by_somebody",
                condition=Q(ended_at__isnull=True, ended_by="") | (Q(ended_at__isnull=False) & ~Q(ended_by="")),
            ),
            models.CheckConstraint(name="clock_has_time", condition=Q(amount__gte=1)),
        ]
        indexes = [
            models.Index(fields=["role", "department"], condition=Q(ended_at__isnull=True), name="clock_open"),
            models.Index(fields=["object_type", "object_id"], name="clock_of_object"),
            models.Index(fields=["department", "ended_at"], name="clock_answered"),
        ]

    def __str__(self) -> str:
        return f"{self.duty} {self.object_type}:{self.object_id}"


class ClockStop(models.Model):
    """A time that is not counted."""

    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="stops")
    stopped_at = models.DateTimeField()
    stopped_by = models.CharField(max_length=BY)
    reason = models.CharField(max_length=300)
    resumed_at = models.DateTimeField(null=True, blank=True)
    resumed_by = models.CharField(max_length=BY, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["clock"], condition=Q(resumed_at__isnull=True), name="clock_stopped_once_at_a_time"
            ),
            models.CheckConstraint(
                name="clock_stop_in_order", condition=Q(resumed_at__isnull=True) | Q(resumed_at__gte=F("stopped_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clock_id} stopped {self.stopped_at}"


class ClockExtension(models.Model):
    """More time, by whose decision and why."""

    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="extensions")
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=2, choices=[(unit.value, unit.value) for unit in Unit])
    approved_by = models.CharField(max_length=BY)
    approver = models.CharField(max_length=100)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.clock_id} +{self.amount} {self.unit}"


class ClockCard(models.Model):
    """A turn of the light, told once: yellow card, red card."""

    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="cards")
    light = models.CharField(max_length=8, choices=[(one.value, one.value) for one in (Light.YELLOW, Light.RED)])
    due_on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["clock", "light", "due_on"], name="clock_card_once")]

    def __str__(self) -> str:
        return f"{self.clock_id} {self.light}"
