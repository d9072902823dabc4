"""What accounts announce upward, after the transaction."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.dispatch import Signal

account_changed = Signal()


@dataclass(frozen=True, slots=True)
class AccountChanged:
    """Something happened to an account; ``action`` is that of the audit line (``account.close`` …)."""

    account_id: str
    action: str
    by: str


def announce(event: AccountChanged, /) -> None:
    """Send the event when the open transaction commits."""
    transaction.on_commit(partial(account_changed.send, AccountChanged, event=event))
