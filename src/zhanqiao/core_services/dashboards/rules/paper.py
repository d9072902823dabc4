"""A dashboard as it is printed: what each tile shows, in plain words, numbers and lines. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zhanqiao.core_services.dashboards.rules.paper_maps import MapPicture
from zhanqiao.kit.texts import Text

MOST_LINES, MOST_COLUMNS = 30, 8  # of a table on paper
MOST_SECONDS = 60.0  # in which the tiles of a report are read; those after it are left out and say so
CUT = Text("只列出前 {shown} 行，共 {total} 行。", "The first {shown} of {total} rows.")
NARROWED = Text("只列出前 {shown} 列，共 {total} 列。", "The first {shown} of {total} columns.")
NOT_DRAWN = Text(
    "这张图这次没能画出，改以表格列出；图见网页。",
    "This chart could not be drawn this time and stands as a table; the page has it.",
)
NUMBERS_ELSEWHERE = Text(
    "图中共 {total} 个数值，不在纸上逐一列出，见网页。", "The {total} numbers of this chart are on the page."
)
MAP_ELSEWHERE = Text("可以放大和点选的地图见网页：{address}", "The map to zoom and click is on the page: {address}")
MAP_NOT_DRAWN = Text("没有可以画出的位置。", "There is no place to be drawn.")
BASE = Text("底图：{sources}", "Base map: {sources}")
APPROVAL = Text("审图号：{number}", "Map approval number: {number}")
TOO_LATE = Text(
    "生成这份报告的时间已到上限，这块内容没有读取；请看网页。",
    "The time for this report was over before this tile was read; see the page.",
)
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
class Block:
    """One tile on paper. ``prose`` are pairs of a kind (head, item, text) and words; ``notes`` are small lines below.

    ``chart`` is a specification of Vega-Lite; ``lines`` beside it are its numbers.
    """

    title: str
    figure: str = ""
    prose: Sequence[tuple[str, str]] = ()
    chart: Mapping[str, Any] | None = None
    map: MapPicture | None = None
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
