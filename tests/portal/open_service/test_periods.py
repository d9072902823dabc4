"""Datasets by the time of their last change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.portal.open_service.conftest import Get
from zhanqiao.portal.open_service.rules.periods import PeriodError, end_of

pytestmark = pytest.mark.xdist_group("live")


def test_a_day_is_taken_whole_and_in_the_time_of_the_city() -> None:
    first, last = (end_of(name="x", text="2026-01-31", last=last) for last in (False, True))
    assert first.astimezone(UTC) == datetime(2026, 1, 30, 16, tzinfo=UTC)
    assert timedelta(hours=23, minutes=59) < last - first < timedelta(days=1)
    assert end_of(name="x", text="2026-01-31T08:00:00", last=False) == datetime(2026, 1, 31, 0, tzinfo=UTC)
    assert end_of(name="x", text="2026-01-31T08:00:00Z", last=False) == datetime(2026, 1, 31, 8, tzinfo=UTC)


@pytest.mark.parametrize("text", ["gestern", "2026-13-01", "", "2026-1-1", "0001-01-01T00:00:00+23:00"])
def test_what_is_no_time_is_refused_in_both_languages(text: str) -> None:
    with pytest.raises(PeriodError) as caught:
        end_of(name="updated_since", text=text, last=False)
    assert "updated_since" in caught.value.text.zh
    assert "updated_since" in caught.value.text.en


def test_only_what_changed_in_the_period_is_listed_and_counted(get: Get) -> None:
    everything = get("/datasets", limit=100).json()
    moments = sorted(one["updated_at"] or one["modified_at"] for one in everything["data"])
    later = get("/datasets", updated_since=moments[-1][:19] + "Z").json()
    assert 1 <= later["page"]["total"] <= len(moments)
    assert all((one["updated_at"] or one["modified_at"])[:19] >= moments[-1][:19] for one in later["data"])
    assert sum(one["count"] for one in later["facets"]["department"]) == later["page"]["total"]
    assert get("/datasets", updated_until="2001-01-01").json()["page"]["total"] == 0
    page = get("/datasets", updated_since="2001-01-01", limit=1).json()["page"]
    assert "updated_since=2001-01-01" in page["next_url"]
    refused = get("/datasets", updated_since="soon")
    assert (refused.status_code, refused.json()["code"]) == (400, "period")


def test_only_what_lies_in_the_box_is_listed(get: Get) -> None:
    def slugs(bbox: str) -> set[str]:
        return {one["slug"] for one in get("/datasets", bbox=bbox, limit=100).json()["data"]}

    assert "parks" in slugs("120.3,36.0,120.4,36.1")
    assert "wells" not in slugs("-180,-90,180,90")
    assert slugs("0,0,1,1") == set()
    for text in ("1,2,3", "a,b,c,d", "2,0,1,1", "0,0,200,1"):
        refused = get("/datasets", bbox=text)
        assert (refused.status_code, refused.json()["code"]) == (400, "bbox")
