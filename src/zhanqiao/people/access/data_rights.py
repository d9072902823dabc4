"""Data rights: what data grants open, as cards carry them. Pure; ``rules.decide`` alone decides by them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Basis(StrEnum):
    """On what a data grant rests: an application of the public, or a sharing request between departments."""

    APPLICATION = "application"
    SHARING = "sharing"


class Way(StrEnum):
    """How granted data are had."""

    API = "api"
    FILE = "file"
    ENVIRONMENT = "environment"


class GrantState(StrEnum):
    """Where a data grant stands. Only an active one opens anything."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    ENDED = "ended"


BY_WAY = {  # the actions of ``rules.Action`` that each way is for
    Way.API: frozenset({"see_rows"}),
    Way.FILE: frozenset({"see_rows", "download"}),
    Way.ENVIRONMENT: frozenset[str](),  # served outside this site
}


@dataclass(frozen=True, slots=True)
class DataRight:
    """What a data grant opens, as a card carries it. ``key_id`` names the key that alone may use it."""

    grant_id: str
    dataset_id: str
    basis: Basis
    way: Way
    per_day: int
    from_at: datetime
    to_at: datetime
    key_id: str | None = None

    def opens(self, *, action: str, dataset_id: str, open_type: str) -> bool:
        """Say whether the right is for this action on this dataset; what is not opened to society is only shared."""
        if self.dataset_id != dataset_id or action not in BY_WAY[self.way]:
            return False
        return self.basis is Basis.SHARING or open_type == "conditional"


def rights_held(
    *, rights: Iterable[DataRight], key_id: str | None, at: datetime, by_hand: bool
) -> tuple[DataRight, ...]:
    """Return the rights of an account that a card made at ``at`` carries; ``by_hand`` is one of a login, without a key.

    A right is in force from its first moment until before its last. It is used by its own key; what is had as files
    also by its account when it is logged in. No other key of the account opens it: another key is another purpose.
    """
    return tuple(
        one
        for one in rights
        if one.from_at <= at < one.to_at
        and ((one.key_id is not None and one.key_id == key_id) or (by_hand and one.way is Way.FILE))
    )
