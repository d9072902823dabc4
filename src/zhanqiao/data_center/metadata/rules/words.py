"""What a dictionary entry is, and which dictionary is a valid one for a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnWords:
    """What a person says about one column; ``name`` is the column's own and never changes here."""

    name: str
    name_zh: str
    name_en: str = ""
    description_zh: str = ""
    description_en: str = ""
    unit: str = ""
    element: str = ""
    suggested: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Read back what :meth:`as_dict` wrote; unknown keys are ignored."""
        return cls(**{key: values[key] for key in cls.__dataclass_fields__ if key in values})


class DictionaryMismatchError(ZhanqiaoError):
    """The dictionary names columns the table has not, or leaves out some; nothing was saved."""

    status = 422
    code = "dictionary-mismatch"
    sentence = Text(
        zh="数据字典与数据列不一致，没有保存。缺少：{missing}；多出：{surplus}；没有中文名：{nameless}。",
        en="The dictionary does not fit the table and was not saved. Missing: {missing}. Surplus: {surplus}. Without a Chinese name: {nameless}.",
    )


def require_fitting(*, names: Sequence[str], words: Sequence[ColumnWords]) -> None:
    """Raise DictionaryMismatchError unless every column has one entry with a Chinese name, and no other is there."""
    given = [one.name for one in words]
    missing = [name for name in names if name not in given]
    surplus = [name for name in given if name not in names or given.count(name) > 1]
    nameless = [one.name for one in words if not one.name_zh.strip()]
    if missing or surplus or nameless:
        raise DictionaryMismatchError(missing=_list(missing), surplus=_list(surplus), nameless=_list(nameless))


def _list(names: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys(names)) or "—"
