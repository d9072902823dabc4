"""Sharing requests: drawing up, consent of both heads, supply, use, misuse, dispute."""

from __future__ import annotations

from zhanqiao.core_services.data_requests.operations.sharing.answering import (
    consent_sharing,
    extend_sharing,
    refuse_sharing,
    supply_sharing,
    tell_sharing_incomplete,
)
from zhanqiao.core_services.data_requests.operations.sharing.asking import (
    consent_as_asker,
    draw_up_sharing,
    supplement_sharing,
    withdraw_sharing,
)
from zhanqiao.core_services.data_requests.operations.sharing.disputing import (
    dispute_sharing,
    escalate_sharing,
    settle_sharing,
)
from zhanqiao.core_services.data_requests.operations.sharing.following import (
    end_expired_sharing,
    end_sharing,
    record_sharing_use,
    renew_sharing_key,
    resume_sharing,
    suspend_sharing,
)

__all__ = [
    "consent_as_asker",
    "consent_sharing",
    "dispute_sharing",
    "draw_up_sharing",
    "end_expired_sharing",
    "end_sharing",
    "escalate_sharing",
    "extend_sharing",
    "record_sharing_use",
    "refuse_sharing",
    "renew_sharing_key",
    "resume_sharing",
    "settle_sharing",
    "supplement_sharing",
    "supply_sharing",
    "suspend_sharing",
    "tell_sharing_incomplete",
    "withdraw_sharing",
]
