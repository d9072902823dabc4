from __future__ import annotations

import pytest

from zhanqiao.data_center.storage.queries import LogicalType
from zhanqiao.portal.catalogue import rules


@pytest.mark.parametrize("type_", list(LogicalType))
def test_every_type_has_a_name_and_operators(type_: LogicalType) -> None:
    assert rules.type_name(type=type_).zh
    assert {"is_null", "not_null"} <= set(rules.operators_for(type=type_))
    assert set(rules.operators_for(type=type_)) <= set(rules.OPERATORS)


def test_operators_speak_of_time_where_the_column_is_time() -> None:
    assert rules.operators_for(type="date")["<"].en == "before"
    assert rules.operators_for(type="integer")["<"].en == "less than"


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("站名 = '五四广场'", "站名 等于 五四广场"),
        ('contains("say ""x""", \'it\'\'s\')', 'say "x" 包含 it\'s'),
        ("starts_with(code, '3702')", "code 开头是 3702"),
        ("rows >= -12.5", "rows 不小于 -12.5"),
        ("a IS NULL", "a 为空"),
        ("a IS NOT NULL", "a 不为空"),
        ("a = 1 OR b = 2", "a = 1 OR b = 2"),
        ("upper(a) = 'X'", "upper(a) = 'X'"),
    ],
)
def test_conditions_of_the_form_are_told_in_words_and_others_as_written(condition: str, words: str) -> None:
    assert rules.described(condition=condition, language="zh-hans") == words
