"""The columns of three tables as their profiles tell them: street trees, air by the hour, parks."""

from __future__ import annotations

from zhanqiao.core_services.exploring.rules.charts import ChartColumn, ChartState, Figure

ROWS = 2_500
NUMBER = ChartColumn("编号", "text", "identifier", 2_500)
DISTRICT = ChartColumn("区市", "text", None, 5)
KIND = ChartColumn("树种", "text", None, 4)
GIRTH = ChartColumn("胸径", "integer", None, 60, 2, 10, 69)
HEIGHT = ChartColumn("树高", "decimal", None, 210, 0, 1.5, 22.5)
PLANTED = ChartColumn("种植日期", "date", None, 900, 0, "1990-01-01", "2019-12-28")
SHAPE = ChartColumn("位置", "geometry")
COLUMNS = {one.name: one for one in (NUMBER, DISTRICT, KIND, GIRTH, HEIGHT, PLANTED, SHAPE)}
MOMENT = ChartColumn("时间", "timestamp", None, 35_064, 0, "2013-03-01T00:00:00", "2017-02-28T23:00:00")
CLOCK = ChartColumn("时刻", "time", None, 24)


def asked(kind: str, x: str = "区市", **more: object) -> ChartState:
    """Return a state as the address would ask for it."""
    return ChartState(kind=kind, x=x, **more)  # type: ignore[arg-type]  # test values of every type


def figure(*points: dict[str, object], scale: str = "labels", **more: object) -> Figure:
    """Return a figure of these points, all of whose groups are drawn."""
    usual: dict[str, object] = {"groups": len({one["x"] for one in points}), "measures": {"y": "行数"}}
    return Figure(points=points, scale=scale, **{**usual, **more})  # type: ignore[arg-type]  # test values of every type
