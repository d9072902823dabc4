"""Terms: so many working days, calendar days or months."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

WRITTEN = re.compile(r"\s*(\d{1,3})\s*(WD|D|M)\s*", re.IGNORECASE)
MONTHS = 12


class Unit(StrEnum):
    """What a term counts."""

    WORKING_DAYS = "WD"
    DAYS = "D"
    MONTHS = "M"


NAMES = {
    Unit.WORKING_DAYS: (Text("个工作日", "working day"), Text("个工作日", "working days")),
    Unit.DAYS: (Text("日", "day"), Text("日", "days")),
    Unit.MONTHS: (Text("个月", "month"), Text("个月", "months")),
}


class TermError(ZhanqiaoError):
    """A term is not written as one; nothing was changed."""

    status = 422
    code = "term-invalid"
    sentence = Text(
        zh="期限“{text}”无效，应写作 10 WD（工作日）、15 D（日）或 3 M（月）。什么都没有改变。",
        en="'{text}' is no term. Write 10 WD (working days), 15 D (days) or 3 M (months). Nothing was changed.",
    )


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time as a statute gives it."""

    amount: int
    unit: Unit = Unit.WORKING_DAYS

    @property
    def text(self) -> Text:
        """Return the term in words."""
        name = NAMES[self.unit][self.amount != 1]
        return Text(f"{self.amount}{name.zh}", f"{self.amount} {name.en}")

    @property
    def written(self) -> str:
        """Return the term as ``term_of`` reads it."""
        return f"{self.amount} {self.unit.value}"


def term_of(*, text: str) -> Term:
    """Read ``10 WD``, ``15 D`` or ``3 M``. Raises TermError."""
    found = WRITTEN.fullmatch(text)
    if found is None or not int(found[1]):
        raise TermError(text=text)
    return Term(int(found[1]), Unit(found[2].upper()))


def months_later(*, day: date, months: int) -> date:
    """Return the same day of a later month, its last day where there is none (Civil Code art 202)."""
    year, month = divmod(day.year * MONTHS + day.month - 1 + months, MONTHS)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
