"""Sharing requests between departments, and the records of use that follow."""

from __future__ import annotations

from functools import partial

from django.db import models
from django.db.models import Q

from zhanqiao.core_services.data_requests.rules import SharingState
from zhanqiao.kit.ids import new_id
from zhanqiao.people.access.rules import Way


class SharingRequest(models.Model):
    """The five statutory fields (政务数据共享条例 art 20), who asks whom, and where it stands."""

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="shr"), editable=False)
    dataset = models.ForeignKey("data_center.Dataset", on_delete=models.PROTECT, related_name="+")
    asker = models.ForeignKey("people.Department", on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    share_type = models.CharField(max_length=16, help_text="of the dataset when it was asked")
    ground = models.TextField()
    scene = models.TextField()
    scope = models.TextField()
    way = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Way])
    to_on = models.DateField(help_text="last day, inclusive")
    state = models.CharField(max_length=12, choices=[(one.value, one.value) for one in SharingState])
    drawn_up_at = models.DateTimeField()
    rectify_by = models.DateField(null=True, blank=True)
    grant_id = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ("-drawn_up_at", "id")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=list(SharingState)), name="sharing_state"),
            models.CheckConstraint(
                condition=~Q(state__in=["supplied", "suspended"]) | ~Q(grant_id=""), name="sharing_supplied_by_a_grant"
            ),
        )

    def __str__(self) -> str:
        return self.id


class SharingUse(models.Model):
    """What the asking department writes down of its use (art 29); kept for three years at least."""

    request = models.ForeignKey(SharingRequest, on_delete=models.PROTECT, related_name="uses")
    scene = models.TextField()
    process = models.TextField()
    results = models.TextField()
    storage = models.TextField(blank=True)
    disposal = models.TextField(blank=True)
    by = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.request_id} {self.at}"
