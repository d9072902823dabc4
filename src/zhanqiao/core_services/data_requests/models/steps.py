"""The steps of all families: who, when, for which office, why. Rows are never changed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhanqiao.core_services.data_requests.rules import Family

BY = 120


class RequestStep(models.Model):
    """A step of a request into a state. ``office`` is what the public is shown; the person never is."""

    family = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Family])
    request_id = models.CharField(max_length=20)
    state = models.CharField(max_length=12)
    by = models.CharField(max_length=BY)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    office = models.ForeignKey("people.Department", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("family", "request_id"), name="request_steps"),)
        constraints = (models.CheckConstraint(condition=Q(family__in=list(Family)), name="request_step_family"),)

    def __str__(self) -> str:
        return f"{self.request_id} {self.state}"
