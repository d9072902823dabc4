"""Changes of the exchange: sources, harvests."""

from __future__ import annotations

from zhanqiao.core_services.exchange.operations.harvesting import harvest
from zhanqiao.core_services.exchange.operations.locking import HarvestBusyError
from zhanqiao.core_services.exchange.operations.sources import (
    SourceKeyTakenError,
    ask_for_harvest,
    publish_waiting,
    register_source,
    revise_source,
)
from zhanqiao.core_services.exchange.operations.waiting import Waiting, harvest_waiting, waiting_harvests

__all__ = [
    "HarvestBusyError",
    "SourceKeyTakenError",
    "Waiting",
    "ask_for_harvest",
    "harvest",
    "harvest_waiting",
    "publish_waiting",
    "register_source",
    "revise_source",
    "waiting_harvests",
]
