"""What the authoritative table proposes for the cell of the other."""

from __future__ import annotations

import pytest

from zhanqiao.core_services.analysis.rules import LONGEST, Authority, proposal, source_side

CODES = (("01", "市南区"), ("02", "市北区"))
PROPOSED = [
    (Authority.LEFT, "140.5", "150", (), "140.5"),
    (Authority.RIGHT, "140.5", "150", (), "150"),
    (Authority.NONE, "140.5", "150", (), None),
    (Authority.LEFT, None, "150", (), None),
    (Authority.LEFT, "长" * (LONGEST + 1), "150", (), None),
    (Authority.LEFT, "01", "崂山区", CODES, "市南区"),
    (Authority.RIGHT, "01", "市北区", CODES, "02"),
    (Authority.LEFT, "09", "崂山区", CODES, None),
]


@pytest.mark.parametrize(("authority", "left", "right", "codes", "proposed"), PROPOSED)
def test_the_authoritative_table_proposes_in_the_words_of_the_other(
    authority: Authority,
    left: str | None,
    right: str | None,
    codes: tuple[tuple[str, str], ...],
    proposed: str | None,
) -> None:
    assert proposal(authority=authority, left=left, right=right, codes=codes) == proposed


def test_the_source_is_the_table_that_is_not_authoritative_and_a_where_none_is() -> None:
    assert [source_side(authority=one) for one in Authority] == ["right", "left", "left"]
