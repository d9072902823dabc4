"""Which rows a masked table takes from programs: those whose masks apply to a single row and leave its key a key."""

from __future__ import annotations

from collections.abc import Collection

from zhanqiao.core_services.publishing.rules.masking import TableMasking
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

KEEPING_APART = frozenset({"hash", "hash_sm3"})  # different values stay different


class MaskedTableError(ZhanqiaoError):
    """The table's masks cannot be applied to single rows; none was taken, since they would come in the clear."""

    status = 409
    code = "table-masked"
    sentence = Text(
        zh="这张表不能逐行写入：{why_zh}。没有写入任何行，请提交文件，发布时会自动脱敏。",
        en="This table takes no single rows: {why_en}. None was taken; send a file, which is masked when it is published.",
    )


class MaskedKeyError(ZhanqiaoError):
    """A column of the key is masked so that rows can no longer be told apart by it; none was taken."""

    status = 409
    code = "key-masked"
    sentence = Text(
        zh="主键列“{column}”按“{how_zh}”脱敏，不同的值可能变得相同，无法据此判断是哪一行。没有写入任何行；请提交文件，"
        "或改用加密钥散列，或另选主键。",
        en="The key column '{column}' is masked ({how_en}), which may make different values the same, so it cannot be told which row "
        "is meant. None was taken; send a file, mask the column by a keyed hash, or choose another key.",
    )


def require_rows_maskable(*, masking: TableMasking, key: Collection[str], columns_known: bool) -> None:
    """Raise MaskedTableError or MaskedKeyError unless single rows can be masked as the table is."""
    if masking.smallest:
        raise MaskedTableError(why_zh=COUNTED.zh.format(masking.smallest), why_en=COUNTED.en.format(masking.smallest))
    if not columns_known:
        raise MaskedTableError(why_zh=UNKNOWN.zh, why_en=UNKNOWN.en)
    for rule in masking.rules:
        if rule.column in key and rule.method not in KEEPING_APART:
            raise MaskedKeyError(column=rule.column, how_zh=rule.text.zh, how_en=rule.text.en)


COUNTED = Text(
    "发布时把相同的行汇总计数（少于 {} 行的组不公布），单独的行无法汇总",
    "equal rows are counted together when it is published (groups of fewer than {} are left out), which a single row cannot be",
)
UNKNOWN = Text(
    "它是在旧版本中脱敏发布的，脱敏前各列的类型没有记录；再发布一次文件后即可逐行写入",
    "it was published masked by an earlier version, which did not note the types of its columns before the masks; "
    "it takes rows once another file of it is published",
)
