"""House rules that no linter knows. Each message teaches; each rule is shown to bite on a planted fault."""

from __future__ import annotations

import statistics
from pathlib import Path

import pytest

from tests.architecture import house

SOURCES = {
    str(path.relative_to(house.CHECKOUT)): path.read_text(encoding="utf-8")
    for path in house.python_files(house.PACKAGE)
}
TESTS = {
    str(path.relative_to(house.CHECKOUT)): path.read_text(encoding="utf-8")
    for path in house.python_files(house.CHECKOUT / "tests", house.CHECKOUT / "bench")
}


def _nothing(problems: list[str]) -> None:
    if problems:
        pytest.fail("\n".join(problems), pytrace=False)


def test_files_stay_within_their_budget() -> None:
    _nothing(house.long_files(sources=SOURCES | TESTS))


def test_functions_stay_within_their_budget() -> None:
    _nothing(house.long_functions(sources=SOURCES))


def test_the_median_function_is_short() -> None:
    lengths = [house.length(function) for text in SOURCES.values() for function in house.functions(source=text)]
    assert statistics.median(lengths) < house.MEDIAN_FUNCTION_LINES


def test_public_functions_are_keyword_only() -> None:
    _nothing(house.positional_publics(sources=SOURCES))


def test_suppressions_carry_their_reason() -> None:
    _nothing(house.silent_suppressions(sources=SOURCES))


def test_late_imports_carry_their_reason() -> None:
    _nothing(house.late_imports_without_reason(sources=SOURCES))


def test_nothing_is_left_for_later() -> None:
    _nothing(house.unfinished(sources=SOURCES))


def test_folders_carry_the_words_of_the_city() -> None:
    folders = {part for name in SOURCES for part in Path(name).parts[:-1]}
    assert folders & house.FORBIDDEN_FOLDERS == set()


PLANTED = [
    (house.long_files, "x = 1\n" * 400, "Split it by noun"),
    (house.long_functions, "def f():\n" + "    x = 1\n" * 40, "Give its steps names"),
    (house.positional_publics, "def f(a, b):\n    return a + b\n", "Put a * first"),
    (house.silent_suppressions, "import os  # noqa: F401\n", "write `# noqa: CODE - why`"),
    (house.late_imports_without_reason, "def f():\n    x = 1\n    import os\n    return os\n", "says why"),
    (house.unfinished, "# TO" + "DO: later\n", "Do it, or leave it out"),
]


@pytest.mark.parametrize(("rule", "fault", "lesson"), PLANTED, ids=[rule.__name__ for rule, _, _ in PLANTED])
def test_a_planted_fault_is_found_and_taught(rule: object, fault: str, lesson: str) -> None:
    (message,) = rule(sources={"planted.py": fault})
    assert lesson in message
