"""The statutory catalogue entry: its fields, and what makes one valid.

The basis of each field stands in its comment: *指南 ①–⑬* are the core metadata of
《政务信息资源目录编制指南（试行）》(发改高技〔2017〕1272号); *条例 art n* is 《政务数据共享条例》
(国务院令第809号, in force since 2025-08-01).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Self

from zhanqiao.data_center.catalogue.rules import codes
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

SLUG = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
SLUG_LENGTH = 80
# 指南: 类 1 digit, 项 2, 目 3, 细目 any; resource code = class code + "/" + sequence
CLASS_CODE = re.compile(r"^[1-3]\d{5}\d{0,14}$")
RESOURCE_CODE = re.compile(r"^[1-3]\d{5}\d{0,14}/\d{1,10}$")
DIVISION_CODE = re.compile(r"^\d{6}(?:\d{3}(?:\d{3})?)?$")  # GB/T 2260, GB/T 10114: 6, 9 or 12 digits


class EntryInvalidError(ZhanqiaoError):
    """The entry lacks or contradicts statutory fields; nothing was saved. ``problems`` are located."""

    status = 422
    code = "entry-invalid"
    sentence = Text(
        zh="目录信息有 {count} 处不符合要求，没有保存：{zh}",
        en="The catalogue entry has {count} problems and was not saved: {en}",
    )

    def __init__(self, *, problems: tuple[Problem, ...]) -> None:
        """Keep the located problems; the sentence lists them."""
        self.problems = problems
        super().__init__(
            count=len(problems),
            zh="；".join(problem.text.zh.rstrip("。") for problem in problems) + "。",
            en=" ".join(problem.text.en for problem in problems),
            problems=[{"field": problem.field, **problem.text.as_dict()} for problem in problems],
        )


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field of an entry."""

    field: str
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetEntry:
    """Everything a department states about a dataset. Empty text means not stated."""

    slug: str
    title_zh: str  # 指南② 信息资源名称; 条例 art 13 数据目录名称
    department: str  # 指南④⑤ 提供方、提供方代码; 条例 art 13 提供单位: key or unified social credit code
    title_en: str = ""
    abstract_zh: str = ""  # 指南⑥ 信息资源摘要
    abstract_en: str = ""
    internal_department: str = ""  # 指南, reporting template: 提供方内部部门
    source_system: str = ""  # 指南, reporting template: 来源信息系统名称
    theme: str = "22"
    scene: str = ""
    keywords: tuple[str, ...] = ()
    class_code: str = ""  # 指南① 类、项、目、细目; 条例 art 13 数据分类; allocated when empty
    resource_code: str = ""  # 指南③ 信息资源代码; allocated when empty
    related_codes: tuple[str, ...] = ()  # 指南⑬ 关联资源代码
    format_category: str = "spreadsheet"  # 指南⑦ 信息资源格式分类; 条例 art 13 数据格式
    format_type: str = ""  # 指南⑦ 信息资源格式类型
    share_type: str = "unconditional"  # 指南⑨; 条例 art 13, 14 共享属性
    share_condition: str = ""  # 指南⑨; 条例 art 15 共享范围、使用用途
    share_legal_ground: str = ""  # 条例 art 15: a refusal cites law, regulation or a State Council decision
    share_way: str = "file"  # 指南⑨; 条例 art 13, 22 共享方式
    use_condition: str = ""  # 条例 art 13 使用条件
    open_type: str = "unconditional"  # 指南⑩ 是否向社会开放
    open_condition: str = ""  # 指南⑩ 开放条件
    open_legal_ground: str = ""  # the ground a refusal to open must cite
    data_level: str = "general_1"  # 条例 art 13 数据分级; GB/T 43697-2024
    update_cycle: str = "irregular"  # 指南⑪; 条例 art 13 数据更新频率
    issued_on: date | None = None  # 指南⑫ 发布日期; the day of first publication when empty
    division_code: str = ""  # GB/T 2260
    spatial: str = ""
    temporal_from: date | None = None
    temporal_to: date | None = None
    language: str = "zh"
    licence: str = codes.CITY_LICENCE
    licence_url: str = ""
    origin_name: str = ""
    origin_url: str = ""
    synthetic: bool = False
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    secrecy_reviewed_on: date | None = None  # 条例 art 12 保密风险评估
    privacy_assessed_on: date | None = None  # 条例 art 12 个人信息保护影响评估
    consented_by: str = ""  # 条例 art 12 部门负责人审核同意
    consented_on: date | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return JSON values: dates as ISO text, tuples as lists."""
        return {key: _plain(value) for key, value in asdict(self).items()}

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Read back what :meth:`as_dict` wrote; unknown keys are ignored."""
        known = {key: values[key] for key in cls.__dataclass_fields__ if key in values}
        for key in DATES & known.keys():
            known[key] = date.fromisoformat(known[key]) if isinstance(known[key], str) and known[key] else None
        for key in LISTS & known.keys():
            known[key] = tuple(known[key])
        return cls(**known)


DATES = frozenset(
    {"issued_on", "temporal_from", "temporal_to", "secrecy_reviewed_on", "privacy_assessed_on", "consented_on"}
)
LISTS = frozenset({"keywords", "related_codes"})
CODED: tuple[tuple[str, codes.CodeList, bool, Text], ...] = (
    ("theme", codes.THEMES, True, Text("主题", "theme")),
    ("scene", codes.SCENES, False, Text("民生场景", "scene")),
    ("share_type", codes.SHARE_TYPES, True, Text("共享类型", "share type")),
    ("share_way", codes.SHARE_WAYS, False, Text("共享方式", "way of sharing")),
    ("open_type", codes.OPEN_TYPES, True, Text("开放类型", "open type")),
    ("data_level", codes.LEVELS, True, Text("数据分级", "grading")),
    ("update_cycle", codes.UPDATE_CYCLES, True, Text("更新周期", "update cycle")),
    ("licence", codes.LICENCES, True, Text("许可协议", "licence")),
    ("format_category", codes.FORMAT_CATEGORIES, False, Text("格式分类", "format category")),
)
PATTERNS: tuple[tuple[str, re.Pattern[str], Text], ...] = (
    (
        "class_code",
        CLASS_CODE,
        Text(
            "分类码应为类1位（1–3）、项2位、目3位及可选的细目，全部是数字。",
            "The class code is 1 digit (1–3), 2, 3 and optional further digits.",
        ),
    ),
    (
        "resource_code",
        RESOURCE_CODE,
        Text(
            "信息资源代码应为“分类码/顺序码”，如 308006/000001。",
            "The resource code is 'class code/sequence', such as 308006/000001.",
        ),
    ),
    (
        "division_code",
        DIVISION_CODE,
        Text("行政区划代码应为 6、9 或 12 位数字。", "The division code has 6, 9 or 12 digits."),
    ),
    (
        "contact_email",
        re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$"),
        Text("联系邮箱格式不正确。", "The contact e-mail address is malformed."),
    ),
    (
        "licence_url",
        re.compile(r"^https?://\S+$"),
        Text("许可链接应以 http:// 或 https:// 开头。", "The licence link starts with http:// or https://."),
    ),
    (
        "origin_url",
        re.compile(r"^https?://\S+$"),
        Text("来源链接应以 http:// 或 https:// 开头。", "The origin link starts with http:// or https://."),
    ),
)
# (field, message, when it is wrong)
UNCONDITIONAL_GRADED = Text(
    "重要数据、核心数据不得无条件开放，请选择“有条件开放”或“不予开放”。",
    "Important and core data may not be opened unconditionally: choose conditional or not open.",
)


def require_valid(*, entry: DatasetEntry) -> None:
    """Raise EntryInvalidError with every problem of the entry, not only the first."""
    found = problems(entry=entry)
    if found:
        raise EntryInvalidError(problems=found)


def problems(*, entry: DatasetEntry) -> tuple[Problem, ...]:
    """Return what is wrong with the entry, field by field, in the order of the form."""
    return (*_identity(entry), *_coded(entry), *_written(entry), *_sharing(entry), *_opening(entry), *_coverage(entry))


def _identity(entry: DatasetEntry) -> Iterator[Problem]:
    if not SLUG.match(entry.slug) or len(entry.slug) > SLUG_LENGTH:
        yield Problem(
            "slug",
            Text(
                "网址短名只能用小写字母、数字和单个连字符，不超过 80 个字符。",
                "The address name takes lower-case letters, digits and single hyphens, at most 80 characters.",
            ),
        )
    if not entry.title_zh.strip():
        yield Problem("title_zh", Text("请填写信息资源名称（中文）。", "Give the Chinese title."))
    if not entry.department:
        yield Problem("department", Text("请填写信息资源提供方。", "Name the providing department."))


def _coded(entry: DatasetEntry) -> Iterator[Problem]:
    for field, listed, required, name in CODED:
        value = getattr(entry, field)
        if value not in listed and (value or required):
            yield Problem(
                field,
                Text(
                    f"{name.zh}“{value}”不在代码表中，可用：{'、'.join(listed)}。",
                    f"'{value}' is no {name.en}; known: {', '.join(listed)}.",
                ),
            )


def _written(entry: DatasetEntry) -> Iterator[Problem]:
    for field, pattern, text in PATTERNS:
        value = getattr(entry, field)
        if value and not pattern.match(value):
            yield Problem(field, text)
    for code in entry.related_codes:
        if not RESOURCE_CODE.match(code):
            yield Problem(
                "related_codes",
                Text(f"关联资源代码“{code}”格式不正确。", f"The related resource code '{code}' is malformed."),
            )
    if entry.resource_code and entry.class_code and not entry.resource_code.startswith(f"{entry.class_code}/"):
        yield Problem(
            "resource_code", Text("信息资源代码的前段应等于分类码。", "The resource code starts with the class code.")
        )
    if entry.licence == codes.OTHER_LICENCE and not entry.licence_url:
        yield Problem("licence_url", Text("选择“其他许可”时请填写许可链接。", "Give the link of the other licence."))


def _sharing(entry: DatasetEntry) -> Iterator[Problem]:
    if entry.share_type == "conditional" and not entry.share_condition.strip():
        yield Problem(
            "share_condition",
            Text(
                "有条件共享须列明共享范围、使用用途等（政务数据共享条例第十五条）。",
                "Conditional sharing states its scope and purposes (Regulation on Government Data Sharing, art. 15).",
            ),
        )
    if entry.share_type == "refused" and not entry.share_legal_ground.strip():
        yield Problem(
            "share_legal_ground",
            Text(
                "不予共享须列明理由及法律、行政法规或国务院决定依据（政务数据共享条例第十五条）。",
                "A refusal to share cites a law, regulation or State Council decision (Regulation on Government Data Sharing, art. 15).",
            ),
        )


def _opening(entry: DatasetEntry) -> Iterator[Problem]:
    if entry.open_type == "conditional" and not entry.open_condition.strip():
        yield Problem("open_condition", Text("有条件开放须写明开放条件。", "Conditional opening states its condition."))
    if entry.open_type == "closed" and not entry.open_legal_ground.strip():
        yield Problem("open_legal_ground", Text("不予开放须写明法律依据。", "Not opening cites its legal ground."))
    if entry.open_type == "unconditional" and entry.data_level in codes.GRADED_ABOVE_GENERAL:
        yield Problem("open_type", UNCONDITIONAL_GRADED)


def _coverage(entry: DatasetEntry) -> Iterator[Problem]:
    if entry.temporal_from and entry.temporal_to and entry.temporal_from > entry.temporal_to:
        yield Problem("temporal_to", Text("时间范围的结束早于开始。", "The covered period ends before it starts."))


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
