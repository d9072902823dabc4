"""Tables of mail: addresses, choices, mails on their way and what each tells."""

from __future__ import annotations

from functools import partial

from django.db import models
from django.db.models import Q

from zhanqiao.kit.ids import new_id
from zhanqiao.people.mails.rules import LONGEST_ADDRESS, Kind, Outcome, Purpose, Way


class MailAddress(models.Model):
    """An address of an account: asked for, verified, ended. One that ended is removed within a day."""

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="adr"), editable=False)
    account = models.ForeignKey("people.Account", on_delete=models.CASCADE, related_name="+")
    address = models.CharField(max_length=LONGEST_ADDRESS)
    asked_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("asked_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("account",),
                condition=Q(verified_at__isnull=False, ended_at__isnull=True),
                name="mail_address_one_in_force",
            ),
            models.UniqueConstraint(
                fields=("account",),
                condition=Q(verified_at__isnull=True, ended_at__isnull=True),
                name="mail_address_one_asked",
            ),
        )

    def __str__(self) -> str:
        return self.id  # not the address: what is printed may end in a log


class MailChoice(models.Model):
    """How an account wants to be told of a kind; without a row the default holds."""

    account = models.ForeignKey("people.Account", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40, choices=[(one.value, one.value) for one in Kind])
    way = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Way])
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("account", "kind"), name="mail_choice_once"),)

    def __str__(self) -> str:
        return f"{self.account_id} {self.kind} {self.way}"


class Mail(models.Model):
    """A mail on its way: waiting (``next_at``), begun (``claimed_at``), ended with an outcome."""

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="mal"), editable=False)
    account = models.ForeignKey("people.Account", on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Purpose])
    address = models.ForeignKey(
        MailAddress,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        help_text="of a confirmation; others go to the one in force",
    )
    day = models.DateField(null=True, blank=True, help_text="of a digest")
    made_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, blank=True, choices=[(one.value, one.value) for one in Outcome])
    reason = models.CharField(max_length=100, blank=True, help_text="of the last failure; no addresses, no secrets")

    class Meta:
        ordering = ("-made_at", "-id")
        indexes = (models.Index(fields=("next_at",), condition=Q(next_at__isnull=False), name="mail_due"),)
        constraints = (
            models.UniqueConstraint(
                fields=("account", "day"), condition=Q(purpose="digest"), name="mail_digest_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(next_at__isnull=True, claimed_at__isnull=False)
                | Q(next_at__isnull=False, claimed_at__isnull=True)
                | Q(ended_at__isnull=False, next_at__isnull=True),
                name="mail_waits_or_is_begun",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, outcome="") | (Q(ended_at__isnull=False) & ~Q(outcome="")),
                name="mail_ended_with_outcome",
            ),
        )

    def __str__(self) -> str:
        return f"{self.id} {self.purpose}"


class MailItem(models.Model):
    """A sentence that a mail tells, with the page it is about."""

    mail = models.ForeignKey(Mail, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=40, choices=[(one.value, one.value) for one in Kind])
    text_zh = models.TextField()
    text_en = models.TextField()
    url = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.mail_id} {self.kind}"
