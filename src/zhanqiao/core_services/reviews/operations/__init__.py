"""Changes that are reviewed, and permits for updates."""

from __future__ import annotations

from zhanqiao.core_services.reviews.operations.deciding import approve_change, send_back_change, take_back_change
from zhanqiao.core_services.reviews.operations.entries import HandedIn, hand_in_template
from zhanqiao.core_services.reviews.operations.permits import ask_for_updates, end_permit, permit_updates

__all__ = [
    "HandedIn",
    "approve_change",
    "ask_for_updates",
    "end_permit",
    "hand_in_template",
    "permit_updates",
    "send_back_change",
    "take_back_change",
]
