"""A definition proposed from a file of answers: what its columns look like they ask."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, count

from zhanqiao.core_services.surveys.rules.definitions import KEY, MOST_OPTIONS
from zhanqiao.core_services.surveys.rules.questions import Definition, Kind, Option, Question
from zhanqiao.kit.texts import Text

MISSING = frozenset({"", "NA"})
UNCHOSEN = frozenset({"Not selected", "未选"})
MEMBER = re.compile(r"(?P<stem>.+?)[_.](?P<part>\d{1,4})")
NUMBERS = re.compile(r"[+-]?\d{1,15}(\.\d{1,9})?")
NOT_KEY = re.compile(r"[^A-Za-z0-9_]+")
FEW, MOST_IN_GRID = 12, 12
Columns = dict[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Plan:
    """A definition, where each column of a file goes (question, part), and the columns that are left out."""

    definition: Definition
    columns: Mapping[str, tuple[str, str]]
    left_out: tuple[str, ...]


def proposed_plan(*, title: Text, values: Mapping[str, Iterable[str]], weight_column: str) -> Plan:
    """Return a proposal for a file with these columns.

    Columns of one stem (``q7_0001``, ``q7_0002``) are a multiple choice where each has one value besides 'Not selected', a grid where
    they share a few. Other columns: numbers, or one of at most a hundred values. Left out: columns without a name, weights, those
    that number the answers (no value twice), and whatever has more values (moments, words): neither kept nor published.
    """
    listed = {name: list(some) for name, some in values.items() if name and name != weight_column}
    found = {name: _distinct(some) for name, some in listed.items() if not _is_identifier(some)}
    taken = {stem for stem in _stems(found) if KEY.fullmatch(stem)}
    questions: list[Question] = []
    columns: Columns = {}
    for stem, names in _stems(found).items():
        question, placed = _question(_key(stem, taken), names, found)
        if question is not None:
            questions.append(question)
            columns |= placed
    left_out = tuple(name for name in values if name not in columns and name != weight_column)
    return Plan(Definition(title, Text("", ""), tuple(questions)), columns, left_out)


def _stems(found: Mapping[str, list[str]]) -> dict[str, list[str]]:
    stems: dict[str, list[str]] = {}
    for name in found:
        member = MEMBER.fullmatch(name)
        stems.setdefault(member["stem"] if member else name, []).append(name)
    whole: dict[str, list[str]] = {}
    for stem, names in stems.items():
        whole |= {stem: names} if len(names) > 1 or names == [stem] else {name: [name] for name in names}
    return whole


def _question(key: str, names: list[str], found: Mapping[str, list[str]]) -> tuple[Question | None, Columns]:
    if len(names) == 1:
        return _single(key, names[0], found[names[0]])
    picked = [[value for value in found[name] if value not in UNCHOSEN] for name in names]
    if all(len(values) <= 1 for values in picked) and any(set(found[name]) & UNCHOSEN for name in names):
        options = tuple(
            _numbered(number, values[0] if values else names[number]) for number, values in enumerate(picked)
        )
        question = Question(key, Kind.MULTIPLE, Text(key, key), options=options)
        return question, {name: (key, option.key) for name, option in zip(names, options, strict=True)}
    shared = list(dict.fromkeys(value for name in names for value in found[name]))
    if len(shared) > MOST_IN_GRID:
        return None, {}
    rows = tuple(_numbered(number, name) for number, name in enumerate(names))
    question = Question(key, Kind.MATRIX, Text(key, key), options=_options(shared), rows=rows)
    return question, {name: (key, row.key) for name, row in zip(names, rows, strict=True)}


def _single(key: str, name: str, values: list[str]) -> tuple[Question | None, Columns]:
    if len(values) > FEW and all(NUMBERS.fullmatch(value) for value in values):
        return Question(key, Kind.NUMBER, Text(name, name)), {name: (key, "")}
    if not 0 < len(values) <= MOST_OPTIONS:
        return None, {}
    return Question(key, Kind.SINGLE, Text(name, name), options=_options(values)), {name: (key, "")}


def _options(values: Iterable[str]) -> tuple[Option, ...]:
    return tuple(_numbered(number, value) for number, value in enumerate(values))


def _numbered(number: int, text: str) -> Option:
    return Option(f"o{number + 1}", Text(text, text))


def _key(stem: str, taken: set[str]) -> str:
    if KEY.fullmatch(stem):
        return stem
    plain = NOT_KEY.sub("_", stem)[:40]
    free = (f"q{number}" for number in count(1))
    key = next(one for one in chain([plain], free) if KEY.fullmatch(one) and one not in taken)
    taken.add(key)
    return key


def _is_identifier(values: list[str]) -> bool:
    given = [value for value in values if value not in MISSING]
    return len(given) > FEW and len(set(given)) == len(given)


def _distinct(values: Iterable[str]) -> list[str]:
    """Return the values, each once, in the order of their size or of the alphabet, nothing for what is missing."""
    return sorted({value for value in values if value not in MISSING}, key=lambda one: list(_parts(one)))


def _parts(text: str) -> Iterator[tuple[int, int, str]]:
    for digits, words in re.findall(r"(\d+)|(\D+)", text.replace(",", "")):
        yield (0, int(digits), "") if digits else (1, 0, words)
