"""What the wizard proposes before the officer says anything."""

from __future__ import annotations

from itertools import chain, count

from zhanqiao.core_services.publishing.queries.declared import places_of_table
from zhanqiao.core_services.publishing.queries.submissions import SubmissionCard
from zhanqiao.core_services.publishing.rules import Shape, TableWords, continued, suggested_slug
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.rules import DatasetEntry
from zhanqiao.data_center.metadata import queries as metadata
from zhanqiao.data_center.metadata.rules import merged_words
from zhanqiao.kit.errors import NotFoundError


def proposed_entry(*, submission: SubmissionCard) -> DatasetEntry:
    """Return the entry to start from: what was said, else that of the continued dataset, else one from the file name."""
    if submission.entry:
        return submission.entry
    if submission.dataset_id:
        return catalogue.entry(dataset_id=submission.dataset_id)
    title = submission.filename.rsplit(".", 1)[0].strip() or submission.filename
    department = submission.department
    return DatasetEntry(
        slug=_free_slug(suggested_slug(title=title)),
        title_zh=title,
        department=department.key,
        division_code=department.division_code,
        contact_phone=department.phone,
        contact_email=department.email,
    )


def _free_slug(slug: str) -> str:
    """Return the slug, or with the first number behind it that makes it free: no form asks for it before it is kept."""
    return next(one for one in chain((slug,), (f"{slug}-{number}" for number in count(2))) if not _is_taken(one))


def _is_taken(slug: str) -> bool:
    try:
        catalogue.id_of(slug=slug)
    except NotFoundError:
        return False
    return True


def proposed_tables(*, submission: SubmissionCard) -> tuple[TableWords, ...]:
    """Return one line per understood table with one per column: what was said, known before, or proposed."""
    said = {table.name: table for table in submission.tables}
    reports = submission.report.tables if submission.report else ()
    known = catalogue.tables_of(dataset_id=submission.dataset_id) if submission.dataset_id else ()
    titles = {table.id: table.title for table in known}
    words = []
    for report, table_id in zip(reports, continued_tables(submission=submission), strict=True):
        before = said.get(report.name)
        columns = merged_words(
            fields=report.fields,
            known=metadata.words_of(table_id=table_id) if table_id else (),
            given=before.columns if before else (),
        )
        title = titles.get(table_id or "")
        words.append(
            TableWords(
                name=report.name,
                title_zh=before.title_zh if before else title.zh if title else report.name,
                title_en=before.title_en if before else title.en if title else "",
                columns=columns,
                included=before.included if before else True,
                places=before.places if before else places_of_table(table_id=table_id or ""),
            )
        )
    return tuple(words)


def continued_tables(*, submission: SubmissionCard) -> tuple[str | None, ...]:
    """Return for each table of the file the id of the table it becomes the next release of, None for a new one."""
    reports = submission.report.tables if submission.report else ()
    if submission.table_id:
        return (submission.table_id,) * len(reports)
    known = catalogue.tables_of(dataset_id=submission.dataset_id) if submission.dataset_id else ()
    shapes = [Shape(table.id, table.name, tuple(field.name for field in table.fields)) for table in known]
    found = [Shape(None, report.name, tuple(field.name for field in report.fields)) for report in reports]
    return continued(known=shapes, found=found)
