"""Requests that data be opened, with votes and followers."""

from __future__ import annotations

from functools import partial

from django.db import models
from django.db.models import F, Q

from zhanqiao.core_services.data_requests.rules import OpeningOutcome, OpeningState
from zhanqiao.kit.generation import Generation
from zhanqiao.kit.ids import new_id

CHANGES = Generation(name="openings")  # of what was answered; votes change nothing that is remembered


class OpeningRequest(models.Model):
    """What somebody wants opened. ``votes`` counts the votes, those of merged requests among them; ``wishes`` answers to surveys."""

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="opn"), editable=False)
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=100)
    detail = models.TextField()
    state = models.CharField(max_length=12, choices=[(one.value, one.value) for one in OpeningState])
    department = models.ForeignKey(
        "people.Department", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    dataset = models.ForeignKey(
        "data_center.Dataset", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    outcome = models.CharField(max_length=12, choices=[(one.value, one.value) for one in OpeningOutcome], blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_office = models.ForeignKey(
        "people.Department", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    votes = models.PositiveIntegerField(default=0)
    wishes = models.PositiveIntegerField(default=0, db_default=0)
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ("-asked_at", "id")
        indexes = (
            models.Index(fields=("-votes", "-asked_at"), name="openings_by_votes"),
            models.Index(fields=("-answered_at",), name="openings_by_answer"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(state__in=list(OpeningState)), name="opening_state"),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into__isnull=True)),
                name="opening_merged_into_one",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")), name="opening_merged_into_another"
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | (Q(answered_at__isnull=False) & ~Q(answer="") & ~Q(outcome="")),
                name="opening_answered_in_words",
            ),
        )

    def __str__(self) -> str:
        return self.id


class OpeningVote(models.Model):
    """One account wants it too. Counts once, also where requests are merged."""

    opening = models.ForeignKey(OpeningRequest, on_delete=models.CASCADE, related_name="voters")
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("opening", "account"), name="opening_vote_once"),)

    def __str__(self) -> str:
        return self.opening_id


class OpeningWish(models.Model):
    """How many answers to a survey with published results spoke for a request."""

    opening = models.ForeignKey(OpeningRequest, on_delete=models.CASCADE, related_name="surveys")
    survey_id = models.CharField(max_length=20)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("opening", "survey_id"), name="opening_wish_once"),)

    def __str__(self) -> str:
        return f"{self.opening_id} {self.count}"


class OpeningFollow(models.Model):
    """One account is told what becomes of it."""

    opening = models.ForeignKey(OpeningRequest, on_delete=models.CASCADE, related_name="followers")
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("opening", "account"), name="opening_follow_once"),)

    def __str__(self) -> str:
        return self.opening_id
