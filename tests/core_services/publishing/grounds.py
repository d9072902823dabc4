"""What the tests of publishing share: an officer's file on its way."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from zhanqiao.core_services.publishing import operations, queries
from zhanqiao.core_services.publishing.queries import SubmissionCard
from zhanqiao.core_services.publishing.rules import Stage, SubmissionStep
from zhanqiao.data_center.storage.rules import Mode
from zhanqiao.people.access.rules import AccessCard, Role
from zhanqiao.people.departments.operations import DepartmentEntry, register_department
from zhanqiao.people.departments.queries import department_card
from zhanqiao.people.departments.rules import Level, complete_credit_code

AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
BY, REVIEWER, AUTHORITY = "acc_officer", "acc_reviewer", "acc_authority"
STOPS = "编号,站名,经度,纬度\n" + "".join(f"{n:04d},第{n}站,120.{n:03d},36.{n:03d}\n" for n in range(1, 31))
LINES = "线路,里程\n" + "".join(f"{n}路,{n}.5\n" for n in range(1, 31))
PEOPLE = "姓名,身份证号,备注\n" + "".join(f"甲{n},,无\n" for n in range(30)) + "乙,360426199101010071,电话13800138000\n"


def clock() -> datetime:
    """Stand still."""
    return AT


def officer(department: str) -> AccessCard:
    """Return the card of an officer of the department."""
    department_id = department_card(key_or_code=department).id
    return AccessCard(account_id=BY, roles=frozenset({(Role.officer, department_id)}))


def another_department() -> str:
    """Put a second department into the tree and return its key."""
    entry = DepartmentEntry(
        code=complete_credit_code("1137020000410001"),
        key="qingdao-other",
        name_zh="另一部门",
        name_en="Another",
        level=Level.city,
        division_code="370200",
        valid_from=AT.date(),
        parent_id=department_card(key_or_code="qingdao-parks").id,
    )
    register_department(entry=entry, by=BY, at=AT)
    return entry.key


def received(*, content: bytes | str, department: str, filename: str = "公交站点.csv", dataset_id: str = "") -> str:
    """Hand a file in and return the submission's id."""
    data = content.encode("gb18030") if isinstance(content, str) else content
    return operations.receive_file(
        chunks=[data[:100], data[100:]], filename=filename, department=department, by=BY, at=AT, dataset_id=dataset_id
    )


def understood(*, content: bytes | str, department: str, filename: str = "公交站点.csv", dataset_id: str = "") -> str:
    """Hand a file in, let it be understood, and return the submission's id."""
    submission_id = received(content=content, department=department, filename=filename, dataset_id=dataset_id)
    state = operations.understand_submission(submission_id=submission_id, by=BY, at=AT, clock=clock)
    assert state is SubmissionStep.UNDERSTOOD
    return submission_id


def described(submission_id: str, *, department: str, mode: Mode = Mode.REPLACE) -> SubmissionCard:
    """Accept what the wizard proposes."""
    card = queries.submission_card(submission_id=submission_id, card=officer(department))
    operations.describe(
        submission_id=submission_id,
        entry=queries.proposed_entry(submission=card),
        tables=queries.proposed_tables(submission=card),
        mode=mode,
        dataset_id=card.dataset_id,
        by=BY,
        at=AT,
    )
    return queries.submission_card(submission_id=submission_id, card=officer(department))


def card_of(submission_id: str, department: str) -> SubmissionCard:
    """Return the submission as its officer sees it."""
    return queries.submission_card(submission_id=submission_id, card=officer(department))


def submitted(department: str, *, content: str = STOPS, dataset_id: str = "", mode: Mode = Mode.REPLACE) -> str:
    """Hand a file in, accept what the wizard proposes, and submit it to the department's reviewer."""
    submission_id = understood(content=content, department=department, dataset_id=dataset_id)
    described(submission_id, department=department, mode=mode)
    operations.submit(submission_id=submission_id, by=BY, at=AT)
    return submission_id


def approve(submission_id: str, stage: Stage, *, by: str, **said: object) -> SubmissionStep:
    """Approve at a stage."""
    return operations.approve(submission_id=submission_id, stage=stage, by=by, at=AT, **said)  # type: ignore[arg-type]  # a test's own words


def reviewed(submission_id: str) -> None:
    """Submit a described submission and let both reviewers approve it: a worker may publish it."""
    operations.submit(submission_id=submission_id, by=BY, at=AT)
    operations.approve(submission_id=submission_id, stage=Stage.DEPARTMENT, by=REVIEWER, at=AT)
    operations.approve(submission_id=submission_id, stage=Stage.AUTHORITY, by=AUTHORITY, at=AT)


def zipped(**texts: str) -> bytes:
    """Return a zip of CSV files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in texts.items():
            archive.writestr(f"{name}.csv", text)
    return buffer.getvalue()


def written(folder: Path, name: str, text: str) -> Path:
    """Write a GBK file and return its path."""
    path = folder / name
    path.write_text(text, encoding="gb18030")
    return path
