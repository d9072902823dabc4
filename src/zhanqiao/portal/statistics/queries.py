"""What the pages of open statistics show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhanqiao.core_services.statistics import queries as statistics
from zhanqiao.core_services.statistics.queries import SHEETS
from zhanqiao.core_services.statistics.rules import Shape, Sheet, SheetColumn
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import AccessCard, Action, decide, departments_for
from zhanqiao.people.departments.queries import DepartmentCard, cards_by_id

ASSESSMENT = "self-assessment"
SHOWN = 500  # rows on a page; the files hold them all


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as the page shows it: words or a number, and a bar of so many percent."""

    text: Text | str
    is_number: bool
    bar: float | None


def home_page(*, card: AccessCard, at: datetime) -> dict[str, Any]:
    """Return the overview: each sheet with what it says, and the points of the self-assessment."""
    sheets = [statistics.sheet(key=key, at=at) for key in SHEETS]
    return {
        "sheets": [{"key": one.key, "title": one.title, "note": one.note, "rows": len(one.rows)} for one in sheets],
        "figures": statistics.report_figures(at=at),
        "assessment": statistics.assessment(at=at),
        "may_report": decide(card=card, action=Action.use_workbench).allowed,
        "may_plan": decide(card=card, action=Action.edit_entry).allowed,
    }


def sheet_page(*, key: str, card: AccessCard, at: datetime) -> dict[str, Any]:
    """Return a sheet as its page shows it. Raises NotFoundError."""
    found = any_sheet(key=key, at=at)
    rows = [
        {"link": row.get("link", ""), "cells": [_cell(row.get(one.name), one, found) for one in found.columns]}
        for row in found.rows[:SHOWN]
    ]
    return {
        "sheet": found,
        "rows": rows,
        "total": len(found.rows),
        "shown": SHOWN,
        "is_cut": len(found.rows) > SHOWN,
        "others": [(one, statistics.title_of(key=one)) for one in SHEETS],
        "may_plan": key == "plan" and decide(card=card, action=Action.edit_entry).allowed,
    }


def any_sheet(*, key: str, at: datetime) -> Sheet:
    """Return a sheet, the self-assessment among them. Raises NotFoundError."""
    return statistics.assessment_sheet(at=at) if key == ASSESSMENT else statistics.sheet(key=key, at=at)


def writing_page(*, card: AccessCard, at: datetime) -> dict[str, Any]:
    """Return the lines of the departments that one may plan for."""
    departments = plannable(card=card)
    ids = {one.id for one in departments}
    lines = [one for one in statistics.plan_lines(at=at) if one.id and one.department_id in ids]
    return {"lines": lines}


def plannable(*, card: AccessCard) -> tuple[DepartmentCard, ...]:
    """Return the departments that one may plan for, by name."""
    mine = departments_for(card=card, action=Action.edit_entry)
    found = [one for one in cards_by_id().values() if one.valid_to is None and (mine is None or one.id in mine)]
    return tuple(sorted(found, key=lambda one: one.name_zh))


def require_known(form: str, known: tuple[str, ...], /) -> None:
    """Raise NotFoundError for a form of file that there is not."""
    if form not in known:
        raise NotFoundError(what=form)


def _cell(value: Any, column: SheetColumn, found: Sheet) -> Cell:
    bar = None
    if column.name == found.ranks and isinstance(value, int | float):
        bar = round(100 * float(value) / (1 if column.shape is Shape.SHARE else found.most), 1)
    if value is None:
        return Cell("–", column.shape is not Shape.WORDS, bar)
    if column.shape is Shape.SHARE:
        return Cell(f"{value:.1%}", True, bar)
    if isinstance(value, int | float):
        return Cell(f"{value:,}", True, bar)
    return Cell(value, False, bar)
