"""Questions about departments. The whole tree is small: it is remembered per process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.generation import Remembered
from zhanqiao.kit.texts import Text
from zhanqiao.people.departments.models import CHANGES, Department
from zhanqiao.people.departments.rules import Level, exists_on

_REMEMBERED = Remembered(generation=CHANGES)


@dataclass(frozen=True, slots=True)
class DepartmentCard:
    """A department as everybody may know it. ``valid_to`` is its last day, None while it exists."""

    id: str
    code: str
    key: str
    name_zh: str
    name_en: str
    level: Level
    division_code: str
    parent_id: str | None
    successor_id: str | None
    valid_from: date
    valid_to: date | None
    phone: str
    email: str
    address: str

    @property
    def name(self) -> Text:
        """Return the name in both languages."""
        return Text(zh=self.name_zh, en=self.name_en)

    def exists_on(self, day: date, /) -> bool:
        """Say whether the department exists on a day; its last day counts."""
        return exists_on(day=day, valid_from=self.valid_from, valid_to=self.valid_to)


@dataclass(frozen=True, slots=True)
class DepartmentNode:
    """A department with those directly below it."""

    card: DepartmentCard
    children: tuple[DepartmentNode, ...]


def cards_by_id() -> Mapping[str, DepartmentCard]:
    """Return every department that ever was, by id, in the order of division code and key."""
    return _REMEMBERED.get("cards", _load)


def department_card(*, key_or_code: str) -> DepartmentCard:
    """Return the department with this key, credit code or id. Raises NotFoundError."""
    wanted = key_or_code.strip()
    found = cards_by_id().get(wanted) or _by_name().get(wanted) or _by_name().get(wanted.upper())
    if found is None:
        raise NotFoundError(what=key_or_code)
    return found


def tree(*, on: date | None = None) -> tuple[DepartmentNode, ...]:
    """Return the tree as it was on a day; without one, of all departments that have no last day.

    A department whose parent did not exist then stands at the root.
    """
    shown = {
        card.id: card
        for card in cards_by_id().values()
        if (card.valid_to is None if on is None else card.exists_on(on))
    }
    children: dict[str | None, list[DepartmentCard]] = {}
    for card in shown.values():
        children.setdefault(card.parent_id if card.parent_id in shown else None, []).append(card)
    return _nodes(parent_id=None, children=children)


def below(*, department_id: str) -> frozenset[str]:
    """Return the ids of a department and of all that stand below it."""
    cards, found, waiting = cards_by_id().values(), set[str](), [department_id]
    while waiting:
        current = waiting.pop()
        found.add(current)
        waiting.extend(card.id for card in cards if card.parent_id == current and card.id not in found)
    return frozenset(found)


def above(*, department_id: str) -> tuple[DepartmentCard, ...]:
    """Return the departments above one, the topmost first."""
    found: list[DepartmentCard] = []
    card = cards_by_id().get(department_id)
    while card is not None and card.parent_id is not None:
        card = cards_by_id()[card.parent_id]
        found.insert(0, card)
    return tuple(found)


def _by_name() -> Mapping[str, DepartmentCard]:
    return _REMEMBERED.get(
        "names", lambda: {name: card for card in cards_by_id().values() for name in (card.key, card.code)}
    )


def _nodes(*, parent_id: str | None, children: Mapping[str | None, list[DepartmentCard]]) -> tuple[DepartmentNode, ...]:
    return tuple(
        DepartmentNode(card=card, children=_nodes(parent_id=card.id, children=children))
        for card in children.get(parent_id, [])
    )


def _load() -> Mapping[str, DepartmentCard]:
    return MappingProxyType({row.id: _card(row) for row in Department.objects.all()})


def _card(row: Department) -> DepartmentCard:
    return DepartmentCard(
        id=row.id,
        code=row.code,
        key=row.key,
        name_zh=row.name_zh,
        name_en=row.name_en,
        level=Level(row.level),
        division_code=row.division_code,
        parent_id=row.parent_id,
        successor_id=row.successor_id,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        phone=row.phone,
        email=row.email,
        address=row.address,
    )
