"""Publishes one demo dataset by the same steps an officer takes: hand in, understand, describe, publish."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from zhanqiao.core_services.publishing import operations as publishing
from zhanqiao.core_services.publishing.queries import proposed_tables, submission_card
from zhanqiao.core_services.publishing.rules import SubmissionStep, TableWords
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.rules import DatasetEntry
from zhanqiao.data_center.metadata.rules import ColumnWords
from zhanqiao.data_center.storage.rules import Mode
from zhanqiao.demo.entries import Column, Entry, TableEntry
from zhanqiao.demo.files import SourceFile
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.progress import Progress
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import AccessCard
from zhanqiao.people.departments.queries import department_card

ASSIGNED = Text(
    zh="部门归属为演示设定，并非该部门发布的数据。",
    en="The department is a demo assignment; the data is not its publication.",
)


class FileRefusedError(ZhanqiaoError):
    """A demo file could not be understood; the dataset was not published, the others go on."""

    status = 422
    code = "demo-file-refused"
    sentence = Text(
        zh="“{file}”没有读懂，该数据集没有发布：{zh}",
        en="'{file}' was not understood, its dataset was not published: {en}",
    )


@dataclass(frozen=True, slots=True)
class Handed:
    """A file that was handed in and understood, waiting to be described and published."""

    submission_id: str
    mode: Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class Loader:
    """Who loads, and what tells the time and the progress; ``card`` must be of the data authority."""

    card: AccessCard
    clock: Callable[[], datetime]
    progress: Progress

    def hand_in(self, *, entry: Entry, file: SourceFile, dataset_id: str = "") -> Handed:
        """Hand a file in and have it understood. Raises FileRefusedError with the refusal's sentence."""
        mode = Mode.APPEND if file.mode == "append" else Mode.REPLACE
        with file.path.open("rb") as content:
            submission_id = publishing.receive_file(
                chunks=iter(lambda: content.read(1 << 20), b""),
                filename=file.path.name,
                department=entry.department,
                by=self.card.actor,
                at=self.clock(),
                size=file.path.stat().st_size,
                dataset_id=dataset_id,
                mode=mode,
                in_background=False,
            )
        state = publishing.understand_submission(
            submission_id=submission_id, by=self.card.actor, at=self.clock(), clock=self.clock, progress=self.progress
        )
        if state is not SubmissionStep.UNDERSTOOD:
            self._raise_refusal(submission_id, file=file)
        return Handed(submission_id, mode)

    def publish(self, *, entry: Entry, handed: Handed, dataset_id: str = "") -> str:
        """Describe what was understood and publish it; return the dataset's id. Raises what ``publish`` raises."""
        submission = submission_card(submission_id=handed.submission_id, card=self.card)
        publishing.describe(
            submission_id=handed.submission_id,
            entry=catalogue_entry(entry=entry),
            tables=described(proposed=proposed_tables(submission=submission), tables=entry.tables),
            mode=handed.mode,
            dataset_id=dataset_id,
            by=self.card.actor,
            at=self.clock(),
        )
        result = publishing.publish(
            submission_id=handed.submission_id,
            by=self.card.actor,
            at=self.clock(),
            clock=self.clock,
            progress=self.progress,
        )
        return str((result or {})["dataset"])

    def releases_of(self, *, slug: str) -> tuple[str, int]:
        """Return the id of the dataset with this slug and the number of its first table's release; ("", 0) for none."""
        try:
            dataset = catalogue.dataset_card(slug=slug, card=self.card)
        except NotFoundError:
            return "", 0
        return dataset.id, dataset.tables[0].release_number if dataset.tables else 0

    def _raise_refusal(self, submission_id: str, *, file: SourceFile) -> None:
        reason = submission_card(submission_id=submission_id, card=self.card).reason or Text("", "")
        raise FileRefusedError(file=file.path.name, zh=reason.zh, en=reason.en)


def catalogue_entry(*, entry: Entry) -> DatasetEntry:
    """Return the statutory entry of a demo dataset, with the department's contacts."""
    department = department_card(key_or_code=entry.department)
    note = Text("", "") if entry.synthetic else ASSIGNED
    return DatasetEntry(
        slug=entry.slug,
        title_zh=entry.title.zh,
        title_en=entry.title.en,
        abstract_zh=entry.abstract.zh + note.zh,
        abstract_en=f"{entry.abstract.en} {note.en}".strip(),
        department=entry.department,
        theme=str(entry.theme),
        scene=entry.scene or "",
        keywords=(*entry.keywords_zh, *entry.keywords_en),
        open_type="conditional" if entry.condition else "unconditional",
        open_condition=entry.condition,
        update_cycle=entry.update_cycle,
        division_code=entry.division_code,
        spatial=f"{entry.spatial.zh} · {entry.spatial.en}",
        temporal_from=entry.temporal_from,
        temporal_to=entry.temporal_to,
        licence=entry.licence,
        licence_url=entry.licence_url,
        origin_name=entry.origin,
        origin_url=entry.origin_url,
        synthetic=entry.synthetic,
        contact_name=department.name_zh,
        contact_phone=department.phone,
        contact_email=department.email,
    )


def described(*, proposed: Sequence[TableWords], tables: Sequence[TableEntry]) -> tuple[TableWords, ...]:
    """Return the proposed words with titles and columns replaced by the written ones, table by table in order."""
    written = dict(enumerate(tables))
    return tuple(
        _described(words, table=written[number]) if number in written else words
        for number, words in enumerate(proposed)
    )


def _described(words: TableWords, *, table: TableEntry) -> TableWords:
    known = {column.name: column for column in table.columns}
    columns = tuple(_words(known[one.name]) if one.name in known else one for one in words.columns)
    return replace(words, title_zh=table.title.zh, title_en=table.title.en, columns=columns)


def _words(column: Column) -> ColumnWords:
    return ColumnWords(
        name=column.name,
        name_zh=column.label.zh,
        name_en=column.label.en,
        description_zh=column.description.zh,
        description_en=column.description.en,
        unit=column.unit or "",
    )
