"""Notices, one row for each account that is told."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Notice(models.Model):
    """A sentence for one account, in both languages, with the page it is about."""

    account = models.ForeignKey("people.Account", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    text_zh = models.CharField(max_length=400)
    text_en = models.CharField(max_length=400)
    url = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["account", "-at"], name="notice_of_account"),
            models.Index(fields=["account"], condition=Q(read_at__isnull=True), name="notice_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.kind}"
