"""The words of charts: kinds, measures, units, in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from zhanqiao.kit.texts import Text


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of chart with its line icon (lucide) and what it is good for."""

    name: Text
    icon: str
    use: Text


KINDS = {
    "bar": Kind(Text("条形图", "Bars"), "chart-bar", Text("比较各类的大小", "compare groups")),
    "line": Kind(Text("折线图", "Line"), "chart-line", Text("看变化", "see change")),
    "area": Kind(Text("面积图", "Area"), "chart-area", Text("看总量的变化", "see a total change")),
    "histogram": Kind(
        Text("直方图", "Histogram"), "chart-column", Text("看一列数值的分布", "see how a number is spread")
    ),
    "scatter": Kind(
        Text("散点图", "Scatter"), "chart-scatter", Text("看两列数值的关系", "see how two numbers go together")
    ),
    "heat": Kind(Text("热力图", "Heat map"), "grid-3x3", Text("看两个分类的交叉", "cross two groupings")),
    "box": Kind(Text("箱线图", "Boxes"), "chart-candlestick", Text("比较各类的分布", "compare spreads")),
    "treemap": Kind(
        Text("矩形树图", "Treemap"), "layout-dashboard", Text("看许多类的占比", "see the shares of many groups")
    ),
    "sankey": Kind(
        Text("桑基图", "Flows (Sankey)"), "waypoints", Text("看一类流向另一类", "see how groups flow into others")
    ),
    "calendar": Kind(Text("日历图", "Calendar"), "calendar-days", Text("看每一天", "see every day")),
    "pie": Kind(Text("饼图", "Pie"), "chart-pie", Text("看少数几类的占比", "see the shares of a few groups")),
}
MEASURES = {
    "count": Text("行数", "number of rows"),
    "sum": Text("合计", "sum"),
    "avg": Text("平均值", "average"),
    "median": Text("中位数", "median"),
    "min": Text("最小值", "minimum"),
    "max": Text("最大值", "maximum"),
    "distinct": Text("不同值个数", "number of different values"),
}
UNITS = {
    "year": Text("按年", "by year"),
    "month": Text("按月", "by month"),
    "day": Text("按日", "by day"),
    "hour": Text("按一天中的小时", "by hour of the day"),
    "weekday": Text("按星期", "by day of the week"),
    "bins": Text("分段", "in bins"),
}
EACH = {
    "year": Text("各年", "each year"),
    "month": Text("各月", "each month"),
    "day": Text("各日", "each day"),
    "hour": Text("一天中各小时", "each hour of the day"),
    "weekday": Text("一周中各日", "each day of the week"),
}
ORDERS = {
    "-y": Text("数值从大到小", "largest first"),
    "y": Text("数值从小到大", "smallest first"),
    "x": Text("横轴从小到大", "in the order of the axis"),
    "-x": Text("横轴从大到小", "against the order of the axis"),
}
WEEKDAYS = tuple(
    Text(zh, en)
    for zh, en in (
        ("周一", "Mon"),
        ("周二", "Tue"),
        ("周三", "Wed"),
        ("周四", "Thu"),
        ("周五", "Fri"),
        ("周六", "Sat"),
        ("周日", "Sun"),
    )
)
BOX_WORDS = {
    "low": Text("最小值", "minimum"),
    "q1": Text("下四分位数", "lower quartile"),
    "y": Text("中位数", "median"),
    "q3": Text("上四分位数", "upper quartile"),
    "high": Text("最大值", "maximum"),
}
EMPTY = Text("（空）", "(empty)")
ROWS = MEASURES["count"]


def measured(*, y: str, of: str | Text) -> Text:
    """Return what is measured: ``行数``, ``AQI 的平均值``."""
    if y == "count":
        return ROWS
    words, column = MEASURES[y], of if isinstance(of, Text) else Text(of, of)
    return Text(f"{column.zh} 的{words.zh}", f"{words.en} of {column.en}").closed_up()


def grouped(*, x: str | Text, unit: str) -> Text:
    """Return by what it is measured, as an axis says it: ``时间（按年）``."""
    column = x if isinstance(x, Text) else Text(x, x)
    if unit not in UNITS:
        return column
    words = UNITS[unit]
    return Text(f"{column.zh}（{words.zh}）", f"{column.en} ({words.en})")


def measures_of(*, kind: str, y: str, of: str) -> dict[str, Text]:
    """Return what each number of a point says; of boxes five."""
    if kind == "box":
        return BOX_WORDS
    if kind == "scatter":
        return {"y": Text(of, of)}
    return {"y": measured(y=y, of=of)}
