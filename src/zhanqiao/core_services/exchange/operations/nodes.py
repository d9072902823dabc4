"""Registering and revoking department nodes and their keys; the nonces of their calls."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from zhanqiao.core_services.exchange.engine.http_signatures import (
    UNKNOWN_KEY,
    Message,
    Signed,
    refused,
    verified_call,
)
from zhanqiao.core_services.exchange.engine.signing import key_id_of, provider_of
from zhanqiao.core_services.exchange.models import ExchangeNode, NodeKey, SeenNonce
from zhanqiao.core_services.exchange.queries.nodes import NodeCard, node_of_key
from zhanqiao.core_services.exchange.rules.transfers import NodeKeyTakenError, NodeRevokedError, ReplayedError
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.audit.operations import record
from zhanqiao.people.departments.queries import department_card

NODE = "exchange_node"


def register_node(
    *, name: str, public: bytes, department: str, account_id: str, days: int, by: str, at: datetime
) -> str:
    """Register a department's system by its public key (PEM) for ``days``; return its id.

    ``account_id``: whose roles decide what it may publish. Raises KeyUnusableError, NodeKeyTakenError, NotFoundError.
    """
    with transaction.atomic():
        node = ExchangeNode.objects.create(
            name=name.strip() or key_id_of(public=public),
            department_id=department_card(key_or_code=department).id,
            account_id=account_id,
            registered_by=by,
            registered_at=at,
        )
        key = _with_key(node, public, days=days, by=by, at=at)
        detail = {"key": key, "department": node.department_id, "account": account_id, "days": days}
        record(by=by, action="node.register", object_type=NODE, object_id=node.id, detail=detail, at=at)
    return node.id


def rotate_node_key(*, node_id: str, public: bytes, days: int, overlap: timedelta, by: str, at: datetime) -> str:
    """Give a node its next public key (PEM) for ``days``; return its keyid. Keys before it count for ``overlap`` more at most.

    Raises KeyUnusableError, NodeKeyTakenError, NodeRevokedError, NotFoundError.
    """
    with transaction.atomic():
        node = ExchangeNode.objects.select_for_update().filter(pk=node_id).first()
        if node is None:
            raise NotFoundError(what=node_id)
        if node.revoked_at is not None:
            raise NodeRevokedError(node=node_id)
        ends = at + max(overlap, timedelta(0))
        older = node.keys.filter(revoked_at=None, valid_to__gt=ends)
        ended = list(older.values_list("key", flat=True))
        older.update(valid_to=ends)
        key = _with_key(node, public, days=days, by=by, at=at)
        detail = {"key": key, "days": days, "ends": {"keys": ended, "at": ends.isoformat()}}
        record(by=by, action="node.rotate", object_type=NODE, object_id=node_id, detail=detail, at=at)
    return key


def revoke_node(*, node_id: str, by: str, at: datetime) -> None:
    """Revoke a node: signatures of all its keys count for nothing from now on. Raises NotFoundError."""
    with transaction.atomic():
        changed = ExchangeNode.objects.filter(pk=node_id, revoked_at=None).update(revoked_at=at, revoked_by=by)
        if not changed:
            raise NotFoundError(what=node_id)
        record(by=by, action="node.revoke", object_type=NODE, object_id=node_id, detail={}, at=at)


def revoke_node_key(*, key: str, by: str, at: datetime) -> None:
    """Revoke one key of a node, by its keyid: its signatures count for nothing from now on. Raises NotFoundError."""
    with transaction.atomic():
        found = NodeKey.objects.select_for_update().filter(pk=key, revoked_at=None).first()
        if found is None:
            raise NotFoundError(what=key)
        found.revoked_at, found.revoked_by = at, by
        found.save(update_fields=["revoked_at", "revoked_by"])
        record(by=by, action="node.revoke_key", object_type=NODE, object_id=found.node_id, detail={"key": key}, at=at)


def admit_call(*, message: Message, with_content: bool, at: datetime) -> tuple[NodeCard, Signed]:
    """Return the node that signed a call, and what it signed; a call that changes something is admitted once.

    Raises SignatureRefusedError, ReplayedError.
    """
    known: list[NodeCard] = []

    def key_of(key_id: str) -> tuple[bytes, str] | None:
        node = node_of_key(key=key_id)
        key = node.valid_key(key_id=key_id, at=at) if node else None
        if node is None or key is None:
            return None
        known.append(node)
        return key.public.encode(), key.algorithm

    signed = verified_call(message=message, key_of=key_of, with_content=with_content, at=at)
    if not known:
        raise refused(reason=UNKNOWN_KEY)
    if with_content:
        _remember(known[0], signed)
    return known[0], signed


def forget_nonces(*, at: datetime) -> int:
    """Forget the nonces whose signatures are out of date; return how many."""
    count, _ = SeenNonce.objects.filter(expires__lt=at - timedelta(minutes=5)).delete()
    return count


def _with_key(node: ExchangeNode, public: bytes, *, days: int, by: str, at: datetime) -> str:
    provider, key = provider_of(public=public), key_id_of(public=public)
    taken = NodeKey.objects.filter(pk=key).first()
    if taken is not None:
        raise NodeKeyTakenError(node=taken.node_id)
    NodeKey.objects.create(
        key=key,
        node=node,
        algorithm=provider.name,
        public=public.decode("ascii"),
        valid_from=at,
        valid_to=at + timedelta(days=days),
        added_by=by,
        added_at=at,
    )
    return key


def _remember(node: NodeCard, signed: Signed) -> None:
    try:
        with transaction.atomic():
            SeenNonce.objects.create(node_id=node.id, nonce=signed.nonce, expires=signed.expires)
    except IntegrityError:
        raise ReplayedError from None
