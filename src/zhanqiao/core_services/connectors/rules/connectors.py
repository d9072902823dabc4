"""Which combinations make sense, and what a change of the source's columns means."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from zhanqiao.core_services.connectors.rules.checking import invalid, require_secrets, settings_of
from zhanqiao.core_services.connectors.rules.kinds import DATABASES, FILES, Drift, Kind, Misfits, Mode
from zhanqiao.core_services.exchange.rules import Schedule
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

KEY = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
KEY_CHARACTERS = 40
RESERVED = frozenset({"new", "drafts"})  # addresses of the workbench
MODES_OF = {
    **dict.fromkeys(DATABASES, frozenset({Mode.WHOLE, Mode.UPSERT, Mode.INCREMENTAL})),
    Kind.HTTP: frozenset({Mode.WHOLE, Mode.UPSERT, Mode.INCREMENTAL}),
    **dict.fromkeys(FILES, frozenset({Mode.WHOLE, Mode.APPEND, Mode.UPSERT})),
}


class SourceDriftedError(ZhanqiaoError):
    """The source's columns are not those of the table; nothing more was taken."""

    status = 422
    code = "connector-drifted"
    sentence = Text(
        zh="来源的列与数据表不一致（新增：{new}；缺少：{missing}），按设定停止，此后的行没有写入。请核实后调整数据表、列对应或漂移策略。",
        en="The source's columns are not those of the table (new: {new}; missing: {missing}). The run stopped as it was set to, "
        "and no further row was taken. Look at the source; then change the table, the column names or the drift policy.",
    )


class ColumnsRepeatedError(ZhanqiaoError):
    """Two columns of the source have one name; which is meant cannot be known."""

    status = 422
    code = "connector-columns-repeated"
    sentence = Text(
        zh="来源中列名“{column}”出现多次，无法区分，没有写入。请在来源或查询中改名。",
        en="The column name '{column}' occurs more than once in the source, so nothing was taken. Rename one there.",
    )


class KeyAbsentError(ZhanqiaoError):
    """Rows can be changed by key only in a table that has one."""

    status = 409
    code = "connector-no-key"
    sentence = Text(
        zh="数据表没有主键，不能按主键更新，没有写入。请先声明主键：PUT /api/v1/tables/{table}/key。",
        en="The table has no key, so rows cannot be changed by it and none was taken. Declare one: PUT /api/v1/tables/{table}/key.",
    )


class KeyPresentError(ZhanqiaoError):
    """Files are added to a table with a key: rows that are there already would be refused."""

    status = 409
    code = "connector-has-key"
    sentence = Text(
        zh="数据表有主键，追加会与已有的行冲突，没有写入。请改用 upsert 方式。",
        en="The table has a key, so adding rows may clash with those that are there and none was taken. Use the mode upsert.",
    )


@dataclass(frozen=True, slots=True)
class Drifted:
    """Columns of the source that the table has not, and of the table that the source has not."""

    new: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """A connector as it is registered: for a dataset, by its slug.

    ``table`` is an id; without it a table is made, empty, of ``new_table``: {name, title_zh, title_en, key, columns}, where
    columns are pairs of name and type (``text``, ``integer``, ``decimal(10,2)`` …). ``columns`` are pairs of a name in the
    source and one in the table, where they differ. A run stops before it sets more than ``most_misfits`` rows aside; 0: no limit.
    """

    key: str
    name_zh: str
    name_en: str = ""
    dataset: str
    table: str = ""
    new_table: Mapping[str, Any] = field(default_factory=dict)
    kind: Kind
    mode: Mode
    settings: Mapping[str, Any]
    secret: Mapping[str, str] = field(default_factory=dict, repr=False)
    columns: Mapping[str, str] = field(default_factory=dict)
    watermark: str = ""
    drift: Drift = Drift.REFUSE
    misfits: Misfits = Misfits.QUARANTINE
    most_misfits: int = 0
    schedule: Schedule = Schedule.NEVER


def require_connector(given: Description, /) -> None:
    """Raise ConnectorInvalidError for the first thing that is wrong with a connector."""
    key, kind, mode, watermark = given.key, given.kind, given.mode, given.watermark
    if not KEY.match(key) or len(key) > KEY_CHARACTERS or key in RESERVED:
        raise invalid(
            field="key", expected=Text("小写字母、数字和单个连字符", "lower-case letters, digits and single hyphens")
        )
    if not given.name_zh.strip():
        raise invalid(field="name_zh", expected=Text("中文名称", "a Chinese name"))
    if mode not in MODES_OF[kind]:
        able = " / ".join(one.value for one in Mode if one in MODES_OF[kind])
        raise invalid(field="mode", expected=Text(able, able))
    if (mode is Mode.INCREMENTAL) != bool(watermark):
        expected = Text("增量方式必填，其他方式不填", "needed by the mode incremental, and by no other")
        raise invalid(field="watermark", expected=expected)
    if given.drift is Drift.ADD and mode is not Mode.WHOLE:
        expected = Text("只有整体替换可以加入新列", "only the mode whole can add columns")
        raise invalid(field="drift", expected=expected)
    if not isinstance(given.most_misfits, int) or isinstance(given.most_misfits, bool) or given.most_misfits < 0:
        raise invalid(field="most_misfits", expected=Text("不小于 0 的整数", "an integer from 0"))
    if bool(given.table) == bool(given.new_table):
        expected = Text("table 与 new_table 二选一", "either a table or a new_table")
        raise invalid(field="table", expected=expected)
    settings_of(kind=kind, given=given.settings)
    require_secrets(kind=kind, given=given.secret)


def drifted(*, columns: Collection[str], known: Sequence[str], whole_header: bool) -> Drifted:
    """Compare columns as the source gives them with those of the table.

    Without a ``whole_header`` (JSON leaves empty members out) nothing can be said to be missing.
    """
    new = tuple(sorted(set(columns) - set(known)))
    return Drifted(new, tuple(one for one in known if one not in columns) if whole_header else ())


def require_columns(*, found: Drifted, drift: Drift, needed: Collection[str] = ()) -> None:
    """Raise SourceDriftedError where the policy wants it, or where a needed column is missing."""
    lost = [name for name in found.missing if name in needed]
    if lost or (drift is Drift.REFUSE and (found.new or found.missing)):
        missing = found.missing if drift is Drift.REFUSE else lost
        raise SourceDriftedError(new=", ".join(found.new) or "–", missing=", ".join(missing) or "–")
