"""Answers are kept, but not those that speak of something that passes."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory

from zhanqiao.portal.open_service.endpoints.rendering import kept


@pytest.mark.parametrize(("limits", "made"), [([], 1), ([{"code": "limit-cut"}], 1), ([{"code": "cluster-away"}], 2)])
def test_an_answer_about_an_absent_cluster_is_made_again(limits: list[dict[str, str]], made: int) -> None:
    calls: list[int] = []

    def make() -> dict[str, Any]:
        calls.append(1)
        return {"data": [], "limits": limits}

    for _ in range(2):
        kept(RequestFactory().get("/"), tag=f'"keeping-{limits}"', public=True, make=make)
    assert len(calls) == made
