"""Orders are made once, wait for each other, make room, and are forgotten when they fail."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from zhanqiao.data_center.storage.engine.query.remembered import Orders, Places

ROWS = np.arange(10, dtype=np.uint32)


def test_an_order_is_made_once_for_all_who_ask_at_the_same_time() -> None:
    orders, made, all_here = Orders(), list[int](), threading.Barrier(4)

    def make() -> Places:
        made.append(1)
        return ROWS

    def ask() -> Places:
        all_here.wait()
        return orders.of(copy="a", question="q", make=make)

    with ThreadPoolExecutor(4) as readers:
        found = [one.result() for one in [readers.submit(ask) for _ in range(4)]]
    assert (len(made), [one.tolist() for one in found]) == (1, [ROWS.tolist()] * 4)


def test_the_order_used_longest_ago_makes_room() -> None:
    orders, made = Orders(most_bytes=2 * ROWS.nbytes), list[str]()

    def ask(question: str) -> None:
        def make() -> Places:
            made.append(question)
            return ROWS

        orders.of(copy="a", question=question, make=make)

    for question in ("one", "two", "one", "three", "one", "two"):
        ask(question)
    assert (made, orders.bytes) == (["one", "two", "three", "two"], 2 * ROWS.nbytes)


def test_orders_of_two_copies_are_two() -> None:
    orders = Orders()
    orders.of(copy="a", question="q", make=lambda: ROWS)
    assert orders.of(copy="b", question="q", make=lambda: ROWS[::-1]).tolist() == ROWS[::-1].tolist()


def test_what_failed_is_tried_again() -> None:
    orders = Orders()

    def fails() -> Places:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        orders.of(copy="a", question="q", make=fails)
    assert orders.of(copy="a", question="q", make=lambda: ROWS) is ROWS
