"""Derived tables as pages read them, and what a dataset was made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from zhanqiao.core_services.joining.models import DerivedRun, DerivedTable, DerivedVersion
from zhanqiao.core_services.joining.queries.keeping import areas_of, origins_of
from zhanqiao.core_services.joining.rules import RUN_STATES, JoinPlan, RunState
from zhanqiao.core_services.publishing import queries as submissions
from zhanqiao.core_services.publishing.rules import SubmissionStep
from zhanqiao.data_center.metadata import queries as metadata
from zhanqiao.data_center.metadata.rules import ColumnWords
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import Resource
from zhanqiao.people.departments.queries import DepartmentCard, cards_by_id

AREA = Text("取自点所在的面：《{zh}》", "of the area in which the point lies: '{en}'")


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionCard:
    """A version of a derived table: its sources and plan, since when, why."""

    number: int
    left_table_id: str
    right_table_id: str
    plan: JoinPlan
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCard:
    """A run; ``sources`` are [{table, release, number}], ``match`` the rows of both sides and how many matched."""

    id: str
    derived_id: str
    number: int
    version: int
    by: str
    state: RunState
    started_at: datetime
    ended_at: datetime | None
    sources: tuple[dict[str, Any], ...]
    match: dict[str, int]
    rows: int
    submission_id: str
    code: str
    note: Text

    @property
    def state_text(self) -> Text:
        """Return the state in words."""
        return RUN_STATES[self.state]


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivedCard:
    """A derived table with its present version; ``table_id`` is empty until its first rows are published."""

    id: str
    department: DepartmentCard
    dataset_id: str
    table_id: str
    version: VersionCard
    by: str
    at: datetime
    wanted_at: datetime | None
    ended_at: datetime | None
    end_reason: str

    @property
    def resource(self) -> Resource:
        """Return what access to it is decided by: its department's officers and reviewers."""
        return Resource(kind="derived", id=self.id, department_id=self.department.id, state="draft")


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeFrom:
    """What a published dataset was made from: the plan, both tables with the number of the release, and when.

    ``columns`` are its columns by the table they come from; empty where a source has changed so that the plan fits no more.
    """

    derived_id: str
    plan: JoinPlan
    tables: tuple[tuple[str, int], ...]
    at: datetime
    is_refreshed: bool
    columns: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())


def derived_cards() -> tuple[DerivedCard, ...]:
    """Return all derived tables, newest first. Two queries."""
    versions: dict[str, DerivedVersion] = {}
    for one in DerivedVersion.objects.order_by("number"):
        versions[one.derived_id] = one
    return tuple(_card(one, versions[one.id]) for one in DerivedTable.objects.all())


def derived_card(*, derived_id: str) -> DerivedCard:
    """Return one. Raises NotFoundError; says nothing about rights."""
    found = DerivedTable.objects.filter(pk=derived_id).first()
    if found is None:
        raise NotFoundError(what=derived_id)
    return _card(found, found.versions.order_by("-number")[0])


def version_cards(*, derived_id: str) -> tuple[VersionCard, ...]:
    """Return the versions of a derived table, newest first."""
    return tuple(_version(one) for one in DerivedVersion.objects.filter(derived_id=derived_id).order_by("-number"))


def run_cards(*, derived_id: str, limit: int) -> tuple[RunCard, ...]:
    """Return the runs of a derived table, newest first."""
    return tuple(_run(one) for one in DerivedRun.objects.filter(derived_id=derived_id).order_by("-number")[:limit])


def run_card(*, run_id: str) -> RunCard:
    """Return one run. Raises NotFoundError."""
    found = DerivedRun.objects.filter(pk=run_id).first()
    if found is None:
        raise NotFoundError(what=run_id)
    return _run(found)


def last_runs() -> dict[str, RunCard]:
    """Return the last run of each derived table, by its id. One query."""
    found: dict[str, RunCard] = {}
    for one in DerivedRun.objects.order_by("number"):
        found[one.derived_id] = _run(one)
    return found


def made_from(*, dataset_id: str) -> MadeFrom | None:
    """Return what the published rows of a dataset were made from, None where it is no derived table or has no rows yet.

    No query when warm.
    """
    return storage.remembered(("made from", dataset_id), lambda: _made_from(dataset_id))


def column_words(*, derived_id: str, names: Sequence[str]) -> tuple[ColumnWords, ...]:
    """Return the words of a derived table's columns: those of the sources' dictionaries, of columns named in ``names``."""
    version = derived_card(derived_id=derived_id).version
    left, right = (storage.table_card(table_id=one) for one in (version.left_table_id, version.right_table_id))
    areas = areas_of(plan=version.plan, left=left, right=right)
    known = [{one.name: one for one in metadata.words_of(table_id=table.id)} for table in (left, right)]
    said = {}
    for one in origins_of(plan=version.plan, left=left, right=right):
        table, words = (left, right)[one.side], known[one.side].get(one.column)
        if areas is not None and table.id == areas.id:
            said[one.name] = _of_area(one.name, words or ColumnWords(name=one.column, name_zh=one.column), areas.title)
        elif words:
            said[one.name] = ColumnWords(**{**words.as_dict(), "name": one.name})
    return tuple(said[name] for name in names if name in said)


def _of_area(name: str, words: ColumnWords, title: Text) -> ColumnWords:
    """Return the words of a column that was taken over from the area in which a point lies; they say so."""
    told = AREA.filled(zh=title.zh, en=title.en)
    return replace(
        words,
        name=name,
        description_zh=f"{words.description_zh}（{told.zh}）" if words.description_zh else told.zh,
        description_en=f"{words.description_en} ({told.en})" if words.description_en else told.en,
    )


def _made_from(dataset_id: str) -> MadeFrom | None:
    derived = DerivedTable.objects.filter(dataset_id=dataset_id).exclude(table_id="").first()
    if derived is None:
        return None
    for run in DerivedRun.objects.filter(derived=derived, state=RunState.HANDED.value).order_by("-number"):
        step = submissions.last_step(submission_id=run.submission_id)
        if step is not None and step.state is SubmissionStep.PUBLISHED:
            version = DerivedVersion.objects.get(derived=derived, number=run.version)
            return MadeFrom(
                derived_id=derived.id,
                plan=JoinPlan.from_dict(version.plan),
                tables=tuple((one["table"], one["number"]) for one in run.sources),
                at=step.at,
                is_refreshed=derived.ended_at is None,
                columns=_columns(version),
            )
    return None


def _columns(version: DerivedVersion) -> tuple[tuple[str, ...], tuple[str, ...]]:
    try:
        left, right = (storage.table_card(table_id=one) for one in (version.left_table_id, version.right_table_id))
        found = origins_of(plan=JoinPlan.from_dict(version.plan), left=left, right=right)
    except ZhanqiaoError:  # a source has lost a column meanwhile: the run says so, the page names the sources alone
        return (), ()
    first, second = (tuple(one.name for one in found if one.side == side) for side in (0, 1))
    return first, second


def _card(found: DerivedTable, version: DerivedVersion) -> DerivedCard:
    return DerivedCard(
        id=found.id,
        department=cards_by_id()[found.department_id],
        dataset_id=found.dataset_id,
        table_id=found.table_id,
        version=_version(version),
        by=found.by,
        at=found.at,
        wanted_at=found.wanted_at,
        ended_at=found.ended_at,
        end_reason=found.end_reason,
    )


def _version(found: DerivedVersion) -> VersionCard:
    return VersionCard(
        number=found.number,
        left_table_id=found.left_table_id,
        right_table_id=found.right_table_id,
        plan=JoinPlan.from_dict(found.plan),
        reason=found.reason,
        by=found.by,
        at=found.at,
    )


def _run(found: DerivedRun) -> RunCard:
    return RunCard(
        id=found.id,
        derived_id=found.derived_id,
        number=found.number,
        version=found.version,
        by=found.by,
        state=RunState(found.state),
        started_at=found.started_at,
        ended_at=found.ended_at,
        sources=tuple(found.sources),
        match=found.match,
        rows=found.rows,
        submission_id=found.submission_id,
        code=found.code,
        note=Text(found.note_zh, found.note_en),
    )
