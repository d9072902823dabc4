"""Uses by day and searched words by month. No row tells of a person."""

from __future__ import annotations

from functools import partial

from django.db import models

from zhanqiao.kit.ids import new_id


class DayUse(models.Model):
    """How often a dataset was used in one way on one day of the city."""

    dataset = models.ForeignKey("data_center.Dataset", on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    kind = models.CharField(max_length=10, choices=[(one, one) for one in ("view", "download", "api")])
    uses = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("dataset", "day", "kind"), name="day_use_once"),)
        indexes = (models.Index(fields=("day",), name="day_use_by_day"),)

    def __str__(self) -> str:
        return f"{self.dataset_id} {self.day} {self.kind}"


class FoldedUses(models.Model):
    """A file of counts that was added and may not be gone yet: it is not added twice."""

    name = models.CharField(primary_key=True, max_length=80)

    def __str__(self) -> str:
        return self.name


class SearchedWords(models.Model):
    """Words that visitors searched in a month: how many visitors, and how many of them found nothing.

    Shown from three visitors on; fewer are removed when their month is over.
    """

    words = models.CharField(max_length=40)
    month = models.DateField(help_text="its first day")
    visitors = models.PositiveIntegerField(default=0)
    fruitless = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("words", "month"), name="searched_words_once"),)

    def __str__(self) -> str:
        return f"{self.month} {self.visitors}"


class SearchMark(models.Model):
    """That some visitor of this week searched some words, so that who asks again is not counted again.

    The mark is a digest under a key that lives for the week and is then thrown away with the marks.
    """

    words = models.CharField(max_length=40)
    mark = models.CharField(max_length=16)
    week = models.CharField(max_length=8)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("words", "mark"), name="search_mark_once"),)

    def __str__(self) -> str:
        return self.week


class PlannedOpening(models.Model):
    """A line of the opening plan: what a department will open, by which month. It is done when its dataset is public."""

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="pln"), editable=False)
    department = models.ForeignKey("people.Department", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=100)
    month = models.DateField(help_text="its first day")
    dataset = models.ForeignKey(
        "data_center.Dataset", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_by = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("month", "id")

    def __str__(self) -> str:
        return f"{self.id} {self.month}"
