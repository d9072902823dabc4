"""Permits for updates: programs write to a public dataset only in ways that were reviewed, until a date.

Nothing reaches the public without review. What a program sends every few minutes cannot be reviewed release by release, so
the way is reviewed: which dataset, by which ways, until when, why (政务数据共享条例 art 16, 17: publication is reviewed by the
competent authority). The columns stay as they are, and the check for personal data holds for every row.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

LONGEST = timedelta(days=366)
LEAST_REASON = 4


class UpdateWay(StrEnum):
    """How programs may update a dataset."""

    ROWS = "rows"
    FILES = "files"
    TABLES = "tables"


WAYS = {
    UpdateWay.ROWS: Text("逐行写入", "rows"),
    UpdateWay.FILES: Text("文件更新", "files"),
    UpdateWay.TABLES: Text("新建数据表", "new tables"),
}


class UpdatesNotPermittedError(ZhanqiaoError):
    """Nobody permitted programs to update this dataset in this way; nothing was taken."""

    status = 403
    code = "updates-not-permitted"
    sentence = Text(
        zh="这个数据集没有允许程序以此方式更新（{way_zh}）的有效许可，没有写入任何内容。请数据管理员在工作台的数据集页面申请“程序更新许可”，"
        "审核通过后再试；也可以提交文件，由人审核后发布。",
        en="There is no permit for programs to update this dataset by {way_en}; nothing was taken. Have its data officer ask for one on "
        "the dataset's page in the workbench, and try again once it is approved; or send a file, which people review.",
    )


class PermitRefusedError(ZhanqiaoError):
    """The request for a permit is not complete; nothing was changed."""

    status = 422
    code = "permit-incomplete"
    sentence = Text(zh="{zh}什么都没有改变。", en="{en} Nothing was changed.")


class NoPermitError(ZhanqiaoError):
    """There is no permit to end; nothing was changed."""

    status = 409
    code = "no-permit"
    sentence = Text(
        zh="这个数据集现在没有有效的程序更新许可，什么都没有改变。",
        en="The dataset has no permit for updates by programs; nothing was changed.",
    )


def require_permit_words(*, ways: Iterable[str], until: date, reason: str, on: date) -> frozenset[UpdateWay]:
    """Return the ways. Raises PermitRefusedError unless there is one, a reason, and a last day within the coming year."""
    known = {way.value for way in UpdateWay}
    chosen = list(ways)
    if not chosen or set(chosen) - known:
        raise PermitRefusedError(zh="请至少选择一种更新方式。", en="Choose at least one way.")
    if not on <= until <= on + LONGEST:
        raise PermitRefusedError(zh="截止日期应在今天起一年之内。", en="The last day must lie within the coming year.")
    if len(reason.strip()) < LEAST_REASON:
        raise PermitRefusedError(zh="请写明由哪个程序更新、为什么。", en="Say which program updates it, and why.")
    return frozenset(map(UpdateWay, chosen))
