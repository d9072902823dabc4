"""Department nodes, what they transferred, and the batches under one root. Transfers are never changed or removed."""

from __future__ import annotations

from functools import partial

from django.db import models
from django.db.models import F, Q

from zhanqiao.core_services.exchange.rules.transfers import OPERATIONS
from zhanqiao.kit.ids import new_id

BY = 120


class ExchangeNode(models.Model):
    """A registered system of a department that signs its calls. Revoked or out of date, it keeps its row for its receipts."""

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="nod"), editable=False)
    name = models.CharField(max_length=100)
    department = models.ForeignKey("people.Department", on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    registered_by = models.CharField(max_length=BY)
    registered_at = models.DateTimeField()
    revoked_by = models.CharField(max_length=BY, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("registered_at", "id")
        constraints = (
            models.CheckConstraint(name="exchange_node_named", condition=~Q(name="")),
            models.CheckConstraint(
                name="exchange_node_revoked_by_somebody",
                condition=Q(revoked_at__isnull=True, revoked_by="") | (Q(revoked_at__isnull=False) & ~Q(revoked_by="")),
            ),
        )

    def __str__(self) -> str:
        return self.id


class NodeKey(models.Model):
    """A public key of a node and the time in which its signatures count. It is never removed: old receipts need it."""

    key = models.CharField(
        primary_key=True, max_length=40, editable=False, help_text="keyid of its signatures, made from the public key"
    )
    node = models.ForeignKey(ExchangeNode, on_delete=models.PROTECT, related_name="keys")
    algorithm = models.CharField(max_length=20)
    public = models.TextField(help_text="public key, PEM")
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField()
    added_by = models.CharField(max_length=BY)
    added_at = models.DateTimeField()
    revoked_by = models.CharField(max_length=BY, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("added_at", "key")
        constraints = (
            models.CheckConstraint(name="exchange_key_dates", condition=Q(valid_to__gte=F("valid_from"))),
            models.CheckConstraint(
                name="exchange_key_revoked_by_somebody",
                condition=Q(revoked_at__isnull=True, revoked_by="") | (Q(revoked_at__isnull=False) & ~Q(revoked_by="")),
            ),
        )

    def __str__(self) -> str:
        return self.key


class SeenNonce(models.Model):
    """A nonce that a node used, until its signature is out of date: a call is taken once."""

    node = models.ForeignKey(ExchangeNode, on_delete=models.CASCADE, related_name="+")
    nonce = models.CharField(max_length=128)
    expires = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("node", "nonce"), name="exchange_nonce_once"),)

    def __str__(self) -> str:
        return f"{self.node_id} {self.nonce[:8]}"


class SealedBatch(models.Model):
    """Transfers under one root of a hash tree, signed by the platform and time-stamped."""

    number = models.PositiveBigIntegerField(primary_key=True)
    size = models.PositiveIntegerField()
    root = models.CharField(max_length=64, unique=True)
    head = models.JSONField()
    signature = models.JSONField()
    sealed_at = models.DateTimeField()
    stamp = models.BinaryField(default=b"", help_text="TimeStampResp (RFC 3161), empty until it is there")
    stamp_kind = models.CharField(max_length=10, blank=True, choices=[("own", "own"), ("outside", "outside")])
    stamped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("number",)
        constraints = (models.CheckConstraint(name="exchange_batch_has_entries", condition=Q(size__gte=1)),)

    def __str__(self) -> str:
        return str(self.number)


class Transfer(models.Model):
    """One thing that a node handed over, logged in the transaction that took it: no log, no service."""

    id = models.CharField(primary_key=True, max_length=20, default=partial(new_id, prefix="trf"), editable=False)
    node = models.ForeignKey(ExchangeNode, on_delete=models.PROTECT, related_name="transfers")
    department = models.ForeignKey("people.Department", on_delete=models.PROTECT, related_name="+")
    table_id = models.CharField(max_length=20, db_index=True)
    operation = models.CharField(max_length=20, choices=[(one, one) for one in OPERATIONS])
    rows = models.PositiveIntegerField(null=True, blank=True, help_text="None for a file, whose rows are not known yet")
    bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    idempotency_key = models.CharField(max_length=255)
    taken_as = models.CharField(max_length=20, help_text="the batch of rows, or the submission, that it became")
    at = models.DateTimeField(db_index=True)
    key = models.ForeignKey(NodeKey, on_delete=models.PROTECT, related_name="+", help_text="what signed the call")
    call_base = models.TextField()
    call_signature = models.BinaryField()
    receipt = models.JSONField()
    signature = models.JSONField()
    batch = models.ForeignKey(SealedBatch, on_delete=models.PROTECT, null=True, blank=True, related_name="transfers")
    place = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("at", "id")
        constraints = (
            models.UniqueConstraint(fields=("node", "idempotency_key"), name="exchange_transfer_once"),
            models.UniqueConstraint(fields=("batch", "place"), name="exchange_transfer_place_once"),
            models.CheckConstraint(name="exchange_transfer_operation", condition=Q(operation__in=OPERATIONS)),
            models.CheckConstraint(name="exchange_transfer_keyed", condition=~Q(idempotency_key="")),
            models.CheckConstraint(
                name="exchange_transfer_placed",
                condition=Q(batch__isnull=True, place__isnull=True) | Q(batch__isnull=False, place__isnull=False),
            ),
        )
        indexes = (
            models.Index(fields=("node", "at"), name="exchange_transfer_by_node"),
            models.Index(fields=("at",), name="exchange_transfer_unsealed", condition=Q(batch__isnull=True)),
        )

    def __str__(self) -> str:
        return self.id
