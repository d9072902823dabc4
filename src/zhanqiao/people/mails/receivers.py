"""Whoever's account is closed gets no mail any more, and the address is forgotten."""

from __future__ import annotations

from typing import Any

from zhanqiao.kit.clock import now
from zhanqiao.people.accounts.events import AccountChanged, account_changed
from zhanqiao.people.mails.operations import remove_address


def connect() -> None:
    """Listen; called once when Django has loaded the apps."""
    account_changed.connect(_closed, sender=AccountChanged, dispatch_uid="people-mails")


def _closed(*, event: AccountChanged, **_: Any) -> None:
    if event.action == "account.close":
        remove_address(account_id=event.account_id, by=event.by, at=now())
