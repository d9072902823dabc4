"""Whole deliveries: everything the source has takes the place of the table's rows, through the gate of files."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from tests.core_services.connectors import grounds
from tests.core_services.connectors.grounds import AT, counts, register, rows_of, run

from zhanqiao.core_services.connectors.models import Connector
from zhanqiao.core_services.connectors.rules import Drift, Kind, Mode
from zhanqiao.core_services.publishing import operations as publishing
from zhanqiao.core_services.publishing import queries as submissions
from zhanqiao.core_services.publishing.models import Submission
from zhanqiao.core_services.publishing.rules import SubmissionStep
from zhanqiao.data_center.storage import queries
from zhanqiao.kit.environment import home

pytestmark = pytest.mark.django_db(transaction=True)


class Database:
    """A SQLite file with a table of car parks."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.do("create table 车场(车场编号 text, 名称 text, 余位 integer, 更新时间 text)")

    def do(self, statement: str, *values: Any) -> None:
        with sqlite3.connect(self.path) as database:
            database.execute(statement, values)

    def fill(self, count: int, name: str = "车场") -> None:
        self.do("delete from 车场")
        for number in range(1, count + 1):
            self.do("insert into 车场 values(?, ?, ?, ?)", f"P{number:03d}", name, number, "2026-11-01 08:00:00")

    @property
    def stated(self) -> dict[str, Any]:
        return {"kind": Kind.SQLITE, "mode": Mode.WHOLE, "settings": {"path": str(self.path), "table": "车场"}}


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "lots.db")


def worked(submission: str) -> SubmissionStep:
    """Do what the worker does with a file; return where it ends."""
    state = publishing.understand_submission(submission_id=submission, by="system", at=AT, clock=lambda: AT)
    if state is SubmissionStep.PUBLISHING:
        publishing.publish(submission_id=submission, by="system", at=AT, clock=lambda: AT)
    step = submissions.last_step(submission_id=submission)
    assert step is not None
    return step.state


def test_everything_takes_the_place_of_the_rows(database: Database) -> None:
    table = grounds.published_table(keyed=False)
    database.fill(3)
    register(table, **database.stated)
    first = run()
    assert (counts(first), worked(first.submission_id)) == (("finished", 3, 3, 0), SubmissionStep.PUBLISHED)
    assert rows_of(table) == [("P001", 1), ("P002", 2), ("P003", 3)]
    same = run(1)
    assert (counts(same), same.rows_unchanged, same.submission_id) == (("finished", 3, 0, 0), 3, "")
    assert "已发布" in same.note.zh
    database.fill(1)
    second = run(2)
    assert (worked(second.submission_id), rows_of(table)) == (SubmissionStep.PUBLISHED, [("P001", 1)])
    assert list((home() / "connectors").glob("*.jsonl")) == []


def test_a_planted_identity_number_is_not_published_and_not_sent_again(database: Database) -> None:
    table = grounds.published_table(keyed=False)
    database.fill(3, name="联系人360426199101010071")
    register(table, **database.stated)
    first = run()
    assert worked(first.submission_id) is SubmissionStep.UNDERSTOOD
    step = submissions.last_step(submission_id=first.submission_id)
    assert step is not None
    assert (step.code, step.reason and "身份证" in step.reason.zh) == ("personal-data", True)
    assert rows_of(table) == []
    assert (run(1).submission_id, Submission.objects.count()) == ("", 2)  # the seeding's own, and ours


def test_new_columns_are_refused_left_out_or_added(database: Database) -> None:
    table = grounds.published_table(keyed=False)
    database.do("alter table 车场 add column 收费 text")
    database.do("insert into 车场 values('P001', '一', 1, '2026-11-01 08:00:00', '免费')")
    register(table, **database.stated)
    refused = run()
    assert (refused.code, Connector.objects.get().delivered) == ("connector-drifted", {})
    register(table, **database.stated, drift=Drift.IGNORE, again=True)
    left_out = run(1)
    worked(left_out.submission_id)
    names = [one.name for one in queries.table_card(table_id=table).fields]
    assert (left_out.new_columns, names) == (("收费",), list(grounds.COLUMNS))
    register(table, **database.stated, drift=Drift.ADD, again=True)
    assert worked(run(2).submission_id) is SubmissionStep.PUBLISHED
    assert [one.name for one in queries.table_card(table_id=table).fields] == [*grounds.COLUMNS, "收费"]


def test_the_newest_file_of_a_folder_is_handed_over_as_it_is(tmp_path: Path) -> None:
    table = grounds.published_table(keyed=False)
    folder = tmp_path / "files"
    folder.mkdir()
    settings = {"path": str(folder), "quiet": 0}
    register(table, kind=Kind.FOLDER, mode=Mode.WHOLE, settings=settings)
    assert (counts(run()), Submission.objects.count()) == (("finished", 0, 0, 0), 1)
    (folder / "lots.csv").write_bytes((grounds.LOTS + "P007,七,7,2026-11-01 08:00:00\n").encode("gb18030"))
    done = run(1)
    assert (worked(done.submission_id), rows_of(table)) == (SubmissionStep.PUBLISHED, [("P007", 7)])
