"""Personal data in the rows of a table, found over all rows, wherever it hides.

Everything is SQL over whole columns. Numbers are cut out of the text (one width, gaps undone), then their check digits are
computed; what has none is known by its form, by what the column or the text calls it, and by what stands beside it. A column of
ordinary codes produces valid check digits by chance, so those *block* only where clearly more pass than chance explains.
No value is kept: a finding has counts and the first row numbers.
"""

from __future__ import annotations

from zhanqiao.data_center.storage.engine.personal.beside import find_in_problems, find_in_refused
from zhanqiao.data_center.storage.engine.personal.cells import personal_cells, personal_rows
from zhanqiao.data_center.storage.engine.personal.kinds import Ground, PersonalCell, PersonalFinding, PersonalKind
from zhanqiao.data_center.storage.engine.personal.searching import (
    SEARCHED,
    find_personal,
    may_hold_personal,
    names_persons,
)

__all__ = [
    "SEARCHED",
    "Ground",
    "PersonalCell",
    "PersonalFinding",
    "PersonalKind",
    "find_in_problems",
    "find_in_refused",
    "find_personal",
    "may_hold_personal",
    "names_persons",
    "personal_cells",
    "personal_rows",
]
