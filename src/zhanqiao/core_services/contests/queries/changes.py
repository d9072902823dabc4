"""What was changed in a contest after it was announced, as everybody reads it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from zhanqiao.core_services.contests.models import ContestVersion
from zhanqiao.core_services.contests.rules import MOMENTS, NAMES, Criterion, State, typed_criteria
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.queries import ANONYMOUS
from zhanqiao.people.access.rules import AccessCard, visible_states
from zhanqiao.people.departments.queries import cards_by_id

ADDED_TO = frozenset({"prizes_zh", "prizes_en", "tracks", "datasets"})


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a change: moments as such, texts and lists in words; None where there was nothing, or only added to."""

    name: Text
    old: Text | datetime | None
    new: Text | datetime | None
    is_moment: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestChange:
    """A change of a contest, without the person."""

    number: int
    office: Text
    at: datetime
    reason: str
    fields: tuple[FieldChange, ...]


def changes_of(*, contest_id: str, card: AccessCard) -> tuple[ContestChange, ...]:
    """Return the changes since a contest was announced, the newest first; datasets are named to who may see them."""
    rows = list(ContestVersion.objects.filter(contest_id=contest_id))
    names = _names({one for row in rows for one in row.said["datasets"]}, card) if rows else {}
    changes = [_change(old.said, row, names) for old, row in pairwise(rows)]
    return tuple(reversed(changes))


def newest_changes(*, limit: int) -> tuple[tuple[str, Text, ContestChange], ...]:
    """Return the last changes of all contests that everybody may read, with id and title, without what was in the fields."""
    rows = ContestVersion.objects.filter(number__gt=1).exclude(contest__state=State.DRAFT.value)
    found = rows.select_related("contest").order_by("-at", "-pk")[:limit]
    offices = cards_by_id()
    return tuple(
        (
            row.contest_id,
            Text(row.contest.title_zh, row.contest.title_en or row.contest.title_zh),
            ContestChange(
                number=row.number, office=offices[row.department_id].name, at=row.at, reason=row.reason, fields=()
            ),
        )
        for row in found
    )


def public_datasets(*, ids: Iterable[str]) -> frozenset[str]:
    """Return those of the datasets that everybody may see."""
    return frozenset(_names({*ids}, ANONYMOUS))


def _names(ids: Collection[str], card: AccessCard) -> dict[str, Text]:
    found = catalogue.dataset_cards(ids=[*ids], card=card) if ids else ()
    return {
        one.id: one.title for one in found if one.state in visible_states(card=card, department_id=one.department.id)
    }


def _change(old: Mapping[str, Any], row: ContestVersion, names: Mapping[str, Text]) -> ContestChange:
    fields = [
        _field(name, text, old[name], row.said[name], names)
        for name, text in NAMES.items()
        if (old[name] or None) != (row.said[name] or None)
    ]
    office = cards_by_id()[row.department_id].name
    return ContestChange(number=row.number, office=office, at=row.at, reason=row.reason, fields=tuple(fields))


def _field(name: str, text: Text, old: Any, new: Any, names: Mapping[str, Text]) -> FieldChange:
    if name in ADDED_TO:
        before, after = (one if isinstance(one, list) else (one or "").splitlines() for one in (old, new))
        added = [one for one in after if one.strip() and one not in before]
        return FieldChange(text, None, _shown(name, added, names), is_moment=False)
    return FieldChange(text, _shown(name, old, names), _shown(name, new, names), name in MOMENTS)


def _shown(name: str, value: Any, names: Mapping[str, Text]) -> Text | datetime | None:
    if not value:
        return None
    if name in MOMENTS:
        return datetime.fromisoformat(value)
    if name == "datasets":
        known = [names[one] for one in value if one in names]
        return Text("\n".join(one.zh for one in known), "\n".join(one.en for one in known))
    said = typed_criteria([Criterion(**one) for one in value]) if name == "criteria" else value
    said = "\n".join(said) if isinstance(said, list) else said
    return Text(said, said)
