"""Where a correction comes from."""

from __future__ import annotations

from enum import StrEnum

from zhanqiao.kit.texts import Text


class Origin(StrEnum):
    """Who found the wrong cell: somebody of the public, or the comparison of two tables."""

    CITIZEN = "citizen"
    COMPARISON = "comparison"


ORIGINS = {
    Origin.CITIZEN: Text("公众申请", "The public"),
    Origin.COMPARISON: Text("数据比对", "Comparison"),
}
