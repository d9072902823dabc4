"""Where entries came from that no department of ours registered."""

from __future__ import annotations

from django.db import models


class DatasetOrigin(models.Model):
    """The source of an entry and its identity there: one entry for one record of a source, whatever happens."""

    dataset = models.OneToOneField(
        "data_center.Dataset", on_delete=models.PROTECT, related_name="origin", primary_key=True
    )
    source = models.CharField(max_length=40)
    source_zh = models.CharField(max_length=300)
    source_en = models.CharField(max_length=300, blank=True)
    identifier = models.CharField(max_length=500)
    page = models.CharField(max_length=500)
    links = models.JSONField(default=list, blank=True)
    gone_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        """What must always hold."""

        constraints = (models.UniqueConstraint(fields=("source", "identifier"), name="dataset_origin_once"),)

    def __str__(self) -> str:
        return f"{self.source} {self.identifier}"
