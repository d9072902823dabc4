"""Answers are kept, but not those that speak of something that passes."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.test import RequestFactory

from zhanqiao.portal.open_service.endpoints.rendering import kept
from zhanqiao.portal.open_service.engine.answers import Answer
from zhanqiao.portal.open_service.queries import ANSWERS, kept_reply, present, remember
from zhanqiao.portal.open_service.queries import kept as keeping


@pytest.mark.parametrize(("limits", "made"), [([], 1), ([{"code": "limit-cut"}], 1), ([{"code": "cluster-away"}], 2)])
def test_an_answer_about_an_absent_cluster_is_made_again(limits: list[dict[str, str]], made: int) -> None:
    calls: list[int] = []

    def make() -> dict[str, Any]:
        calls.append(1)
        return {"data": [], "limits": limits}

    for _ in range(2):
        kept(RequestFactory().get("/"), tag=f'"keeping-{limits}"', public=True, make=make)
    assert len(calls) == made


def test_an_address_leads_to_a_kept_answer_for_a_minute_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who withdrew a dataset may have died before saying so: no generation begins, and yet it must count."""
    seconds = 0.3
    monkeypatch.setattr(keeping, "OLDEST_SECONDS", seconds)
    ANSWERS.put(answer=Answer(tag='"lasting"', content=b"{}", content_type="application/json"))
    time.sleep(seconds - time.monotonic() % seconds)  # to the beginning of a span, so that the first look is within it
    remember(address="/lasting?", tag='"lasting"', since=present())
    asked = {"address": "/lasting?", "if_none_match": "", "accept_encoding": ""}
    assert kept_reply(**asked) is not None
    time.sleep(seconds)
    assert kept_reply(**asked) is None
