"""Masking rules as an officer declares them, column by column: what is allowed, and what it is called.

GB/T 37964-2019 (de-identification): suppression, masking, pseudonyms, generalisation, aggregation. 个人信息保护法 art 51, 73:
what is de-identified is still personal information where a key leads back; what is anonymised is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

METHODS = {
    "partial": Text("部分遮盖（保留首尾）", "Hide the middle, keep the ends"),
    "redact": Text("遮盖文字中的号码", "Hide numbers inside the text"),
    "hash": Text("加密钥散列 HMAC-SHA-256（可关联，不可读）", "Keyed hash HMAC-SHA-256 (can be matched, not read)"),
    "hash_sm3": Text("加密钥散列 HMAC-SM3 国密（可关联，不可读）", "Keyed hash HMAC-SM3 (can be matched, not read)"),
    "generalise": Text("泛化", "Say less"),
    "drop": Text("删除整列", "Leave the column out"),
}
GRAINS = {
    "year": Text("只保留年份", "the year only"),
    "month": Text("只保留年月", "year and month only"),
    "band": Text("数值区间", "a band of numbers"),
    "district": Text("地址只到区县", "the district of an address"),
    "rounded": Text("数值取整（坐标等）", "a rounded number, such as coordinates"),
}
SIZED = {
    "band": (2, 1_000_000),
    "rounded": (0, 3),
}  # how wide a band is; digits behind the point: 3 are some hundred metres
MOST_KEPT = 12  # signs that a partial mask may keep
LEAST_CLASS, MOST_CLASS = 3, 1000  # rows of a class that is still shown
LEAST_ALIKE = 2  # of k
DATED, WRITTEN, COUNTED = {"date", "timestamp", "text"}, {"text"}, {"integer", "decimal", "number", "text"}
FITTING = {"year": DATED, "month": DATED, "district": WRITTEN, "band": COUNTED, "rounded": COUNTED}
NOT_MASKED = {"geometry", "boolean", "time"}  # these can be dropped and nothing else


class MaskingInvalidError(ZhanqiaoError):
    """The rules cannot be applied to the table; what was chosen before stays."""

    status = 422
    code = "masking-invalid"
    sentence = Text(
        zh="“{column}”列的脱敏规则无法使用：{zh}。没有保存，原来的规则不变。",
        en="The masking rule of column '{column}' cannot be used: {en}. Nothing was saved; the rules stay as they were.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskingRule:
    """The rule of one column; ``first`` and ``last`` of *partial*, ``grain`` and ``size`` of *generalise*."""

    column: str
    method: str
    first: int = 0
    last: int = 0
    grain: str = ""
    size: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """Read back what :meth:`as_dict` wrote; unknown keys are ignored."""
        return cls(**{key: values[key] or cls._empty(key) for key in cls.__dataclass_fields__ if key in values})

    @staticmethod
    def _empty(key: str) -> Any:
        return 0 if key in {"first", "last", "size"} else ""

    @property
    def text(self) -> Text:
        """Return what is done, in words that tell no value."""
        words = METHODS[self.method]
        if self.method == "partial":
            return Text(
                f"部分遮盖（保留前 {self.first} 位、后 {self.last} 位）",
                f"middle hidden (first {self.first} and last {self.last} kept)",
            )
        if self.method == "generalise":
            grain, size = GRAINS[self.grain], f" {self.size}" if self.grain in SIZED else ""
            return Text(f"泛化（{grain.zh}{size}）", f"generalised ({grain.en}{size})")
        return words


@dataclass(frozen=True, slots=True)
class TableMasking:
    """The rules of one table. With ``smallest`` its rows are counted together, and classes of fewer rows left out.

    With ``least`` every group of rows that are alike in the columns ``alike`` has so many rows at least (k-anonymity), or
    nothing is published.
    """

    rules: tuple[MaskingRule, ...] = ()
    smallest: int = 0
    least: int = 0
    alike: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Say whether anything is masked."""
        return bool(self.rules or self.smallest or self.least)

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON values."""
        told: dict[str, Any] = {"columns": [rule.as_dict() for rule in self.rules], "smallest": self.smallest}
        return told | ({"least": self.least, "alike": list(self.alike)} if self.least else {})

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """Read back what :meth:`as_dict` wrote."""
        rules = tuple(MaskingRule.from_dict(one) for one in values.get("columns", ()))
        return cls(rules, values.get("smallest", 0), values.get("least", 0), tuple(values.get("alike", ())))

    def covers(self, *, column: str) -> bool:
        """Say whether a column has a rule."""
        return any(rule.column == column for rule in self.rules)


def require_valid_masking(*, types: Mapping[str, str], masking: TableMasking) -> None:
    """Raise MaskingInvalidError unless every rule fits its column; ``types`` are the columns' types by name."""
    seen: set[str] = set()
    for rule in masking.rules:
        wrong = _wrong(rule, types.get(rule.column)) or (TWICE if rule.column in seen else None)
        seen.add(rule.column)
        if wrong:
            raise MaskingInvalidError(column=rule.column, zh=wrong.zh, en=wrong.en)
    dropped = {rule.column for rule in masking.rules if rule.method == "drop"}
    if dropped and dropped == set(types):
        raise MaskingInvalidError(column=masking.rules[0].column, zh=NOTHING_LEFT.zh, en=NOTHING_LEFT.en)
    if masking.smallest and not LEAST_CLASS <= masking.smallest <= MOST_CLASS:
        raise MaskingInvalidError(column="*", zh=CLASS_SIZE.zh, en=CLASS_SIZE.en)
    wrong = _wrong_least(masking, set(types) - dropped)
    if wrong:
        raise MaskingInvalidError(column="*", zh=wrong.zh, en=wrong.en)


def _wrong_least(masking: TableMasking, staying: set[str]) -> Text | None:
    """Return what is wrong with the k-anonymity that is asked for."""
    if bool(masking.least) != bool(masking.alike):
        return LEAST_OF_COLUMNS
    if masking.least and masking.smallest:
        return LEAST_OR_COUNTED
    if masking.least and not LEAST_ALIKE <= masking.least <= MOST_CLASS:
        return LEAST_SIZE
    return None if set(masking.alike) <= staying else UNKNOWN_COLUMN


TWICE = Text("同一列有两条规则", "the column has two rules")
NOTHING_LEFT = Text(
    "所有列都被删除，没有可以发布的内容", "every column would be left out, and nothing to publish is left"
)
CLASS_SIZE = Text(
    f"汇总的最小组应为 {LEAST_CLASS} 至 {MOST_CLASS} 行", f"the smallest class is {LEAST_CLASS} to {MOST_CLASS} rows"
)
LEAST_OF_COLUMNS = Text(
    "k-匿名要同时给出最少行数和所依据的列",
    "k-anonymity needs both the least number of rows and the columns it is counted by",
)
LEAST_OR_COUNTED = Text(
    "合并计数已按最小组发布，不能再要求 k-匿名", "rows that are counted together have their smallest group already"
)
LEAST_SIZE = Text(f"k 应为 {LEAST_ALIKE} 至 {MOST_CLASS}", f"k is {LEAST_ALIKE} to {MOST_CLASS}")
UNKNOWN_COLUMN = Text("表中没有这一列", "the table has no such column")
UNKNOWN_METHOD = Text("没有这种方法", "there is no such method")
ONLY_DROP = Text("这种类型的列只能删除", "a column of this type can only be left out")
KEPT_TOO_MUCH = Text(f"首尾合计最多保留 {MOST_KEPT} 位", f"at most {MOST_KEPT} signs are kept at the ends")
GRAIN_UNFIT = Text("所选粒度不适用于这一列的类型", "this grain does not fit the type of the column")
SIZE_WRONG = Text("区间宽度至少为 2；取整保留 0 至 3 位小数", "a band is 2 wide at least; rounding keeps 0 to 3 digits")


def masked_columns(*, masking: Mapping[str, Any] | None) -> tuple[tuple[str, Text, int], ...]:
    """Return (column, what was done, cells) of a release's masking as its manifest tells it; no values."""
    told = (masking or {}).get("columns", ())
    return tuple((one["column"], MaskingRule.from_dict(one).text, one["cells"]) for one in told)


def proposed_rule(*, column: str, kind: str) -> MaskingRule:
    """Return the rule to begin with for personal data of a kind: what hides enough and keeps some use."""
    return MaskingRule(column=column, **PROPOSED.get(kind, {"method": "redact"}))


PROPOSED: Mapping[str, dict[str, Any]] = {
    "identity_number": {"method": "hash"},
    "old_identity_number": {"method": "hash"},
    "mobile": {"method": "redact"},
    "bank_card": {"method": "redact"},
    "passport": {"method": "hash"},
    "plate": {"method": "redact"},
    "email": {"method": "redact"},
    "landline": {"method": "redact"},
    "name": {"method": "partial", "first": 1},
    "home_address": {"method": "generalise", "grain": "district"},
    "home_place": {"method": "generalise", "grain": "rounded", "size": 2},
}


def _wrong(rule: MaskingRule, kind: str | None) -> Text | None:
    if kind is None:
        return UNKNOWN_COLUMN
    if rule.method not in METHODS:
        return UNKNOWN_METHOD
    if kind in NOT_MASKED and rule.method != "drop":
        return ONLY_DROP
    if rule.method == "partial" and not (min(rule.first, rule.last) >= 0 and rule.first + rule.last <= MOST_KEPT):
        return KEPT_TOO_MUCH
    return _wrong_grain(rule, kind) if rule.method == "generalise" else None


def _wrong_grain(rule: MaskingRule, kind: str) -> Text | None:
    if kind not in FITTING.get(rule.grain, set()):
        return GRAIN_UNFIT
    least, most = SIZED.get(rule.grain, (0, 0))
    return None if least <= rule.size <= most else SIZE_WRONG
