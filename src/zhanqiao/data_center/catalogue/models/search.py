"""The outbox of the search index."""

from __future__ import annotations

from django.db import models


class SearchChange(models.Model):
    """A dataset whose search document is out of date, written in the transaction that changed it.

    The row goes away when the one writer has committed the new document to the index; a row that
    stays is work that a killed process left, and the next drain does it. The dataset's id is no
    foreign key: the document of a dataset that is gone must be removed as well.
    """

    dataset_id = models.CharField(max_length=40)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.dataset_id} ({self.at:%Y-%m-%dT%H:%M:%SZ})"
