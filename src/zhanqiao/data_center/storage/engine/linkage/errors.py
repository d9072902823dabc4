"""What can stand against a linkage."""

from __future__ import annotations

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text


class LinkageError(ZhanqiaoError):
    """The two tables cannot be compared as asked; nothing was kept."""

    status = 422
    code = "linkage"
    sentence = Text(
        zh="不能这样比对：{reason_zh}。没有保存任何结果。请检查比对列和规则。",
        en="The tables cannot be compared like this: {reason_en}. Nothing was kept. Look at the columns and rules.",
    )


class LinkageTooLargeError(ZhanqiaoError):
    """The comparison needed more memory than one may have; nothing was kept."""

    status = 422
    code = "linkage-too-large"
    sentence = Text(
        zh="比对需要的内存超过 {megabytes} MB，已停止，没有保存任何结果。请增加能区分各行的比对列，或改用键值比对。",
        en="The comparison needed more than {megabytes} MB and was stopped; nothing was kept. Add columns that tell rows apart, "
        "or match by keys.",
    )


class LinkageTooSlowError(ZhanqiaoError):
    """The comparison took longer than one may; nothing was kept."""

    status = 503
    code = "linkage-too-slow"
    sentence = Text(
        zh="比对超过 {seconds} 秒，已停止，没有保存任何结果。请增加能区分各行的比对列，或改用键值比对。",
        en="The comparison took longer than {seconds} s and was stopped; nothing was kept. Add columns that tell rows apart, "
        "or match by keys.",
    )
