"""Registering and revising sources; publishing what waits for review; asking for a harvest."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from zhanqiao.core_services.exchange.models import HarvestedRecord, HarvestSource
from zhanqiao.core_services.exchange.rules import Kind, Schedule, require_source
from zhanqiao.data_center.catalogue import operations as catalogue
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.audit.operations import record
from zhanqiao.people.departments.queries import department_card

ADDRESSED = frozenset({"url", "kind"})


class SourceKeyTakenError(ZhanqiaoError):
    """Another source has this key; nothing was saved."""

    status = 409
    code = "harvest-source-taken"
    sentence = Text(
        zh="采集源“{key}”已经登记，没有保存。请换一个短名，或修改原来的采集源。",
        en="A source '{key}' is registered already; nothing was saved. Choose another key, or change that source.",
    )


def register_source(
    *,
    key: str,
    name_zh: str,
    name_en: str = "",
    url: str,
    kind: Kind,
    department: str,
    schedule: Schedule = Schedule.NEVER,
    publishes: bool = False,
    by: str,
    at: datetime,
) -> str:
    """Save a source and return its id. ``publishes``: new entries become public at once, otherwise they are drafts.

    Raises SourceInvalidError, SourceKeyTakenError, NotFoundError (department).
    """
    require_source(key=key, name_zh=name_zh, url=url)
    with transaction.atomic():
        if HarvestSource.objects.filter(key=key).exists():
            raise SourceKeyTakenError(key=key)
        source = HarvestSource.objects.create(
            key=key,
            name_zh=name_zh.strip(),
            name_en=name_en.strip(),
            url=url,
            kind=kind.value,
            department_id=department_card(key_or_code=department).id,
            schedule=schedule.value,
            publishes=publishes,
            registered_by=by,
            registered_at=at,
        )
        _audit(source, "harvest.register_source", {"url": url, "kind": kind.value}, by=by, at=at)
    return source.id


def revise_source(*, key: str, by: str, at: datetime, **changes: Any) -> tuple[str, ...]:
    """Change name_zh, name_en, url, kind, schedule or publishes of a source; return what changed.

    Raises NotFoundError, SourceInvalidError.
    """
    with transaction.atomic():
        source = _locked(key)
        changed = {
            name: value for name, value in changes.items() if value is not None and getattr(source, name) != value
        }
        for name, value in changed.items():
            setattr(source, name, value)
        require_source(key=source.key, name_zh=source.name_zh, url=source.url)
        if changed.keys() & ADDRESSED:
            source.validators = {}  # they speak of another document
        source.save()
        if changed.keys() & {"name_zh", "name_en"}:
            catalogue.rename_origin(source=key, source_zh=source.name_zh, source_en=source.name_en, at=at)
        if changed:
            _audit(source, "harvest.revise_source", {"fields": sorted(changed)}, by=by, at=at)
    return tuple(sorted(changed))


def publish_waiting(*, key: str, by: str, at: datetime) -> int:
    """Publish the entries of a source that wait as drafts; return how many. Raises NotFoundError."""
    with transaction.atomic():
        source = _locked(key)
        waiting = HarvestedRecord.objects.filter(source=source, gone_since__isnull=True, dataset__state="draft")
        ids = [one for one in waiting.values_list("dataset_id", flat=True) if one]
        for dataset_id in ids:
            catalogue.publish_dataset(dataset_id=dataset_id, by=by, at=at)
        _audit(source, "harvest.publish_waiting", {"datasets": len(ids)}, by=by, at=at)
    return len(ids)


def ask_for_harvest(*, key: str, accept_fewer: bool = False, by: str, at: datetime) -> None:
    """Note that somebody wants a harvest: ``zhanqiao work`` begins it within seconds. Raises NotFoundError."""
    with transaction.atomic():
        source = _locked(key)
        source.asked_at, source.asked_by, source.asked_fewer = at, by, accept_fewer
        source.save(update_fields=["asked_at", "asked_by", "asked_fewer"])
        _audit(source, "harvest.ask", {"accept_fewer": accept_fewer}, by=by, at=at)


def _locked(key: str) -> HarvestSource:
    source = HarvestSource.objects.select_for_update().filter(key=key).first()
    if source is None:
        raise NotFoundError(what=key)
    return source


def _audit(source: HarvestSource, action: str, detail: dict[str, Any], *, by: str, at: datetime) -> None:
    detail = {"key": source.key, **detail}
    record(by=by, action=action, object_type="harvest_source", object_id=source.id, detail=detail, at=at)
