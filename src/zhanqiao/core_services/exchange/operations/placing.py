"""Records of a document become entries: added, changed, unchanged, returned; the same record is never two entries.

Some records share a transaction. A run that is killed has done whole transactions; the next run finds each of their
records by its identifier, so it repeats nothing.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import DataError, IntegrityError, transaction

from zhanqiao.core_services.exchange.models import HarvestedRecord, HarvestError, HarvestRun, HarvestSource
from zhanqiao.core_services.exchange.operations.tally import Tally
from zhanqiao.core_services.exchange.rules import Fault, Link, Record, entry_of, page_of, shown
from zhanqiao.data_center.catalogue import operations as catalogue
from zhanqiao.data_center.catalogue.rules import EntryInvalidError, Origin, OriginLink
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.departments.queries import cards_by_id

if TYPE_CHECKING:  # else every page would load rdflib
    from zhanqiao.core_services.exchange.engine.walking import Page

AT_ONCE = 10  # records in a transaction; the metadata database is locked for some 0.2 s …
PAUSE = 0.05  # … and then free for others for so many seconds
MOST_ERRORS = 10_000
THE_SAME = Text("与先前相同的内容（已保留先读到的一条）", "the same content as before (the one read first is kept)")
STORABLE = Text("数据库可保存的内容", "what the database can hold")


def place(*, source: HarvestSource, run: HarvestRun, page: Page, tally: Tally, by: str, at: datetime) -> None:
    """Place the records of one document, keep its faults and bring the run's counts up to date."""
    faults = list(page.reading.faults)
    fresh = list(_fresh(page, tally, faults))
    for start in range(0, len(fresh), AT_ONCE):
        if start:
            time.sleep(PAUSE)
        with transaction.atomic():
            _place_some(source, run, page.document, fresh[start : start + AT_ONCE], tally, faults, by=by, at=at)
    _keep_refused(source, run, page.reading.refused, tally, at=at)
    tally.refused += len({(one.number, one.subject) for one in faults if one.refused and (one.number or one.subject)})
    _keep_faults(run, faults, tally)
    tally.documents += 1
    HarvestRun.objects.filter(pk=run.pk).update(**tally.counts())


def _fresh(page: Page, tally: Tally, faults: list[Fault]) -> Iterator[Record]:
    """Yield the records that this run has not met; one that comes again with other content is a fault."""
    for record in page.reading.records:
        known = tally.seen.get(record.identifier)
        if known is None:
            tally.seen[record.identifier] = record.digest
            yield record
            continue
        tally.repeated += 1
        if known != record.digest:
            faults.append(_fault(page.document, record, "identifier", record.identifier, THE_SAME))


def _place_some(
    source: HarvestSource,
    run: HarvestRun,
    document: str,
    records: Sequence[Record],
    tally: Tally,
    faults: list[Fault],
    *,
    by: str,
    at: datetime,
) -> None:
    wanted = [record.identifier for record in records]
    known = {one.identifier: one for one in HarvestedRecord.objects.filter(source=source, identifier__in=wanted)}
    same = []
    for record in records:
        held = known.get(record.identifier)
        if held is not None and held.digest == record.digest and held.gone_since is None:
            same.append(held.pk)
            continue
        outcome = _placed(source, run, document, record, held, faults, by=by, at=at)
        if outcome is not None:
            setattr(tally, outcome, getattr(tally, outcome) + 1)
        elif held is not None:
            HarvestedRecord.objects.filter(pk=held.pk).update(last_run=run, last_seen_at=at)  # it is there, so not gone
    HarvestedRecord.objects.filter(pk__in=same).update(last_run=run, last_seen_at=at, document=document)
    tally.unchanged += len(same)


def _placed(
    source: HarvestSource,
    run: HarvestRun,
    document: str,
    record: Record,
    held: HarvestedRecord | None,
    faults: list[Fault],
    *,
    by: str,
    at: datetime,
) -> str | None:
    """Place one record and return the count it belongs to; what makes it impossible is a fault of this record only."""
    try:
        with transaction.atomic():
            if held is None:
                _add(source, run, document, record, by=by, at=at)
                return "added"
            return _renew(source, run, document, record, held, by=by, at=at)
    except (ZhanqiaoError, DataError, IntegrityError) as error:
        faults.append(_impossible(document, record, error))
        return None


def _add(source: HarvestSource, run: HarvestRun, document: str, record: Record, *, by: str, at: datetime) -> None:
    held = HarvestedRecord.objects.create(
        source=source,
        identifier=record.identifier,
        digest=record.digest,
        document=document,
        first_seen_at=at,
        last_seen_at=at,
        last_run=run,
    )
    held.dataset_id = _take_in(source, record, held, number=held.pk, by=by, at=at)
    held.save(update_fields=["dataset"])


def _renew(
    source: HarvestSource,
    run: HarvestRun,
    document: str,
    record: Record,
    held: HarvestedRecord,
    *,
    by: str,
    at: datetime,
) -> str:
    assert held.dataset_id is not None  # set in the transaction that made the row
    returned, taken_down = held.gone_since is not None, held.taken_down
    if held.digest != record.digest:
        _take_in(source, record, held, number=0, by=by, at=at)
    if returned:
        catalogue.mark_returned(dataset_id=held.dataset_id, republish=taken_down, by=by, at=at)
    HarvestedRecord.objects.filter(pk=held.pk).update(
        digest=record.digest, document=document, last_seen_at=at, last_run=run, gone_since=None, taken_down=False
    )
    return "returned" if returned else "changed"


def _take_in(
    source: HarvestSource, record: Record, held: HarvestedRecord, *, number: int, by: str, at: datetime
) -> str:
    department = cards_by_id()[source.department_id].key
    entry = entry_of(record=record, key=source.key, department=department, fallback_page=source.url, number=number)
    origin = Origin(
        source=source.key,
        source_zh=source.name_zh,
        source_en=source.name_en,
        identifier=record.identifier,
        page=page_of(record=record, fallback=source.url),
        links=tuple(_link(link) for link in record.links),
    )
    return catalogue.take_in(
        entry=entry, origin=origin, publish=source.publishes, dataset_id=held.dataset_id, by=by, at=at
    )


def _link(link: Link) -> OriginLink:
    return OriginLink(url=link.url, title=link.title, format=link.format, size=link.size)


def _impossible(document: str, record: Record, error: Exception) -> Fault:
    if isinstance(error, EntryInvalidError):
        return _fault(document, record, error.problems[0].field, "", error.problems[0].text)
    expected = error.text if isinstance(error, ZhanqiaoError) else STORABLE
    return _fault(document, record, "entry", str(error), expected)


def _fault(document: str, record: Record, field: str, found: str, expected: Text, *, refused: bool = True) -> Fault:
    return Fault(
        document=document,
        subject=shown(record.identifier),
        field=field,
        found=shown(found),
        expected=expected,
        refused=refused,
    )


def _keep_refused(
    source: HarvestSource, run: HarvestRun, identifiers: Sequence[str], tally: Tally, *, at: datetime
) -> None:
    """Keep the entries of records that are broken now: they are not gone, they stay as they were."""
    found = HarvestedRecord.objects.filter(source=source, identifier__in=identifiers, gone_since__isnull=True)
    found.exclude(last_run=run).update(last_run=run, last_seen_at=at)
    for identifier in identifiers:
        tally.seen.setdefault(identifier, "")


def _keep_faults(run: HarvestRun, faults: Sequence[Fault], tally: Tally) -> None:
    room = max(MOST_ERRORS - tally.faults, 0)
    HarvestError.objects.bulk_create(
        HarvestError(
            run=run,
            document=fault.document,
            number=fault.number,
            subject=fault.subject,
            field=fault.field[:200],
            found=fault.found,
            expected_zh=fault.expected.zh,
            expected_en=fault.expected.en,
            refused=fault.refused,
        )
        for fault in faults[:room]
    )
    tally.faults += len(faults)
