"""How two releases of a table differ: by a key that is named, declared or found, else by whole rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from zhanqiao.data_center.storage.engine import diffs
from zhanqiao.data_center.storage.engine.diffs import Change, Difference, DiffKeyError
from zhanqiao.data_center.storage.engine.fields import LogicalType
from zhanqiao.data_center.storage.queries.cards import TableCard, release_cards
from zhanqiao.data_center.storage.queries.reading import profile
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text

WHOLE_ROWS = "*"
ESTIMATED = 0.95  # an estimate of distinct values errs by a few percent; the comparison itself finds out
MOST_TRIED = 3  # columns that look like a key
KEY_TYPES = frozenset({LogicalType.TEXT, LogicalType.INTEGER})
INEXACT = frozenset({LogicalType.NUMBER, LogicalType.GEOMETRY, LogicalType.JSON})
IDENTIFIERS = ("identifier", "credit_code", "code", "identity_number", "division_code")
_UNKNOWN = Text("两个版本中没有都名为“{name}”的列", "'{name}' is not a column of both releases")


def release_before(*, card: TableCard) -> str:
    """Return the id of the release before the card's. Raises NotFoundError for the first of those that are kept."""
    for one in release_cards(table_id=card.id):
        if one.number < card.release_number:
            return one.id
    raise NotFoundError(what=f"{card.name} < {card.release_number}")


def difference(*, old: TableCard, new: TableCard, key: Sequence[str]) -> Difference:
    """Return how two releases of a table differ; a first comparison of a million rows takes seconds, a second none.

    ``key`` names columns, or is ``("*",)`` for whole rows; without one the table's declared key counts, then a column
    that identifies rows in both releases, then whole rows. Raises DiffKeyError (422), QueryTimeoutError (503).
    """
    if tuple(key) == (WHOLE_ROWS,):
        return _compared(old, new, ())
    if key:
        _check_names(old, new, key)
        return _compared(old, new, key)
    for candidate in candidates(old=old, new=new, judged_by=new):
        with suppress(DiffKeyError):
            return _compared(old, new, candidate)
    return _compared(old, new, ())


def candidates(*, old: TableCard, new: TableCard, judged_by: TableCard) -> Iterator[tuple[str, ...]]:
    """Yield what may identify rows in both: the declared key, then columns that do so in the profile of ``judged_by``."""
    common = {each.name for each in old.fields} & {each.name for each in new.fields}
    if new.key and set(new.key) <= common:
        yield new.key
    unique = [
        each
        for each in judged_by.fields
        if each.name in common and each.type in KEY_TYPES and _identifies(judged_by, each.name)
    ]
    unique.sort(key=lambda each: each.meaning not in IDENTIFIERS)
    for each in unique[:MOST_TRIED]:
        yield (each.name,)


def changes(
    *, difference: Difference, old: TableCard, new: TableCard, kind: str | None, limit: int, offset: int
) -> list[Change]:
    """Return a page of the rows that differ, of one kind (added, removed, changed) or of all for None."""
    return diffs.changes(
        difference=difference,
        old=old.serving,
        new=new.serving,
        old_fields=old.fields,
        new_fields=new.fields,
        kind=kind,
        limit=limit,
        offset=offset,
    )


def narrowed(*, difference: Difference, old: TableCard, new: TableCard, where: str) -> Difference:
    """Return the part of a difference whose rows fit a condition in either release. Raises QueryError, QueryTimeoutError."""
    return diffs.narrowed(
        difference=difference,
        old=old.serving,
        new=new.serving,
        old_fields=old.fields,
        new_fields=new.fields,
        where=where,
    )


def _compared(old: TableCard, new: TableCard, key: Sequence[str]) -> Difference:
    return diffs.kept(old=old.serving, new=new.serving, old_fields=old.fields, new_fields=new.fields, key=key)


def _check_names(old: TableCard, new: TableCard, key: Sequence[str]) -> None:
    common = {each.name for each in old.fields} & {each.name for each in new.fields}
    for name in key:
        if name not in common:
            reason = _UNKNOWN.filled(name=name)
            raise DiffKeyError(key=", ".join(key), reason_zh=reason.zh, reason_en=reason.en)


def _identifies(card: TableCard, name: str) -> bool:
    seen = profile(card=card).get(name, {})
    needed = card.rows if seen.get("distinct_exact") else card.rows * ESTIMATED
    return bool(card.rows) and not seen.get("nulls") and (seen.get("distinct") or 0) >= needed


def identity_of(*, card: TableCard, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return values of a row (as in JSON) that identify it: its key, a column that does so, else all that compare exactly."""
    for key in candidates(old=card, new=card, judged_by=card):
        if all(row.get(name) is not None for name in key):
            return {name: row[name] for name in key}
    return {field.name: row[field.name] for field in card.fields if field.type not in INEXACT}
