"""Who asks, what data grants there are, how often each was used."""

from __future__ import annotations

from zhanqiao.people.access.queries.cards import (
    ANONYMOUS,
    BEARER,
    KeyInvalidError,
    card_of,
    card_of_key,
    card_of_request,
    note_signer,
    secret_in,
)
from zhanqiao.people.access.queries.grants import GrantCard, GrantStep, UsesOfDay, grant_card, grant_cards, grants_kept

__all__ = [
    "ANONYMOUS",
    "BEARER",
    "GrantCard",
    "GrantStep",
    "KeyInvalidError",
    "UsesOfDay",
    "card_of",
    "card_of_key",
    "card_of_request",
    "grant_card",
    "grant_cards",
    "grants_kept",
    "note_signer",
    "secret_in",
]
