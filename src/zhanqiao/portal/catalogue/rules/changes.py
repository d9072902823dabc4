"""How two releases differ: the state of the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from zhanqiao.kit.ui.changes import CHANGE_KINDS

CHANGES_SIZE = 100


@dataclass(frozen=True, slots=True)
class ChangesState:
    """What the page compares. ``table`` is a table id, empty for the first; ``old`` and ``new`` are releases as ``as_of`` takes them."""

    table: str = ""
    old: str = ""
    new: str = ""
    kind: str = ""
    page: int = 1

    def address(self, **changes: Any) -> str:
        """Return the query part of the address of this state with changes, which go to page 1."""
        state = replace(self, **{"page": 1, **changes})
        pairs = {"table": state.table, "from": state.old, "to": state.new, "kind": state.kind}
        filled = {name: text for name, text in pairs.items() if text}
        return "?" + urlencode(filled | ({"page": str(state.page)} if state.page > 1 else {}))


def changes_state(*, given: Mapping[str, Sequence[str]]) -> ChangesState:
    """Return the state that an address means; what it does not understand is left out."""
    first = {name: texts[0] for name, texts in given.items() if texts}
    page = first.get("page", "1")
    return ChangesState(
        table=first.get("table", ""),
        old=first.get("from", ""),
        new=first.get("to", ""),
        kind=first["kind"] if first.get("kind") in CHANGE_KINDS else "",
        page=max(1, int(page)) if page.isdecimal() and len(page) < len(str(10**9)) else 1,
    )
