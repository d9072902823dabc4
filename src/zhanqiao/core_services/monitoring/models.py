"""Tables of monitoring: signs of life, uptime, alerts and their deliveries, incidents, noted queries, checked links."""

from __future__ import annotations

from functools import partial

from django.db import models
from django.db.models import Q

from zhanqiao.core_services.monitoring.rules.incidents import Component, IncidentState
from zhanqiao.kit.ids import new_id

BY = 120


class Heartbeat(models.Model):
    """The last sign of life of a process that works in the background."""

    name = models.CharField(primary_key=True, max_length=40)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at}"


class DayUptime(models.Model):
    """Minutes of a component in a day of the city: well, not well, and not looked at because nothing ran."""

    component = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Component])
    day = models.DateField()
    up = models.PositiveIntegerField(default=0)
    down = models.PositiveIntegerField(default=0)
    missed = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    last_up = models.BooleanField()

    class Meta:
        ordering = ("component", "day")
        constraints = (models.UniqueConstraint(fields=("component", "day"), name="uptime_once_a_day"),)

    def __str__(self) -> str:
        return f"{self.component} {self.day}"


class Incident(models.Model):
    """What operators tell the public about a disturbance; its state is that of its newest note."""

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="inc"), editable=False)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    components = models.JSONField(default=list)
    by = models.CharField(max_length=BY)
    begun_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-begun_at", "id")
        constraints = (models.CheckConstraint(name="incident_titled", condition=~Q(title_zh="") & ~Q(title_en="")),)

    def __str__(self) -> str:
        return f"{self.id} {self.title_en}"


class IncidentNote(models.Model):
    """One step of an incident: its state and what was said. Never changed."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="notes")
    state = models.CharField(max_length=20, choices=[(one.value, one.value) for one in IncidentState])
    text_zh = models.TextField()
    text_en = models.TextField()
    by = models.CharField(max_length=BY)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.incident_id} {self.state}"


class Alert(models.Model):
    """A rule that was met, from raised to resolved; while it is open it is not raised again."""

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="alt"), editable=False)
    rule = models.CharField(max_length=40)
    subject = models.CharField(max_length=120, blank=True, help_text="what it is about, such as a department's key")
    text_zh = models.TextField()
    text_en = models.TextField()
    value = models.FloatField()
    raised_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-raised_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("rule", "subject"), condition=Q(resolved_at__isnull=True), name="alert_open_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.id} {self.rule} {self.subject}"


class AlertDelivery(models.Model):
    """One message about an alert on its way by mail or webhook: delivered, waiting for its next try, or given up."""

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="msg"), editable=False)
    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="deliveries")
    event = models.CharField(max_length=20, choices=[("raised", "raised"), ("resolved", "resolved"), ("test", "test")])
    channel = models.CharField(max_length=10, choices=[("mail", "mail"), ("webhook", "webhook")])
    at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True, help_text="of the last failure; no addresses, no secrets")

    class Meta:
        ordering = ("-at", "id")
        indexes = (models.Index(fields=("next_at",), condition=Q(next_at__isnull=False), name="delivery_due"),)

    def __str__(self) -> str:
        return f"{self.id} {self.channel} {self.event}"


class NotedQuery(models.Model):
    """A question to the data that was slow or failed: its shape without values, the time it took, how it ended."""

    at = models.DateTimeField(db_index=True)
    group = models.CharField(max_length=20)
    path = models.CharField(max_length=200)
    shape = models.CharField(max_length=500, blank=True)
    milliseconds = models.PositiveIntegerField()
    status = models.PositiveIntegerField()
    request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.status} {self.milliseconds} ms {self.path}"


class LinkCheck(models.Model):
    """What was found at an address that a catalogue entry or a shown app leads to, when it was last asked."""

    dataset_id = models.CharField(max_length=20, db_index=True, help_text="or the id of a shown app")
    url = models.TextField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the address")
    checked_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(db_index=True)
    is_well = models.BooleanField(null=True)
    status = models.PositiveIntegerField(default=0, help_text="of HTTP; 0: no answer")
    reason_zh = models.CharField(max_length=300, blank=True)
    reason_en = models.CharField(max_length=300, blank=True)
    failures = models.PositiveIntegerField(default=0, help_text="in a row")
    broken_since = models.DateTimeField(null=True, blank=True, help_text="the first of these failures")

    class Meta:
        ordering = ("dataset_id", "id")
        constraints = (models.UniqueConstraint(fields=("dataset_id", "digest"), name="link_once_in_dataset"),)

    def __str__(self) -> str:
        return f"{self.dataset_id} {self.status}"
