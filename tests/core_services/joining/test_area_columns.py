"""Points in districts, kept as a derived table with the district's name and code: chosen, told, and there after a refresh."""

from __future__ import annotations

import json

import pytest
from tests import seeding
from tests.core_services.joining.grounds import OFFICER, kept, published, ran, reviewed, rows, understood

from zhanqiao.core_services.joining import operations, queries
from zhanqiao.core_services.joining.rules import JoinPlan, Kind, ShapesError
from zhanqiao.core_services.publishing.rules import SubmissionStep
from zhanqiao.data_center.metadata import queries as metadata
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.kit.clock import now

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("department")]
BY_PLACE = JoinPlan(points="left", kind=Kind.LEFT)
COLUMNS = ("区名", "区划代码")


def collection(*features: tuple[dict[str, object], dict[str, object]]) -> str:
    listed = [{"type": "Feature", "properties": said, "geometry": shape} for said, shape in features]
    return json.dumps({"type": "FeatureCollection", "features": listed}, ensure_ascii=False)


def square(west: float) -> dict[str, object]:
    ring = [[west, 36.0], [west + 1, 36.0], [west + 1, 37.0], [west, 37.0], [west, 36.0]]
    return {"type": "Polygon", "coordinates": [ring]}


def point(lon: float) -> dict[str, object]:
    return {"type": "Point", "coordinates": [lon, 36.5]}


def lots() -> str:
    content = collection(*(({"车场": f"P{n}"}, point(120.5 + n)) for n in range(3)))
    return seeding.published(name="lots", title="停车场", content=content, suffix=".geojson")["table"]


def districts(name: str = "市南区") -> str:
    said = [{"区名": name, "区划代码": "370202", "面积": 30}, {"区名": "市北区", "区划代码": "370203", "面积": 60}]
    content = collection(*((one, square(120.0 + n)) for n, one in enumerate(said)))
    return seeding.published(name="districts", title="区市边界", content=content, suffix=".geojson")["table"]


@pytest.fixture
def sources(department: str) -> tuple[str, str]:
    return lots(), districts()


def cards(sources: tuple[str, str]) -> dict[str, storage.TableCard]:
    return dict(zip(("left", "right"), (storage.table_card(table_id=one) for one in sources), strict=True))


def test_two_shapes_are_refused_and_by_default_the_areas_shape_is_left_out(sources: tuple[str, str]) -> None:
    with pytest.raises(ShapesError):
        kept(*sources, plan=BY_PLACE)
    plan = queries.with_area_columns(plan=BY_PLACE, **cards(sources))
    assert plan.right_columns == ("区名", "区划代码", "面积")
    shown = queries.preview(plan=plan, **cards(sources)).both
    assert shown is not None
    assert [one.name for one in shown.columns][-3:] == ["区名", "区划代码", "面积"]
    assert queries.with_area_columns(plan=JoinPlan(points="left", kind=Kind.ANTI), **cards(sources)).right_columns == ()


def test_the_columns_chosen_of_the_areas_reach_the_public_with_their_words_and_lineage(
    sources: tuple[str, str],
) -> None:
    derived_id = published(*sources, plan=BY_PLACE.keeping(COLUMNS))
    derived = queries.derived_card(derived_id=derived_id)
    assert [(row[0], row[-3:-1]) for row in rows(derived_id)] == [
        ("P0", ("市南区", "370202")),
        ("P1", ("市北区", "370203")),
        ("P2", (None, None)),
    ]
    words = {one.name: one.description for one in metadata.dictionary(table_id=derived.table_id)}
    assert (words["区名"].zh, words["区名"].en) == (
        "取自点所在的面：《区市边界》",
        "of the area in which the point lies: '区市边界'",
    )
    made = queries.made_from(dataset_id=derived.dataset_id)
    assert made is not None
    assert made.columns[1] == COLUMNS
    assert "车场" in made.columns[0]


def test_a_refresh_keeps_the_columns_of_the_areas(sources: tuple[str, str]) -> None:
    derived_id = published(*sources, plan=BY_PLACE.keeping(COLUMNS))
    seeding.permit(dataset_id=queries.derived_card(derived_id=derived_id).dataset_id)
    districts("南区")
    run = ran(derived_id)
    assert understood(run) is SubmissionStep.PUBLISHED
    assert rows(derived_id)[0][-3:-1] == ("南区", "370202")


def test_a_later_version_may_keep_other_columns(sources: tuple[str, str]) -> None:
    derived_id = kept(*sources, plan=BY_PLACE.keeping(COLUMNS))
    first = ran(derived_id)
    understood(first)
    reviewed(first.submission_id)
    left, right = sources
    plan = BY_PLACE.keeping(("面积",))
    operations.change_plan(
        derived_id=derived_id, left=left, right=right, plan=plan, reason="只要面积", by=OFFICER, at=now()
    )
    found = queries.origins_of(plan=queries.derived_card(derived_id=derived_id).version.plan, **cards(sources))
    assert [one.name for one in found if one.side == 1] == ["面积"]
