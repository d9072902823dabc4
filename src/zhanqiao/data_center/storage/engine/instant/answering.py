"""Pages of rows from the instant copy, as texts that are sent as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, overload

import orjson

from zhanqiao.data_center.storage.engine.instant.cutting import MOST_CUT, cut_out, is_flat
from zhanqiao.data_center.storage.engine.instant.finding import find
from zhanqiao.data_center.storage.engine.instant.groups import groups
from zhanqiao.data_center.storage.engine.instant.opening import InstantCopy
from zhanqiao.data_center.storage.engine.query.cursors import Cursor, position_of, question_digest
from zhanqiao.data_center.storage.engine.query.layout import Layout
from zhanqiao.data_center.storage.engine.query.model import Query
from zhanqiao.data_center.storage.engine.query.nodes import Column


class ReadyRows(Sequence[tuple[Any, ...]]):
    """Rows that are JSON texts already: sent as they are, or read when somebody looks into them."""

    def __init__(
        self, *, texts: Sequence[bytes], names: Sequence[str] | None, outputs: Sequence[str], flat: bool = False
    ) -> None:
        """Keep the texts; ``names`` are the source columns to take out, None for all, ``outputs`` what they are called.

        ``flat`` says that no value of the table is an object or a list.
        """
        self._texts, self._names, self._outputs, self._flat = texts, names, outputs, flat
        self._rows: list[tuple[Any, ...]] | None = None

    def json(self) -> bytes:
        """Return the rows as a JSON array of objects."""
        if self._names is None:
            return b"[" + b",".join(self._texts) + b"]"
        present = list(orjson.loads(self._texts[0])) if self._texts else []
        left_out = self._left_out(present)
        if left_out is None:
            return orjson.dumps([dict(zip(self._outputs, row, strict=True)) for row in self._read()])
        if self._flat and len(left_out) <= MOST_CUT:
            return cut_out(b"[" + b",".join(self._texts) + b"]", names=left_out, present=present)
        objects = self._objects()
        for each in objects:
            for name in left_out:
                del each[name]
        return orjson.dumps(objects)

    def __len__(self) -> int:
        return len(self._texts)

    @overload
    def __getitem__(self, place: int) -> tuple[Any, ...]: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[tuple[Any, ...]]: ...
    def __getitem__(self, place: int | slice) -> Any:
        return self._read()[place]

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return iter(self._read())

    def __eq__(self, other: object) -> bool:
        return list(self) == list(other) if isinstance(other, Sequence) else NotImplemented

    __hash__ = None  # type: ignore[assignment]  # - as a list

    def _left_out(self, present: Sequence[str]) -> list[str] | None:
        """Return the columns to take away when what stays keeps its name and order, which is quicker than making rows."""
        if self._names != list(self._outputs):
            return None
        wanted = set(self._outputs)
        fits = self._names == [name for name in present if name in wanted]
        return [name for name in present if name not in wanted] if fits else None

    def _objects(self) -> list[dict[str, Any]]:
        objects: list[dict[str, Any]] = orjson.loads(b"[" + b",".join(self._texts) + b"]")
        return objects

    def _read(self) -> list[tuple[Any, ...]]:
        if self._rows is None:
            objects = self._objects()
            if self._names is None:
                self._rows = [tuple(each.values()) for each in objects]
            else:
                self._rows = [tuple([each[name] for name in self._names]) for each in objects]
        return self._rows


class Ready(NamedTuple):
    """A page: its rows, the total of the answer if it is known, the cursor of the next page."""

    rows: Sequence[tuple[Any, ...]]
    total: int | None
    next: str | None


def ready_page(
    *, query: Query, layout: Layout, copy: InstantCopy, size: int, ask: Callable[[], Sequence[int]]
) -> Ready | None:
    """Return a page of at most ``size`` rows or groups, None when the copy cannot tell.

    ``ask`` asks the serving copy which rows make the page, and one more. Raises what a cursor raises.
    """
    position = position_of(query=query, release_id=copy.release_id)
    start = query.offset if position is None else position
    if query.aggregated:
        return _ready_groups(query, layout, copy, start=start, size=size)
    names, plain = names_of(query=query)
    if not plain:
        return None
    resumed = position is not None and not query.order_by
    found = find(query=query, layout=layout, copy=copy, start=start, size=size, resumed=resumed, ask=ask)
    if found is None:
        return None
    kept = found.places[:size]
    outputs = [each.name for each in query.select]
    rows = ReadyRows(texts=list(copy.texts.at(kept)), names=names, outputs=outputs, flat=is_flat(layout=layout))
    behind = start + size if query.order_by else kept[-1] + 1 if kept else 0
    more = len(found.places) > size
    return Ready(rows, found.total, _cursor(query, copy, behind) if more and size else None)


def _ready_groups(query: Query, layout: Layout, copy: InstantCopy, *, start: int, size: int) -> Ready | None:
    found = groups(query=query, layout=layout, copy=copy)
    if found is None:
        return None
    more = len(found) > start + size
    total = len(found) if query.counted else None
    return Ready(found[start : start + size], total, _cursor(query, copy, start + size) if more and size else None)


def _cursor(query: Query, copy: InstantCopy, position: int) -> str:
    return Cursor(copy.release_id, question_digest(query), position).encoded()


def names_of(*, query: Query) -> tuple[list[str] | None, bool]:
    """Return the source columns a query takes (None: all), and whether it takes nothing but columns."""
    if not query.select:
        return None, True
    plain = [each.node.name for each in query.select if isinstance(each.node, Column)]
    return plain, len(plain) == len(query.select)
