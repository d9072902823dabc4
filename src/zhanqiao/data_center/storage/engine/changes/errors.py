"""Why rows that a program sent cannot be taken, each reason in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

SHOWN = 20  # problems told at once


class RowsRefusedError(ZhanqiaoError):
    """Some cells or rows do not fit the table; no row of the request was taken.

    Facts: ``problems``, the first 20 as {row (from 0), column, expected in both languages}, and ``count`` of all.
    """

    status = 422
    code = "rows-refused"
    sentence = Text(
        zh="{count} 处不符合数据表的定义，首先是第 {row} 行“{column}”列：应为{zh}。整批数据都没有写入，请改正后重新提交。",
        en="{count} values do not fit the table, first row {row}, column '{column}': expected {en}. None of the rows was "
        "taken; correct them and send the request again.",
    )


class NoKeyError(ZhanqiaoError):
    """Rows can be updated or deleted only in a table with a key; nothing was changed."""

    status = 409
    code = "no-key"
    sentence = Text(
        zh="数据表没有主键，只能追加行，不能更新或删除。没有任何改变。请先声明主键：PUT /api/v1/tables/{table}/key。",
        en="The table has no key, so rows can be appended but not updated or deleted. Nothing was changed. Declare a key "
        "first: PUT /api/v1/tables/{table}/key.",
    )


class KeyTakenError(ZhanqiaoError):
    """Rows to append have keys that are in the table already, or twice in the request; no row was taken."""

    status = 409
    code = "key-taken"
    sentence = Text(
        zh="第 {row} 行的主键（{key}）{why_zh}。整批数据都没有写入；若要更新已有的行，请用 operation=upsert。",
        en="The key of row {row} ({key}) {why_en}. None of the rows was taken; to change rows that exist, use operation=upsert.",
    )


class KeyMissingError(ZhanqiaoError):
    """Rows to update are not in the table; no row was changed."""

    status = 409
    code = "key-missing"
    sentence = Text(
        zh="第 {row} 行的主键（{key}）不在表中。整批数据都没有写入；若要新增，请用 operation=upsert。",
        en="The key of row {row} ({key}) is not in the table. None of the rows was changed; to add rows that are missing, use "
        "operation=upsert.",
    )


IN_TABLE = Text("已在表中", "is in the table already")
IN_REQUEST = Text("在本批中重复", "occurs twice in the request")


class KeyNotUniqueError(ZhanqiaoError):
    """The columns do not identify the rows of a release; nothing was changed."""

    status = 422
    code = "key-not-unique"
    sentence = Text(
        zh="“{columns}”不能作主键：{nulls} 行为空，{repeated} 个值重复，例如 {sample}。没有任何改变。",
        en="'{columns}' cannot be the key: empty in {nulls} rows, {repeated} values occur more than once, such as {sample}. "
        "Nothing was changed.",
    )


class KeyColumnsError(ZhanqiaoError):
    """The key names a column that is not there, or one whose type cannot be a key; nothing was changed."""

    status = 422
    code = "key-columns"
    sentence = Text(
        zh="“{column}”不能作主键列：{why_zh}。没有任何改变。可用的列：{known}。",
        en="'{column}' cannot be a key column: {why_en}. Nothing was changed. Columns that can: {known}.",
    )


def refusal(*, problems: Sequence[tuple[int, str, Text]]) -> RowsRefusedError:
    """Return the error that tells of ``(row, column, expected)`` problems, the first of them in its sentence."""
    row, column, expected = problems[0]
    told: list[dict[str, Any]] = [
        {"row": place, "column": name, "expected": wanted.as_dict()} for place, name, wanted in problems[:SHOWN]
    ]
    return RowsRefusedError(count=len(problems), row=row, column=column, zh=expected.zh, en=expected.en, problems=told)
