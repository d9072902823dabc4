"""Plans of joins: read from an address and written back, turned round, spoken as expressions; what an entry inherits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

import pytest

from zhanqiao.core_services.joining.rules import (
    REST,
    BroughtFileError,
    JoinKey,
    JoinPlan,
    Kind,
    PlanError,
    VersionReasonError,
    Way,
    address_of,
    are_same_places,
    inherited_entry,
    join_state,
    key_expressions,
    names_places,
    next_run,
    plan_of,
    require_fit,
    require_reason,
)
from zhanqiao.data_center.catalogue.rules import (
    DatasetEntry,
    MoreOpenError,
    SourceOpenness,
    require_no_more_open,
    require_valid,
    strictest,
)

AT = datetime(2026, 12, 1, tzinfo=UTC)
PLAN = JoinPlan(
    keys=(JoinKey("站名", "村居名称", Way.PLACE), JoinKey("a", "b")),
    kind=Kind.INNER,
    left_columns=("站名",),
    right_columns=("区县", "区划代码"),
)


def test_a_plan_survives_its_address_and_its_row() -> None:
    state = join_state(given=_given(address_of(left="tbl_1", right="tbl_2", plan=PLAN)))
    assert (state.left, state.right, state.plan) == ("tbl_1", "tbl_2", PLAN)
    assert JoinPlan.from_dict(PLAN.as_dict()) == PLAN
    by_place = JoinPlan(points="left")
    assert join_state(given=_given(address_of(left="x", right="y", plan=by_place))).plan == by_place


def test_sides_change_over_and_back() -> None:
    turned = PLAN.swapped(kind=Kind.ANTI)
    assert (turned.keys[0], turned.left_columns) == (JoinKey("村居名称", "站名", Way.PLACE), ("区县", "区划代码"))
    assert turned.swapped(kind=Kind.INNER) == PLAN
    assert JoinPlan(points="left").swapped(kind=Kind.LEFT).points == "right"


def test_pairs_of_which_one_is_empty_are_left_out_and_too_many_refused() -> None:
    assert plan_of(left=["a", ""], right=["b", "c"]).keys == (JoinKey("a", "b"),)
    assert plan_of(left=["a"], right=["b"], points="right").keys == ()
    for wrong in ({"kind": "outer"}, {"ways": ["magic"]}, {"points": "both"}, {"left": ["a"] * 4, "right": ["b"] * 4}):
        with pytest.raises(PlanError):
            plan_of(**{"left": ["a"], "right": ["b"], **wrong})


@pytest.mark.parametrize(
    ("way", "types", "expected"),
    [
        (Way.EQUAL, ("text", "text"), ("trim(x)", "trim(y)")),
        (Way.EQUAL, ("integer", "number"), ("x", "y")),
        (Way.EQUAL, ("integer", "text"), ("trim(to_text(x))", "trim(y)")),
        (Way.DISTRICT, ("text", "integer"), ("substr(x, 1, 6)", "substr(to_text(y), 1, 6)")),
    ],
)
def test_values_are_compared_as_their_types_allow(way: Way, types: tuple[str, str], expected: tuple[str, str]) -> None:
    key = JoinKey("x", "y", way)
    assert key_expressions(key=key, left_type=types[0], right_type=types[1], quoted=("x", "y")) == expected


def test_lists_of_places_are_alike_by_many_names_only() -> None:
    names = [f"地{number}" for number in range(30)]
    assert are_same_places(left=names, right=names[:12]) == 12
    assert are_same_places(left=names, right=names[:9]) == 0
    assert (
        are_same_places(left=[f"城{number}" for number in range(100)] + names[:10], right=names * 3 + ["x"] * 200) == 10
    )
    assert [names_places(column=one) for one in ("站名", "村居名称", "区划代码", "station_id", "金额")] == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_a_derived_entry_is_as_closed_as_its_sources() -> None:
    left = DatasetEntry(
        slug="a", title_zh="甲", department="d", theme="6", keywords=("一", "二"), data_level="general_2"
    )
    right = DatasetEntry(
        slug="b", title_zh="乙", department="e", open_type="conditional", open_condition="签协议", data_level="general_3",
        share_type="conditional", share_condition="限本市", keywords=("二", "三"),
    )  # fmt: skip
    made = inherited_entry(sources=[(left, "published"), (right, "published")], slug="c", department="d", title_zh="丙")
    require_valid(entry=made)
    assert (made.open_type, made.open_condition, made.data_level, made.share_type) == (
        "conditional",
        "签协议",
        "general_3",
        "conditional",
    )
    assert (made.theme, made.keywords, made.abstract_zh) == ("6", ("一", "二", "三"), "由《甲》与《乙》拼接而成。")
    closed = inherited_entry(
        sources=[(left, "suspended"), (left, "published")], slug="c", department="d", title_zh="丙"
    )
    require_valid(entry=closed)
    assert closed.open_type == "closed"


def test_nothing_may_be_more_open_than_its_sources() -> None:
    open_one, on_condition = (
        SourceOpenness("甲", "published", "unconditional"),
        SourceOpenness("乙", "published", "conditional"),
    )
    withdrawn = SourceOpenness("丙", "withdrawn", "unconditional")
    assert [strictest(sources=one) for one in ([], [open_one], [open_one, on_condition], [withdrawn, open_one])] == [
        "unconditional",
        "unconditional",
        "conditional",
        "closed",
    ]
    require_no_more_open(open_type="conditional", sources=[open_one, on_condition])
    with pytest.raises(MoreOpenError, match="乙"):
        require_no_more_open(open_type="unconditional", sources=[open_one, on_condition])
    with pytest.raises(MoreOpenError, match="Withdrawn"):
        require_no_more_open(open_type="conditional", sources=[withdrawn])


def test_files_and_reasons_are_held_to_their_limits() -> None:
    require_fit(filename="a.CSV", size=1)
    for filename, size in (("a.pdf", 1), ("a.csv", 0), ("a.xlsx", (10 << 20) + 1)):
        with pytest.raises(BroughtFileError):
            require_fit(filename=filename, size=size)
    assert require_reason(text=" 换用新表 ") == "换用新表"
    with pytest.raises(VersionReasonError):
        require_reason(text=" 改 ")


def test_runs_rest_between_releases_that_come_quickly() -> None:
    assert next_run(at=AT, last_began=None) == AT
    assert next_run(at=AT, last_began=AT - timedelta(seconds=10)) == AT - timedelta(seconds=10) + REST
    assert next_run(at=AT, last_began=AT - 2 * REST) == AT


def _given(query: str) -> dict[str, list[str]]:
    return parse_qs(query.removeprefix("?"))
