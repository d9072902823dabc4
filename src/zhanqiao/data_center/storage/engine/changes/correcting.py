"""One cell of a release, set right: found by what identifies its row, held against its type, changed as a release changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from zhanqiao.data_center.storage.engine.changes.cells import MisfitError, typed
from zhanqiao.data_center.storage.engine.changes.checking import Row
from zhanqiao.data_center.storage.engine.changes.errors import refusal
from zhanqiao.data_center.storage.engine.changes.folding import Folded, reading_release
from zhanqiao.data_center.storage.engine.fields import NUMERIC, Field, LogicalType
from zhanqiao.data_center.storage.engine.query.layout import RELATION, layout_of
from zhanqiao.data_center.storage.engine.query.values import json_value
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

TRUE_WORDS, FALSE_WORDS = frozenset({"是", "true", "yes", "1"}), frozenset({"否", "false", "no", "0"})


class RowGoneError(ZhanqiaoError):
    """No row, or more than one, has the identifying values; nothing was changed."""

    status = 409
    code = "row-gone"
    sentence = Text(
        zh="按所给的标识找到 {count} 行，应为 1 行；数据可能已有新版本。没有任何改变，请重新核对。",
        en="{count} rows have the identifying values, it should be one; the data may have changed since. Nothing was changed; "
        "check again.",
    )


def read_value(*, text: str, field: Field) -> Any:
    """Return the value to store that a person wrote; an empty text is null. Raises RowsRefusedError."""
    written = text.strip()
    if not written:
        return None
    try:
        return typed(value=_plain(written, field), field=field)
    except (MisfitError, ValueError) as error:
        expected = error.expected if isinstance(error, MisfitError) else Text(str(error), str(error))
        raise refusal(problems=[(0, field.name, expected)]) from None


def find_row(*, serving: Path, fields: Sequence[Field], identity: Mapping[str, Any]) -> tuple[int, Row]:
    """Return the place and the values of the one row with these values (as in JSON). Raises RowGoneError."""
    layout = layout_of(fields)
    named = {field.name: field for field in fields}
    if not set(identity) <= set(named):
        raise RowGoneError(count=0)
    values = [typed(value=value, field=named[name]) for name, value in identity.items()]
    match = " AND ".join(f"{layout.column(name)} IS NOT DISTINCT FROM ?" for name in identity)
    columns = ", ".join(layout.column(field.name) for field in fields)
    with reading_release(serving) as connection:
        found = connection.execute(
            f"SELECT rowid, {columns} FROM base.main.{RELATION} WHERE {match} LIMIT 2", values
        ).fetchall()
    if len(found) != 1:
        raise RowGoneError(count=len(found))
    place, *row = found[0]
    return place, dict(zip((field.name for field in fields), row, strict=True))


def row_at(*, serving: Path, fields: Sequence[Field], place: int) -> Row:
    """Return the row at a place (from 0) with values as JSON carries them. Raises RowGoneError."""
    layout = layout_of(fields)
    columns = ", ".join(layout.column(field.name) for field in fields)
    with reading_release(serving) as connection:
        found = connection.execute(f"SELECT {columns} FROM base.main.{RELATION} WHERE rowid = ?", [place]).fetchall()
    if not found:
        raise RowGoneError(count=0)
    return {field.name: json_value(value, kind=field.type) for field, value in zip(fields, found[0], strict=True)}


def corrected(*, places: Mapping[int, Row]) -> Folded:
    """Return rows by their place as what the next release changes."""
    return Folded(changed=dict(places))


def _plain(text: str, field: Field) -> Any:
    """Return a written text as JSON would carry it."""
    if field.type is LogicalType.BOOLEAN:
        lowered = text.lower()
        return True if lowered in TRUE_WORDS else False if lowered in FALSE_WORDS else text
    if field.type is LogicalType.INTEGER:
        return int(text) if text.lstrip("+-").isdigit() else text
    if field.type in NUMERIC and field.type is not LogicalType.DECIMAL:
        return float(text)
    return text
