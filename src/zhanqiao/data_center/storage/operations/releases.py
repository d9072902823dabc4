"""From an understood table to a release that readers see.

Two steps, because writing takes long and a transaction must not: ``prepare_release`` writes everything,
durable but unknown to readers; ``acknowledge_release`` makes it count, in one short transaction. What is
prepared and never acknowledged is removed by ``heal``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import orjson
from django.db import transaction
from django.db.models import Max

from zhanqiao.data_center.storage.engine import releases as engine
from zhanqiao.data_center.storage.engine.changes import require_key_columns, require_unique
from zhanqiao.data_center.storage.engine.fields import Field
from zhanqiao.data_center.storage.engine.ingest import TableReport
from zhanqiao.data_center.storage.engine.releases import Applied, Manifest, Source
from zhanqiao.data_center.storage.events import ReleaseAccepted, release_accepted
from zhanqiao.data_center.storage.models import CHANGES, Release, Table
from zhanqiao.data_center.storage.operations.locking import writing
from zhanqiao.data_center.storage.queries import warehouse
from zhanqiao.data_center.storage.rules import Converted, Mode
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.progress import Progress, silent
from zhanqiao.kit.texts import Text
from zhanqiao.people.audit.operations import record

MODES: Mapping[str, engine.Mode] = {"replace": "replace", "append": "append", "change": "change"}
NOT_REPEATED = frozenset({"fields", "parts"})  # of the manifest: in their own column, and on disk


class ReleaseOvertakenError(ZhanqiaoError):
    """Another release came between preparing an append and acknowledging it; nothing was published."""

    status = 409
    code = "release-overtaken"
    sentence = Text(
        zh="追加期间“{table}”已有新的发布版本，本次追加没有发布，原数据不受影响。请重新提交。",
        en="'{table}' got another release while rows were being appended; this one was not published and nothing was changed. Submit it again.",
    )


@dataclass(frozen=True, slots=True)
class PreparedRelease:
    """A release that is written and durable, and that no reader knows yet."""

    table_id: str
    release_id: str
    mode: Mode
    manifest: Manifest
    refused_rows: int


def accept_release(
    *,
    table_id: str,
    folder: Path,
    report: TableReport,
    mode: Mode = Mode.REPLACE,
    source: Source | None = None,
    by: str,
    at: datetime,
    note: str = "",
    progress: Progress = silent,
) -> str:
    """Prepare and acknowledge one table's release; return its id. Must not run inside a transaction.

    ``folder`` is what ingest wrote into, ``report`` its word on this table.
    """
    with writing():
        prepared = prepare_release(
            table_id=table_id,
            folder=folder,
            report=report,
            mode=mode,
            source=source,
            by=by,
            at=at,
            progress=progress,
        )
        acknowledge_release(prepared=prepared, by=by, at=at, note=note)
    return prepared.release_id


def prepare_release(
    *,
    table_id: str,
    folder: Path,
    report: TableReport,
    mode: Mode = Mode.REPLACE,
    source: Source | None = None,
    by: str,
    at: datetime,
    progress: Progress = silent,
    masking: Mapping[str, Any] | None = None,
    coordinates: Sequence[Converted] = (),
) -> PreparedRelease:
    """Write a release durably without showing it. Hold ``writing()`` from before this until it is acknowledged.

    Appending to a table that has no release yet begins it. A ``source`` of known digests is linked, not copied; ``masking`` is what ``masked_report`` did, ``coordinates`` what ``converted_report`` did. Raises NotFoundError for an unknown table,
    SchemaMismatchError when appended columns differ, KeyColumnsError and KeyNotUniqueError when the rows break the
    table's key; then nothing is left behind.
    """
    release = _allocated(table_id=table_id, mode=mode, by=by, at=at)
    return _written(
        release,
        refused_rows=report.refused_rows,
        parquet=folder / report.file,
        fields=report.fields,
        sidecars=_sidecars(folder=folder, report=report),
        source=source,
        at=at,
        progress=progress,
        applied=Applied(masking, [one.as_dict() for one in coordinates]),
    )


def prepare_rows(
    *,
    table_id: str,
    base_id: str | None,
    parquet: Path,
    fields: Sequence[Field],
    mode: Mode,
    batches: int,
    masking: Mapping[str, Any] | None = None,
    by: str,
    at: datetime,
) -> PreparedRelease:
    """Write the release that ``batches`` of rows make of the release ``base_id``, as ``prepare_release`` does for a file.

    Without a base it is the first of a table, from rows that came with its making.
    """
    with transaction.atomic():
        release = Release.objects.create(
            table_id=table_id, mode=mode.value, base_id=base_id, batches=batches, by=by, prepared_at=at
        )
    return _written(release, refused_rows=0, parquet=parquet, fields=fields, applied=Applied(masking), at=at)


def _written(release: Release, *, refused_rows: int, **wanted: Any) -> PreparedRelease:
    """Let the engine write a release, and hold a file's rows to the table's key; leave nothing behind otherwise."""
    table_id = release.table_id
    try:
        manifest = engine.write_release(
            warehouse=warehouse(),
            table_id=table_id,
            release_id=release.id,
            mode=MODES[release.mode],
            previous=release.base_id,
            **wanted,
        )
        if not release.batches:  # rows sent in batches were held to it one by one
            _require_key(release, manifest)
    except BaseException:
        abandon_release(table_id=table_id, release_id=release.id)
        raise
    return PreparedRelease(table_id, release.id, Mode(release.mode), manifest, refused_rows)


def _require_key(release: Release, manifest: Manifest) -> None:
    key = Table.objects.get(pk=release.table_id).key
    if key:
        require_key_columns(columns=key, fields=manifest.fields)
        serving = engine.serving_path(warehouse=warehouse(), table_id=release.table_id, release_id=release.id)
        require_unique(serving=serving, fields=manifest.fields, key=key)


def acknowledge_release(*, prepared: PreparedRelease, by: str, at: datetime, note: str = "") -> None:
    """Make a prepared release the current one of its table; readers see it when the transaction commits.

    May run inside a larger transaction. Raises ReleaseOvertakenError.
    """
    with transaction.atomic():
        table = Table.objects.select_for_update().get(pk=prepared.table_id)
        release = Release.objects.get(pk=prepared.release_id)
        if release.base_id and release.base_id != table.current_id:
            raise ReleaseOvertakenError(table=table.title_zh)
        _fill(release, prepared=prepared, at=at, note=note)
        table.current = release
        table.save(update_fields=["current"])
        engine.note_for_lake(warehouse=warehouse(), table_id=table.id)
        _announce(release=release, by=by, at=at)
        transaction.on_commit(partial(follow_in_lake, table_id=table.id), robust=True)


def follow_in_lake(*, table_id: str) -> None:
    """Let the Iceberg table's ``main`` show the current release; what fails now is done at the next start."""
    release_id = Table.objects.filter(pk=table_id).values_list("current_id", flat=True).first()
    if release_id:
        engine.show_in_lake(warehouse=warehouse(), table_id=table_id, release_id=release_id)


def abandon_release(*, table_id: str, release_id: str) -> None:
    """Remove a release that was not acknowledged; one that was is left alone."""
    with transaction.atomic():
        gone, _ = Release.objects.filter(pk=release_id, acknowledged_at__isnull=True).delete()
    if gone:
        engine.delete_release(warehouse=warehouse(), table_id=table_id, release_id=release_id)


def _allocated(*, table_id: str, mode: Mode, by: str, at: datetime) -> Release:
    with transaction.atomic():
        table = Table.objects.filter(pk=table_id).first()
        if table is None:
            raise NotFoundError(what=table_id)
        base = table.current_id if mode is Mode.APPEND else None
        kept = Mode.APPEND if base else Mode.REPLACE
        return Release.objects.create(table=table, mode=kept.value, base_id=base, by=by, prepared_at=at)


def _sidecars(*, folder: Path, report: TableReport) -> dict[str, Path]:
    """Return what is kept beside the rows: problem cells, written forms, refused rows, the report itself."""
    written = folder / f"{Path(report.file).stem}.report.json"
    written.write_bytes(orjson.dumps(report.as_dict(), option=orjson.OPT_INDENT_2))
    named = {"problems": report.problems_file, "originals": report.originals_file, "refused": report.refused_file}
    return {"report": written, **{kind: folder / name for kind, name in named.items() if name}}


def _fill(release: Release, *, prepared: PreparedRelease, at: datetime, note: str) -> None:
    manifest = prepared.manifest
    last = Release.objects.filter(table_id=release.table_id).aggregate(last=Max("number"))["last"] or 0
    release.number = last + 1
    release.acknowledged_at = at
    release.snapshot_id = manifest.snapshot_id
    release.rows = manifest.rows
    release.rows_added = manifest.rows_added
    release.problem_cells = manifest.problem_cells
    release.refused_rows = prepared.refused_rows
    release.fields = [field.as_dict() for field in manifest.fields]
    release.manifest = _json(manifest)
    release.note = note
    release.save()


def _json(manifest: Manifest) -> dict[str, Any]:
    values: Mapping[str, Any] = manifest.as_dict()
    return {key: value for key, value in values.items() if key not in NOT_REPEATED}


def _announce(*, release: Release, by: str, at: datetime) -> None:
    CHANGES.changed()
    event = ReleaseAccepted(release.table_id, release.id, release.number or 0, release.rows or 0, by, at)
    transaction.on_commit(partial(release_accepted.send_robust, sender=ReleaseAccepted, event=event))
    detail = {"table": release.table_id, "number": release.number, "rows": release.rows, "mode": release.mode}
    detail |= {"batches": release.batches} if release.batches else {}
    record(by=by, action="release.accept", object_type="release", object_id=release.id, detail=detail, at=at)
