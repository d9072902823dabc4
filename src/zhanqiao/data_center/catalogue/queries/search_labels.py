"""The words of facet values."""

from __future__ import annotations

from collections.abc import Callable

from zhanqiao.data_center.catalogue import rules
from zhanqiao.data_center.catalogue.rules import CodeList
from zhanqiao.data_center.catalogue.rules.divisions import division_name
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.departments.queries import department_card

SYNTHETIC = {"true": Text("合成数据", "Synthetic data"), "false": Text("真实数据", "Real data")}
FORMAT_NAMES = {
    "geojson": "GeoJSON",
    "gpkg": "GeoPackage",
    "shp": "Shapefile",
    "parquet": "Parquet",
    "jsonl": "JSON Lines",
}


def label(*, facet: str, value: str) -> Text:
    """Return what people read for a facet's value; the value itself where nobody has named it."""
    return LABELS[facet](value)


def _coded(codes: CodeList) -> Callable[[str], Text]:
    def words(value: str) -> Text:
        return codes[value].text if value in codes else Text(value, value)

    return words


def _department(value: str) -> Text:
    try:
        return department_card(key_or_code=value).name
    except NotFoundError:
        return Text(value, value)


def _division(value: str) -> Text:
    return division_name(code=value)


def _format(value: str) -> Text:
    name = FORMAT_NAMES.get(value, value.upper())
    return Text(name, name)


def _synthetic(value: str) -> Text:
    return SYNTHETIC.get(value) or Text(value, value)


LABELS: dict[str, Callable[[str], Text]] = {
    "theme": _coded(rules.THEMES),
    "department": _department,
    "district": _division,
    "open_type": _coded(rules.OPEN_TYPES),
    "format": _format,
    "update_cycle": _coded(rules.UPDATE_CYCLES),
    "scene": _coded(rules.SCENES),
    "licence": _coded(rules.LICENCES),
    "synthetic": _synthetic,
}
