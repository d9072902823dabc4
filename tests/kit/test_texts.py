from __future__ import annotations

import pytest

from zhanqiao.kit.texts import Text


@pytest.mark.parametrize(
    ("written", "set_in_type"),
    [
        ("投资额 的平均值", "投资额的平均值"),
        ("AQI 的平均值", "AQI 的平均值"),
        ("哪个状态的 投资额 最高", "哪个状态的投资额最高"),
        ("第 3 版", "第 3 版"),
    ],
)
def test_no_space_stands_between_chinese_characters(written: str, set_in_type: str) -> None:
    assert Text(written, "a b").closed_up() == Text(set_in_type, "a b")
