"""What the tests of personal data share: a list of people on its way, its rules, exemption and assessment."""

from __future__ import annotations

import zlib
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
from django.apps import apps
from tests.core_services.publishing.grounds import AT, BY, clock, described, understood
from tests.seeding import permit

from zhanqiao.core_services.publishing import operations
from zhanqiao.core_services.publishing.rules import (
    MaskingRule,
    TableMasking,
)
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import Query
from zhanqiao.kit.environment import home

AUTHORITY, TODAY = "acc_authority", AT.date()
NAMES = ("王小明", "李丽", "张伟", "赵敏", "周强", "吴静")
PEOPLE = "申请人,身份证号,登记日期,备注\n" + "".join(
    f"{name},360426199101010071,2026-01-0{n},电话138001380{n}{n}\n" for n, name in enumerate(NAMES, start=1)
)
RULES = TableMasking(
    (
        MaskingRule(column="申请人", method="partial", first=1),
        MaskingRule(column="身份证号", method="hash"),
        MaskingRule(column="备注", method="redact"),
    )
)


def waiting(department: str, *, content: str = PEOPLE, dataset_id: str = "") -> str:
    submission_id = understood(content=content, department=department, filename="名单.csv", dataset_id=dataset_id)
    described(submission_id, department=department)
    return submission_id


def mask(submission_id: str, masking: TableMasking = RULES, table: str = "名单") -> None:
    operations.choose_masking(submission_id=submission_id, table=table, masking=masking, by=BY, at=AT)


def assess(submission_id: str, *, conclusion: str = "measures", on: date = TODAY) -> None:
    operations.assess(
        submission_id=submission_id,
        purpose="公示补贴发放结果，依法应当公开",
        effect="姓名和证件号可能被滥用，风险中等",
        measures="姓名部分遮盖，证件号散列",
        conclusion=conclusion,
        assessor="李评估",
        assessed_on=on,
        by=BY,
        at=AT,
    )


def exempt(
    submission_id: str, column: str, kind: str, *, by: str = AUTHORITY, reason: str = "依法公开的公示信息"
) -> None:
    operations.exempt(submission_id=submission_id, table="名单", column=column, kind=kind, reason=reason, by=by, at=AT)


def publish(submission_id: str) -> dict[str, Any]:
    """Publish, and let programs update the dataset."""
    result = operations.publish(submission_id=submission_id, by=BY, at=AT, clock=clock)
    assert result is not None
    permit(dataset_id=result["dataset"])
    return result


def rows_of(table_id: str) -> list[tuple[Any, ...]]:
    return list(storage.rows(card=storage.table_card(table_id=table_id), query=Query()).rows)


def published_masked(department: str) -> str:
    submission_id = waiting(department)
    mask(submission_id)
    assess(submission_id)
    return str(publish(submission_id)["tables"][0])


def kept_anywhere(*secrets: str) -> list[str]:
    """Return where a secret lies: files under HOME, and rows of the database; what is packed is unpacked, and looked at once."""

    def tells(text: str) -> bool:
        return any(one in text for one in secrets)

    found = [str(path) for path in home().rglob("*") if path.is_file() and tells(_content(path))]
    for model in apps.get_models():
        for row in model.objects.values():  # type: ignore[attr-defined]  # every model of ours has them
            told = [_unpacked(value) if isinstance(value, bytes) else str(value) for value in row.values()]
            found += [f"{model.__name__} {row}" for text in told if tells(text)]
    return found


def _content(path: Path) -> str:
    """Return what a file holds: its bytes, and the rows of Parquet files and of serving copies, which are packed."""
    told = path.read_bytes().decode(errors="replace")
    if path.suffix not in {".parquet", ".duckdb"}:
        return told
    with duckdb.connect() as connection:
        if path.suffix == ".parquet":
            return told + str(connection.execute("SELECT * FROM read_parquet(?)", [str(path)]).fetchall())
        connection.execute(f"ATTACH '{path}' AS kept (READ_ONLY)")
        return told + str(connection.execute("SELECT * FROM kept.main.data").fetchall())


def _unpacked(value: bytes) -> str:
    with suppress(zlib.error):
        value = zlib.decompress(value)
    return value.decode(errors="replace")
