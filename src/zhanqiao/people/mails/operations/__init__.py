"""Changes of mail: addresses, choices, mails that are left to be sent, and their sending."""

from __future__ import annotations

from zhanqiao.people.mails.operations.addresses import (
    AddressRefusedError,
    MailLinkError,
    ask_address,
    confirm_address,
    remove_address,
)
from zhanqiao.people.mails.operations.choices import Unsubscribing, choose, unsubscribe, unsubscribing
from zhanqiao.people.mails.operations.leaving import drop_digest, leave
from zhanqiao.people.mails.operations.sending import forget_mails, send_again, send_due

__all__ = [
    "AddressRefusedError",
    "MailLinkError",
    "Unsubscribing",
    "ask_address",
    "choose",
    "confirm_address",
    "drop_digest",
    "forget_mails",
    "leave",
    "remove_address",
    "send_again",
    "send_due",
    "unsubscribe",
    "unsubscribing",
]
