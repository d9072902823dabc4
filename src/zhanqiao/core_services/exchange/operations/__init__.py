"""Changes of the exchange: sources, harvests."""

from __future__ import annotations

from zhanqiao.core_services.exchange.engine.http_signatures import NOT_SIGNED, Message, SignatureRefusedError, Signed
from zhanqiao.core_services.exchange.engine.http_signatures import refused as refused_signature
from zhanqiao.core_services.exchange.operations.harvesting import harvest
from zhanqiao.core_services.exchange.operations.locking import HarvestBusyError
from zhanqiao.core_services.exchange.operations.nodes import (
    admit_call,
    forget_nonces,
    register_node,
    revoke_node,
    revoke_node_key,
    rotate_node_key,
)
from zhanqiao.core_services.exchange.operations.posting import post_document, refusal_of
from zhanqiao.core_services.exchange.operations.reaching import address_of, read_document
from zhanqiao.core_services.exchange.operations.rotating import rotate_platform_key
from zhanqiao.core_services.exchange.operations.sealing import seal_transfers, stamp_batches
from zhanqiao.core_services.exchange.operations.sources import (
    SourceKeyTakenError,
    ask_for_harvest,
    publish_waiting,
    register_source,
    revise_source,
)
from zhanqiao.core_services.exchange.operations.transfers import Handed, log_transfer
from zhanqiao.core_services.exchange.operations.waiting import Waiting, harvest_waiting, waiting_harvests

__all__ = [
    "NOT_SIGNED",
    "Handed",
    "HarvestBusyError",
    "Message",
    "SignatureRefusedError",
    "Signed",
    "SourceKeyTakenError",
    "Waiting",
    "address_of",
    "admit_call",
    "ask_for_harvest",
    "forget_nonces",
    "harvest",
    "harvest_waiting",
    "log_transfer",
    "post_document",
    "publish_waiting",
    "read_document",
    "refusal_of",
    "refused_signature",
    "register_node",
    "register_source",
    "revise_source",
    "revoke_node",
    "revoke_node_key",
    "rotate_node_key",
    "rotate_platform_key",
    "seal_transfers",
    "stamp_batches",
    "waiting_harvests",
]
