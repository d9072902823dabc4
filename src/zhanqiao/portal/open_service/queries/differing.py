"""How two releases of a table differ, for the API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import Difference, TableCard
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import AccessCard
from zhanqiao.portal.open_service.queries.documents import release_reference
from zhanqiao.portal.open_service.queries.reading import columns_named, readable
from zhanqiao.portal.open_service.rules.declared import DEFAULT_ROWS, MOST_ROWS
from zhanqiao.portal.open_service.rules.registry import BASE

CUT = Text(
    zh="每页最多 {limit} 行；用 page.next_url 继续。", en="A page holds at most {limit} rows; go on with page.next_url."
)


@dataclass(frozen=True, slots=True)
class DiffQuestion:
    """Two releases of a table that the caller may read, how rows are paired, and which page is wanted."""

    old: TableCard
    new: TableCard
    key: tuple[str, ...]
    kind: str | None
    asked: int
    offset: int

    @property
    def limit(self) -> int:
        """Rows of a page."""
        return min(self.asked, MOST_ROWS)

    def texts(self) -> tuple[str, ...]:
        """Return what the answer depends on."""
        return (
            self.old.release_id,
            self.new.release_id,
            ",".join(self.key),
            self.kind or "",
            str(self.asked),
            str(self.offset),
        )


def diff_question(*, table_id: str, card: AccessCard, asked: Mapping[str, str]) -> DiffQuestion:
    """Return the question about two releases; ``asked`` are the parameters as texts.

    Raises NotFoundError, also for the first release, which has none before it; DataNotOpenError.
    """
    new = readable(table_id=table_id, card=card, as_of=asked.get("to"))
    before = asked.get("from") or storage.release_before(card=new)
    return DiffQuestion(
        old=readable(table_id=table_id, card=card, as_of=before),
        new=new,
        key=columns_named(text=asked.get("key", "")),
        kind=asked.get("kind"),
        asked=int(asked.get("limit", DEFAULT_ROWS)),
        offset=int(asked.get("offset", 0)),
    )


def diff_envelope(*, question: DiffQuestion) -> dict[str, Any]:
    """Return a page of the differences. Raises DiffKeyError (422), QueryTimeoutError (503)."""
    old, new = question.old, question.new
    found = storage.difference(old=old, new=new, key=question.key)
    rows = storage.changes(
        difference=found, old=old, new=new, kind=question.kind, limit=question.limit, offset=question.offset
    )
    return {
        "data": [each._asdict() for each in rows],
        "summary": {"key": found.key, **asdict(found.counts)},
        "columns": {
            "added": found.columns.added,
            "removed": found.columns.removed,
            "retyped": [asdict(each) for each in found.columns.retyped],
        },
        "page": _page(question, found),
        "releases": {"old": release_reference(old), "new": release_reference(new)},
        "limits": [{"code": "limit-cut", **CUT.filled(limit=MOST_ROWS).as_dict()}]
        if question.asked > MOST_ROWS
        else [],
    }


def _page(question: DiffQuestion, found: Difference) -> dict[str, Any]:
    total, following = found.counts.of(question.kind), question.offset + question.limit
    asked = {
        "from": question.old.release_id,
        "to": question.new.release_id,
        "key": ",".join(question.key),
        "kind": question.kind or "",
        "limit": str(question.limit),
        "offset": str(following),
    }
    query = urlencode({name: text for name, text in asked.items() if text})
    return {
        "limit": question.limit,
        "offset": question.offset,
        "total": total,
        "next_url": f"{BASE}/tables/{question.new.id}/diff?{query}" if following < total else None,
    }
