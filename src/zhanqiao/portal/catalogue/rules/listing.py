"""The state of the catalogue list: words, facets, order, page; read from the address and written back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from zhanqiao.kit.texts import Text

FACETS = {
    "theme": Text("主题", "Theme"),
    "department": Text("部门", "Department"),
    "district": Text("区域", "District"),
    "open_type": Text("开放类型", "Openness"),
    "format": Text("来源格式", "Source format"),
    "update_cycle": Text("更新周期", "Update cycle"),
    "scene": Text("民生场景", "Life scene"),
}
SORTS = {
    "relevance": Text("最相关", "Best match"),
    "newest": Text("最近更新", "Newest"),
    "title": Text("名称", "Title"),
    "rows": Text("行数", "Rows"),
}
PAGE_SIZE = 20
LAST_PAGE = 500
Given = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class ListingState:
    """What the list shows. ``chosen`` are pairs of facet and value; ``sort`` empty means the natural one."""

    q: str = ""
    chosen: tuple[tuple[str, str], ...] = ()
    sort: str = ""
    page: int = 1

    @property
    def filters(self) -> dict[str, tuple[str, ...]]:
        """Return the values chosen, by facet."""
        names = dict.fromkeys(name for name, _ in self.chosen)
        return {name: tuple(value for facet, value in self.chosen if facet == name) for name in names}

    @property
    def order(self) -> str:
        """Return the sort in force: by relevance where words are asked for, else the newest first."""
        return self.sort or ("relevance" if self.q else "newest")

    @property
    def offset(self) -> int:
        """Return how many results come before this page."""
        return (self.page - 1) * PAGE_SIZE

    @property
    def is_plain(self) -> bool:
        """Say whether this is the list itself: the only state that search engines should keep."""
        return not (self.q or self.chosen or self.sort)

    def address(self, **changes: Any) -> str:
        """Return the query part of the address with changes; a change goes to page 1."""
        if changes and "page" not in changes:
            changes["page"] = 1
        state = replace(self, **changes)
        pairs = [("q", state.q), *state.chosen, ("sort", state.sort)]
        pairs += [("page", str(state.page) if state.page > 1 else "")]
        return "?" + urlencode([(name, value) for name, value in pairs if value])

    @property
    def query(self) -> str:
        """Return the address of this state's first page."""
        return self.address(page=1)

    def without(self, facet: str, value: str, /) -> str:
        """Return the address without one chosen value."""
        return self.address(chosen=tuple(one for one in self.chosen if one != (facet, value)))


def listing_state(*, given: Given) -> ListingState:
    """Read the state from the address; what makes no sense counts as not given."""
    page = _last(given, "page")
    sort = _last(given, "sort")
    chosen = ((name, value) for name in FACETS for value in given.get(name, ()) if value)
    return ListingState(
        q=_last(given, "q"),
        chosen=tuple(dict.fromkeys(chosen)),
        sort=sort if sort in SORTS else "",
        page=min(max(1, int(page)), LAST_PAGE) if page.isdecimal() and len(page) < 6 else 1,  # noqa: PLR2004 - longer numbers are no pages
    )


def _last(given: Given, name: str) -> str:
    values = given.get(name, ())
    return values[-1].strip() if values else ""
