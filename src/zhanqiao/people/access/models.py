"""Data grants. A grant that ended keeps its row for the audit trail."""

from __future__ import annotations

from functools import partial

from django.db import models
from django.db.models import F, Q

from zhanqiao.kit.generation import Generation
from zhanqiao.kit.ids import new_id
from zhanqiao.people.access.rules import Basis, GrantState, Way

CHANGES = Generation(name="people")


class DataGrant(models.Model):
    """One dataset opened to one account: since when, until when, how often a day, by which key."""

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="dgr"), editable=False)
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="data_grants")
    key = models.ForeignKey("people.AccessKey", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    dataset_id = models.CharField(max_length=20, db_index=True, help_text="id in the data center, which stands above")
    basis = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Basis])
    way = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Way])
    purpose = models.TextField()
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(help_text="from then on it opens nothing")
    per_day = models.PositiveIntegerField(help_text="uses a day, in the city's time zone")
    state = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in GrantState], default=GrantState.ACTIVE.value
    )
    granted_by = models.CharField(max_length=64)
    granted_at = models.DateTimeField()

    class Meta:
        ordering = ("-granted_at", "id")
        constraints = (
            models.CheckConstraint(condition=Q(to_at__gt=F("from_at")), name="data_grant_ends_after_beginning"),
            models.CheckConstraint(condition=Q(per_day__gt=0), name="data_grant_opens_something"),
            models.CheckConstraint(condition=Q(basis__in=list(Basis)), name="data_grant_basis"),
            models.CheckConstraint(condition=Q(way__in=list(Way)), name="data_grant_way"),
            models.CheckConstraint(condition=Q(state__in=list(GrantState)), name="data_grant_state"),
        )

    def __str__(self) -> str:
        return self.id


class DataGrantState(models.Model):
    """A step of a grant: who, when, why. Never changed."""

    grant = models.ForeignKey(DataGrant, on_delete=models.CASCADE, related_name="states")
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in GrantState])
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("grant_id", "id")

    def __str__(self) -> str:
        return f"{self.grant_id} {self.state}"
