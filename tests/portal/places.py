"""What tests of places share: published townships, a table that is no list of them, and outlines of districts."""

from __future__ import annotations

import json
from pathlib import Path

from tests.core_services.publishing.grounds import AT, BY, clock, written
from tests.seeding import DEPARTMENT, register_department
from zhanqiao.core_services.publishing import operations
from zhanqiao.data_center.catalogue.rules import DatasetEntry

TOWNS = """区划代码,乡镇街道,区县代码,区县
370202001,香港中路街道,370202,市南区
370202005,湛山街道,370202,市南区
370203006,延安路街道,370203,市北区
370212001,中韩街道,370212,崂山区
370212002,沙子口街道,370212,崂山区
370281005,中云街道,370281,胶州市
370283101,姜山镇,370283,平度市
370285101,姜山镇,370285,莱西市
"""
SCHOOLS = "学校,区划代码\n甲小学,370202\n乙小学,370203\n丙小学,370212\n"
SQUARES = (("370202", "市南区", 120.3), ("370212", "崂山区", 120.4), ("370282", "即墨市", 120.5))


def outlines() -> str:
    """Return squares of a tenth of a degree, beside one another."""
    features = [
        {
            "type": "Feature",
            "properties": {"adcode": code, "name": name},
            "geometry": {
                "type": "Polygon",
                "coordinates": [
                    [[x, 36.0], [round(x + 0.1, 1), 36.0], [round(x + 0.1, 1), 36.1], [x, 36.1], [x, 36.0]]
                ],
            },
        }
        for code, name, x in SQUARES
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)


def publish_places(folder: Path) -> dict[str, str]:
    """Publish a table of townships, one that is none, and outlines; return the ids of the tables."""
    register_department()
    files = {
        "towns": ("towns.csv", TOWNS),
        "schools": ("schools.csv", SCHOOLS),
        "outlines": ("outlines.geojson", outlines()),
    }
    made = {}
    for slug, (name, content) in files.items():
        path = written(folder, name, content)
        if slug == "outlines":
            path.write_text(content, encoding="utf-8")
        entry = DatasetEntry(slug=slug, title_zh=slug, department=DEPARTMENT, theme="6", licence="CC0-1.0")
        result = operations.publish_file(
            path=path, slug=slug, title=slug, department=DEPARTMENT, entry=entry, by=BY, at=AT, clock=clock
        )
        made[slug] = result["tables"][0]
    return made
