"""k-anonymity that is asked for: a release has it over all of its rows, or there is none."""

from __future__ import annotations

import pytest
from tests.core_services.publishing.grounds import AT, BY, clock
from tests.core_services.publishing.personal_grounds import assess, mask, publish, rows_of, waiting

from zhanqiao.core_services.publishing import operations
from zhanqiao.core_services.publishing.rules import (
    MaskingInvalidError,
    MaskingRule,
    TableMasking,
    TooFewAlikeError,
)
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.rules import Operation

LIST = "申请人,性别,年龄\n" + "".join(f"王小{n},{'男女'[n % 2]},{30 + n}\n" for n in range(8))
BANDS = (
    MaskingRule(column="申请人", method="drop"),
    MaskingRule(column="年龄", method="generalise", grain="band", size=10),
)
ALIKE = ("性别", "年龄")


def asked(department: str, *, least: int, alike: tuple[str, ...] = ALIKE, content: str = LIST) -> str:
    submission_id = waiting(department, content=content)
    mask(submission_id, TableMasking(BANDS, 0, least, alike))
    assess(submission_id)
    return submission_id


def sent(table_id: str, *ages: tuple[str, int]) -> storage.BatchCard:
    rows = [{"申请人": "钱多多", "性别": sex, "年龄": age} for sex, age in ages]
    batch, _ = operations.send_rows(table_id=table_id, operation=Operation.APPEND, rows=rows, by=BY, at=AT)
    return batch


def test_a_file_with_groups_large_enough_is_published_and_says_so(department: str) -> None:
    table_id = str(publish(asked(department, least=4))["tables"][0])
    masking = storage.release_cards(table_id=table_id)[0].masking or {}
    assert (len(rows_of(table_id)), masking["least"], masking["alike"]) == (8, 4, list(ALIKE))


def test_a_file_with_a_smaller_group_is_not_published(department: str) -> None:
    submission_id = asked(department, least=5)
    with pytest.raises(TooFewAlikeError) as refused:
        operations.publish(submission_id=submission_id, by=BY, at=AT, clock=clock)
    assert (refused.value.facts["k"], "性别、年龄" in refused.value.text.zh) == (4, True)


def test_a_batch_that_makes_a_small_group_is_refused_whole_and_the_others_are_published(department: str) -> None:
    table_id = str(publish(asked(department, least=4))["tables"][0])
    lone, good = sent(table_id, ("男", 33), ("女", 71)), sent(table_id, ("女", 38))
    while operations.publish_rows(table_id=table_id, at=AT) is None:
        pass
    states = [storage.batch_card(table_id=table_id, batch_id=one.id) for one in (lone, good)]
    assert [(one.state, one.code) for one in states] == [("refused", "too-few-alike"), ("released", "")]
    assert rows_of(table_id)[8:] == [("女", "30–39")]


def test_rows_that_come_as_a_group_are_published(department: str) -> None:
    table_id = str(publish(asked(department, least=4))["tables"][0])
    sent(table_id, *[("女", age) for age in (70, 71, 72, 79)])
    assert operations.publish_rows(table_id=table_id, at=AT)
    assert rows_of(table_id)[8:] == [("女", "70–79")] * 4


@pytest.mark.parametrize(
    ("masking", "said"),
    [
        (TableMasking(BANDS, 0, 3), "同时给出"),
        (TableMasking(BANDS, 0, 0, ALIKE), "同时给出"),
        (TableMasking(BANDS, 3, 3, ALIKE), "合并计数"),
        (TableMasking(BANDS, 0, 1, ALIKE), "k 应为"),
        (TableMasking(BANDS, 0, 3, ("申请人",)), "没有这一列"),
    ],
)
def test_what_cannot_be_asked_for_is_refused(department: str, masking: TableMasking, said: str) -> None:
    submission_id = waiting(department, content=LIST)
    with pytest.raises(MaskingInvalidError) as refused:
        mask(submission_id, masking)
    assert said in refused.value.text.zh
