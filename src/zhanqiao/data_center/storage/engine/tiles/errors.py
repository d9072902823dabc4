"""Errors of tiles."""

from __future__ import annotations

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text


class TileOutsideError(ZhanqiaoError):
    """There is no such tile in the Web-Mercator square."""

    status = 404
    code = "tile-outside"
    sentence = Text(
        zh="没有瓦片 {z}/{x}/{y}：级别为 0 到 {max_zoom}，行列号为 0 到 2 的 z 次方减 1。",
        en="There is no tile {z}/{x}/{y}: zoom goes from 0 to {max_zoom}, x and y from 0 to two to the power of z, less 1.",
    )


class MapNotReadyError(ZhanqiaoError):
    """The map copy of a large release is not made yet; nothing is wrong with the data."""

    status = 503
    code = "map-not-ready"
    sentence = Text(
        zh="该版本有 {rows} 行，地图副本尚未生成。当前版本的副本在发布后于后台生成，请稍候再试；旧版本请用更小的筛选导出 GeoJSON。",
        en="This release has {rows} rows and its map copy is not made yet. That of the current release is made in the "
        "background after publication: try again soon. Of a past release, export a filtered part as GeoJSON.",
    )
