"""How far a source was taken, as it is kept: the value of a column with its type."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

READERS: dict[str, Callable[[Any], Any]] = {
    "int": int,
    "float": float,
    "str": str,
    "Decimal": Decimal,
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
}


class WatermarkError(ZhanqiaoError):
    """The watermark column cannot say how far a source was taken; nothing more was taken."""

    status = 422
    code = "connector-watermark"
    sentence = Text(
        zh="不能用“{column}”列记录读取位置：{why_zh}。此后的行没有写入。",
        en="The column '{column}' cannot tell how far the source was read: {why_en}. No further row was taken.",
    )


TYPE = Text("它的值不是数、文本、日期或时间", "its values are no numbers, texts, dates or times")
COARSE = Text(
    "同一个值的行超过一批的上限，而数据表没有主键，无法保证不重不漏；请换更细的列或声明主键",
    "more rows than a batch may hold have one value and the table has no key, so they cannot be taken exactly once; choose a "
    "finer column, or declare a key",
)


def kept(*, value: Any, column: str) -> dict[str, Any]:
    """Return a value as JSON, with its type. Raises WatermarkError."""
    name = type(value).__name__
    if name not in READERS:
        raise WatermarkError(column=column, why_zh=TYPE.zh, why_en=TYPE.en)
    told = value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, Decimal) else value
    return {"type": name, "value": told}


def read(mark: dict[str, Any], /) -> Any:
    """Return the value that :func:`kept` wrote."""
    return READERS[mark["type"]](mark["value"])


def shown(position: dict[str, Any], /) -> str:
    """Return the watermark of a position for people, empty when there is none."""
    return str(position.get("mark", {}).get("value", ""))
