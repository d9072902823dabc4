"""Tables of answers: what is too small is hidden, and so is what would tell it."""

from __future__ import annotations

from zhanqiao.core_services.surveys.rules import (
    Kind,
    Option,
    Question,
    Sheet,
    crosstab_of,
    result_rows,
    table_of,
)
from zhanqiao.kit.texts import Text

ABC = tuple(Option(key, Text(key, key)) for key in "abc")
GROUPS = tuple(Option(key, Text(key, key)) for key in "xy")


def asked(kind: Kind, key: str = "q") -> Question:
    return Question(key, kind, Text("题", "question"), options=ABC, lowest=1, highest=5)


def sheets(*counts: int) -> list[Sheet]:
    return [Sheet({"q": key}) for key, count in zip("abc", counts, strict=True) for _ in range(count)]


def shown(question: Question, found: list[Sheet]) -> list[int | None]:
    return [cell.count for cell in table_of(question=question, sheets=found).lines[0].cells]


def test_a_small_cell_takes_the_next_smallest_with_it() -> None:
    single = asked(Kind.SINGLE)
    assert shown(single, sheets(20, 10, 5)) == [20, 10, 5]
    assert shown(single, sheets(20, 10, 4)) == [20, None, None]
    assert shown(single, sheets(20, 3, 4)) == [20, None, None]
    assert shown(single, sheets(20, 0, 4)) == [None, 0, None]


def test_a_question_that_fewer_than_five_answered_shows_nothing() -> None:
    (line,) = table_of(question=asked(Kind.SINGLE), sheets=sheets(4, 0, 0)).lines
    assert (line.base, [cell.count for cell in line.cells], line.mean) == (None, [None] * 3, None)
    (few,) = table_of(question=asked(Kind.NUMBER), sheets=[Sheet({"q": 4.0})] * 4).lines
    assert (few.base, few.mean) == (None, None)


def test_of_a_multiple_choice_those_who_left_it_out_are_a_cell_as_well() -> None:
    found = [Sheet({"q": ["a", "b"]})] * 8 + [Sheet({"q": ["a"]})] * 8 + [Sheet({"q": []})] * 2
    assert shown(asked(Kind.MULTIPLE), found) == [None, 8, 0]


def test_a_crosstab_hides_what_totals_would_tell() -> None:
    by = Question("g", Kind.SINGLE, Text("组", "group"), options=GROUPS)
    cells = {("x", "a"): 10, ("x", "b"): 3, ("x", "c"): 20, ("y", "a"): 30, ("y", "b"): 40, ("y", "c"): 50}
    found = [Sheet({"g": group, "q": key}) for (group, key), count in cells.items() for _ in range(count)]
    table = crosstab_of(question=asked(Kind.SINGLE), by=by, sheets=found)
    assert [[cell.count for cell in line.cells] for line in table.lines] == [[None, None, 20], [None, None, 50]]
    assert [line.base for line in table.lines] == [33, 120]


def test_weights_move_shares_and_not_counts() -> None:
    found = [Sheet({"q": "a"}, 3.0)] * 5 + [Sheet({"q": "b"}, 1.0)] * 5
    (line,) = table_of(question=asked(Kind.SINGLE), sheets=found).lines
    assert [(cell.count, cell.share and round(cell.share.value, 3)) for cell in line.cells] == [
        (5, 0.75),
        (5, 0.25),
        (0, 0.0),
    ]


def test_a_ranking_counts_what_was_put_first_and_a_scale_has_a_mean() -> None:
    ranked = [Sheet({"q": ["b", "a", "c"]})] * 6 + [Sheet({"q": ["a", "b", "c"]})] * 9
    assert shown(asked(Kind.RANKING), ranked) == [9, 6, 0]
    (line,) = table_of(question=asked(Kind.SCALE), sheets=[Sheet({"q": 5})] * 5 + [Sheet({"q": 3})] * 5).lines
    assert (line.mean and line.mean.value, [cell.count for cell in line.cells]) == (4, [0, 0, 5, 0, 5])


def test_words_are_counted_and_never_shown() -> None:
    table = table_of(question=asked(Kind.LONG_TEXT), sheets=[Sheet({"q": "我住在某路1号"})] * 9)
    assert (table.lines[0].base, table.lines[0].cells, "某路" in repr(list(result_rows(tables=[table])))) == (
        9,
        (),
        False,
    )
