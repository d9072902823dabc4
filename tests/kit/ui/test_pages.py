from __future__ import annotations

import pytest

from zhanqiao.kit.ui.pages import Pages, pages


@pytest.mark.parametrize(
    ("number", "count", "shown"),
    [
        (1, 1, (1,)),
        (1, 3, (1, 2, 3)),
        (1, 9, (1, 2, None, 9)),
        (5, 9, (1, None, 4, 5, 6, None, 9)),
        (9, 9, (1, None, 8, 9)),
    ],
)
def test_numbers_show_the_ends_and_the_neighbours(number: int, count: int, shown: tuple[int | None, ...]) -> None:
    assert Pages(number=number, count=count).numbers == shown


def test_the_first_page_has_none_before_and_the_last_none_after() -> None:
    assert (Pages(number=1, count=3).previous, Pages(number=1, count=3).next) == (None, 2)
    assert (Pages(number=3, count=3).previous, Pages(number=3, count=3).next) == (2, None)


@pytest.mark.parametrize(
    ("total", "asked", "given"), [(0, 1, (1, 1)), (50, 1, (1, 1)), (51, 2, (2, 2)), (51, 99, (2, 2))]
)
def test_a_page_past_the_end_becomes_the_last(total: int, asked: int, given: tuple[int, int]) -> None:
    found = pages(total=total, size=50, number=asked)
    assert (found.number, found.count) == given
