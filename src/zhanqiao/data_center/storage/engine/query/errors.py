"""Errors of a query: located, typed, in both languages."""

from __future__ import annotations

from typing import Any

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text


class QueryError(ZhanqiaoError):
    """A query parameter cannot be understood; nothing was run.

    Facts: ``parameter`` (``where``, ``select`` …), ``position`` (0-based character in it, or None), ``token`` (what
    stands there), ``expected`` (list of what could stand there), ``nearest`` (closest column name, or None).
    """

    status = 400
    code = "query-invalid"
    sentence = Text(zh="参数 {parameter}：{zh}", en="Parameter {parameter}: {en}")

    def __init__(
        self,
        *,
        parameter: str,
        reason: Text,
        position: int | None = None,
        token: str | None = None,
        expected: tuple[str, ...] = (),
        nearest: str | None = None,
    ) -> None:
        """Say where it is wrong and what was expected."""
        super().__init__(parameter=parameter, zh=reason.zh, en=reason.en)
        self.facts: dict[str, Any] = {
            "parameter": parameter,
            "position": position,
            "token": token,
            "expected": list(expected),
            "nearest": nearest,
        }


class NoPlaceError(ZhanqiaoError):
    """A spatial answer was asked of a table that has no geometry and no longitude and latitude."""

    status = 400
    code = "table-has-no-place"
    sentence = Text(
        zh="该表没有几何列，也没有经度和纬度列，不能按地图范围筛选，也不能导出为 GeoJSON 或 GeoPackage。请选择其他格式。",
        en="This table has no geometry and no longitude and latitude columns, so it can be neither filtered by a map "
        "extent nor exported as GeoJSON or GeoPackage. Choose another format.",
    )


class CursorExpiredError(ZhanqiaoError):
    """A cursor belongs to a release that is not the one asked; paging on would mix two releases."""

    status = 410
    code = "cursor-of-another-release"
    sentence = Text(
        zh="翻页标记属于版本 {release}，数据此后已更新。请从第一页重新开始，或加上 as_of={release} 继续读旧版本。",
        en="The cursor belongs to release {release}; the data have changed since. Start again at the first page, "
        "or add as_of={release} to go on in the old release.",
    )


class QueryFailedError(ZhanqiaoError):
    """The engine could not finish a well-formed query (a number out of range, memory over its limit)."""

    status = 422
    code = "query-failed"
    sentence = Text(
        zh="查询无法完成：{reason}。数据没有变化；请缩小范围或修改表达式。",
        en="The query could not be finished: {reason}. Nothing changed; narrow it or change the expression.",
    )


class QueryMemoryError(ZhanqiaoError):
    """A query needs more memory than one process gives to queries; nothing was changed."""

    status = 422
    code = "query-memory"
    sentence = Text(
        zh="查询需要的内存超过上限，已停止；数据没有变化。请减少列或分组，加上筛选条件，或下载整表。",
        en="The query needs more memory than the limit allows and was stopped; nothing changed. Choose fewer columns or "
        "groups, add a filter, or download the whole table.",
    )
