"""What can stand against a comparison."""

from __future__ import annotations

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text


class DiffKeyError(ZhanqiaoError):
    """The columns named do not identify a row in both releases; nothing was compared."""

    status = 422
    code = "diff-key"
    sentence = Text(
        zh="不能用“{key}”对应两个版本的行：{reason_zh}。请另选能唯一标识一行的列，或去掉 key 参数按整行内容比较。",
        en="'{key}' cannot pair the rows of both releases: {reason_en}. Name columns that identify a row, or leave out "
        "'key' to compare whole rows.",
    )
