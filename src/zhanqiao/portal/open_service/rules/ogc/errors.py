"""What the OGC interfaces refuse."""

from __future__ import annotations

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text


class OgcParameterError(ZhanqiaoError):
    """A parameter that is not there or cannot be understood: the standards ask for 400. ``parameter`` names it."""

    status = 400
    code = "ogc-parameter"
    sentence = Text(zh="参数 {parameter}：{zh}没有读取数据。", en="Parameter {parameter}: {en} Nothing was read.")


class Cql2SyntaxError(ZhanqiaoError):
    """A filter in CQL2 text leaves the grammar at ``position`` (0-based)."""

    status = 400
    code = "cql2-syntax"
    sentence = Text(
        zh="参数 filter 第 {position} 个字符处有“{token}”，此处应为：{expected}。没有读取数据。",
        en="Parameter filter: '{token}' at character {position}; expected {expected}. Nothing was read.",
    )


class Cql2ShapeError(ZhanqiaoError):
    """A filter in CQL2 JSON is not shaped as the standard says at ``place``, a path such as ``args[1].op``."""

    status = 400
    code = "cql2-shape"
    sentence = Text(
        zh="参数 filter 的 {place} 处应为 {expected}，现为 {token}。没有读取数据。",
        en="Parameter filter: at {place} stands {token}; expected {expected}. Nothing was read.",
    )


class Cql2NotOfferedError(ZhanqiaoError):
    """A part of CQL2 that the query model has no word for."""

    status = 400
    code = "cql2-not-offered"
    sentence = Text(
        zh="这里不提供 CQL2 的“{what}”。可用：{known}。没有读取数据。",
        en="'{what}' of CQL2 is not offered here. Use {known}. Nothing was read.",
    )


class NoMapError(ZhanqiaoError):
    """The table has no place on a map, so it is no collection of features."""

    status = 404
    code = "no-features"
    sentence = Text(
        zh="数据表 {table} 没有几何列，也没有经度和纬度列，不是要素集合。可用 /api/v1/tables/{table}/rows 读取。",
        en="The table {table} has neither a geometry nor longitude and latitude, so it is no collection of features. Read "
        "it at /api/v1/tables/{table}/rows.",
    )


def wrong(parameter: str, zh: str, en: str, /) -> OgcParameterError:
    """Return the error of a parameter."""
    return OgcParameterError(parameter=parameter, zh=zh, en=en)
