"""Who did something, by name."""

from __future__ import annotations

from django.utils.translation import gettext as _

from zhanqiao.people.accounts.queries import account_card
from zhanqiao.people.audit.rules import SYSTEM


def person(*, account_id: str) -> str:
    """Return the name of an account, or what stands for the system itself."""
    if account_id == SYSTEM:
        return _("the system")
    account = account_card(account_id=account_id)
    return account.display_name if account else account_id
