"""The profile of a table, against what Python counts."""

from __future__ import annotations

from pathlib import Path

from tests.data_center.storage import permits
from tests.data_center.storage.stations import FIELDS, NAMES, ROWS

from zhanqiao.data_center.storage.engine.fields import LogicalType
from zhanqiao.data_center.storage.engine.query import profile


def test_profile_counts_nulls_and_distinct_values(serving: Path) -> None:
    found = profile(serving=serving, fields=FIELDS)
    assert tuple(found) == NAMES
    for place, field in enumerate(FIELDS):
        cells = [row[place] for row in ROWS if row[place] is not None]
        assert found[field.name]["nulls"] == len(ROWS) - len(cells)
        if field.type is not LogicalType.GEOMETRY:
            assert found[field.name]["distinct"] == len(set(cells))


def test_profile_of_numbers_text_and_dates(serving: Path) -> None:
    found = profile(serving=serving, fields=FIELDS)
    assert (found["日客流"]["min"], found["日客流"]["max"]) == (-5, "9007199254740993")
    assert (found["造价"]["min"], found["造价"]["max"], found["造价"]["mean"]) == (
        -3.1,
        999999999999.99,
        125000000015.37875,
    )
    assert (found["开通日期"]["min"], found["开通日期"]["max"]) == ("1900-01-01", "2024-01-01")
    assert found["站名"]["max_length"] == len("May 4th Square")
    assert found["区市"]["top"] == [("市南区", 3), ("市北区", 2), ("即墨区", 1), ("李沧区", 1), ("西海岸新区", 1)]
    assert found["编号"]["top"] == []
    assert found["位置"] == {"distinct_exact": True, "top": [], "nulls": 2, "distinct": None, "min": None, "max": None}


def test_histogram_counts_every_value_once(large: Path) -> None:
    found = profile(serving=large, fields=permits.FIELDS)
    for name in ("金额", "发证日期", "经度"):
        bins = found[name]["histogram"]
        assert len(bins) == 20
        assert sum(each["count"] for each in bins) == permits.ROWS
        assert [each["to"] for each in bins[:-1]] == [each["from"] for each in bins[1:]]
    assert found["金额"]["histogram"][0]["count"] == permits.ROWS // 20
    assert found["发证日期"]["histogram"][0]["from"] == "2015-01-01"
