"""Rows as features, and their coordinates in each reference system."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanqiao.portal.open_service.rules.ogc.features import features
from zhanqiao.portal.open_service.rules.ogc.layers import Layer, layer_of
from zhanqiao.portal.open_service.rules.ogc.reference_systems import CRS84, EPSG, LIMIT, SYSTEMS, system_of, written
from zhanqiao.portal.open_service.rules.ogc.schemas import schema
from zhanqiao.portal.open_service.rules.ogc.selecting import filters_of, selection_of

COLUMNS = (("geometry", "text"), ("x", "decimal"), ("y", "decimal"), ("更新", "timestamp"), ("limit", "integer"))
POINTS = layer_of(columns=COLUMNS, place=("x", "y"))
AREAS = layer_of(columns=(("名称", "text"), ("geom", "geometry"), ("另一处", "geometry")), place=("geom",))


def one(row: tuple[Any, ...], layer: Layer, **asked: str) -> dict[str, Any]:
    (found,) = features(rows=[row], layer=layer, selection=selection_of(given=asked, layer=layer))
    return found


def test_a_point_is_made_of_its_two_columns_and_times_carry_the_offset_of_the_city() -> None:
    row = (0, 120.5, "36.1234567890123456", "文", 120.5, "36.1234567890123456", "2024-03-05T08:30:00", 3)
    assert one(row, POINTS) == {
        "type": "Feature",
        "id": 0,
        "geometry": {"type": "Point", "coordinates": [120.5, 36.123456789012344]},
        "properties": {
            "geometry": "文",
            "x": 120.5,
            "y": "36.1234567890123456",
            "更新": "2024-03-05T08:30:00+08:00",
            "limit": 3,
        },
    }


def test_half_a_place_is_none() -> None:
    row = (4, 120.5, None, None, 120.5, None, None, None)
    found = one(row, POINTS)
    assert (found["geometry"], found["properties"]["更新"]) == (None, None)


def test_the_first_geometry_is_the_place_and_another_one_a_property() -> None:
    other = {"type": "Point", "coordinates": [1.0, 2.0]}
    assert one((7, None, "园", other), AREAS)["properties"] == {"名称": "园", "另一处": other}
    assert one((7, other, "园"), AREAS, properties="名称")["geometry"] == other
    assert one((7, other), AREAS, properties="geom")["properties"] == {}


def test_the_place_gets_a_name_that_no_column_has_and_parameters_hide_columns() -> None:
    assert (POINTS.geometry, AREAS.geometry) == ("geometry_", "geom")
    assert filters_of(layer=POINTS) == ("geometry", "x", "y", "更新")
    described = schema(address="http://x/schema", title="表", layer=POINTS, labels={})["properties"]
    assert list(described) == ["geometry_", "geometry", "x", "y", "更新", "limit"]
    assert described["更新"] == {
        "title": "更新",
        "type": "string",
        "format": "date-time",
        "x-ogc-role": "primary-instant",
    }


@pytest.mark.parametrize(
    ("geometry", "turned"),
    [
        ({"type": "Point", "coordinates": [120.0, 36.0, 7.5]}, {"type": "Point", "coordinates": [36.0, 120.0, 7.5]}),
        ({"type": "Point", "coordinates": []}, {"type": "Point", "coordinates": []}),
        (
            {"type": "Polygon", "coordinates": [[[1.0, 2.0], [3.0, 4.0], [5.0, 7.0], [1.0, 2.0]]]},
            {"type": "Polygon", "coordinates": [[[2.0, 1.0], [4.0, 3.0], [7.0, 5.0], [2.0, 1.0]]]},
        ),
        (
            {
                "type": "GeometryCollection",
                "geometries": [{"type": "LineString", "coordinates": [[1.0, 2.0], [3.0, 4.0]]}],
            },
            {
                "type": "GeometryCollection",
                "geometries": [{"type": "LineString", "coordinates": [[2.0, 1.0], [4.0, 3.0]]}],
            },
        ),
        (None, None),
    ],
)
def test_axes_are_turned_at_every_depth(geometry: Any, turned: Any) -> None:
    for code in ("4326", "4490"):
        assert written(geometry=geometry, system=SYSTEMS[f"{EPSG}{code}"]) == turned
    assert written(geometry=geometry, system=SYSTEMS[CRS84]) == geometry


@given(st.sampled_from(sorted(SYSTEMS)), st.floats(-180, 180), st.floats(-LIMIT, LIMIT))
def test_what_is_written_in_a_system_is_read_back(uri: str, longitude: float, latitude: float) -> None:
    system = SYSTEMS[uri]
    assert system.read(*system.written(longitude, latitude)) == pytest.approx((longitude, latitude), abs=1e-9)


def test_the_corner_of_the_web_map_is_where_the_standard_has_it() -> None:
    corner = SYSTEMS[f"{EPSG}3857"].written(180.0, 90.0)
    assert corner == pytest.approx((20037508.342789244, 20037508.342789244), rel=1e-12)
    assert system_of(parameter="crs", text="epsg:3857") is system_of(parameter="crs", text=f"{EPSG}3857")
