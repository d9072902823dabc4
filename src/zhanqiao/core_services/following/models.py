"""Who follows what, up to which release they know it, what they were told, and the programs that are told."""

from __future__ import annotations

from functools import partial

from django.db import models
from django.db.models import Q

from zhanqiao.core_services.following.rules import LONGEST_KEY, Kind, Rhythm, Subject
from zhanqiao.kit.ids import new_id


class Webhook(models.Model):
    """An address of a program that is told. Its secret is made of the platform's key and this id, and kept nowhere."""

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="whk"), editable=False)
    account = models.ForeignKey("people.Account", on_delete=models.CASCADE, related_name="+")
    url = models.CharField(max_length=500)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("made_at", "id")

    def __str__(self) -> str:
        return self.id  # not the address: it may carry a token


class Follow(models.Model):
    """An account's subscription from ``began_at`` on, until ``ended_at``; it rests while ``paused_at`` is set.

    ``key`` names the subject where it is no dataset: the address of a search, the key of a department. ``where`` filters
    the rows of the table ``filter_table``. ``looked_at`` is when the last look for news in its rhythm was taken; without
    one, what is there at the first look counts as known.
    """

    account = models.ForeignKey("people.Account", on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=12, default=Subject.DATASET.value, db_default=Subject.DATASET.value)
    dataset = models.ForeignKey(
        "data_center.Dataset", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    key = models.CharField(max_length=LONGEST_KEY, blank=True, default="", db_default="")
    filter_table = models.CharField(max_length=20, blank=True, default="", db_default="")
    where = models.TextField(blank=True, default="", db_default="")
    rhythm = models.CharField(
        max_length=10,
        choices=[(one.value, one.value) for one in Rhythm],
        default=Rhythm.AT_ONCE.value,
        db_default=Rhythm.AT_ONCE.value,
    )
    by_mail = models.BooleanField(default=True, db_default=True)
    webhook = models.ForeignKey(Webhook, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    began_at = models.DateTimeField()
    looked_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-began_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "dataset"], condition=Q(ended_at__isnull=True), name="follow_once"
            ),
            models.UniqueConstraint(
                fields=["account", "subject", "key"],
                condition=Q(ended_at__isnull=True, dataset__isnull=True),
                name="follow_subject_once",
            ),
        ]
        indexes = [models.Index(fields=["dataset"], condition=Q(ended_at__isnull=True), name="follow_of_dataset")]

    def __str__(self) -> str:
        return f"{self.account_id} follows {self.subject} {self.dataset_id or self.key}"


class FollowPlace(models.Model):
    """Up to which release of a table a subscription was told."""

    follow = models.ForeignKey(Follow, on_delete=models.CASCADE, related_name="places")
    table_id = models.CharField(max_length=20)
    release_id = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    told_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("follow", "table_id"), name="follow_place_once"),)

    def __str__(self) -> str:
        return f"{self.follow_id} {self.table_id} {self.number}"


class News(models.Model):
    """What a subscription told, once for each ``occurrence``. No rows: they are read when shown or sent.

    ``counts``: added, removed, changed, and ``where``, the filter they were counted under; empty where rows could not be
    compared or were not open to the account.
    """

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="nws"), editable=False)
    follow = models.ForeignKey(Follow, on_delete=models.CASCADE, related_name="news")
    account = models.ForeignKey("people.Account", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Kind])
    occurrence = models.CharField(max_length=120)
    dataset = models.ForeignKey(
        "data_center.Dataset", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    table_id = models.CharField(max_length=20, blank=True)
    old_release = models.CharField(max_length=20, blank=True)
    new_release = models.CharField(max_length=20, blank=True)
    number = models.PositiveIntegerField(default=0, help_text="of the new release")
    counts = models.JSONField(default=dict)
    text_zh = models.CharField(max_length=400)
    text_en = models.CharField(max_length=400)
    url = models.CharField(max_length=300, blank=True, help_text="of what another module tells")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-number", "-id")
        indexes = (models.Index(fields=("account", "-at"), name="news_of_account"),)
        constraints = (models.UniqueConstraint(fields=("follow", "occurrence"), name="news_once"),)

    def __str__(self) -> str:
        return f"{self.id} {self.kind}"


class WebhookMessage(models.Model):
    """News on their way to a program: delivered, waiting for the next try, or given up (neither)."""

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="msg"), editable=False)
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="messages")
    news = models.ForeignKey(News, on_delete=models.CASCADE, related_name="messages")
    at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    reason_zh = models.CharField(max_length=300, blank=True)
    reason_en = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-at", "-id")
        indexes = (models.Index(fields=("next_at",), condition=Q(next_at__isnull=False), name="webhook_message_due"),)
        constraints = (models.UniqueConstraint(fields=("webhook", "news"), name="webhook_message_once"),)

    def __str__(self) -> str:
        return self.id
