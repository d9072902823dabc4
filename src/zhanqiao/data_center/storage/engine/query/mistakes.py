"""Where a text leaves the grammar, what stands there, and what could stand there instead."""

from __future__ import annotations

from lark.exceptions import UnexpectedCharacters, UnexpectedToken

from zhanqiao.data_center.storage.engine.query.errors import QueryError
from zhanqiao.kit.texts import Text

NAMED = {
    "$END": "end of the text",
    "NAME": "a column or function",
    "QUOTED": "a column",
    "STRING": "text in 'quotes'",
    "NUMBER": "a number",
    "COMPARE": "= != < <= > >=",
    "SIGN": "+ -",
    "SCALE": "* /",
    "STAR": "*",
    "LPAR": "(",
    "RPAR": ")",
    "COMMA": ",",
    "COLLATE": "COLLATE",
    "PER": "PER",
    "ORDER": "ORDER BY",
    "DIRECTION": "ASC or DESC",
    "ENDS": "FIRST or LAST",
}


def located(
    *, error: UnexpectedToken | UnexpectedCharacters, token: str, allowed: set[str], text: str, parameter: str
) -> QueryError:
    """Return the error of a token that the grammar does not allow; ``allowed`` are the names of terminals that it does."""
    position = error.pos_in_stream if token and error.pos_in_stream is not None else len(text)
    expected = tuple(sorted({NAMED.get(each, each) for each in allowed}))
    shown = token or NAMED["$END"]
    reason = _UNEXPECTED.filled(token=shown, position=position, expected=", ".join(expected))
    return QueryError(parameter=parameter, reason=reason, position=position, token=shown, expected=expected)


_UNEXPECTED = Text(
    zh="第 {position} 个字符处的“{token}”无法理解，此处可以是：{expected}。",
    en="cannot understand '{token}' at character {position}; expected one of: {expected}.",
)
