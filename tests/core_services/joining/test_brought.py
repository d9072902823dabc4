"""A visitor's own file: read in a limited process, known by its token alone, gone after an hour."""

from __future__ import annotations

import io
import os
from datetime import UTC, datetime, timedelta

import pytest
import xlsxwriter
from tests.core_services.joining.grounds import MOMENT

from zhanqiao.core_services.joining import operations, queries
from zhanqiao.core_services.joining.queries.brought import place
from zhanqiao.core_services.joining.rules import KEPT, BroughtFileError, JoinKey, JoinPlan, NothingBroughtError
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.operations import NoRowsBroughtError
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.people.audit.models import AuditLine

CSV = "编号,值\nA1,1\nA2,2\n"


def brought(content: bytes, name: str = "mine.csv") -> str:
    return operations.bring_file(chunks=[content], filename=name, size=len(content), at=datetime.now(tz=UTC)).token


def workbook() -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((("编号", "值"), ("A1", 1), ("A2", 2))):
            sheet.write_row(number, 0, row)
    return buffer.getvalue()


@pytest.mark.parametrize(("content", "name"), [(CSV.encode("gb18030"), "我的.csv"), (workbook(), "mine.XLSX")])
def test_a_file_is_a_table_for_who_has_its_token(content: bytes, name: str) -> None:
    token = brought(content, name)
    card = queries.brought_card(token=token, at=MOMENT)
    found = storage.rows(card=card, query=storage.parsed(card=card, params={}))
    assert card.title.zh == name
    assert ([each.name for each in card.fields], list(found.rows)) == (["编号", "值"], [("A1", 1), ("A2", 2)])
    files = [one.name for one in (place() / token).rglob("*") if one.is_file()]
    assert sorted(files) == ["about.json", "table.duckdb"]
    operations.forget_file(token=token)
    with pytest.raises(NothingBroughtError):
        queries.brought_card(token=token, at=MOMENT)


def test_two_brought_files_are_joined_with_each_other() -> None:
    left, right = (
        queries.brought_card(token=brought(text.encode()), at=MOMENT) for text in (CSV, "号,地\nA2,乙\nA3,丙\n")
    )
    found = queries.preview(plan=JoinPlan(keys=(JoinKey("编号", "号"),)), left=left, right=right)
    assert found.both is not None
    assert found.both.rows == (("A2", 2, "A2", "乙"),)
    assert (found.left_alone.rows, found.right_alone.rows) == ((("A1", 1),), (("A3", "丙"),))
    assert (found.left_rate, found.right_rate, found.rows) == (0.5, 0.5, 2)


@pytest.mark.parametrize("token", ["", "../../etc", "x" * 32 + "/", "short"])
def test_what_is_no_token_opens_nothing(token: str) -> None:
    with pytest.raises(NothingBroughtError):
        queries.brought_card(token=token, at=MOMENT)


def test_what_cannot_be_read_leaves_nothing() -> None:
    before = set(place().iterdir())
    for content, name, error in (
        (b"\x00\x01\x02" * 100, "a.xlsx", ZhanqiaoError),
        ("编号,值\n".encode(), "a.csv", NoRowsBroughtError),
        (b"1", "a.txt", BroughtFileError),
    ):
        with pytest.raises(error):
            brought(content, name)
    assert set(place().iterdir()) == before


def test_a_file_that_is_larger_than_it_said_is_refused() -> None:
    with pytest.raises(BroughtFileError):
        operations.bring_file(chunks=[b"a,b\n"] + [b"1,2\n" * 1_000_000] * 3, filename="a.csv", size=10, at=MOMENT)


def test_files_are_swept_after_an_hour() -> None:
    old, young = brought(CSV.encode()), brought(CSV.encode())
    long_ago = (datetime.now(tz=UTC) - KEPT - timedelta(seconds=1)).timestamp()
    os.utime(place() / old, (long_ago, long_ago))
    assert operations.forget_old_files(at=datetime.now(tz=UTC)) == 1
    assert ((place() / old).exists(), (place() / young).exists()) == (False, True)


@pytest.mark.django_db
def test_no_line_in_the_audit_trail_tells_of_it() -> None:
    before = AuditLine.objects.count()
    operations.forget_file(token=brought(CSV.encode()))
    assert AuditLine.objects.count() == before
