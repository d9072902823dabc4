from __future__ import annotations

import gzip

from zhanqiao.portal.open_service.engine.answers import LONGEST_ADDRESS, Answer, Answers
from zhanqiao.portal.open_service.engine.replies import reply

BEFORE, AFTER = (1, 1), (2, 2)


def _answer(tag: str, size: int = 10) -> Answer:
    return Answer(tag=f'"{tag}"', content=b"x" * size, content_type="application/json")


def test_an_address_leads_to_its_answer_within_one_generation() -> None:
    answers = Answers(budget=1000, largest=100)
    answers.put(answer=_answer("a"))
    answers.remember(address="/rows?", generation=BEFORE, key='"a"')
    assert answers.at(address="/rows?", generation=BEFORE) == _answer("a")
    assert answers.at(address="/rows?", generation=AFTER) is None
    assert answers.at(address="/other?", generation=BEFORE) is None


def test_an_answer_outlives_the_generation_but_its_addresses_do_not() -> None:
    answers = Answers(budget=1000, largest=100)
    answers.put(answer=_answer("a"))
    answers.remember(address="/rows?", generation=BEFORE, key='"a"')
    answers.remember(address="/new?", generation=AFTER, key='"a"')
    assert answers.at(address="/rows?", generation=AFTER) is None
    assert answers.at(address="/new?", generation=AFTER) == _answer("a")


def test_the_least_recently_used_answer_makes_room() -> None:
    answers = Answers(budget=30, largest=30)
    for name in "abc":
        answers.put(answer=_answer(name))
    answers.get(key='"a"')
    answers.put(answer=_answer("d"))
    assert [answers.get(key=f'"{name}"') is not None for name in "abcd"] == [True, False, True, True]
    assert answers.held == 30


def test_an_answer_past_the_entry_limit_is_not_kept() -> None:
    answers = Answers(budget=1000, largest=9)
    answers.put(answer=_answer("a", size=10))
    assert (answers.get(key='"a"'), answers.held) == (None, 0)


def test_replacing_an_answer_counts_its_bytes_once() -> None:
    answers = Answers(budget=1000, largest=100)
    answers.put(answer=_answer("a", size=10))
    answers.put(answer=_answer("a", size=20))
    assert answers.held == 20


def test_an_endless_address_is_not_remembered() -> None:
    answers = Answers(budget=1000, largest=100)
    answers.put(answer=_answer("a"))
    address = "/" * (LONGEST_ADDRESS + 1)
    answers.remember(address=address, generation=BEFORE, key='"a"')
    assert answers.at(address=address, generation=BEFORE) is None


def test_a_large_answer_is_packed_when_accepted() -> None:
    answer = _answer("a", size=5000)
    packed = reply(answer=answer, if_none_match="", accept_encoding="gzip")
    headers = dict(packed.headers)
    assert gzip.decompress(packed.content) == answer.content
    assert (headers["Content-Encoding"], headers["ETag"]) == ("gzip", '"a-gzip"')
    assert headers["Content-Length"] == str(len(packed.content))


def test_a_small_answer_goes_out_as_it_is() -> None:
    plain = reply(answer=_answer("a"), if_none_match="", accept_encoding="gzip")
    assert "Content-Encoding" not in dict(plain.headers)


def test_an_answer_the_caller_has_is_not_sent_again() -> None:
    unchanged = reply(answer=_answer("a", size=5000), if_none_match='"a-gzip"', accept_encoding="gzip")
    assert (unchanged.status, unchanged.content) == (304, b"")


def test_a_kept_answer_is_packed_once() -> None:
    answers = Answers(budget=10_000, largest=10_000)
    answers.put(answer=_answer("a", size=5000))
    first = answers.packed(_answer("a", size=5000))
    kept = answers.get(key='"a"')
    assert kept is not None
    assert kept.packed is first.packed
    assert answers.held == first.size > 5000


def test_an_answer_that_is_not_kept_is_packed_for_this_reply_only() -> None:
    answers = Answers(budget=10_000, largest=100)
    assert gzip.decompress(answers.packed(_answer("a", size=5000)).packed or b"") == b"x" * 5000
    assert answers.held == 0
