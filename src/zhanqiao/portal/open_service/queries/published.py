"""What everybody may see of the catalogue: what goes out in the standards of others, whoever asks."""

from __future__ import annotations

from collections.abc import Iterator

from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.data_center.catalogue.rules import State
from zhanqiao.data_center.storage.queries import TableCard
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.access.queries import ANONYMOUS
from zhanqiao.people.access.rules import Action, decide
from zhanqiao.portal.open_service.queries.seeing import dataset_named

AT_ONCE = 200  # datasets held in memory while a whole catalogue goes out


def published(*, name: str) -> DatasetCard:
    """Return a dataset everybody may see. Raises NotFoundError for one that is not published (any more)."""
    found = dataset_named(name=name, card=ANONYMOUS, as_of=None)
    if found.state != State.PUBLISHED:
        raise NotFoundError(what=name)
    return found


def every_published() -> Iterator[DatasetCard]:
    """Yield all datasets everybody may see, in the order of their ids: none is left out or doubled if others come and go."""
    after = ""
    while datasets := catalogue.published_after(card=ANONYMOUS, after=after, limit=AT_ONCE):
        yield from datasets
        after = datasets[-1].id


def open_tables(*, dataset: DatasetCard) -> tuple[TableCard, ...]:
    """Return the tables whose rows everybody may read: none of a dataset that is open under conditions, or not at all."""
    allowed = decide(card=ANONYMOUS, action=Action.see_rows, resource=dataset.resource).allowed
    return dataset.tables if allowed else ()
