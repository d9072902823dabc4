"""Registering and revising entries, and the steps of a dataset between its states."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import Signal

from zhanqiao.data_center.catalogue import events
from zhanqiao.data_center.catalogue.models import Dataset, DatasetRevision, DatasetState
from zhanqiao.data_center.catalogue.operations.codes import allocated
from zhanqiao.data_center.catalogue.operations.search import note_change
from zhanqiao.data_center.catalogue.queries.datasets import entry_of
from zhanqiao.data_center.catalogue.queries.lineage import derived_ids, sources_of
from zhanqiao.data_center.catalogue.rules import (
    DatasetEntry,
    MoreOpenError,
    SourceOpenness,
    State,
    require_no_more_open,
    require_step,
    require_valid,
)
from zhanqiao.data_center.storage import operations as storage
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.audit.operations import record
from zhanqiao.people.departments.queries import department_card


class SlugTakenError(ZhanqiaoError):
    """Another dataset has this address name; nothing was saved."""

    status = 409
    code = "slug-taken"
    sentence = Text(
        zh="网址短名“{slug}”已被其他数据集使用，没有保存。请换一个。",
        en="The address name '{slug}' belongs to another dataset; nothing was saved. Choose another.",
    )


class ResourceCodeTakenError(ZhanqiaoError):
    """Another dataset has this resource code; nothing was saved."""

    status = 409
    code = "resource-code-taken"
    sentence = Text(
        zh="信息资源代码“{resource_code}”已被其他数据集使用，没有保存。请换一个，或留空由系统分配。",
        en="The resource code '{resource_code}' belongs to another dataset; nothing was saved. Choose another, or leave it empty to have one allocated.",
    )


def register_dataset(*, entry: DatasetEntry, by: str, at: datetime) -> str:
    """Save a new entry as a draft and return the dataset's id.

    Raises EntryInvalidError, SlugTakenError, ResourceCodeTakenError, NotFoundError (department).
    """
    require_valid(entry=entry)
    with transaction.atomic():
        _require_free(entry, other_than="")
        entry = allocated(entry=entry)
        dataset = Dataset(registered_at=at, modified_at=at)
        _store(dataset, entry)
        DatasetState.objects.create(dataset=dataset, state=State.DRAFT.value, by=by, at=at)
        changes = {name: [None, value] for name, value in entry.as_dict().items() if value}
        _keep_revision(dataset, changes=changes, by=by, at=at, reason="")
        announce_change(dataset, fields=tuple(changes), action="dataset.register", by=by, at=at)
    return dataset.id


def revise_dataset(*, dataset_id: str, entry: DatasetEntry, by: str, at: datetime, reason: str = "") -> tuple[str, ...]:
    """Replace the entry; return the names of the fields that changed (none: nothing was written).

    Raises as ``register_dataset`` does, and NotFoundError for the dataset.
    """
    require_valid(entry=entry)
    with transaction.atomic():
        dataset = locked(dataset_id=dataset_id)
        _require_free(entry, other_than=dataset_id)
        before = entry_of(dataset=dataset)
        entry = allocated(entry=entry, present=before)
        changes = _changes(before, entry)
        if not changes:
            return ()
        require_no_more_open(open_type=entry.open_type, sources=sources_of(dataset_id=dataset_id))
        dataset.modified_at = at
        _store(dataset, entry)
        _keep_revision(dataset, changes=changes, by=by, at=at, reason=reason)
        announce_change(dataset, fields=tuple(changes), action="dataset.revise", by=by, at=at)
        if "open_type" in changes:
            _suspend_derived(dataset, by=by, at=at)
    return tuple(changes)


def publish_dataset(*, dataset_id: str, by: str, at: datetime, reason: str = "") -> None:
    """Make a draft public, or bring a suspended or withdrawn dataset back. Raises StateStepError, NotFoundError, MoreOpenError."""
    with transaction.atomic():
        dataset = locked(dataset_id=dataset_id)
        require_no_more_open(open_type=dataset.open_type, sources=sources_of(dataset_id=dataset_id))
        step(dataset, to=State.PUBLISHED, by=by, at=at, reason=reason)
        event = events.DatasetPublished(dataset_id=dataset.id, slug=dataset.slug, by=by, at=at)
        _finish(
            dataset, signal=events.dataset_published, event=event, action="dataset.publish", detail={}, by=by, at=at
        )


def suspend_dataset(*, dataset_id: str, reason: str, by: str, at: datetime) -> None:
    """Stop serving a dataset for a time, with a public reason. Raises StateStepError, ReasonMissingError."""
    _take_down(dataset_id, to=State.SUSPENDED, reason=reason, by=by, at=at)


def withdraw_dataset(*, dataset_id: str, reason: str, by: str, at: datetime) -> None:
    """Take a dataset out of the public, with a public reason. Raises StateStepError, ReasonMissingError."""
    _take_down(dataset_id, to=State.WITHDRAWN, reason=reason, by=by, at=at)


def locked(*, dataset_id: str) -> Dataset:
    """Return the dataset's row, locked until the transaction ends. Raises NotFoundError."""
    dataset = Dataset.objects.select_for_update().filter(pk=dataset_id).first()
    if dataset is None:
        raise NotFoundError(what=dataset_id)
    return dataset


def step(dataset: Dataset, *, to: State, by: str, at: datetime, reason: str) -> None:
    """Write the step of a locked dataset into a state; the first publication dates its issue."""
    require_step(title=dataset.title_zh, now=State(dataset.state), then=to, reason=reason)
    dataset.state = to.value
    dataset.modified_at = at
    if to is State.PUBLISHED:
        dataset.issued_at = dataset.issued_at or at
    dataset.save()
    DatasetState.objects.create(dataset=dataset, state=to.value, by=by, at=at, reason=reason)


def announce(*, signal: Signal, event: object, dataset_id: str, at: datetime) -> None:
    """Put the dataset into the search outbox, move the generation, and send the event when the transaction commits."""
    note_change(dataset_id=dataset_id, at=at)
    storage.visible_change()
    transaction.on_commit(partial(signal.send_robust, sender=type(event), event=event))


def _take_down(dataset_id: str, *, to: State, reason: str, by: str, at: datetime) -> None:
    with transaction.atomic():
        dataset = locked(dataset_id=dataset_id)
        step(dataset, to=to, by=by, at=at, reason=reason)
        event = events.DatasetWithdrawn(
            dataset_id=dataset.id, slug=dataset.slug, state=to.value, reason=reason, by=by, at=at
        )
        action = "dataset.suspend" if to is State.SUSPENDED else "dataset.withdraw"
        _finish(
            dataset,
            signal=events.dataset_withdrawn,
            event=event,
            action=action,
            detail={"reason": reason},
            by=by,
            at=at,
        )
        _suspend_derived(dataset, by=by, at=at)


def _suspend_derived(source: Dataset, *, by: str, at: datetime) -> None:
    """Suspend what was made from a dataset and would now be more open than it, and what was made from that."""
    openness = SourceOpenness(source.title_zh, source.state, source.open_type)
    for dataset_id in derived_ids(dataset_id=source.id):
        derived = locked(dataset_id=dataset_id)
        if derived.state != State.PUBLISHED.value:
            continue
        try:
            require_no_more_open(open_type=derived.open_type, sources=[openness])
        except MoreOpenError as error:
            _take_down(dataset_id, to=State.SUSPENDED, reason=error.text.zh.partition("。")[0] + "。", by=by, at=at)


def _finish(
    dataset: Dataset, *, signal: Signal, event: object, action: str, detail: dict[str, Any], by: str, at: datetime
) -> None:
    announce(signal=signal, event=event, dataset_id=dataset.id, at=at)
    detail = {"slug": dataset.slug, **detail}
    record(by=by, action=action, object_type="dataset", object_id=dataset.id, detail=detail, at=at)


def announce_change(dataset: Dataset, *, fields: tuple[str, ...], action: str, by: str, at: datetime) -> None:
    """Announce that fields of a dataset changed, and record it; call it last in the transaction."""
    event = events.DatasetChanged(dataset_id=dataset.id, slug=dataset.slug, fields=fields, by=by, at=at)
    detail = {"fields": list(fields)}
    _finish(dataset, signal=events.dataset_changed, event=event, action=action, detail=detail, by=by, at=at)


def _require_free(entry: DatasetEntry, *, other_than: str) -> None:
    others = Dataset.objects.exclude(pk=other_than)
    if others.filter(slug=entry.slug).exists():
        raise SlugTakenError(slug=entry.slug)
    if entry.resource_code and others.filter(resource_code=entry.resource_code).exists():
        raise ResourceCodeTakenError(resource_code=entry.resource_code)


def _store(dataset: Dataset, entry: DatasetEntry) -> None:
    values = asdict(entry)
    dataset.department_id = department_card(key_or_code=values.pop("department")).id
    values |= {"keywords": list(entry.keywords), "related_codes": list(entry.related_codes)}
    for name, value in values.items():
        setattr(dataset, name, value)
    dataset.save()


def _changes(before: DatasetEntry, after: DatasetEntry) -> dict[str, list[Any]]:
    old, new = before.as_dict(), after.as_dict()
    old["department"] = department_card(key_or_code=before.department).key
    new["department"] = department_card(key_or_code=after.department).key
    return {name: [old[name], new[name]] for name in new if old[name] != new[name]}


def _keep_revision(dataset: Dataset, *, changes: dict[str, list[Any]], by: str, at: datetime, reason: str) -> None:
    last = DatasetRevision.objects.filter(dataset=dataset).last()
    DatasetRevision.objects.create(
        dataset=dataset,
        number=last.number + 1 if last else 1,
        entry=entry_of(dataset=dataset).as_dict(),
        changes=changes,
        by=by,
        at=at,
        reason=reason,
    )
