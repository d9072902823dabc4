"""The very cells of a finding: their row numbers, and for people their text with the middle of each value hidden."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from zhanqiao.data_center.storage.engine.duck import quoted_name
from zhanqiao.data_center.storage.engine.fields import Field
from zhanqiao.data_center.storage.engine.personal import marks, names, numbers
from zhanqiao.data_center.storage.engine.personal.kinds import Ground, PersonalCell, PersonalFinding, PersonalKind
from zhanqiao.data_center.storage.engine.personal.searching import mark_hits, number_hits, searching

HIDDEN = "*"
AROUND = 12  # characters shown before and after a value
IN_NUMBERS = frozenset(numbers.FORMS)
ANY_DIGITS = re.compile(
    numbers.MANY_DIGITS.pattern.replace(f"{{{numbers.SHORTEST - 1}}}", f"{{{numbers.SHORTEST - 1},}}")
)
IN_TEXTS = {
    PersonalKind.PASSPORT: re.compile("[A-Za-z]{1,2}[0-9]{7,9}"),
    PersonalKind.PLATE: re.compile(
        "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Za-z][ ·-]?[0-9A-Za-z挂学警港澳]{5,6}"
    ),
    PersonalKind.EMAIL: re.compile("[A-Za-z0-9._%+-]+(?=[@＠])"),
    PersonalKind.LANDLINE: re.compile("0[0-9]{2,3}[)]?[ -]?[2-8][0-9]{6,7}"),
    PersonalKind.HOME_ADDRESS: re.compile(
        "[0-9]+(?:-[0-9]+)+|[0-9一二三四五六七八九十-]+(?=号|栋|幢|室|户|楼|组|单元|$)|(?<=[室号楼栋幢元])[0-9]+"
    ),
    PersonalKind.HOME_PLACE: re.compile("(?<=[.])[0-9]+"),
}


def personal_rows(
    *, parquet: Path, finding: PersonalFinding, field: Field, on: date, offset: int = 0, limit: int | None = None
) -> list[int]:
    """Return the row numbers (from 0) of a finding's cells, in order; all of them without ``limit``."""
    asked = f"SELECT DISTINCT place FROM ({_places(finding.kind, field, finding.ground)}) ORDER BY place OFFSET {int(offset)}"  # noqa: S608 - built of constants and a quoted identifier
    asked += f" LIMIT {int(limit)}" if limit is not None else ""
    given = {"file": str(parquet)} | ({"today": on} if finding.kind in IN_NUMBERS else {})
    with searching() as connection:
        return [row for (row,) in connection.execute(asked, given).fetchall()]


def personal_cells(
    *, parquet: Path, finding: PersonalFinding, field: Field, on: date, offset: int = 0, limit: int = 20
) -> list[PersonalCell]:
    """Return a page of a finding's cells, each as the text around the value with the value's middle hidden."""
    rows = personal_rows(parquet=parquet, finding=finding, field=field, on=on, offset=offset, limit=limit)
    if not rows:
        return []
    wanted = ", ".join(str(row) for row in rows)
    asked = (
        f"SELECT file_row_number, CAST({quoted_name(field.name)} AS VARCHAR) FROM read_parquet(?, file_row_number = true)"  # noqa: S608 - quoted identifier, whole numbers
        f" WHERE file_row_number IN ({wanted}) ORDER BY 1"
    )
    with searching() as connection:
        found = connection.execute(asked, [str(parquet)]).fetchall()
    return [
        PersonalCell(row, field.name, finding.kind, hidden(text=text or "", kind=finding.kind)) for row, text in found
    ]


def hidden(*, text: str, kind: PersonalKind) -> str:
    """Return the part of a cell around its first value of this kind, the middle of every value hidden."""
    if kind is PersonalKind.NAME and len(text) <= names_longest():
        return text[:1] + HIDDEN * max(1, len(text) - 1)
    pattern = ANY_DIGITS if kind in IN_NUMBERS else IN_TEXTS.get(kind)
    if kind is PersonalKind.NAME:
        pattern = re.compile("(?<=[:： ])[\u4e00-\u9fff]{2,4}")
    first = pattern.search(text) if pattern else None
    if pattern is None or first is None:
        return HIDDEN * min(len(text), AROUND)
    start, end = max(0, first.start() - AROUND), min(len(text), first.end() + AROUND)
    shown = pattern.sub(lambda found: _hidden(found.group(), kind), text)[start:end]
    return ("…" if start else "") + shown + ("…" if end < len(text) else "")


def names_longest() -> int:
    """Return how many characters a cell has at most that is a name and nothing else."""
    return 16


def _hidden(value: str, kind: PersonalKind) -> str:
    """Hide the middle of a value; the numbers of a home whole, which are short."""
    return HIDDEN * len(value) if kind is PersonalKind.HOME_ADDRESS else _middle_hidden(value)


def _middle_hidden(value: str) -> str:
    """Hide all but a first third at most and the last two signs of a value, of same length."""
    first = min(3, len(value) // 4)
    last = 2 if len(value) > len("13800138") else 0
    return value[:first] + HIDDEN * (len(value) - first - last) + value[len(value) - last :]


def _places(kind: PersonalKind, field: Field, ground: Ground) -> str:
    if kind in IN_NUMBERS:
        return f"SELECT place FROM ({number_hits(field=field)}) WHERE valid AND kind = '{kind}'"  # noqa: S608 - constants
    return " UNION ALL ".join(part for part in (_marked(kind, field, ground), _shaped(kind, field, ground)) if part)


def _marked(kind: PersonalKind, field: Field, ground: Ground) -> str:
    if kind not in marks.ANYWHERE:
        return ""
    told = " AND told" if ground is Ground.TOLD else ""
    return f"SELECT place FROM ({mark_hits(field=field)}) WHERE kind = '{kind}'{told}"  # noqa: S608 - constants


def _shaped(kind: PersonalKind, field: Field, ground: Ground) -> str:
    if ground is Ground.TOLD:
        return ""
    column = quoted_name(field.name)
    conditions = {
        PersonalKind.NAME: f"regexp_full_match(trim({column}), '{names.SHAPE}')"
        + (
            f" OR regexp_full_match(trim({column}), '{names.LATIN_SHAPE}')"
            if names.names_person_in_latin(column=field.name)
            else ""
        ),
        PersonalKind.HOME_ADDRESS: f"regexp_matches({column}, '{marks.NUMBERED_PLACE}')",
        PersonalKind.HOME_PLACE: f"{column} IS NOT NULL",
    }
    if kind not in conditions:
        return ""
    return f"SELECT file_row_number AS place FROM read_parquet($file, file_row_number = true) WHERE {conditions[kind]}"  # noqa: S608 - constants and a quoted identifier
