"""Facts connectors announce, after the transaction that made them true."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.dispatch import Signal

connector_run_ended = Signal()  # event=ConnectorRunEnded


@dataclass(frozen=True, slots=True)
class ConnectorRunEnded:
    """A run ended in ``state`` (``rules.RunState``)."""

    connector: str
    run_id: str
    state: str
    by: str
    at: datetime
