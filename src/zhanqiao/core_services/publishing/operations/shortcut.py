"""The operator's short cut: a file published in one call, by the same steps, with the same audit lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from zhanqiao.core_services.publishing.models import Submission, SubmissionState
from zhanqiao.core_services.publishing.operations.describing import require_own_dataset
from zhanqiao.core_services.publishing.operations.publication import publish
from zhanqiao.core_services.publishing.operations.receiving import receive_file
from zhanqiao.core_services.publishing.operations.steps import locked
from zhanqiao.core_services.publishing.operations.understanding import understand_submission
from zhanqiao.core_services.publishing.operations.working import Clock
from zhanqiao.core_services.publishing.queries.declared import choices_of, places_before
from zhanqiao.core_services.publishing.rules import NAMES, SubmissionStep, TableWords, declared_all
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.rules import DatasetEntry, require_valid
from zhanqiao.data_center.storage.queries import IngestReport
from zhanqiao.data_center.storage.rules import Mode
from zhanqiao.kit.coordinates import System
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.progress import Progress, silent
from zhanqiao.kit.texts import Text
from zhanqiao.people.audit.operations import record
from zhanqiao.people.departments.queries import department_card

BLOCK = 1 << 20


class NotUnderstoodError(ZhanqiaoError):
    """The file was refused; nothing was published. The sentence is the refusal's own."""

    status = 422
    code = "file-refused"
    sentence = Text(zh="{zh}", en="{en}")


class NoPlacesError(ZhanqiaoError):
    """A system of coordinates was given for a file without places; nothing was published."""

    status = 422
    code = "no-places"
    sentence = Text(
        zh="文件中没有可以识别的经纬度列或几何列，无法按 {system} 转换，没有发布。请检查列名，或不声明坐标系。",
        en="The file has no longitude and latitude and no geometry that could be recognised, so nothing can be converted from {system} "
        "and nothing was published. Check the names of the columns, or declare no system.",
    )


def publish_file(
    *,
    path: Path,
    slug: str,
    title: str,
    department: str,
    mode: Mode = Mode.REPLACE,
    by: str,
    at: datetime,
    clock: Clock | None = None,
    entry: DatasetEntry | None = None,
    tables: tuple[TableWords, ...] = (),
    system: System | None = None,
    progress: Progress = silent,
) -> dict[str, Any]:
    """Publish a file as a dataset, every table found in it; return {dataset, slug, tables, releases}.

    A dataset with this slug is continued and keeps its table ids; otherwise one is registered from ``entry``, or
    from slug, title and department alone. ``tables`` may give titles and column words, by table name. ``system`` is the system of
    coordinates of all longitudes, latitudes and geometries in the file (default: as declared before). ``clock`` dates the
    steps (default: all at ``at``). Raises
    NotUnderstoodError, PersonalDataError, OtherDepartmentError and what ``publish`` raises; then readers see what they saw before.
    """
    clock = clock or (lambda: at)
    entry, dataset_id = _entry(slug=slug, title=title, department=department, given=entry)
    submission_id = receive_file(
        chunks=_chunks(path),
        filename=path.name,
        department=department,
        by=by,
        at=at,
        size=path.stat().st_size,
        dataset_id=dataset_id,
        mode=mode,
        progress=progress,
        in_background=False,
    )
    state = understand_submission(submission_id=submission_id, by=by, at=at, clock=clock, progress=progress)
    if state is not SubmissionStep.UNDERSTOOD:
        _raise_refusal(submission_id)
    _describe(submission_id, entry=entry, tables=tables, system=system, by=by, at=at)
    result = publish(submission_id=submission_id, by=by, at=at, clock=clock, progress=progress)
    return result or {}


def _entry(*, slug: str, title: str, department: str, given: DatasetEntry | None) -> tuple[DatasetEntry, str]:
    """Return the entry to publish under and the id of the dataset it continues (empty: a new one)."""
    owner = department_card(key_or_code=department)
    try:
        dataset_id = catalogue.id_of(slug=slug)
    except NotFoundError:
        dataset_id = ""
    if given is None and dataset_id:
        present = catalogue.entry(dataset_id=dataset_id)
        given = replace(present, title_zh=title or present.title_zh)
    base = given or DatasetEntry(slug=slug, title_zh=title, department=owner.key)
    entry = replace(base, slug=slug, department=owner.key)
    require_valid(entry=entry)
    require_own_dataset(dataset_id=dataset_id, slug=slug, department_id=owner.id)
    return entry, dataset_id


def _describe(
    submission_id: str,
    *,
    entry: DatasetEntry,
    tables: tuple[TableWords, ...],
    system: System | None,
    by: str,
    at: datetime,
) -> None:
    with transaction.atomic():
        submission = locked(submission_id=submission_id)
        submission.entry = entry.as_dict()
        submission.tables = {
            words.name: words.as_dict() for words in _placed(submission, tables or _titles(submission, entry), system)
        }
        submission.save()
        detail = {"slug": entry.slug, "short_cut": True}
        record(
            by=by, action="submission.describe", object_type="submission", object_id=submission_id, detail=detail, at=at
        )


def _placed(submission: Submission, tables: tuple[TableWords, ...], system: System | None) -> tuple[TableWords, ...]:
    """Return the words with the system of coordinates in which places come. Raises NoPlacesError."""
    before = places_before(submission)
    if system is None:
        return tuple(replace(one, places=one.places or before.get(one.name, ())) for one in tables)
    report = IngestReport.from_dict(submission.report or {})
    found = {name: declared_all(choices=choices, system=system) for name, choices in choices_of(report=report).items()}
    if not any(found.values()):
        raise NoPlacesError(system=NAMES[system])
    kept = {name: tuple(one for one in places if one.is_converted) for name, places in found.items()}
    return tuple(replace(one, places=kept.get(one.name, ())) for one in tables)


def _titles(submission: Submission, entry: DatasetEntry) -> tuple[TableWords, ...]:
    """Return titles: the dataset's where there is one table, else none (its name, or what a continued one has)."""
    names = [table["name"] for table in (submission.report or {})["tables"]]
    if len(names) == 1:
        return (TableWords(name=names[0], title_zh=entry.title_zh, title_en=entry.title_en),)
    return tuple(TableWords(name=name) for name in names)


def _raise_refusal(submission_id: str) -> None:
    step = SubmissionState.objects.filter(submission_id=submission_id).last()
    raise NotUnderstoodError(zh=step.reason_zh if step else "", en=step.reason_en if step else "")


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block
