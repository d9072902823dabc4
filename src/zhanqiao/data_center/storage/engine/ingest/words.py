"""Words that carry meaning in headers and cells: null words, yes and no, hints in names, units."""

from __future__ import annotations

import re

# Cells that mean "no value" in a typed column. In a text column they stay as written.
NULL_WORDS = (
    *(
        "NA",
        "N/A",
        "n/a",
        "na",
        "#N/A",
        "NULL",
        "null",
        "Null",
        "None",
        "none",
        "NaN",
        "nan",
        "NAN",
        "nil",
        "\\N",
        "N.A.",
    ),
    *("-", "--", "---", "—", "——", "–", "―", "－", "/", ".", "..", "…", "*"),
    *(
        "暂无",
        "无",
        "空",
        "无数据",
        "暂无数据",
        "未知",
        "不详",
        "缺失",
        "未填",
        "未统计",
        "不适用",
        "（空）",
        "(空)",
        "(null)",
        "#NULL!",
    ),
)

TRUE_WORDS = ("是", "true", "yes", "t", "y", "真", "对")
FALSE_WORDS = ("否", "false", "no", "f", "n", "假", "错")
LETTERS = ("t", "f", "y", "n")  # a boolean only when both of a pair occur

_HEADER_WORDS = frozenset(
    """
    id key name title code type class category status state date time year month day hour value amount
    count number no age sex gender city country province region district address street zip postcode
    phone email url website lat lon lng latitude longitude x y description comment note price total unit
    quantity first last label index source target word 序号 编号 编码 代码 代号 名称 姓名 性别 年龄 类型
    类别 分类 状态 日期 时间 年份 年度 月份 地址 电话 手机 邮箱 邮编 联系人 单位 部门 备注 说明 描述
    数量 金额 价格 合计 总计 区县 城市 省份 街道 乡镇 经度 纬度 面积 人口 项目 指标 内容 标题 来源
    """.split()  # noqa: SIM905 - words read better as words
)
_HEADER_ENDINGS = (
    *(
        "代码",
        "编码",
        "编号",
        "名称",
        "日期",
        "时间",
        "类型",
        "类别",
        "状态",
        "地址",
        "电话",
        "数量",
        "金额",
        "面积",
        "年份",
        "单位",
    ),
    *("_id", "_name", "_code", "_date", "_at", "_type", "_no"),
)

UNITS = (
    *(
        "亿元",
        "万元",
        "元",
        "美元",
        "万美元",
        "亿美元",
        "万吨",
        "吨",
        "公斤",
        "千克",
        "克",
        "公里",
        "千米",
        "米",
        "厘米",
        "毫米",
    ),
    *(
        "平方公里",
        "平方千米",
        "平方米",
        "㎡",
        "万平方米",
        "公顷",
        "亩",
        "立方米",
        "升",
        "人",
        "万人",
        "户",
        "个",
        "家",
        "辆",
        "件",
    ),
    *(
        "套",
        "次",
        "万次",
        "人次",
        "万人次",
        "天",
        "小时",
        "分钟",
        "秒",
        "岁",
        "年",
        "月",
        "度",
        "千瓦时",
        "万千瓦时",
        "千瓦",
        "%",
        "‰",
    ),
    *(
        "℃",
        "°C",
        "km",
        "m",
        "cm",
        "mm",
        "kg",
        "g",
        "t",
        "km²",
        "m²",
        "kWh",
        "kW",
        "hPa",
        "μg/m³",
        "mg/m³",
        "m/s",
        "km/h",
        "条",
        "座",
        "台",
    ),
)
_UNIT_IN_NAME = re.compile(r"[（(\[【_]\s*(?:单位[:：]\s*)?([^（()）\]】_]+?)\s*[）)\]】]?\s*$")


def is_header_word(*, text: str) -> bool:
    """Say whether a cell is a word (or ends in one) that headers use."""
    word = text.strip().casefold()
    return word in _HEADER_WORDS or word.endswith(_HEADER_ENDINGS)


def unit_in_name(*, name: str) -> str | None:
    """Return the unit a header names: ``距离_米``, ``金额（万元）``, ``面积(单位:亩)``."""
    found = _UNIT_IN_NAME.search(name)
    return found.group(1) if found and found.group(1) in UNITS else None


def unit_of(*, name: str, most: float | None) -> str | None:
    """Return the unit a header names for numbers up to ``most``; shares up to one are not percentages."""
    unit = unit_in_name(name=name)
    return None if unit == "%" and (most or 0) <= 1 else unit
