"""Connectors that fill a masked table: rows come in the clear, and nothing of them is kept in the clear, in quarantine neither."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from tests.core_services.connectors import grounds
from tests.core_services.connectors.grounds import AT, BY, counts, run, waiting
from tests.core_services.publishing.personal_grounds import assess, kept_anywhere, mask, publish, rows_of
from tests.core_services.publishing.personal_grounds import waiting as handed_in

from zhanqiao.core_services.connectors import operations, queries
from zhanqiao.core_services.connectors.models import QuarantinedRow
from zhanqiao.core_services.connectors.operations import MasksChangedError
from zhanqiao.core_services.connectors.rules import Kind, Mode
from zhanqiao.core_services.publishing.models import MaskedTable
from zhanqiao.core_services.publishing.operations import publish_rows
from zhanqiao.core_services.publishing.rules import MaskingRule, TableMasking
from zhanqiao.data_center.storage import operations as storage
from zhanqiao.data_center.storage.operations import RowsRefusedError

SECRETS = ("370202198506150018", "钱多多", "孙悟空")
FILE = "申请人,身份证号,年龄,金额\n" + "".join(
    f"王小{n},36042619910101{n:03d}X,{n - 60},{n}\n" for n in range(100, 106)
)
RULES = TableMasking(
    (
        MaskingRule(column="申请人", method="partial", first=1),
        MaskingRule(column="身份证号", method="hash"),
        MaskingRule(column="年龄", method="generalise", grain="band", size=10),
    )
)


@pytest.fixture
def masked(department: str) -> tuple[str, str]:
    """Publish the masked list with a key; return the ids of its table and dataset's slug."""
    submission_id = handed_in(department, content=FILE)
    mask(submission_id, RULES)
    assess(submission_id)
    result = publish(submission_id)
    table_id = str(result["tables"][0])
    storage.declare_key(table_id=table_id, columns=["身份证号"], by=BY, at=AT)
    return table_id, str(result["slug"])


def connected(masked: tuple[str, str], folder: Path, *rows: tuple[Any, ...], **more: Any) -> None:
    with sqlite3.connect(folder / "people.db") as database:
        database.execute("create table people(申请人 text, 身份证号 text, 年龄, 金额)")
        database.executemany("insert into people values(?, ?, ?, ?)", rows)
    settings = {"path": str(folder / "people.db"), "table": "people"}
    stated = {"kind": Kind.SQLITE, "mode": Mode.UPSERT, "settings": settings, "dataset": masked[1], **more}
    grounds.register(masked[0], **stated)


def test_rows_of_a_connector_are_masked_and_change_the_row_of_their_clear_key(
    masked: tuple[str, str], tmp_path: Path
) -> None:
    before = rows_of(masked[0])
    connected(masked, tmp_path, ("钱多多", "36042619910101100X", 33, 7), ("孙悟空", SECRETS[0], 51, 8))
    assert counts(run()) == ("finished", 2, 2, 0)
    publish_rows(table_id=masked[0], at=AT)
    after = rows_of(masked[0])
    assert (after[0], len(after)) == (("钱**", before[0][1], "30–39", 7), 7)
    assert after[-1][::2] == ("孙**", "50–59")
    assert kept_anywhere(*SECRETS) == []


def test_rows_that_do_not_fit_wait_masked_and_are_sent_when_corrected(masked: tuple[str, str], tmp_path: Path) -> None:
    connected(masked, tmp_path, ("钱多多", SECRETS[0], "三十", 7), ("孙悟空", "36042619910101200X", 41, "许多"))
    first = run()
    assert (counts(first), waiting()) == (("finished", 2, 0, 2), [(1, ["年龄"]), (2, ["金额"])])
    held = {row.number: row.row for row in QuarantinedRow.objects.all()}
    assert (held[1]["申请人"], len(held[1]["身份证号"]), "年龄" in held[1]) == ("钱**", 32, False)
    assert (held[2]["年龄"], held[2]["金额"]) == ("40–49", "许多")
    assert kept_anywhere(*SECRETS) == []
    assert operations.replay_run(run_id=first.id, by=BY, at=AT) == (0, 2)
    (one, two), _ = queries.quarantine(run_id=first.id)
    with pytest.raises(RowsRefusedError):
        operations.correct_row(row_id=one.id, values={"年龄": "三十"}, by=BY, at=AT)
    operations.correct_row(row_id=one.id, values={"年龄": "33", "申请人": "孙悟空"}, by=BY, at=AT)
    operations.correct_row(row_id=two.id, values={"金额": "9"}, by=BY, at=AT)
    assert operations.replay_run(run_id=first.id, by=BY, at=AT) == (2, 0)
    publish_rows(table_id=masked[0], at=AT)
    assert [(name, age, amount) for name, _, age, amount in rows_of(masked[0])[6:]] == [
        ("孙**", "30–39", 7),
        ("孙**", "40–49", 9),
    ]
    assert kept_anywhere(*SECRETS) == []


def test_rows_kept_under_other_masks_are_not_sent(masked: tuple[str, str], tmp_path: Path) -> None:
    connected(masked, tmp_path, ("孙悟空", "36042619910101200X", 41, "许多"))
    first = run()
    (held,), _ = queries.quarantine(run_id=first.id)
    operations.correct_row(row_id=held.id, values={"金额": 9}, by=BY, at=AT)
    MaskedTable.objects.update(masking=TableMasking(RULES.rules[:2]).as_dict())
    with pytest.raises(MasksChangedError):
        operations.replay_run(run_id=first.id, by=BY, at=AT)


def test_a_masked_column_is_no_watermark(masked: tuple[str, str], tmp_path: Path) -> None:
    connected(masked, tmp_path, ("钱多多", SECRETS[0], 33, 7), mode=Mode.INCREMENTAL, watermark="身份证号")
    stopped = run()
    assert (counts(stopped), stopped.code) == (("failed", 0, 0, 0), "connector-watermark-masked")
    assert kept_anywhere(SECRETS[0]) == []
