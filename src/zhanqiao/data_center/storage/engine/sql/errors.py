"""Why a statement was not answered; located where it can be."""

from __future__ import annotations

from typing import Any

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text


class _LocatedError(ZhanqiaoError):
    """Facts: ``position`` (0-based character, or None) and ``token`` (what stands there)."""

    def __init__(self, *, zh: str, en: str, position: int | None = None, token: str | None = None) -> None:
        """Say what is wrong and where."""
        super().__init__(
            zh=zh,
            en=en,
            at_zh=f"第 {position + 1} 个字符“{token}”：" if position is not None and token else "",
            at_en=f"at character {position + 1} ('{token}'): " if position is not None and token else "",
        )
        self.reason = Text(zh=zh, en=en)
        self.facts: dict[str, Any] = {"position": position, "token": token}


class SqlInvalidError(_LocatedError):
    """The statement cannot be understood: its syntax, or a name or type in it."""

    status = 400
    code = "sql-invalid"
    sentence = Text(zh="SQL 有误，没有执行。{at_zh}{zh}", en="The SQL is not valid and was not run. {at_en}{en}")


class SqlRefusedError(_LocatedError):
    """The statement asks for something public SQL does not offer."""

    status = 400
    code = "sql-refused"
    sentence = Text(
        zh="SQL 未获执行。{at_zh}{zh}这里只接受一条对已开放数据表的 SELECT 查询。",
        en="The SQL was not run. {at_en}{en} Only one SELECT over open tables is taken here.",
    )


class SqlFunctionError(SqlRefusedError):
    """The statement calls a function that is not on the list."""

    code = "sql-function-refused"


class SqlSystemError(SqlRefusedError):
    """The statement reaches for a table of the system or for another database."""

    status = 403
    code = "sql-system-table"


class SqlFailedError(ZhanqiaoError):
    """A well-formed statement met a value it cannot compute with."""

    status = 422
    code = "sql-failed"
    sentence = Text(
        zh="SQL 执行到一半出错：{reason}。数据没有变化；请修改表达式，或用 try_cast 跳过不合适的值。",
        en="The SQL failed while running: {reason}. Nothing changed; change the expression, or pass over unfit values by try_cast.",
    )


class SqlMemoryError(ZhanqiaoError):
    """A statement needed more memory or scratch space than one may have."""

    status = 422
    code = "sql-memory"
    sentence = Text(
        zh="SQL 需要的内存或临时空间超过上限（{limit_mb} MB），已停止；数据没有变化。请减少列、分组或连接的行数。",
        en="The SQL needed more memory or scratch space than the limit ({limit_mb} MB) and was stopped; nothing changed. "
        "Use fewer columns, groups or joined rows.",
    )


class SqlTimeoutError(ZhanqiaoError):
    """A statement ran longer than its limit and its process was ended."""

    status = 503
    code = "sql-timeout"
    sentence = Text(
        zh="SQL 超过 {seconds} 秒，已停止；数据没有变化。请加筛选条件、减少连接，或下载整表自行计算。",
        en="The SQL ran longer than {seconds} s and was stopped; nothing changed. Add a filter, join less, or download the "
        "table and compute at home.",
    )


class SqlBusyError(ZhanqiaoError):
    """All processes for SQL are at work."""

    status = 503
    code = "sql-busy"
    sentence = Text(
        zh="SQL 查询正忙，{retry_after} 秒后请重试；按列筛选和分组的接口不受影响。",
        en="All places for SQL are taken; try again in {retry_after} s. Filters and groups by parameters are not affected.",
    )


class SqlCrashError(ZhanqiaoError):
    """The process of a statement ended by itself."""

    status = 422
    code = "sql-crashed"
    sentence = Text(
        zh="执行这条 SQL 的进程意外结束，其他查询不受影响；数据没有变化。请换一种写法。",
        en="The process that ran this SQL ended unexpectedly; other queries are not affected and nothing changed. Write it another way.",
    )
