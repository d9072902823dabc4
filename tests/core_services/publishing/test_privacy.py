"""Personal data on its way: it blocks until it is masked; nothing of it gets beside the release."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.core_services.publishing.grounds import AT, BY, LINES, clock, officer, understood, zipped
from tests.core_services.publishing.personal_grounds import (
    NAMES,
    PEOPLE,
    RULES,
    assess,
    mask,
    publish,
    published_masked,
    rows_of,
    waiting,
)

from zhanqiao.core_services.publishing import operations, queries
from zhanqiao.core_services.publishing.rules import (
    AssessmentMissingError,
    MaskingInsufficientError,
    MaskingInvalidError,
    MaskingRule,
    PersonalDataError,
    SubmissionStep,
    SubmissionStepError,
    TableMasking,
)
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.rules import Mode
from zhanqiao.kit.environment import home
from zhanqiao.people.audit.models import AuditLine


def test_every_finding_blocks_until_its_column_has_a_rule(department: str) -> None:
    submission_id = waiting(department)
    mask(submission_id, TableMasking(RULES.rules[:2]))
    assess(submission_id)
    with pytest.raises(PersonalDataError) as blocked:
        operations.submit(submission_id=submission_id, by=BY, at=AT)
    assert ("备注" in blocked.value.text.zh, "身份证号”" in blocked.value.text.zh) == (True, False)


def test_masked_rows_are_published_after_an_assessment(department: str) -> None:
    submission_id = waiting(department)
    mask(submission_id)
    with pytest.raises(AssessmentMissingError):
        operations.submit(submission_id=submission_id, by=BY, at=AT)
    assess(submission_id)
    first = rows_of(str(publish(submission_id)["tables"][0]))[0]
    assert (first[0], len(first[1]), first[2:]) == ("王**", 32, ("2026-01-01", "电话***"))


def test_nothing_of_what_is_masked_lies_in_any_file_of_the_release(department: str) -> None:
    table_id = published_masked(department)
    release = storage.release_cards(table_id=table_id)[0]
    assert (release.source, "source" in release.files) == (None, False)
    holding = [
        path.name
        for top in (home() / "releases" / table_id, home() / "warehouse")
        for path in top.rglob("*")
        if path.is_file() and _holds(path)
    ]
    assert holding == []


def _holds(path: Path) -> bool:
    content = path.read_bytes()
    return any(secret.encode() in content for secret in ("360426199101010071", "王小明", "13800138011"))


def test_the_masks_are_told_with_the_release_and_in_the_audit(department: str) -> None:
    table_id = published_masked(department)
    masking = storage.release_cards(table_id=table_id)[0].masking
    assert masking is not None
    assert [(one["column"], one["method"], one["cells"]) for one in masking["columns"]] == [
        ("申请人", "partial", 6),
        ("身份证号", "hash", 6),
        ("备注", "redact", 6),
    ]
    assert AuditLine.objects.filter(action="release.mask").count() == 1
    assert not any("360426" in json.dumps(line.detail) for line in AuditLine.objects.all())


def test_the_key_of_hashes_is_readable_by_the_service_alone(department: str) -> None:
    published_masked(department)
    assert (home() / "masking_key").stat().st_mode & 0o777 == 0o600


def test_a_table_that_still_blocks_after_masking_is_sent_back(department: str) -> None:
    remark = "因办理业务需要请在工作时间拨打经办人手机13800138000"
    again = waiting(department, content="申请人,备注\n" + "".join(f"{name},{remark}\n" for name in NAMES))
    keeps = MaskingRule(column="备注", method="partial", last=12)
    mask(again, TableMasking((MaskingRule(column="申请人", method="drop"), keeps)))
    assess(again)
    with pytest.raises(MaskingInsufficientError) as still:
        operations.publish(submission_id=again, by=BY, at=AT, clock=clock)
    assert "备注" in still.value.text.zh
    card = queries.submission_card(submission_id=again, card=officer(department))
    assert (card.state, card.steps[-1].code) == (SubmissionStep.UNDERSTOOD, "masking-insufficient")


def test_the_next_file_of_a_table_begins_with_its_rules(department: str) -> None:
    table_id = published_masked(department)
    dataset_id = storage.table_card(table_id=table_id).dataset_id
    again = waiting(department, dataset_id=dataset_id)
    assert publish(again)["tables"] == [table_id]
    assert rows_of(table_id)[0][0] == "王**"


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (MaskingRule(column="没有", method="drop"), "没有这一列"),
        (MaskingRule(column="申请人", method="?"), "没有这种方法"),
        (MaskingRule(column="申请人", method="partial", first=10, last=10), "最多保留"),
        (MaskingRule(column="登记日期", method="generalise", grain="district"), "粒度"),
        (MaskingRule(column="备注", method="generalise", grain="band", size=1), "区间"),
    ],
)
def test_a_rule_that_does_not_fit_is_refused(department: str, rule: MaskingRule, said: str) -> None:
    submission_id = waiting(department)
    with pytest.raises(MaskingInvalidError) as refused:
        mask(submission_id, TableMasking((rule,)))
    assert said in refused.value.text.zh


def test_nothing_is_decided_about_a_published_submission(department: str) -> None:
    submission_id = waiting(department, content=LINES)
    publish(submission_id)
    with pytest.raises(SubmissionStepError):
        mask(submission_id, TableMasking())


def test_a_table_left_out_takes_the_source_file_out_of_the_release(department: str) -> None:
    """A package with a list of persons that is not published must not come along as the source of the other table."""
    content = zipped(名单=PEOPLE, 线路=LINES)
    submission_id = understood(content=content, department=department, filename="包.zip")
    card = queries.submission_card(submission_id=submission_id, card=officer(department))
    tables = [
        words if "线路" in words.name else type(words)(name=words.name, included=False)
        for words in queries.proposed_tables(submission=card)
    ]
    entry = queries.proposed_entry(submission=card)
    operations.describe(submission_id=submission_id, entry=entry, tables=tables, by=BY, at=AT)
    release = storage.release_cards(table_id=str(publish(submission_id)["tables"][0]))[0]
    assert (release.rows, release.source, release.masking) == (30, None, None)


def test_personal_data_in_cells_that_fit_no_type_is_found(department: str) -> None:
    content = "编号,余位\n" + "".join(f"{n},{n}\n" for n in range(40)) + "41,联系13800138000\n"
    card = queries.submission_card(submission_id=waiting(department, content=content), card=officer(department))
    assert [(one.column, one.kind, one.rows, one.blocks) for one in card.personal] == [("余位", "mobile", (40,), True)]


def test_a_programs_file_for_a_masked_table_is_masked_without_a_person(department: str) -> None:
    table_id = published_masked(department)
    submission_id, _ = operations.send_file(
        table_id=table_id, chunks=[PEOPLE.encode()], filename="名单.csv", mode=Mode.REPLACE, by=BY, at=AT
    )
    state = operations.understand_submission(submission_id=submission_id, by=BY, at=AT, clock=clock)
    assert state is SubmissionStep.PUBLISHING
    publish(submission_id)
    release = storage.release_cards(table_id=table_id)[0]
    assert (release.number, release.source, rows_of(table_id)[0][0]) == (2, None, "王**")


def test_names_in_rows_of_a_program_are_refused(department: str) -> None:
    submission_id = waiting(department, content=LINES)
    dataset_id = publish(submission_id)["dataset"]
    fields = [storage.Field("申请人", storage.LogicalType.TEXT)]
    with pytest.raises(operations.PersonalRowsError) as refused:
        operations.begin_table(
            dataset_id=dataset_id, name="新表", fields=fields, rows=[{"申请人": "王小明"}], by=BY, at=AT
        )
    assert "姓名" in refused.value.text.zh
