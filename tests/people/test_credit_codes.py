"""Unified social credit codes against published examples and a second implementation that only sums."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanqiao.people.departments.rules import complete_credit_code, credit_code_problem

BASE31 = "0123456789ABCDEFGHJKLMNPQRTUWXY"
BASE36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
STEMS = st.builds(
    "{}{}{}".format,
    st.text(BASE31, min_size=2, max_size=2),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(BASE31, min_size=8, max_size=8),
)


def holds(code: str) -> bool:
    """Both standards as one congruence each: Horner's scheme in base 3, and a plain weighted sum."""
    horner = 0
    for character in reversed(code[:17]):
        horner = horner * 3 + BASE31.index(character)
    organisation = sum(w * BASE36.index(c) for w, c in zip((3, 7, 9, 10, 5, 8, 4, 2), code[8:16], strict=True)) + (
        10 if code[16] == "X" else int(code[16]) if code[16].isdigit() else 0.5
    )
    return (horner + BASE31.index(code[17])) % 31 == 0 and organisation % 11 == 0


@pytest.mark.parametrize(
    "code",
    ["12320100671322000Q", "91110000600037341L", "914403001922038216", "9144030071526726XG", "91110108551385082Q"],
)
def test_published_codes_are_right(code: str) -> None:
    assert (credit_code_problem(code), holds(code)) == (None, True)


@given(STEMS)
def test_a_completed_code_is_right(stem: str) -> None:
    code = complete_credit_code(stem)
    assert (code[:16], credit_code_problem(code), holds(code)) == (stem, None, True)


@given(STEMS, st.sampled_from(BASE31), st.sampled_from(BASE31))
def test_both_check_digits_are_judged_as_the_standards_do(stem: str, seventeenth: str, eighteenth: str) -> None:
    code = stem + seventeenth + eighteenth
    assert (credit_code_problem(code) is None) == holds(code)


@given(STEMS, st.integers(0, 17), st.data())
def test_one_wrong_character_is_always_found(stem: str, place: int, data: st.DataObject) -> None:
    code = complete_credit_code(stem)
    other = data.draw(st.sampled_from(BASE31.replace(code[place], "")))
    assert credit_code_problem(code[:place] + other + code[place + 1 :]) is not None


@pytest.mark.parametrize(
    ("code", "en"),
    [
        ("9111000060003734", "A credit code has 18 characters, this one has 16."),
        (
            "91110000600037341l",
            "Character 18, 'l', cannot stand in a credit code (digits and capitals without I, O, S, V, Z).",
        ),
        (
            "9111000I600037341L",
            "Character 8, 'I', cannot stand in a credit code (digits and capitals without I, O, S, V, Z).",
        ),
        ("9111A000600037341L", "Characters 3 to 8 must be the six digits of a division."),
        ("91110000600037342L", "Character 17, the organisation's check digit, should be '1' but is '2'."),
        ("91110000600037341M", "Character 18, the check digit, should be 'L' but is 'M'."),
    ],
)
def test_the_problem_is_named(code: str, en: str) -> None:
    problem = credit_code_problem(code)
    assert problem is not None
    assert (problem.en, problem.zh != "") == (en, True)


@pytest.mark.parametrize("first", ["A", "N", "Y"])
def test_the_registering_body_may_be_a_letter(first: str) -> None:
    assert credit_code_problem(complete_credit_code(f"{first}1370200MB285712")) is None
