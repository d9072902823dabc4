"""Data grants: as cards carry them, as pages show them, and how often they were used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db.models import Count, Min

from zhanqiao.kit.environment import home
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.generation import Remembered
from zhanqiao.people.access.models import CHANGES, DataGrant
from zhanqiao.people.access.rules import Basis, DataRight, GrantState, Way

USE_BYTES = 48  # length of one line in a file of uses
_REMEMBERED = Remembered(generation=CHANGES)


@dataclass(frozen=True, slots=True)
class GrantStep:
    """One step of a grant into a state."""

    state: GrantState
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class UsesOfDay:
    """How often a grant was used on one day of the city."""

    day: date
    uses: int


@dataclass(frozen=True, slots=True)
class GrantCard:
    """A data grant with its steps, the oldest first, and its uses, the newest day first."""

    id: str
    account_id: str
    key_id: str | None
    dataset_id: str
    basis: Basis
    way: Way
    purpose: str
    from_at: datetime
    to_at: datetime
    per_day: int
    state: GrantState
    granted_at: datetime
    steps: tuple[GrantStep, ...]
    days: tuple[UsesOfDay, ...]

    @property
    def uses(self) -> int:
        """Return how often it was used in all."""
        return sum(one.uses for one in self.days)


def rights_of(*, account_id: str) -> tuple[DataRight, ...]:
    """Return the rights of an account's active grants, whenever they begin and end; no query when warm."""
    return _REMEMBERED.get(account_id, lambda: _load(account_id))


def grant_card(*, grant_id: str) -> GrantCard:
    """Return a grant. Raises NotFoundError."""
    found = grant_cards(ids=[grant_id])
    if not found:
        raise NotFoundError(what=grant_id)
    return found[0]


def grant_cards(*, ids: Sequence[str]) -> tuple[GrantCard, ...]:
    """Return the grants with these ids, the newest first. Two queries."""
    return tuple(_card(row) for row in DataGrant.objects.filter(pk__in=ids).prefetch_related("states"))


def grants_kept() -> tuple[int, datetime | None]:
    """Return how many grants were ever given, and since when: the record of what was provided to whom, for what."""
    found = DataGrant.objects.order_by().aggregate(kept=Count("pk"), oldest=Min("granted_at"))
    return found["kept"], found["oldest"]


def uses_folder(*, grant_id: str) -> Path:
    """Return where the uses of a grant are written down; it may not exist yet."""
    return home() / "grants" / grant_id


def uses_file(*, grant_id: str, day: date) -> Path:
    """Return the file of a grant's uses on one day of the city."""
    return uses_folder(grant_id=grant_id) / f"{day.isoformat()}.uses"


def _load(account_id: str) -> tuple[DataRight, ...]:
    rows = DataGrant.objects.filter(account_id=account_id, state=GrantState.ACTIVE.value)
    return tuple(
        DataRight(
            grant_id=row.id,
            dataset_id=row.dataset_id,
            basis=Basis(row.basis),
            way=Way(row.way),
            per_day=row.per_day,
            from_at=row.from_at,
            to_at=row.to_at,
            key_id=row.key_id,
        )
        for row in rows
    )


def _card(row: DataGrant) -> GrantCard:
    files = sorted(uses_folder(grant_id=row.id).glob("*.uses"), reverse=True)
    return GrantCard(
        id=row.id,
        account_id=row.account_id,
        key_id=row.key_id,
        dataset_id=row.dataset_id,
        basis=Basis(row.basis),
        way=Way(row.way),
        purpose=row.purpose,
        from_at=row.from_at,
        to_at=row.to_at,
        per_day=row.per_day,
        state=GrantState(row.state),
        granted_at=row.granted_at,
        steps=tuple(GrantStep(GrantState(one.state), one.by, one.at, one.reason) for one in row.states.all()),
        days=tuple(
            UsesOfDay(date.fromisoformat(path.stem), min(path.stat().st_size // USE_BYTES, row.per_day))
            for path in files
        ),
    )
