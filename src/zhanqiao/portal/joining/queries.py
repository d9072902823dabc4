"""What the pages of joining show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from zhanqiao.core_services.joining import queries as joining
from zhanqiao.core_services.joining.queries import Group, Suggestion
from zhanqiao.core_services.joining.rules import (
    KINDS,
    MINE,
    MOST_BYTES,
    MOST_KEYS,
    MOST_ROWS,
    WAYS,
    JoinKey,
    JoinPlan,
    JoinState,
    NothingBroughtError,
    address_of,
    is_over,
)
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.queries import DatasetCard, has_places
from zhanqiao.data_center.metadata import queries as metadata
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import TableCard
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.kit.ui.cells import body
from zhanqiao.people.access.rules import AccessCard, Action, decide
from zhanqiao.portal.joining.rules import FORMATS, PLACE_FORMATS

MOST_SUGGESTED = 20
MOST_FOUND = 20
LONGEST_CELL = 60
MY_FILE = Text("我的文件", "My file")


@dataclass(frozen=True, slots=True)
class Side:
    """One table of a join as a page names it; a visitor's own file has no dataset."""

    reference: str
    table: TableCard
    title: Text
    dataset: DatasetCard | None

    @property
    def is_own(self) -> bool:
        """Say whether it is the visitor's own file."""
        return self.dataset is None


def choosing_page(
    *, slug: str, table_id: str, words: str, card: AccessCard, brought: Mapping[str, str] | None, at: datetime
) -> dict[str, Any]:
    """Return with what a table of a dataset can be joined, each with its reasons; ``words`` look for others by title.

    Raises NotFoundError, ForbiddenError, LoginRequiredError, QueryTimeoutError.
    """
    if not slug:
        slug = catalogue.dataset_card(id=storage.table_card(table_id=table_id).dataset_id, card=card).slug
    dataset = catalogue.dataset_card(slug=slug, card=card)
    chosen = next((one for one in dataset.tables if table_id in ("", one.id)), None)
    if chosen is None:
        raise NotFoundError(what=table_id or slug)
    table = catalogue.readable_table(table_id=chosen.id, card=card)
    others = _readable(card)
    found = joining.suggestions(table=table, title=dataset.title_of(table=table), others=list(_titled(others)))
    return {
        "dataset": dataset,
        "table": table,
        "title": dataset.title_of(table=table),
        "suggested": [_suggested(table, one, others) for one in found[:MOST_SUGGESTED]],
        "more": max(0, len(found) - MOST_SUGGESTED),
        "words": words,
        "found": _found(table, words, others) if words else [],
        "most_found": MOST_FOUND,
        "brought": _kept(brought, at),
        "own_address": address_of(left=table.id, right=MINE, plan=JoinPlan()),
        **_limits(),
        "section": "datasets",
    }


def join_page(
    *, state: JoinState, card: AccessCard, brought: Mapping[str, str] | None, at: datetime, language: str
) -> dict[str, Any]:
    """Return a join: the form, and the preview once it is known by what to join. What cannot be joined becomes ``problem``.

    Raises NotFoundError, ForbiddenError, LoginRequiredError, NothingBroughtError.
    """
    left, right = sides(state=state, card=card, brought=brought, at=at, action=Action.see_rows)
    plan = joining.with_area_columns(plan=state.plan, left=left.table, right=right.table)
    state = replace(state, plan=plan)
    page = {
        "state": state,
        "plan": state.plan,
        "left": _shown(left, state.plan.left_columns),
        "right": _shown(right, state.plan.right_columns),
        "keys": _key_rows(state.plan),
        "ways": WAYS.items(),
        "kinds": KINDS.items(),
        "points": _points(left, right),
        "swapped": state.swapped().query,
        "formats": _formats(left, right),
        "may_keep": not state.has_own_file and decide(card=card, action=Action.derive).allowed,
        "brought": _kept(brought, at) if state.has_own_file else None,
        **_limits(),
        "section": "datasets",
    }
    return page | _previewed(state, left.table, right.table, language)


def _previewed(state: JoinState, left: TableCard, right: TableCard, language: str) -> dict[str, Any]:
    """Return the preview of a join once it is known by what to join, or why it cannot be joined so."""
    if not state.plan.is_complete:
        return {"preview": None, "problem": None}
    try:
        found = joining.preview(plan=state.plan, left=left, right=right)
    except ZhanqiaoError as problem:
        return {"preview": None, "problem": problem}
    shares = {"left_share": _share(found.left_rate), "right_share": _share(found.right_rate)}
    groups = {"both": found.both, "left_alone": found.left_alone, "right_alone": found.right_alone}
    shown = {name: _group(one, language) if one else None for name, one in groups.items()}
    return shares | shown | {"preview": found, "problem": None}


def sides(
    *, state: JoinState, card: AccessCard, brought: Mapping[str, str] | None, at: datetime, action: Action
) -> tuple[Side, Side]:
    """Return both tables, each for who may do ``action`` to it: the one gate of joins.

    Raises NotFoundError, ForbiddenError, LoginRequiredError, NothingBroughtError.
    """
    left, right = (_side(one, card, brought, at, action) for one in (state.left, state.right))
    return left, right


def _side(reference: str, card: AccessCard, brought: Mapping[str, str] | None, at: datetime, action: Action) -> Side:
    if reference == MINE:
        if brought is None or _over(brought, at):
            raise NothingBroughtError
        table = joining.brought_card(token=brought["token"], at=at)
        return Side(MINE, table, table.title, None)
    table = catalogue.readable_table(table_id=reference, card=card, action=action)
    dataset = catalogue.dataset_card(id=table.dataset_id, card=card)
    return Side(table.id, table, dataset.title_of(table=table), dataset)


def _kept(brought: Mapping[str, str] | None, at: datetime) -> dict[str, str] | None:
    """Return what the session's file is called and until when it is kept, None when there is none (any more)."""
    if brought is None or _over(brought, at):
        return None
    try:
        table = joining.brought_card(token=brought["token"], at=at)
    except NothingBroughtError:
        return None
    return {"name": table.name, "until": brought["until"]}


def _over(brought: Mapping[str, str], at: datetime) -> bool:
    return is_over(until=datetime.fromisoformat(brought["until"]), at=at)


def _readable(card: AccessCard) -> dict[str, tuple[TableCard, DatasetCard]]:
    tables = catalogue.readable_tables(card=card)
    datasets = {one.id: one for one in catalogue.dataset_cards(ids=[table.dataset_id for table in tables], card=card)}
    return {one.id: (one, datasets[one.dataset_id]) for one in tables if one.dataset_id in datasets}


def _titled(others: Mapping[str, tuple[TableCard, DatasetCard]]) -> list[tuple[TableCard, Text]]:
    return [(table, dataset.title_of(table=table)) for table, dataset in others.values()]


def _suggested(
    table: TableCard, found: Suggestion, others: Mapping[str, tuple[TableCard, DatasetCard]]
) -> dict[str, Any]:
    _, dataset = others[found.table.id]
    return {
        "suggestion": found,
        "title": dataset.title_of(table=found.table),
        "dataset": dataset,
        "left_share": _share(found.left_rate),
        "right_share": _share(found.right_rate),
        "keys": [(key.left, WAYS[key.way], key.right) for key in found.plan.keys],
        "address": address_of(left=table.id, right=found.table.id, plan=found.plan),
    }


def _found(table: TableCard, words: str, others: Mapping[str, tuple[TableCard, DatasetCard]]) -> list[dict[str, Any]]:
    """Return tables whose titles hold all the words, to be joined by columns that the visitor chooses."""
    wanted = words.casefold().split()
    found = []
    for other, dataset in others.values():
        title = dataset.title_of(table=other)
        said = f"{title.zh} {title.en} {dataset.slug}".casefold()
        if other.id != table.id and all(word in said for word in wanted):
            plan = JoinPlan()
            found.append(
                {"title": title, "table": other, "address": address_of(left=table.id, right=other.id, plan=plan)}
            )
    return found[:MOST_FOUND]


def _shown(side: Side, chosen: tuple[str, ...]) -> dict[str, Any]:
    words = {} if side.is_own else {one.name: one for one in metadata.dictionary(table_id=side.table.id)}
    columns = [
        {
            "name": field.name,
            "label": words[field.name].label if field.name in words and not words[field.name].suggested else None,
            "is_chosen": not chosen or field.name in chosen,
        }
        for field in side.table.fields
    ]
    return {"side": side, "columns": columns, "chosen": len(chosen) or len(columns)}


def _key_rows(plan: JoinPlan) -> list[JoinKey]:
    """Return the rows of the form: the keys, and a further one while there may be more."""
    return [*plan.keys, JoinKey("", "")][:MOST_KEYS]


def _points(left: Side, right: Side) -> str:
    """Return which side's points may lie in areas of the other, empty where there are none."""
    shapes = joining.shape_of(table=left.table), joining.shape_of(table=right.table)
    return {(joining.POINTS, joining.AREAS): "left", (joining.AREAS, joining.POINTS): "right"}.get(shapes, "")


def _formats(left: Side, right: Side) -> dict[str, Text]:
    return FORMATS | (PLACE_FORMATS if has_places(table=left.table) or has_places(table=right.table) else {})


def _group(group: Group, language: str) -> dict[str, Any]:
    columns = [{"name": field.name, "is_number": field.type in storage.NUMERIC} for field in group.columns]
    return {
        "columns": columns,
        "shown": len(group.rows),
        "body": body(fields=group.columns, rows=[list(map(_cut, row)) for row in group.rows], language=language),
        "total": group.total,
    }


def _cut(value: Any) -> Any:
    return f"{value[:LONGEST_CELL]}…" if isinstance(value, str) and len(value) > LONGEST_CELL else value


def _share(rate: float | None) -> str:
    """Return a share in whole per cents: nothing but none is 0 %, nothing but all 100 %."""
    if rate is None:
        return "–"
    bounded = rate if rate in (0, 1) else min(0.99, max(0.01, rate))
    return f"{bounded:.0%}"


def _limits() -> dict[str, Any]:
    return {"most_bytes": MOST_BYTES, "most_rows": MOST_ROWS, "most_pairs": storage.most_pairs()}
