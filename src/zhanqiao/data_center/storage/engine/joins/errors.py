"""Errors of joins."""

from __future__ import annotations

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text


class JoinTooLargeError(ZhanqiaoError):
    """Keys repeat on both sides, so that rows would multiply past the limit; nothing was joined."""

    status = 422
    code = "join-too-large"
    sentence = Text(
        zh="按这些键连接会得到 {pairs} 行，超过 {limit} 行的上限，没有执行。同一键值在左表最多出现 {left_most} 次、右表 {right_most} 次；"
        "请增加键，或先用聚合接口汇总其中一张表。",
        en="Joined by these keys there would be {pairs} rows, past the limit of {limit}; nothing was joined. One key stands up to "
        "{left_most} times on the left and {right_most} times on the right: add a key, or sum one table up first.",
    )
