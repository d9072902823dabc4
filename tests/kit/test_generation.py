"""Generations: what is remembered, and when it is forgotten."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest
from django.db import transaction

from zhanqiao.kit import generation
from zhanqiao.kit.generation import Generation, Remembered


@pytest.fixture
def changes(request: pytest.FixtureRequest) -> Generation:
    return Generation(name=f"test-{request.node.name}")


def counter(changes: Generation) -> tuple[Remembered, object]:
    numbers = count(1)
    remembered = Remembered(generation=changes)
    return remembered, lambda: remembered.get("key", lambda: next(numbers))


def test_a_value_is_loaded_once(changes: Generation) -> None:
    _, ask = counter(changes)
    assert (ask(), ask()) == (1, 1)


def test_each_key_has_its_own_value(changes: Generation) -> None:
    remembered, _ = counter(changes)
    assert (remembered.get("a", lambda: 1), remembered.get("b", lambda: 2), remembered.get("a", lambda: 3)) == (1, 2, 1)


@pytest.mark.django_db(transaction=True)
def test_a_change_is_seen_by_whoever_shares_the_state_folder(changes: Generation) -> None:
    _, ask = counter(Generation(name=changes._file_name.removesuffix(".generation")))
    first = ask()
    changes.changed()
    assert (first, ask(), ask()) == (1, 2, 2)


@pytest.mark.django_db(transaction=True)
def test_two_changes_in_the_same_moment_are_two_generations(changes: Generation) -> None:
    stamps = set()
    for _ in range(100):
        changes.changed()
        stamps.add(changes.stamp())
    assert len(stamps) == 100


@pytest.mark.django_db(transaction=True)
def test_a_change_begins_its_generation_at_the_commit(changes: Generation) -> None:
    before = changes.stamp()
    with transaction.atomic():
        changes.changed()
        inside = changes.stamp()
    assert (inside == before, changes.stamp() == before) == (True, False)


@pytest.mark.django_db(transaction=True)
def test_an_undone_change_leaves_neither_a_generation_nor_a_memory(changes: Generation) -> None:
    _, ask = counter(changes)
    with transaction.atomic():
        changes.changed()
        ask()
        transaction.set_rollback(True)
    assert (changes.stamp(), ask(), ask()) == ((0, 0), 2, 2)


@pytest.mark.django_db(transaction=True)
def test_a_transaction_remembers_for_itself_what_it_changed(changes: Generation) -> None:
    _, ask = counter(changes)
    with transaction.atomic():
        changes.changed()
        first = (ask(), ask())
        changes.changed()
        second = (ask(), ask())
    assert (first, second, ask()) == ((1, 1), (2, 2), 3)


@pytest.mark.django_db(transaction=True)
def test_the_next_transaction_does_not_see_what_an_undone_one_remembered(changes: Generation) -> None:
    _, ask = counter(changes)
    for expected in (1, 2):
        with transaction.atomic():
            changes.changed()
            assert ask() == expected
            transaction.set_rollback(True)


def test_a_memory_grows_old_even_without_a_change(changes: Generation, monkeypatch: pytest.MonkeyPatch) -> None:
    _, ask = counter(changes)
    first = ask()
    monkeypatch.setattr(generation, "OLDEST_SECONDS", -1.0)
    assert (first, ask()) == (1, 2)


def test_the_file_lies_in_the_state_folder(changes: Generation) -> None:
    changes.advance()
    assert Path(changes._path).read_bytes() == b"."
