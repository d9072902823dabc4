"""Views that people keep under a name."""

from __future__ import annotations

from functools import partial

from django.db import models

from zhanqiao.core_services.exploring.rules.saved import KINDS, LONGEST_NAME
from zhanqiao.kit.ids import new_id


class SavedView(models.Model):
    """A view of a dataset's rows that an account keeps: the page it stands on (``kind``) and the query of its address."""

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="svw"), editable=False)
    account = models.ForeignKey("people.Account", on_delete=models.CASCADE, related_name="+")
    dataset = models.ForeignKey("data_center.Dataset", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10)
    query = models.TextField(blank=True)
    name = models.CharField(max_length=LONGEST_NAME)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["-saved_at", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=list(KINDS)), name="saved_view_kind"),
            models.CheckConstraint(condition=~models.Q(name=""), name="saved_view_named"),
        ]
        indexes = [models.Index(fields=["account", "-saved_at"], name="saved_view_of_account")]

    def __str__(self) -> str:
        return self.name
