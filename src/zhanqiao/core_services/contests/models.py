"""Contests, their teams, works, jurors, sheets, recusals and votes."""

from __future__ import annotations

from functools import partial

from django.db import models
from django.db.models import F, Q

from zhanqiao.core_services.contests.rules import (
    LONGEST_LINK,
    LONGEST_NAME,
    LONGEST_REASON,
    LONGEST_TITLE,
    State,
)
from zhanqiao.kit.ids import new_id


class Contest(models.Model):
    """A contest of a department with its stages; ``criteria`` are what jurors score by."""

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="ctt"), editable=False)
    department = models.ForeignKey("people.Department", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in State])
    title_zh = models.CharField(max_length=LONGEST_TITLE)
    title_en = models.CharField(max_length=LONGEST_TITLE, blank=True)
    rules_zh = models.TextField()
    rules_en = models.TextField(blank=True)
    prizes_zh = models.TextField()
    prizes_en = models.TextField(blank=True)
    tracks = models.JSONField(default=list)
    criteria = models.JSONField(default=list)
    registers_from = models.DateTimeField()
    registers_until = models.DateTimeField()
    submits_until = models.DateTimeField()
    votes_until = models.DateTimeField(null=True, blank=True)
    judged_until = models.DateTimeField()
    results_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    cancellation = models.CharField(max_length=LONGEST_REASON, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("-registers_from", "id")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=list(State)), name="contest_state"),
            models.CheckConstraint(
                condition=Q(registers_until__gt=F("registers_from"))
                & Q(submits_until__gt=F("registers_until"))
                & Q(judged_until__gt=F("submits_until"))
                & Q(results_at__gte=F("judged_until")),
                name="contest_stages_follow",
            ),
            models.CheckConstraint(
                condition=~Q(state="results") | Q(published_at__isnull=False), name="contest_published_when"
            ),
            models.CheckConstraint(condition=~Q(state="cancelled") | ~Q(cancellation=""), name="contest_cancelled_why"),
        )

    def __str__(self) -> str:
        return self.id


class ContestDataset(models.Model):
    """A contest wants a dataset to be used."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="uses")
    dataset = models.ForeignKey("data_center.Dataset", on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ("contest", "id")
        constraints = (models.UniqueConstraint(fields=("contest", "dataset"), name="contest_dataset_once"),)

    def __str__(self) -> str:
        return f"{self.contest_id} {self.dataset_id}"


class Team(models.Model):
    """A team. ``account`` is never shown; ``members`` only if ``members_public``."""

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="tem"), editable=False)
    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="teams")
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=LONGEST_NAME)
    track = models.CharField(max_length=LONGEST_NAME, blank=True)
    members = models.JSONField(default=list)
    members_public = models.BooleanField(default=False)
    registered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("contest", "registered_at", "id")
        constraints = (
            models.UniqueConstraint(fields=("contest", "name"), name="contest_team_name_once"),
            models.UniqueConstraint(fields=("contest", "account"), name="contest_team_of_account_once"),
        )

    def __str__(self) -> str:
        return self.id


class Work(models.Model):
    """What a team handed in; handing in again replaces it until the stage closes."""

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="wrk"), editable=False)
    team = models.OneToOneField(Team, on_delete=models.PROTECT, related_name="work")
    title = models.CharField(max_length=LONGEST_TITLE)
    text = models.TextField()
    link = models.CharField(max_length=LONGEST_LINK, blank=True)
    app = models.ForeignKey(
        "core_services.ShowcasedApp", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    handed_in_at = models.DateTimeField()

    class Meta:
        ordering = ("handed_in_at", "id")

    def __str__(self) -> str:
        return self.id


class WorkDataset(models.Model):
    """A work uses a dataset."""

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="uses")
    dataset = models.ForeignKey("data_center.Dataset", on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ("work", "id")
        constraints = (models.UniqueConstraint(fields=("work", "dataset"), name="contest_work_dataset_once"),)

    def __str__(self) -> str:
        return f"{self.work_id} {self.dataset_id}"


class Juror(models.Model):
    """An account that judges in a contest, known to the public by its number alone."""

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="jurors")
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    appointed_by = models.CharField(max_length=120)
    appointed_at = models.DateTimeField()

    class Meta:
        ordering = ("contest", "number")
        constraints = (
            models.UniqueConstraint(fields=("contest", "account"), name="contest_juror_once"),
            models.UniqueConstraint(fields=("contest", "number"), name="contest_juror_number_once"),
        )

    def __str__(self) -> str:
        return f"{self.contest_id} {self.number}"


class Sheet(models.Model):
    """What a juror gave a work: points by criterion."""

    juror = models.ForeignKey(Juror, on_delete=models.PROTECT, related_name="sheets")
    work = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="sheets")
    points = models.JSONField()
    comment = models.CharField(max_length=LONGEST_REASON, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("work", "juror")
        constraints = (models.UniqueConstraint(fields=("juror", "work"), name="contest_sheet_once"),)

    def __str__(self) -> str:
        return f"{self.work_id} {self.juror_id}"


class Recusal(models.Model):
    """A juror has a conflict of interest with a work and leaves it out. ``reason`` is for the organiser."""

    juror = models.ForeignKey(Juror, on_delete=models.PROTECT, related_name="recusals")
    work = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="recusals")
    reason = models.CharField(max_length=LONGEST_REASON)
    at = models.DateTimeField()

    class Meta:
        ordering = ("work", "juror")
        constraints = (models.UniqueConstraint(fields=("juror", "work"), name="contest_recusal_once"),)

    def __str__(self) -> str:
        return f"{self.work_id} {self.juror_id}"


class WorkVote(models.Model):
    """The one vote of an account in a contest."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="votes")
    account = models.ForeignKey("people.Account", on_delete=models.CASCADE, related_name="+")
    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="votes")
    at = models.DateTimeField()

    class Meta:
        ordering = ("contest", "id")
        constraints = (models.UniqueConstraint(fields=("contest", "account"), name="contest_vote_once"),)

    def __str__(self) -> str:
        return f"{self.contest_id} {self.work_id}"


class ContestStep(models.Model):
    """What the organiser did with a contest: who, when, why. Never changed."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="steps")
    verb = models.CharField(max_length=12)
    by = models.CharField(max_length=120)
    at = models.DateTimeField()
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)

    class Meta:
        ordering = ("contest", "id")

    def __str__(self) -> str:
        return f"{self.contest_id} {self.verb}"


class ContestVersion(models.Model):
    """What a contest said to everybody from a moment on; the first is what was announced. Never changed.

    ``said``: texts, tracks, criteria, ids of datasets and moments (ISO 8601) by the names of ``rules.Announced``.
    """

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    department = models.ForeignKey("people.Department", on_delete=models.PROTECT, related_name="+")
    said = models.JSONField()
    by = models.CharField(max_length=120)
    at = models.DateTimeField()
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)

    class Meta:
        ordering = ("contest", "number")
        constraints = (
            models.UniqueConstraint(fields=("contest", "number"), name="contest_version_once"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(reason=""), name="contest_version_says_why"),
        )

    def __str__(self) -> str:
        return f"{self.contest_id} {self.number}"
