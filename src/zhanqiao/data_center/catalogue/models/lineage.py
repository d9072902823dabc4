"""From which datasets a dataset was made."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

BY = 120


class DatasetSource(models.Model):
    """A dataset was made from another. Never deleted: it ends when it is made from others."""

    dataset = models.ForeignKey("data_center.Dataset", on_delete=models.CASCADE, related_name="sources")
    source = models.ForeignKey("data_center.Dataset", on_delete=models.PROTECT, related_name="derived")
    by = models.CharField(max_length=BY)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("dataset", "source"), condition=Q(ended_at__isnull=True), name="dataset_source_once"
            ),
            models.CheckConstraint(name="dataset_source_is_another", condition=~Q(dataset=F("source"))),
        )

    def __str__(self) -> str:
        return f"{self.dataset_id} {self.source_id}"
