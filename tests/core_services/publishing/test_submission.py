"""A submission's way: received, understood, described, published; refused, cancelled, taken up again."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from django_tasks import default_task_backend
from django_tasks_db.models import DBTaskResult
from tests.core_services.publishing.grounds import (
    AT,
    AUTHORITY,
    BY,
    LINES,
    PEOPLE,
    STOPS,
    another_department,
    clock,
    described,
    officer,
    received,
    reviewed,
    understood,
    zipped,
)

from zhanqiao.core_services.publishing import operations, queries, tasks
from zhanqiao.core_services.publishing.models import JobProgress, Submission
from zhanqiao.core_services.publishing.queries.places import folder
from zhanqiao.core_services.publishing.rules import PersonalDataError, SubmissionStep, SubmissionStepError
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.operations import SlugTakenError
from zhanqiao.data_center.catalogue.rules import EntryInvalidError
from zhanqiao.data_center.metadata import queries as metadata
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.rules import Mode
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.access.operations import LoginRequiredError
from zhanqiao.people.access.queries import ANONYMOUS
from zhanqiao.people.audit.models import AuditLine


def card_of(submission_id: str, department: str) -> queries.SubmissionCard:
    return queries.submission_card(submission_id=submission_id, card=officer(department))


def published(submission_id: str) -> dict[str, object]:
    result = operations.publish(submission_id=submission_id, by=BY, at=AT, clock=clock)
    assert result is not None
    return result


def test_received_file_is_kept_and_acknowledged_with_its_digests(department: str) -> None:
    submission_id = received(content=b"a,b\n1,2\n", department=department, filename="C:\\数据\\表.csv")
    card = card_of(submission_id, department)
    assert (card.state, card.filename, card.size) == (SubmissionStep.ACKNOWLEDGED, "表.csv", 8)
    assert card.sha256 == hashlib.sha256(b"a,b\n1,2\n").hexdigest()
    assert (folder(submission_id=submission_id) / "source").read_bytes() == b"a,b\n1,2\n"


def test_file_over_the_limit_is_refused_and_not_kept(department: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHANQIAO_MAX_UPLOAD_BYTES", str(1 << 20))
    with pytest.raises(operations.FileTooLargeError) as refused:
        operations.receive_file(
            chunks=iter([b"x" * 600_000] * 3), filename="big.csv", department=department, by=BY, at=AT
        )
    assert "1 MiB" in refused.value.text.en
    assert not Submission.objects.exists()


def test_empty_file_is_refused(department: str) -> None:
    with pytest.raises(operations.FileEmptyError):
        operations.receive_file(chunks=[], filename="empty.csv", department=department, by=BY, at=AT)


def test_submission_of_another_department_is_hidden(department: str) -> None:
    submission_id = received(content=STOPS, department=department)
    with pytest.raises((NotFoundError, LoginRequiredError)):
        queries.submission_card(submission_id=submission_id, card=ANONYMOUS)


def test_understood_file_shows_its_tables_and_first_rows(department: str) -> None:
    card = card_of(understood(content=STOPS, department=department), department)
    assert card.report is not None
    assert [(table.name, table.rows, table.encoding) for table in card.report.tables] == [("公交站点", 30, "gb18030")]
    fields, rows = queries.table_preview(submission=card, table="公交站点", limit=1)
    assert [field.name for field in fields] == ["编号", "站名", "经度", "纬度"]
    assert rows[0][:2] == ("0001", "第1站")


def test_refused_file_says_why_in_both_languages(department: str) -> None:
    submission_id = received(content=b"\x00\x01\x02" * 500, department=department, filename="x.bin")
    state = operations.understand_submission(submission_id=submission_id, by=BY, at=AT, clock=clock)
    reason = card_of(submission_id, department).reason
    assert state is SubmissionStep.REFUSED
    assert reason is not None
    assert reason.zh
    assert reason.en


def test_published_submission_is_found_and_read_by_everybody(department: str) -> None:
    submission_id = understood(content=STOPS, department=department)
    described(submission_id, department=department)
    result = published(submission_id)
    dataset = catalogue.dataset_card(slug=str(result["slug"]), card=ANONYMOUS)
    assert (dataset.title.zh, dataset.state, dataset.rows) == ("公交站点", "published", 30)
    assert [table.title.zh for table in dataset.tables] == ["公交站点"]
    labels = [(column.label.zh, column.label.en) for column in metadata.dictionary(table_id=dataset.tables[0].id)]
    assert labels[2:] == [("经度", "Longitude"), ("纬度", "Latitude")]
    assert card_of(submission_id, department).state is SubmissionStep.PUBLISHED


def test_a_file_named_as_a_dataset_is_proposed_under_an_address_that_is_free(department: str) -> None:
    slugs = []
    for _ in range(3):
        submission_id = understood(content=STOPS, department=department)
        described(submission_id, department=department)
        slugs.append(published(submission_id)["slug"])
    assert slugs == ["gong-jiao-zhan-dian", "gong-jiao-zhan-dian-2", "gong-jiao-zhan-dian-3"]


def test_source_file_stays_with_the_release(department: str) -> None:
    submission_id = understood(content=STOPS, department=department)
    described(submission_id, department=department)
    result = published(submission_id)
    release = storage.release_cards(table_id=str(result["tables"][0]))[0]  # type: ignore[index]  # a JSON value
    assert release.source is not None
    assert (release.source["sha256"], release.source["size"]) == (
        card_of(submission_id, department).sha256,
        len(STOPS.encode("gb18030")),
    )
    assert not folder(submission_id=submission_id).exists()


def test_personal_data_blocks_and_says_what_to_do(department: str) -> None:
    submission_id = understood(content=PEOPLE, department=department, filename="名单.csv")
    card = described(submission_id, department=department)
    assert [(one.column, one.kind, one.cells, one.rows) for one in card.personal if one.blocks] == [
        ("身份证号", "identity_number", 1, (30,)),
        ("备注", "mobile", 1, (30,)),
    ]
    with pytest.raises(PersonalDataError) as blocked:
        operations.submit(submission_id=submission_id, by=BY, at=AT)
    assert "脱敏规则" in blocked.value.text.zh
    assert card_of(submission_id, department).state is SubmissionStep.UNDERSTOOD


def test_publication_needs_a_valid_entry(department: str) -> None:
    submission_id = understood(content=STOPS, department=department)
    with pytest.raises(operations.NotDescribedError):
        operations.submit(submission_id=submission_id, by=BY, at=AT)
    card = card_of(submission_id, department)
    with pytest.raises(EntryInvalidError):
        operations.describe(
            submission_id=submission_id,
            entry=replace(queries.proposed_entry(submission=card), open_type="closed"),
            tables=queries.proposed_tables(submission=card),
            by=BY,
            at=AT,
        )
    assert card_of(submission_id, department).entry is None


def test_slug_of_another_dataset_is_refused_at_once(department: str) -> None:
    first = understood(content=STOPS, department=department)
    described(first, department=department)
    published(first)
    second = card_of(understood(content=LINES, department=department), department)
    with pytest.raises(SlugTakenError):
        operations.describe(
            submission_id=second.id,
            entry=replace(queries.proposed_entry(submission=second), slug="gong-jiao-zhan-dian"),
            tables=queries.proposed_tables(submission=second),
            by=BY,
            at=AT,
        )


def test_dataset_of_another_department_is_not_continued(department: str) -> None:
    first = understood(content=STOPS, department=department)
    described(first, department=department)
    dataset_id = str(published(first)["dataset"])
    other = another_department()
    with pytest.raises(operations.OtherDepartmentError):
        received(content=STOPS, department=other, dataset_id=dataset_id)
    second = understood(content=STOPS, department=other)
    card = card_of(second, other)
    with pytest.raises(operations.OtherDepartmentError):
        operations.describe(
            submission_id=second,
            entry=queries.proposed_entry(submission=card),
            tables=queries.proposed_tables(submission=card),
            dataset_id=dataset_id,
            by=BY,
            at=AT,
        )


def test_table_left_out_is_not_published(department: str) -> None:
    submission_id = understood(content=zipped(stops=STOPS, lines=LINES), department=department, filename="交通.zip")
    card = card_of(submission_id, department)
    tables = [
        replace(table, included=table.name.endswith("lines")) for table in queries.proposed_tables(submission=card)
    ]
    operations.describe(
        submission_id=submission_id, entry=queries.proposed_entry(submission=card), tables=tables, by=BY, at=AT
    )
    result = published(submission_id)
    dataset = catalogue.dataset_card(slug=str(result["slug"]), card=ANONYMOUS)
    assert [table.rows for table in dataset.tables] == [30]
    assert [field.name for field in dataset.tables[0].fields] == ["线路", "里程"]


def test_failed_publication_goes_back_with_its_reason(department: str) -> None:
    first = understood(content=STOPS, department=department)
    described(first, department=department)
    dataset_id = str(published(first)["dataset"])
    second = understood(content=LINES, department=department, dataset_id=dataset_id)
    described(second, department=department, mode=Mode.APPEND)
    with pytest.raises(Exception, match="column"):
        operations.publish(submission_id=second, by=BY, at=AT, clock=clock)
    card = card_of(second, department)
    assert (card.state, card.steps[-1].code) == (SubmissionStep.UNDERSTOOD, "schema-mismatch")
    assert catalogue.dataset_card(id=dataset_id, card=ANONYMOUS).rows == 30


def test_waiting_submission_is_cancelled_at_once(department: str) -> None:
    submission_id = understood(content=STOPS, department=department)
    assert operations.cancel(submission_id=submission_id, by=BY, at=AT) is SubmissionStep.CANCELLED
    assert not folder(submission_id=submission_id).exists()
    with pytest.raises(SubmissionStepError):
        operations.cancel(submission_id=submission_id, by=BY, at=AT)


def test_running_work_hears_that_it_is_cancelled(department: str) -> None:
    submission_id = understood(content=STOPS, department=department)
    described(submission_id, department=department)
    reviewed(submission_id)
    assert operations.cancel(submission_id=submission_id, by=BY, at=AT) is SubmissionStep.PUBLISHING
    assert operations.publish(submission_id=submission_id, by=BY, at=AT, clock=clock) is None
    assert card_of(submission_id, department).state is SubmissionStep.CANCELLED
    assert catalogue.newest(card=ANONYMOUS) == ()


def test_progress_is_told_with_rate_and_time_left(department: str) -> None:
    submission_id = understood(content=STOPS, department=department)
    told = JobProgress.objects.get(pk=submission_id)
    JobProgress.objects.filter(pk=submission_id).update(
        stage="write", done=250, total=1000, unit="rows", began_at=AT, updated_at=AT.replace(second=5)
    )
    progress = card_of(submission_id, department).progress
    assert progress is not None
    assert told.stage == "personal"
    assert (progress.percent, progress.rate, progress.eta_seconds) == (25, 50.0, 15.0)


def test_every_step_is_in_the_audit_trail(department: str) -> None:
    submission_id = understood(content=STOPS, department=department)
    described(submission_id, department=department)
    published(submission_id)
    actions = list(AuditLine.objects.filter(object_id=submission_id).order_by("seq").values_list("action", flat=True))
    assert actions == [
        "submission.acknowledged",
        "submission.understanding",
        "submission.understood",
        "submission.describe",
        "submission.publishing",
        "submission.published",
    ]


@pytest.mark.django_db(transaction=True)
def test_worker_takes_a_file_from_upload_to_publication(department: str) -> None:
    submission_id = received(content=STOPS, department=department)
    worked()
    described(submission_id, department=department)
    reviewed(submission_id)
    worked()
    card = card_of(submission_id, department)
    assert (card.state, card.steps[-1].by) == (SubmissionStep.PUBLISHED, AUTHORITY)


@pytest.mark.django_db(transaction=True)
def test_interrupted_work_is_taken_up_again(department: str) -> None:
    submission_id = received(content=STOPS, department=department)
    DBTaskResult.objects.all().delete()
    Submission.objects.filter(pk=submission_id).update(state="understanding")
    assert operations.resume_interrupted(at=AT) == (submission_id,)
    worked()
    assert card_of(submission_id, department).state is SubmissionStep.UNDERSTOOD
    assert operations.resume_interrupted(at=AT) == ()


def worked() -> None:
    """Do every task that waits, as a worker does."""
    assert default_task_backend
    while row := DBTaskResult.objects.ready().order_by("enqueued_at").first():
        row.claim("tests")
        row.set_successful(getattr(tasks, row.task.name).func(*row.task_result.args))
