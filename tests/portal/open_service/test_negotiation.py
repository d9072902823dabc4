from __future__ import annotations

import pytest

from zhanqiao.portal.open_service.rules.negotiation import accepts_gzip, language_of


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "zh"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("fr,en;q=0.5,zh;q=0.2", "en"),
        ("en;q=0.5,zh-Hant;q=0.5", "zh"),
        ("*", "zh"),
        ("eno", "zh"),
        ("en;q=nonsense", "zh"),
        ("de", "zh"),
    ],
)
def test_language_is_the_one_preferred(header: str, language: str) -> None:
    assert language_of(header) == language


@pytest.mark.parametrize(
    ("header", "accepted"),
    [
        ("", False),
        ("gzip", True),
        ("gzip, deflate, br", True),
        ("gzip;q=0", False),
        ("*", True),
        ("gzip;q=0, *", False),
        ("identity", False),
        ("x-gzip", True),
    ],
)
def test_gzip_is_used_only_where_accepted(header: str, accepted: bool) -> None:
    assert accepts_gzip(header) is accepted
