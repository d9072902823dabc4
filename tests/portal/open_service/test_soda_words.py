"""SODA 2.1 in the words of the query model."""

from __future__ import annotations

import pytest

from zhanqiao.portal.open_service.rules.soda import SodaParameterError, native_params, native_text, row_object


@pytest.mark.parametrize(
    ("soql", "native"),
    [
        ("区市 = '市南区' AND 面积 > 100", "区市 = '市南区' AND 面积 > 100"),
        ("date_trunc_ym(开放日期) = '2014-04-01'", "date_trunc('month', 开放日期) = '2014-04-01'"),
        ("within_box(位置, 36.1, 120.3, 36.0, 120.4)", "within_bbox(120.3, 36.0, 120.4, 36.1)"),
        (
            "名称 = 'date_trunc_y(x)' and `within_box(a,1,2,3,4)` = 1",
            "名称 = 'date_trunc_y(x)' and `within_box(a,1,2,3,4)` = 1",
        ),
        ("DATE_TRUNC_Y( 开放日期 )", "date_trunc('year',  开放日期 )"),
    ],
)
def test_expressions_are_reworded_outside_of_quotes(soql: str, native: str) -> None:
    assert native_text(text=soql) == native


def test_parameters_are_renamed_and_filters_set_apart() -> None:
    given = {"$select": "区市", "$group": "区市", "$order": ":id", "$$app_token": "x", "区市": "市南区"}
    assert native_params(given=given) == ({"select": "区市", "group_by": "区市", "limit": "1000"}, {"区市": "市南区"})


def test_a_parameter_that_is_not_offered_is_named() -> None:
    with pytest.raises(SodaParameterError) as refused:
        native_params(given={"$query": "SELECT *"})
    assert "$query" in refused.value.text.en
    assert "$query" in refused.value.text.zh


def test_values_are_written_as_soda_writes_them() -> None:
    names, kinds = ["a", "b", "c", "d", "e"], ["integer", "decimal", "date", "timestamp", "text"]
    row = (5, 2.5, "2024-03-05", "2024-03-05T08:30:00", None)
    written = row_object(names=names, kinds=kinds, row=row)
    assert written == {"a": "5", "b": "2.5", "c": "2024-03-05T00:00:00.000", "d": "2024-03-05T08:30:00.000"}
