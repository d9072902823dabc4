"""Reading datasets: one, several, as of a moment, with their history; each only to whom access allows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhanqiao.data_center.catalogue.models import Dataset, DatasetOrigin, DatasetRevision, DatasetState, DatasetTable
from zhanqiao.data_center.catalogue.queries.cards import DatasetCard
from zhanqiao.data_center.catalogue.rules import STATES, DatasetEntry, Origin, OriginLink, State
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.rules import AsOf
from zhanqiao.data_center.storage.rules import as_of as read_as_of
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.operations import require
from zhanqiao.people.access.queries import ANONYMOUS
from zhanqiao.people.access.rules import AccessCard, Action, decide, visible_states
from zhanqiao.people.departments.queries import cards_by_id


@dataclass(frozen=True, slots=True)
class RevisionCard:
    """One change of an entry: ``changes`` maps a field to its value before and after."""

    number: int
    by: str
    at: datetime
    reason: str
    changes: dict[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class StateCard:
    """One step of a dataset into a state."""

    state: str
    by: str
    at: datetime
    reason: str

    @property
    def label(self) -> Text:
        """Return the state in words."""
        return STATES[self.state].text


def dataset_card(
    *,
    slug: str | None = None,
    id: str | None = None,  # noqa: A002 - the word of the contract
    card: AccessCard,
    as_of: str | None = None,
) -> DatasetCard:
    """Return a dataset by slug or id, as it is or as of a release or date (``storage.rules.as_of``).

    Raises NotFoundError when it does not exist or ``card`` may not know that it does; before its first publication it was
    a draft, and what it said then is shown as a draft is.
    """
    dataset_id = id or id_of(slug=slug or "")
    found = _loaded((dataset_id,)).get(dataset_id)
    if found is None:
        raise NotFoundError(what=slug or dataset_id)
    _require(found, card=card, action=Action.see_dataset, what=slug or dataset_id)
    if not as_of:
        return found
    then = _as_of(found, as_of)
    _require(then, card=card, action=Action.see_dataset, what=slug or dataset_id)
    return then


def datasets_named(*, slugs: Sequence[str]) -> tuple[tuple[DatasetCard, ...], tuple[str, ...]]:
    """Return the datasets behind slugs, and the slugs behind which the public finds none, whoever asks."""
    found: list[DatasetCard] = []
    missing: list[str] = []
    for slug in slugs:
        try:
            dataset = dataset_card(slug=slug, card=ANONYMOUS)
        except NotFoundError:
            missing.append(slug)
            continue
        listed = dataset.state in visible_states(card=ANONYMOUS, department_id=dataset.department.id)
        if listed:
            found.append(dataset)
        else:
            missing.append(slug)
    return tuple(found), tuple(missing)


def dataset_cards(*, ids: Sequence[str], card: AccessCard) -> tuple[DatasetCard, ...]:
    """Return the datasets that ``card`` may see, in the order of ``ids``; four queries when cold, none when warm."""
    found = _loaded(tuple(ids))
    seen = (found[one] for one in ids if one in found)
    return tuple(one for one in seen if decide(card=card, action=Action.see_dataset, resource=one.resource).allowed)


def id_of(*, slug: str) -> str:
    """Return the id behind a slug. Raises NotFoundError; says nothing about rights."""
    found: str | None = storage.remembered(
        ("dataset id", slug), lambda: Dataset.objects.filter(slug=slug).values_list("id", flat=True).first()
    )
    if found is None:
        raise NotFoundError(what=slug)
    return found


def dataset_of_table(*, table_id: str, card: AccessCard) -> DatasetCard:
    """Return the dataset that holds a table. Raises NotFoundError, which names the table and never its dataset."""
    dataset_id = storage.table_card(table_id=table_id).dataset_id
    found = _loaded((dataset_id,)).get(dataset_id)
    if found is None:
        raise NotFoundError(what=table_id)
    _require(found, card=card, action=Action.see_dataset, what=table_id)
    return found


def department_of_table(*, table: storage.TableCard) -> str:
    """Return the id of the department that holds a table's dataset; says nothing about rights. Raises NotFoundError."""
    found = Dataset.objects.filter(pk=table.dataset_id).values_list("department_id", flat=True).first()
    if found is None:
        raise NotFoundError(what=table.dataset_id)
    return found


def readable_table(
    *, table_id: str, card: AccessCard, action: Action = Action.see_rows, as_of: str | None = None
) -> storage.TableCard:
    """Return a table whose rows ``card`` may read: the one gate of every interface. No query when warm.

    Raises NotFoundError, LoginRequiredError or ForbiddenError as ``people.access`` decides.
    """
    table = storage.card_as_of(table_id=table_id, as_of_text=as_of) if as_of else storage.table_card(table_id=table_id)
    dataset = _loaded((table.dataset_id,)).get(table.dataset_id)
    if dataset is None:
        raise NotFoundError(what=table_id)
    _require(dataset, card=card, action=action, what=table_id)
    return table


def tables_of(*, dataset_id: str) -> tuple[storage.TableCard, ...]:
    """Return the released tables of a dataset in their order; says nothing about rights."""
    found = _loaded((dataset_id,)).get(dataset_id)
    return found.tables if found else ()


def entry(*, dataset_id: str) -> DatasetEntry:
    """Return the entry as stored. Raises NotFoundError; says nothing about rights."""
    found = _loaded((dataset_id,)).get(dataset_id)
    if found is None:
        raise NotFoundError(what=dataset_id)
    return found.entry


def revisions(*, dataset_id: str) -> tuple[RevisionCard, ...]:
    """Return the history of an entry, newest first."""
    found = DatasetRevision.objects.filter(dataset_id=dataset_id).order_by("-number")
    return tuple(
        RevisionCard(
            number=one.number,
            by=one.by,
            at=one.at,
            reason=one.reason,
            changes={field: (before, after) for field, (before, after) in one.changes.items()},
        )
        for one in found
    )


def states(*, dataset_id: str) -> tuple[StateCard, ...]:
    """Return the states a dataset went through, newest first."""
    found = DatasetState.objects.filter(dataset_id=dataset_id).order_by("-id")
    return tuple(StateCard(state=one.state, by=one.by, at=one.at, reason=one.reason) for one in found)


def entry_of(*, dataset: Dataset) -> DatasetEntry:
    """Return the stored entry as the form's dataclass."""
    known = {name: getattr(dataset, name) for name in DatasetEntry.__dataclass_fields__ if name != "department"}
    known |= {"keywords": tuple(dataset.keywords), "related_codes": tuple(dataset.related_codes)}
    return DatasetEntry(department=cards_by_id()[dataset.department_id].key, **known)


def _require(dataset: DatasetCard, *, card: AccessCard, action: Action, what: str) -> None:
    """Require the action; what is hidden sounds exactly like what does not exist."""
    try:
        require(card=card, action=action, resource=dataset.resource)
    except NotFoundError:
        raise NotFoundError(what=what) from None


def _loaded(ids: tuple[str, ...]) -> dict[str, DatasetCard]:
    if len(ids) == 1:
        return storage.remembered(("dataset", ids[0]), lambda: _load(ids))
    return storage.remembered(("datasets", ids), lambda: _load(ids))


def _load(ids: Sequence[str]) -> dict[str, DatasetCard]:
    datasets = list(Dataset.objects.filter(pk__in=ids).select_related("origin"))
    places: dict[str, list[str]] = {one.id: [] for one in datasets}
    for dataset_id, table_id in DatasetTable.objects.filter(dataset_id__in=places).values_list(
        "dataset_id", "table_id"
    ):
        places[dataset_id].append(table_id)
    tables = storage.table_cards(table_ids=[one for held in places.values() for one in held])
    reasons = _reasons([one for one in datasets if one.state in {State.SUSPENDED, State.WITHDRAWN}])
    return {
        one.id: _card(one, tuple(tables[held] for held in places[one.id] if held in tables), reasons.get(one.id, ""))
        for one in datasets
    }


def _reasons(datasets: Sequence[Dataset]) -> dict[str, str]:
    if not datasets:
        return {}
    steps = DatasetState.objects.filter(dataset__in=datasets).order_by("id")
    return {step.dataset_id: step.reason for step in steps}


def _card(dataset: Dataset, tables: tuple[storage.TableCard, ...], reason: str) -> DatasetCard:
    return DatasetCard(
        id=dataset.id,
        slug=dataset.slug,
        state=dataset.state,
        state_reason=reason,
        entry=entry_of(dataset=dataset),
        department=cards_by_id()[dataset.department_id],
        tables=tables,
        registered_at=dataset.registered_at,
        issued_at=dataset.issued_at,
        modified_at=dataset.modified_at,
        origin=_origin(dataset),
    )


def _origin(dataset: Dataset) -> Origin | None:
    found: DatasetOrigin | None = getattr(dataset, "origin", None)
    if found is None:
        return None
    return Origin(
        source=found.source,
        source_zh=found.source_zh,
        source_en=found.source_en,
        identifier=found.identifier,
        page=found.page,
        links=tuple(OriginLink.from_dict(one) for one in found.links),
    )


def _as_of(present: DatasetCard, text: str) -> DatasetCard:
    asked = read_as_of(text=text)
    return storage.remembered(("dataset", present.id, text), lambda: _then(present, asked, text))


def _then(present: DatasetCard, asked: AsOf, text: str) -> DatasetCard:
    tables = tuple(_tables_then(present, asked, text))
    moment = asked.moment or max((table.released_at for table in tables), default=None)
    revision = DatasetRevision.objects.filter(dataset_id=present.id, at__lte=moment).last() if moment else None
    if revision is None:
        raise NotFoundError(what=f"{present.slug} as_of={text}")
    return DatasetCard(
        id=present.id,
        slug=present.slug,
        state=present.state if present.issued_at and moment and moment >= present.issued_at else State.DRAFT.value,
        state_reason=present.state_reason,
        entry=DatasetEntry.from_dict(revision.entry),
        department=present.department,
        tables=tables,
        registered_at=present.registered_at,
        issued_at=present.issued_at,
        modified_at=revision.at,
        origin=present.origin,
        open_type_now=present.entry.open_type,
    )


def _tables_then(present: DatasetCard, asked: AsOf, text: str) -> list[storage.TableCard]:
    """Return the tables at that time; a release id brings the other tables as of the same moment."""
    found = []
    for table in present.tables:
        try:
            found.append(storage.card_as_of(table_id=table.id, as_of_text=text))
        except NotFoundError:
            continue
    if not asked.release_id or not found:
        return found
    moment = found[0].released_at.isoformat()
    others = [table for table in present.tables if table.id != found[0].id]
    return found + [one for one in (_table_at(table.id, moment) for table in others) if one]


def _table_at(table_id: str, moment: str) -> storage.TableCard | None:
    try:
        return storage.card_as_of(table_id=table_id, as_of_text=moment)
    except NotFoundError:
        return None
