"""Outlines of districts for a picture in a page: by code, by name where the code is older, from public tables only."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.core_services.dashboards.test_maps import published_limits

from zhanqiao.core_services.mapping.queries import outlines
from zhanqiao.data_center.catalogue.operations import suspend_dataset
from zhanqiao.data_center.catalogue.queries import id_of
from zhanqiao.data_center.storage.models import CHANGES
from zhanqiao.kit.clock import now

pytestmark = pytest.mark.django_db
BOTH = {"370202": "市南区", "370212": "崂山区"}


@pytest.fixture
def _limits(department: str, tmp_path: Path) -> None:
    published_limits(tmp_path)


@pytest.mark.usefixtures("_limits")
def test_squares_stand_beside_each_other_with_north_above() -> None:
    picture = outlines(names=BOTH)
    assert picture is not None
    assert picture.paths.keys() == BOTH.keys()
    assert 190 < picture.height < 210  # 0.2 degrees up, 0.4 across, shortened by the cosine of 36.1 degrees
    assert picture.paths["370202"] == f"M0,{picture.height}l160,0 0,-{picture.height} -160,0 0,{picture.height}z"


@pytest.mark.usefixtures("_limits")
def test_a_district_of_an_older_code_is_known_by_its_name_in_the_same_city() -> None:
    renamed = outlines(names={"370299": "崂山市", "370202": "市南区"})
    assert renamed is not None
    assert renamed.paths["370299"] == outlines(names=BOTH).paths["370212"]  # type: ignore[union-attr]  # - it is there
    assert outlines(names={"370202": "市南区", "370203": "市北区"}) is None
    assert outlines(names={}) is None


@pytest.mark.usefixtures("_limits")
def test_outlines_that_are_suspended_are_not_drawn() -> None:
    assert outlines(names=BOTH) is not None
    suspend_dataset(dataset_id=id_of(slug="limits"), by="tests", at=now(), reason="核对边界")
    CHANGES.advance()
    assert outlines(names=BOTH) is None
