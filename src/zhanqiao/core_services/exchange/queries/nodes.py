"""Department nodes, and the keys by which receipts are verified."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhanqiao.core_services.exchange.engine.platform_keys import own_authority, public_keys, stamp_certificates
from zhanqiao.core_services.exchange.models import ExchangeNode, NodeKey
from zhanqiao.core_services.exchange.rules.receipts import KEYS_FORMAT, moment
from zhanqiao.kit.environment import value
from zhanqiao.people.departments.queries import DepartmentCard, cards_by_id


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeKeyCard:
    """A key of a node: ``id`` is the keyid of its signatures, ``public`` its public key in PEM.

    ``revoked_at``: when it was revoked, by itself or with its node; None when neither was.
    """

    id: str
    algorithm: str
    public: str
    valid_from: datetime
    valid_to: datetime
    revoked_at: datetime | None

    def is_valid(self, *, at: datetime) -> bool:
        """Say whether its signatures count."""
        return self.revoked_at is None and self.valid_from <= at < self.valid_to


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeCard:
    """A registered system of a department, with all keys it ever had, oldest first."""

    id: str
    name: str
    department: DepartmentCard
    account_id: str
    revoked_at: datetime | None
    keys: tuple[NodeKeyCard, ...]

    def valid_key(self, *, key_id: str, at: datetime) -> NodeKeyCard | None:
        """Return the key with this id when its signatures count, else None."""
        return next((one for one in self.keys if one.id == key_id and one.is_valid(at=at)), None)


def node_cards() -> tuple[NodeCard, ...]:
    """Return all nodes, also those that are over, oldest first. Two queries."""
    return tuple(_card(one) for one in ExchangeNode.objects.prefetch_related("keys"))


def node_of_key(*, key: str) -> NodeCard | None:
    """Return the node whose signatures carry this keyid. Two queries."""
    found = ExchangeNode.objects.filter(keys=key).prefetch_related("keys").first()
    return _card(found) if found else None


def keys_document(*, at: datetime) -> dict[str, Any]:
    """Return all that is needed to verify receipts offline: keys of the platform, its time-stamps, and the nodes.

    Keys that are over stand there with their time: what was signed in it stays provable.
    """
    own_authority(at=at)  # so that whoever keeps these keys now can verify the first time-stamp later
    return {
        "format": KEYS_FORMAT,
        "platform_name": {"zh": value("SITE_NAME_ZH"), "en": value("SITE_NAME_EN")},
        "platform": public_keys(),
        "time_stamp": stamp_certificates(),
        "nodes": [_published(node, key) for node in node_cards() for key in node.keys],
    }


def _published(node: NodeCard, key: NodeKeyCard) -> dict[str, Any]:
    return {
        "node": node.id,
        "key": key.id,
        "algorithm": key.algorithm,
        "public": key.public,
        "department": node.department.key,
        "valid_from": moment(key.valid_from),
        "valid_to": moment(key.valid_to),
        "revoked_at": moment(key.revoked_at) if key.revoked_at else None,
    }


def _card(node: ExchangeNode) -> NodeCard:
    return NodeCard(
        id=node.id,
        name=node.name,
        department=cards_by_id()[node.department_id],
        account_id=node.account_id,
        revoked_at=node.revoked_at,
        keys=tuple(_key(one, node) for one in node.keys.all()),
    )


def _key(key: NodeKey, node: ExchangeNode) -> NodeKeyCard:
    return NodeKeyCard(
        id=key.key,
        algorithm=key.algorithm,
        public=key.public,
        valid_from=key.valid_from,
        valid_to=key.valid_to,
        revoked_at=min((one for one in (key.revoked_at, node.revoked_at) if one), default=None),
    )
