"""Which rows are the same, on real lists with known pairs; what they differ in, on small tables where every cell is told by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.linkage import trapped
from bench.linkage_tables import Case, febrl, reused_codes, served, townships

from zhanqiao.data_center.storage.engine.linkage import (
    FieldRule,
    How,
    Kind,
    LinkageError,
    LinkageTooLargeError,
    Linked,
    MatchColumn,
    Method,
    Source,
    Task,
    linked,
)

HEADER = ("码", "名", "区", "面积", "开放", "类")
ROWS_A = [
    ("370202001", "香港中路街道", "市南区", "10.5", "2024-03-05", "1"),
    ("370202002", "八大峡街道", "市南区", "7", "2024-01-01", "2"),
    ("370203001", "辽宁路街道", "市北区", None, "2020-02-29", "1"),
    ("370203009", "台东街道", "市北区", "3", "2020-01-01", "1"),
]
ROWS_B = [
    ("３７０２０２００１ ", "香港中路 街道", "市南", "10.54", "20240306", "街道"),
    ("370202002", "八大峡街道", "市南区", "9", "2024-01-09", "镇"),
    ("370203001000", "辽宁路街道", "市北区", "4", None, "街道"),
    ("370213001", "湘潭路街道", "李沧区", "5", "2020-01-01", "街道"),
]
KEYS = (MatchColumn("码", "码", Kind.CODE),)
GUARDS = (MatchColumn("名", "名", Kind.NAME, key=False), MatchColumn("区", "区", Kind.PLACE, key=False))
RULES = (
    FieldRule("名", "名", How.NORMALISED),
    FieldRule("区", "区", How.EQUAL),
    FieldRule("面积", "面积", How.NUMBER, tolerance=0.1),
    FieldRule("开放", "开放", How.DATE, tolerance=1),
    FieldRule("码", "码", How.DIVISION),
    FieldRule("类", "类", How.CODES, codes=(("1", "街道"), ("2", "镇"))),
)


def case_linked(
    case: Case, folder: Path, *, method: Method = Method.PROBABLE, columns: tuple[MatchColumn, ...] = ()
) -> Linked:
    left, right = (
        served(folder / "a.duckdb", case.header, case.left),
        served(folder / "b.duckdb", case.header, case.right),
    )
    return linked(task=Task(left, right, method, columns or case.columns))


def sides(folder: Path, a: list[tuple[str | None, ...]], b: list[tuple[str | None, ...]]) -> tuple[Source, Source]:
    return served(folder / "a.duckdb", HEADER, a), served(folder / "b.duckdb", HEADER, b)


def found(answer: Linked) -> set[tuple[int, int]]:
    return {(left, right) for left, right, _ in answer.pairs}


def test_the_two_official_lists_are_linked_without_a_false_pair(tmp_path: Path) -> None:
    case = townships()
    answer = case_linked(case, tmp_path)
    pairs = found(answer)
    assert pairs - case.truth == set()
    assert len(pairs & case.truth) >= 0.975 * len(case.truth)
    assert answer.only_left == len(case.left) - len(pairs)
    assert answer.only_right == len(case.right) - len(pairs)


def test_a_code_alone_pairs_hundreds_of_wrong_townships_and_its_guards_take_them_back(tmp_path: Path) -> None:
    case = townships()
    code = MatchColumn("代码", "代码", Kind.CODE)
    names = (MatchColumn("名称", "名称", Kind.NAME, key=False), MatchColumn("县", "县", Kind.PLACE, key=False))
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    bare = case_linked(case, tmp_path / "one", method=Method.KEYS, columns=(code,))
    guarded = case_linked(case, tmp_path / "two", method=Method.KEYS, columns=(code, *names))
    assert (len(found(bare) - case.truth), bare.vetoed) == (259, 0)
    assert (found(guarded) - case.truth, guarded.vetoed) == (set(), 259)


def test_codes_given_to_other_counties_make_no_pair(tmp_path: Path) -> None:
    case = reused_codes()
    answer = case_linked(case, tmp_path)
    assert trapped(case, found(answer)) == set()
    assert len(answer.pairs) > 500
    assert answer.vetoed > 0


def test_people_with_misspelt_names_and_numbers_are_found(tmp_path: Path) -> None:
    case = febrl(rows=600)
    answer = case_linked(case, tmp_path)
    assert found(answer) - case.truth == set()
    assert len(found(answer)) >= 0.99 * len(case.truth)


def test_pairs_differ_by_their_rules_cell_by_cell(tmp_path: Path) -> None:
    answer = linked(task=Task(*sides(tmp_path, ROWS_A, ROWS_B), Method.KEYS, KEYS + GUARDS, RULES))
    assert answer.pairs == ((0, 0, 1.0), (1, 1, 1.0), (2, 2, 1.0))
    told = [
        (one.kind, one.left, one.right, one.left_column, one.left_value, one.right_value) for one in answer.differences
    ]
    assert told == [
        ("different", 0, 0, "区", "市南区", "市南"),
        ("different", 1, 1, "面积", "7", "9"),
        ("different", 1, 1, "开放", "2024-01-01", "2024-01-09"),
        ("missing_in_a", 2, 2, "面积", None, "4"),
        ("missing_in_b", 2, 2, "开放", "2020-02-29", None),
        ("only_in_a", 3, None, "", None, None),
        ("only_in_b", None, 3, "", None, None),
    ]
    assert answer.differences[0].name == ("370202001", "香港中路街道", "市南区")
    assert (answer.total, answer.complete) == (7, True)


def test_a_key_that_stands_twice_pairs_nobody(tmp_path: Path) -> None:
    answer = linked(task=Task(*sides(tmp_path, [*ROWS_A, ROWS_A[0]], ROWS_B), Method.KEYS, KEYS))
    assert found(answer) == {(1, 1), (2, 2)}
    assert answer.ambiguous == 2
    names = [(one.name, one.time) for one in answer.differences if one.kind == "only_in_a"]
    assert names == [(("370202001",), 0), (("370203009",), 0), (("370202001",), 1)]


def test_the_same_name_under_another_county_is_no_pair_by_code(tmp_path: Path) -> None:
    a = [("003", "朝阳街道", "市南区", None, None, None)]
    b = [("003", "朝阳街道", "高密市", None, None, None)]
    answer = linked(task=Task(*sides(tmp_path, a, b), Method.KEYS, KEYS + GUARDS))
    assert (answer.pairs, answer.vetoed) == ((), 1)


def test_two_lists_that_number_namesakes_the_other_way_round_are_not_led_astray(tmp_path: Path) -> None:
    a = [("410308107", "麻屯镇", "孟津区", None, None, None), ("410308106", "马屯镇", "孟津区", None, None, None)]
    b = [("410308106", "麻屯镇", "孟津区", None, None, None), ("410308107", "马屯镇", "孟津区", None, None, None)]
    answer = linked(task=Task(*sides(tmp_path, a, b), Method.KEYS, KEYS + GUARDS))
    assert (answer.pairs, answer.vetoed) == ((), 2)  # by code they are paired crosswise


def test_a_zone_is_not_the_division_whose_name_it_bears(tmp_path: Path) -> None:
    a = [("320614001", "海门港新区", "海门区", None, None, None), ("320614108", "包场镇", "海门区", None, None, None)]
    b = [("320614001", "海门街道", "海门区", None, None, None), ("320614108", "包场渔场", "海门区", None, None, None)]
    answer = linked(task=Task(*sides(tmp_path, a, b), Method.KEYS, KEYS + GUARDS))
    assert (answer.pairs, answer.vetoed) == ((), 2)


def test_what_cannot_be_compared_is_refused(tmp_path: Path) -> None:
    left, right = sides(tmp_path, ROWS_A, ROWS_B)
    with pytest.raises(LinkageError, match="there is no column '代号'"):
        linked(task=Task(left, right, Method.KEYS, (MatchColumn("代号", "码", Kind.CODE),)))
    with pytest.raises(LinkageError, match="there is no key column"):
        linked(task=Task(left, right, Method.KEYS, GUARDS))


def test_a_linkage_past_its_memory_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHANQIAO_LINKAGE_MEMORY_BYTES", str(4 << 20))
    with pytest.raises(LinkageTooLargeError):
        case_linked(febrl(rows=600), tmp_path)
