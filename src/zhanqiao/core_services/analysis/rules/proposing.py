"""Which columns of two tables most likely say the same: proposals by names and types, for a person to look through."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from types import MappingProxyType

from zhanqiao.core_services.analysis.rules.definitions import FieldRuleSaid, MatchColumnSaid
from zhanqiao.kit.texts import Text

Columns = Sequence[tuple[str, str]]
METHOD_TEXTS = MappingProxyType(
    {
        "keys": (
            Text("键值相等", "Equal keys"),
            Text("两表有同一编号时用：全半角、空格、大小写统一后相等。", "Where both tables carry one number: equal once width, blanks and case are made alike."),
        ),
        "probable": (
            Text("按概率", "By probability"),
            Text("没有可靠的共同编号时用：按名称、地点、日期等综合判断。", "Where no number can be trusted: names, places and dates are weighed together."),
        ),
    }
)  # fmt: skip
KIND_TEXTS = MappingProxyType(
    {
        "name": Text("名称、姓名", "Name"),
        "place": Text("所在地名", "Name of the place"),
        "division": Text("区划代码", "Division code"),
        "code": Text("编号、代码", "Number or code"),
        "date": Text("日期", "Date"),
        "text": Text("文字、地址", "Text, address"),
    }
)
HOW_TEXTS = MappingProxyType(
    {
        "normalised": Text("统一写法后相等", "Equal once made alike"),
        "equal": Text("完全相等", "Exactly equal"),
        "number": Text("数值，允许误差", "Number, within a tolerance"),
        "date": Text("日期，允许相差天数", "Date, within days"),
        "division": Text("区划代码", "Division code"),
        "codes": Text("代码对照", "Codes put in words"),
    }
)
AUTHORITY_TEXTS = MappingProxyType(
    {
        "right": Text("以乙表为准，甲表部门核实", "B is right; A's department looks into it"),
        "left": Text("以甲表为准，乙表部门核实", "A is right; B's department looks into it"),
        "none": Text("都不一定，甲表部门核实", "Neither for sure; A's department looks into it"),
    }
)
SCHEDULE_TEXTS = MappingProxyType(
    {
        "on_release": Text("任一表有新版本时自动运行", "By itself when a table has a new release"),
        "never": Text("只在有人要求时", "Only when asked"),
    }
)
WORDS = (
    ("division", ("区划", "division", "行政代码")),
    ("code", ("代码", "编号", "编码", "证号", "code", "number", "_id", "id")),
    ("place", ("地区", "区县", "区市", "所在", "城市", "省", "district", "city", "county", "place")),
    ("name", ("名称", "姓名", "名字", "name", "title")),
)
PLACES = frozenset({"县", "市", "区", "镇", "街道"})
NUMBERS = frozenset({"integer", "number", "decimal"})
DATES = frozenset({"date", "timestamp", "datetime"})


def proposed_matches(*, left: Columns, right: Columns, keys: Sequence[tuple[str, str]]) -> tuple[MatchColumnSaid, ...]:
    """Return the columns that tell rows apart; columns are pairs of name and type, ``keys`` the pairs that join on the rows.

    With keys those are they, and columns of names and places that both have guard them; without, all that tell something.
    """
    types = dict(left)
    found = [MatchColumnSaid(one, other, kind_of(name=one, type_name=types[one])) for one, other in keys]
    for one, other in _same(left, right):
        kind = kind_of(name=one, type_name=types[one])
        if (one, other) in keys or kind == "text" or (keys and kind not in {"name", "place"}):
            continue
        found.append(MatchColumnSaid(one, other, kind, key=not keys))
    return tuple(found)


def proposed_rules(*, left: Columns, right: Columns, keys: Sequence[tuple[str, str]]) -> tuple[FieldRuleSaid, ...]:
    """Return the columns to compare: those both tables have, but for the keys, each by what it holds."""
    types = dict(left)
    return tuple(
        FieldRuleSaid(one, other, _how(types[one])) for one, other in _same(left, right) if (one, other) not in keys
    )


def kind_of(*, name: str, type_name: str) -> str:
    """Return what a column most likely holds, by its name and type."""
    if type_name in DATES:
        return "date"
    if name in PLACES:
        return "place"
    small = name.lower()
    return next((kind for kind, words in WORDS if any(word in small for word in words)), "text")


def _how(type_name: str) -> str:
    return "number" if type_name in NUMBERS else "date" if type_name in DATES else "normalised"


def _same(left: Columns, right: Columns) -> list[tuple[str, str]]:
    there = {_bare(name): name for name, _type in right}
    return [(name, there[_bare(name)]) for name, _type in left if _bare(name) in there]


def _bare(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold().replace(" ", "").replace("_", "")
