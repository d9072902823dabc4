from __future__ import annotations

import pytest

from zhanqiao.portal.open_service.rules.conditional import entity_tag, gzipped, holds
from zhanqiao.portal.open_service.rules.ranges import RangeNotSatisfiableError, Span, span_of, still_the_same

TAG = entity_tag("rows", "rel_1", "where=a")


def test_tags_name_exactly_their_parts() -> None:
    assert entity_tag("rows", "rel_1", "where=a") == TAG
    assert entity_tag("rows", "rel_1where=a") != TAG
    assert entity_tag("rows", "rel_2", "where=a") != TAG


@pytest.mark.parametrize(
    ("header", "unchanged"),
    [
        ("", False),
        ("*", True),
        (TAG, True),
        (f"W/{TAG}", True),
        (gzipped(TAG), True),
        (f'"other", {TAG}', True),
        ('"other"', False),
        (TAG.strip('"'), False),
    ],
)
def test_if_none_match_holds_for_the_same_content_in_any_coding(header: str, unchanged: bool) -> None:
    assert holds(header=header, tag=TAG) is unchanged


def test_codings_have_different_strong_tags() -> None:
    assert gzipped(TAG) != TAG


@pytest.mark.parametrize(
    ("header", "span"),
    [
        ("", None),
        ("bytes=0-9", Span(0, 10)),
        ("bytes=90-", Span(90, 10)),
        ("bytes=90-500", Span(90, 10)),
        ("bytes=-10", Span(90, 10)),
        ("bytes=-500", Span(0, 100)),
        ("bytes=5-5", Span(5, 1)),
        ("bytes=9-5", None),
        ("bytes=0-1,5-6", None),
        ("rows=0-9", None),
        ("bytes=-", None),
    ],
)
def test_a_range_is_read_as_the_standard_says(header: str, span: Span | None) -> None:
    assert span_of(header=header, size=100) == span


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=100-200", "bytes=-0"])
def test_a_range_outside_the_file_is_refused(header: str) -> None:
    with pytest.raises(RangeNotSatisfiableError) as caught:
        span_of(header=header, size=100)
    assert caught.value.facts == {"size": 100, "last": 99}


def test_if_range_holds_for_this_version_only() -> None:
    assert still_the_same(if_range="", tag=TAG, last_modified="then")
    assert still_the_same(if_range=TAG, tag=TAG, last_modified="then")
    assert still_the_same(if_range="then", tag=TAG, last_modified="then")
    assert not still_the_same(if_range='"older"', tag=TAG, last_modified="then")
