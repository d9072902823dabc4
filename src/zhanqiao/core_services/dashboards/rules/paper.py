"""A dashboard as it is printed: what each tile shows, in plain words, numbers and lines. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zhanqiao.kit.texts import Text

MOST_LINES, MOST_COLUMNS = 30, 8  # of a table on paper
MOST_LABELS, MOST_SLICES, MOST_SERIES = 40, 12, 8  # of a drawn chart; more are a table
DRAWN = frozenset({"bar", "line", "area", "pie"})
CUT = Text("只列出前 {shown} 行，共 {total} 行。", "The first {shown} of {total} rows.")
NARROWED = Text("只列出前 {shown} 列，共 {total} 列。", "The first {shown} of {total} columns.")
AS_TABLE = Text("这种图在纸上以表格列出。", "A chart of this kind stands as a table on paper.")
MAP_ELSEWHERE = Text("地图见网页：{address}", "The map is on the page: {address}")
SOURCE = Text(
    "来源：{title}，{department}，第 {number} 版（{day}），{licence}",
    "Source: {title}, {department}, release {number} of {day}, {licence}",
)
OUTSIDE = Text("来自 {host}，不是本平台的数据", "From {host}, not from this site")
PICTURE = Text("图片：{credit}，{licence}", "Picture: {credit}, {licence}")
ABOUT = Text("{maker}，第 {version} 稿；{moment} 生成", "{maker}, version {version}; made {moment}")
CHOSEN = Text("筛选：{chosen}", "Filters: {chosen}")
EVERYTHING = Text("全部", "all")


@dataclass(frozen=True, slots=True)
class Lines:
    """A table on paper; the columns in ``numbers`` stand to the right. ``total`` counts its rows, also those left out."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    total: int
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart that is drawn: the labels of its axis, and for each series its name and a number (or none) for each label."""

    kind: str
    labels: Sequence[str]
    series: Sequence[tuple[str, Sequence[float | None]]]


@dataclass(frozen=True, slots=True)
class Block:
    """One tile on paper. ``prose`` are pairs of a kind (head, item, text) and words; ``notes`` are small lines below."""

    title: str
    figure: str = ""
    prose: Sequence[tuple[str, str]] = ()
    plot: Plot | None = None
    lines: Lines | None = None
    picture: Path | None = None
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole dashboard on paper."""

    title: str
    site: str
    summary: str
    facts: Sequence[str]
    blocks: Sequence[Block]
    language: str
    address: str = ""
    sources: Sequence[str] = field(default=())


def plot_of(*, kind: str, points: Sequence[dict[str, Any]], colours: Sequence[str], name: str) -> Plot | None:
    """Return a chart to be drawn from its points, None where its kind or its size is better told as a table."""
    if kind not in DRAWN or not points:
        return None
    labels = list(dict.fromkeys(str(one["x"]) for one in points))
    names = [str(one) for one in colours] or [name]
    most = MOST_SLICES if kind == "pie" else MOST_LABELS if kind == "bar" else len(labels)
    if len(labels) > most or len(names) > MOST_SERIES or (kind == "pie" and len(names) > 1):
        return None
    known = {(str(one["x"]), str(one.get("colour") or "") if colours else name): one["y"] for one in points}
    series = [(each, [_number(known.get((label, each))) for label in labels]) for each in names]
    return Plot(kind, labels, series)


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) else None
