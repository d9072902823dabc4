"""When a finding blocks, and when it only warns: column by column, and with an eye to what stands beside it.

Identity, phone and card numbers block by themselves. Names, addresses of homes, plates, free-mail addresses and
landlines are ordinary public data of offices as often as not: they block where the column's own name says that they
are of private persons, or where such a column stands in the same table. 个人信息保护法 art 4: information that relates
to an identified or identifiable natural person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.personal import names
from zhanqiao.data_center.storage.engine.personal.kinds import Ground, PersonalFinding, PersonalKind

NUMBERED = frozenset({"identifier", "code"})  # eleven digits there may be a number of anything
WHOLE_NUMBERS = frozenset({LogicalType.INTEGER, LogicalType.DECIMAL, LogicalType.NUMBER})
CHANCE = {  # how often a number of the form passes the check though it is none
    PersonalKind.IDENTITY_NUMBER: 1 / 11,
    PersonalKind.OLD_IDENTITY_NUMBER: 0.02,  # a province first, and a date of some year
    PersonalKind.BANK_CARD: 0.1,
}
FEW = 20  # fewer candidates than this are never explained by chance
CLEARLY = 4  # standard deviations above what chance gives
PASSING = 0.3  # share of a column of numbers that must look like mobile numbers
NAMED, SHAPED, LATIN = 0.5, 0.85, 0.8  # shares of cells of a name's form: where the column says so, where nothing does
ENOUGH_NAMES = 5  # different ones, where nothing says that they are names
PLACED = 0.2  # share of cells with a house number


@dataclass(frozen=True, slots=True)
class Facts:
    """What was counted of one kind in one column. ``told`` counts cells whose own words say what the value is."""

    field: Field
    kind: PersonalKind
    cells: int
    candidates: int
    told: int
    filled: int
    rows: tuple[int, ...]
    told_rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """How many cells of a text column look like a name, a Latin name, a place with a house number."""

    field: Field
    filled: int
    longest: int
    shaped: int
    latin: int
    placed: int
    different: int
    shaped_rows: tuple[int, ...] = ()
    placed_rows: tuple[int, ...] = ()
    numbered: bool = True  # some cell may hold a number


def judged(
    *, facts: Sequence[Facts], shapes: Sequence[Shape], coordinates: Sequence[Facts]
) -> tuple[PersonalFinding, ...]:
    """Return the findings of a table, column by column in the order of the facts."""
    named = [finding for shape in shapes if (finding := _name(shape))]
    homes = [finding for shape in shapes if (finding := _home(shape))]
    beside = any(one.blocks for one in (*named, *homes))
    own = {(one.column, one.kind) for one in (*named, *homes)}
    found = [_finding(one, beside=beside) for one in facts if (one.field.name, one.kind) not in own]
    near = [finding for shape in shapes if beside and (finding := _office(shape, known=own))]
    places = [_made(one, blocks=True, ground=Ground.BESIDE) for one in coordinates if beside]
    return (*(one for one in found if one), *named, *homes, *near, *places)


def _finding(facts: Facts, *, beside: bool) -> PersonalFinding | None:
    if facts.kind in CHANCE or facts.kind is PersonalKind.MOBILE:
        return _number(facts)
    if facts.kind is PersonalKind.PASSPORT:
        return _passport(facts)
    if facts.kind is PersonalKind.LANDLINE:
        return _landline(facts, beside=beside)
    if facts.kind is PersonalKind.NAME:  # introduced by a word in a remark
        return _made(facts, blocks=False, ground=Ground.FORM)
    if facts.kind is PersonalKind.HOME_ADDRESS and facts.told and not beside:
        return PersonalFinding(
            facts.field.name, facts.kind, facts.told, facts.candidates, facts.told_rows, True, Ground.TOLD
        )
    return _made(facts, blocks=beside, ground=Ground.BESIDE if beside else Ground.FORM)


def _number(facts: Facts) -> PersonalFinding | None:
    if not facts.candidates or (facts.kind is PersonalKind.OLD_IDENTITY_NUMBER and not facts.cells):
        return None
    blocks = _is_mobile(facts) if facts.kind is PersonalKind.MOBILE else _beyond_chance(facts)
    return _made(facts, blocks=blocks and bool(facts.cells), ground=Ground.VALUE if blocks else Ground.CHANCE)


def _is_mobile(facts: Facts) -> bool:
    anything = facts.field.type in WHOLE_NUMBERS or facts.field.meaning in NUMBERED
    return not anything or facts.told > 0 or facts.cells >= PASSING * facts.filled


def _beyond_chance(facts: Facts) -> bool:
    if facts.told or facts.candidates < FEW:
        return True
    chance = CHANCE[facts.kind]
    expected = facts.candidates * chance
    return facts.cells > expected + CLEARLY * sqrt(expected * (1 - chance))


def _passport(facts: Facts) -> PersonalFinding | None:
    if facts.told or names.PASSPORT_WORDS.search(facts.field.name):
        return _made(facts, blocks=True, ground=Ground.COLUMN)
    many = facts.cells >= max(PASSING * facts.filled, ENOUGH_NAMES)
    return _made(facts, blocks=False, ground=Ground.FORM) if many else None


def _landline(facts: Facts, *, beside: bool) -> PersonalFinding | None:
    """Say nothing of a landline that nothing ties to a home: it is an office's."""
    if names.HOME_PHONE_WORDS.search(facts.field.name):
        return _made(facts, blocks=True, ground=Ground.COLUMN)
    return _made(facts, blocks=True, ground=Ground.BESIDE) if beside else None


def _name(shape: Shape) -> PersonalFinding | None:
    column, filled = shape.field.name, max(shape.filled, 1)
    if names.names_private_person(column=column) and shape.shaped >= NAMED * filled:
        return _of_shape(shape, PersonalKind.NAME, shape.shaped, blocks=True, ground=Ground.COLUMN)
    if names.names_office(column=column) and shape.shaped >= NAMED * filled:
        return _of_shape(shape, PersonalKind.NAME, shape.shaped, blocks=False, ground=Ground.OFFICE)
    if names.names_person_in_latin(column=column) and shape.latin + shape.shaped >= LATIN * filled:
        return _of_shape(shape, PersonalKind.NAME, shape.latin + shape.shaped, blocks=False, ground=Ground.FORM)
    if shape.shaped >= SHAPED * filled and shape.different >= ENOUGH_NAMES:
        return _of_shape(shape, PersonalKind.NAME, shape.shaped, blocks=False, ground=Ground.FORM)
    return None


def _home(shape: Shape) -> PersonalFinding | None:
    if names.HOME_WORDS.search(shape.field.name) and shape.placed and shape.placed >= PLACED * shape.filled:
        return _of_shape(shape, PersonalKind.HOME_ADDRESS, shape.placed, blocks=True, ground=Ground.COLUMN)
    return None


def _office(shape: Shape, *, known: set[tuple[str, PersonalKind]]) -> PersonalFinding | None:
    """Return an address column of a table that names private persons: there it is where they live."""
    column = shape.field.name
    is_address = "地址" in column or "address" in column.casefold()
    if not is_address or (column, PersonalKind.HOME_ADDRESS) in known or shape.placed < max(1, PLACED * shape.filled):
        return None
    return _of_shape(shape, PersonalKind.HOME_ADDRESS, shape.placed, blocks=True, ground=Ground.BESIDE)


def _of_shape(shape: Shape, kind: PersonalKind, cells: int, *, blocks: bool, ground: Ground) -> PersonalFinding | None:
    if not cells:
        return None
    rows = shape.placed_rows if kind is PersonalKind.HOME_ADDRESS else shape.shaped_rows
    return PersonalFinding(shape.field.name, kind, cells, shape.filled, rows, blocks, ground)


def _made(facts: Facts, *, blocks: bool, ground: Ground) -> PersonalFinding:
    return PersonalFinding(facts.field.name, facts.kind, facts.cells, facts.candidates, facts.rows, blocks, ground)
