"""What changes in the data center counts for the next call, whatever is kept in memory."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import seeding
from tests.portal.open_service.entry import call, published_parks
from zhanqiao.portal.open_service.queries import ANSWERS


@pytest.fixture
def own_table(transactional_db: None) -> Iterator[str]:
    """A table that the test may change."""
    ANSWERS.clear()
    yield published_parks()
    ANSWERS.clear()


def test_a_withdrawal_is_seen_by_the_next_call(own_table: str) -> None:
    path = f"/api/v1/tables/{own_table}/rows"
    assert [call(path)[0] for _ in range(2)] == ["200 OK", "200 OK"]
    seeding.change(step="withdraw", slug="parks")
    assert call(path)[0] == "403 Forbidden"


def test_a_new_release_is_seen_by_the_next_call_and_the_old_one_stays(own_table: str) -> None:
    path = f"/api/v1/tables/{own_table}/rows"
    before = call(path)
    seeding.published(name="parks", title="青岛公园景点", content=seeding.PARKS.replace("中山公园", "第一海水浴场"))
    assert "第一海水浴场" in call(path)[2].decode()
    assert call(path, "as_of=1")[2] == before[2]
