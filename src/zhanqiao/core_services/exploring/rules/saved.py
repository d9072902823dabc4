"""Saved views: what may be kept under a name, and the address it opens. No Django."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

from zhanqiao.core_services.exploring.rules.charts import chart_state
from zhanqiao.core_services.exploring.rules.pivots import pivot_state
from zhanqiao.core_services.exploring.rules.rows import GridState, grid_state
from zhanqiao.core_services.exploring.rules.views import StateOfRows
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

MOST_VIEWS = 200
LONGEST_NAME = 80
LONGEST_QUERY = 4_000
KINDS = {"data": Text("数据", "Data"), "chart": Text("图表", "Chart"), "pivot": Text("透视表", "Pivot")}
Given = Mapping[str, Sequence[str]]
READ: Mapping[str, Callable[..., Any]] = {"data": grid_state, "chart": chart_state, "pivot": pivot_state}


class ViewRefusedError(ZhanqiaoError):
    """A view cannot be kept like this; nothing was saved."""

    status = 422
    code = "view-refused"
    sentence = Text(zh="没有保存：{zh}", en="Nothing was saved: {en}")

    def __init__(self, *, reason: Text) -> None:
        """Say why, and what to do."""
        super().__init__(zh=reason.zh, en=reason.en)


def kept_query(*, kind: str, query: str, release: int | None) -> str:
    """Return the query part of a view's address as it is kept: only what the page understands, pinned to a release or live.

    Raises ViewRefusedError for what is no view.
    """
    if kind not in KINDS:
        raise ViewRefusedError(reason=NO_KIND)
    state = READ[kind](given=parse_qs(query.lstrip("?")))
    as_of = str(release) if release is not None else ""
    kept = replace(state, as_of=as_of) if isinstance(state, GridState) else _of_release(state, as_of)
    if len(kept.query) > LONGEST_QUERY:
        raise ViewRefusedError(reason=LONG)
    return str(kept.query)


def kept_name(name: str, /) -> str:
    """Return a name without spaces around it. Raises ViewRefusedError for none and for one that is too long."""
    name = " ".join(name.split())
    if not name:
        raise ViewRefusedError(reason=NO_NAME)
    if len(name) > LONGEST_NAME:
        raise ViewRefusedError(reason=LONG_NAME.filled(most=LONGEST_NAME))
    return name


def _of_release(state: StateOfRows, as_of: str) -> StateOfRows:
    return replace(state, rows=replace(state.rows, as_of=as_of))


NO_KIND = Text("只能保存“数据”“图表”“透视表”页的视图。", "Views of the Data, Chart and Pivot tabs can be saved.")
LONG = Text("视图的地址太长。请去掉一些筛选条件。", "The view's address is too long. Take away some conditions.")
NO_NAME = Text("请写一个名称。", "Give it a name.")
LONG_NAME = Text("名称最多 {most} 个字。", "A name has {most} characters at most.")
MANY = Text(
    "您已保存 {most} 个视图，这是上限。请先在“我的视图”中删除不用的。",
    "You have {most} saved views, which is the limit. Delete some under 'My views' first.",
)
NO_ROWS = Text("这个数据集还没有数据。", "This dataset has no data yet.")
