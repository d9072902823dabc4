"""Decisions of the exchange: records and faults, sources, runs, and other portals' words in ours. No Django, no clock."""

from __future__ import annotations

from zhanqiao.core_services.exchange.rules.entries import entry_of, page_of, slug_of
from zhanqiao.core_services.exchange.rules.labels import field_of
from zhanqiao.core_services.exchange.rules.offices import office_contact
from zhanqiao.core_services.exchange.rules.records import (
    IDENTIFIER_CHARACTERS,
    Contact,
    Fault,
    Link,
    Reading,
    Record,
    Words,
    shown,
)
from zhanqiao.core_services.exchange.rules.runs import RUN_STATES, RunState, is_suspiciously_few
from zhanqiao.core_services.exchange.rules.sources import (
    KINDS,
    SCHEDULES,
    Kind,
    Schedule,
    SourceInvalidError,
    due_at,
    is_due,
    require_source,
)
from zhanqiao.core_services.exchange.rules.transfers import (
    FILE_OPERATIONS,
    OPERATION_TEXTS,
    OPERATIONS,
    ROW_OPERATIONS,
    ContentDiffersError,
    NodeKeyTakenError,
    NotSealedError,
    ReplayedError,
    TransferKeyUsedError,
)
from zhanqiao.core_services.exchange.rules.vocabularies import cycle_code, licence_code, open_type, theme_code

__all__ = [
    "FILE_OPERATIONS",
    "IDENTIFIER_CHARACTERS",
    "KINDS",
    "OPERATIONS",
    "OPERATION_TEXTS",
    "ROW_OPERATIONS",
    "RUN_STATES",
    "SCHEDULES",
    "Contact",
    "ContentDiffersError",
    "Fault",
    "Kind",
    "Link",
    "NodeKeyTakenError",
    "NotSealedError",
    "Reading",
    "Record",
    "ReplayedError",
    "RunState",
    "Schedule",
    "SourceInvalidError",
    "TransferKeyUsedError",
    "Words",
    "cycle_code",
    "due_at",
    "entry_of",
    "field_of",
    "is_due",
    "is_suspiciously_few",
    "licence_code",
    "office_contact",
    "open_type",
    "page_of",
    "require_source",
    "shown",
    "slug_of",
    "theme_code",
]
