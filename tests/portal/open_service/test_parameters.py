from __future__ import annotations

import pytest

from zhanqiao.kit.texts import Text
from zhanqiao.portal.open_service.rules.parameters import (
    Kind,
    MissingParameterError,
    Parameter,
    ParameterValueError,
    RepeatedParameterError,
    UnknownParameterError,
    checked,
)

ABOUT = Text("说明", "about")
DECLARED = (
    Parameter("where", ABOUT),
    Parameter("limit", ABOUT, kind=Kind.INTEGER, minimum=1),
    Parameter("count", ABOUT, choices=("exact", "none")),
    Parameter("theme", ABOUT, repeatable=True),
)


def test_values_come_back_by_name() -> None:
    given = {"where": ["a = 1"], "limit": ["20"], "theme": ["1", "2"], "count": [""]}
    assert checked(declared=DECLARED, given=given) == {"where": ("a = 1",), "limit": ("20",), "theme": ("1", "2")}


def test_an_unknown_parameter_is_refused_and_the_nearest_named() -> None:
    with pytest.raises(UnknownParameterError) as caught:
        checked(declared=DECLARED, given={"wher": ["x"]})
    assert caught.value.facts["nearest"] == "where"
    assert "您是否要用“where”" in caught.value.text.zh
    assert "Did you mean 'where'?" in caught.value.text.en


def test_an_unknown_parameter_near_to_none_lists_all() -> None:
    with pytest.raises(UnknownParameterError) as caught:
        checked(declared=DECLARED, given={"zzzzzzzz": ["x"]})
    assert caught.value.facts["nearest"] is None
    assert caught.value.facts["known"] == "count, limit, theme, where"


@pytest.mark.parametrize(
    ("name", "value"),
    [("limit", "ten"), ("limit", "0"), ("limit", "1.5"), ("limit", "9" * 30), ("count", "all"), ("where", "a\x00b")],
)
def test_a_value_that_does_not_fit_is_refused(name: str, value: str) -> None:
    with pytest.raises(ParameterValueError) as caught:
        checked(declared=DECLARED, given={name: [value]})
    assert caught.value.facts["parameter"] == name


def test_a_single_parameter_given_twice_is_refused() -> None:
    with pytest.raises(RepeatedParameterError) as caught:
        checked(declared=DECLARED, given={"limit": ["1", "2"]})
    assert caught.value.facts == {"parameter": "limit", "times": 2}


def test_a_required_parameter_must_be_there() -> None:
    with pytest.raises(MissingParameterError) as caught:
        checked(declared=(Parameter("columns", ABOUT, required=True),), given={})
    assert caught.value.facts["parameter"] == "columns"
