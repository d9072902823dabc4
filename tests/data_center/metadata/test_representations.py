"""The notation of representations, and code lists as tables."""

from __future__ import annotations

import re
from datetime import date

import pytest

from zhanqiao.data_center.metadata.rules import (
    CodeTableError,
    CodeValue,
    ElementStepError,
    FormatError,
    Stage,
    format_of,
    read_table,
    require_stage,
    write_table,
)


def fits(notation: str, value: str) -> bool:
    pattern = format_of(text=notation).pattern.replace(r"[\p{L}\d]", r"[^\W_]").replace(r"\p{L}", r"[^\W\d_]")
    return re.fullmatch(pattern, value, re.DOTALL) is not None


@pytest.mark.parametrize(
    ("notation", "right", "wrong"),
    [
        ("an18", ["91370200264588888X", "甲" * 18], ["9137", "91370200-64588888X"]),
        ("n6", ["370202"], ["37020", "3702020", "37020a"]),
        ("n..10,2", ["0", "-12.5", "12345678.99"], ["123456789", "1.234", ""]),
        ("a1", ["C", "甲"], ["1", "CC"]),
        ("an..5", ["", "a b-c"], ["abcdef"]),
        ("an2..4", ["ab", "abcd"], ["a", "abcde"]),
        ("n..3", ["7", "-999"], ["1000", "1.5"]),
        ("anul", ["x" * 5000], []),
        ("YYYYMMDD", ["20260131"], ["20261301", "2026-01-31"]),
        ("YYYY-MM-DD hh:mm:ss", ["2026-01-31 08:00:00", "2026-01-31T08:00:00"], ["2026-01-31"]),
    ],
)
def test_a_notation_fits_what_it_says(notation: str, right: list[str], wrong: list[str]) -> None:
    assert all(fits(notation, value) for value in right)
    assert not any(fits(notation, value) for value in wrong)


@pytest.mark.parametrize("notation", ["", "x5", "an0", "n..2,2", "a..5,1", "n5..3", "an18 ,", "n,2", "YYMMDD"])
def test_what_the_notation_does_not_know_is_refused(notation: str) -> None:
    with pytest.raises(FormatError) as caught:
        format_of(text=notation)
    assert "an18" in caught.value.text.en


def test_a_representation_is_told_in_words() -> None:
    assert format_of(text="an18").words.zh == "字母、文字或数字，定长 18 位"
    assert format_of(text="n..10,2").words.en == "digits, at most 10, 2 of them decimals"


def test_a_table_of_codes_is_read_and_written_back() -> None:
    content = "代码,名称,失效日期,后继代码\n370203,四方区,2012-12-31,370202\n370202,市南区,,\n".encode()
    found = read_table(content=content)
    assert found[0] == CodeValue(code="370203", name_zh="四方区", valid_to=date(2012, 12, 31), successor="370202")
    assert read_table(content=write_table(values=found).encode()) == found
    assert (found[0].holds(date(2012, 12, 31)), found[0].holds(date(2013, 1, 1))) == (True, False)


def test_every_fault_of_a_table_is_named_by_its_row() -> None:
    content = "code,name_zh,parent,valid_from,valid_to\n1,一,,,\n1,又一,,,\n2,,,,\n3,三,9,,\n4,四,,2020-01-01,2019-01-01\n5,五,,gestern,\n"
    with pytest.raises(CodeTableError) as caught:
        read_table(content=content.encode())
    told = caught.value.text
    for row in (3, 4, 5, 6, 7):
        assert f"第 {row} 行" in told.zh
        assert f"Row {row}:" in told.en
    assert caught.value.facts["count"] == 5
    with pytest.raises(CodeTableError):
        read_table(content=b"a,b\n1,2\n")
    with pytest.raises(CodeTableError):
        read_table(content="代码,名称\n1,一".encode("gb18030"))


@pytest.mark.parametrize(
    ("now", "then", "reason", "successor"),
    [
        (Stage.DRAFT, Stage.PUBLISHED, "", ""),
        (Stage.PUBLISHED, Stage.DRAFT, "", ""),
        (Stage.PUBLISHED, Stage.RETIRED, "", ""),
        (Stage.PUBLISHED, Stage.RETIRED, "replaced", "nowhere"),
        (Stage.RETIRED, Stage.PUBLISHED, "", ""),
    ],
)
def test_steps_that_a_life_does_not_know_are_refused(now: Stage, then: Stage, reason: str, successor: str) -> None:
    with pytest.raises(ElementStepError):
        require_stage(key="sex", now=now, then=then, reason=reason, successor=successor, known=["sex"])
