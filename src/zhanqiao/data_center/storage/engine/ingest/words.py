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
    [
        "id",
        "key",
        "name",
        "title",
        "code",
        "type",
        "class",
        "category",
        "status",
        "state",
        "date",
        "time",
        "year",
        "month",
        "day",
        "hour",
        "value",
        "amount",
        "count",
        "number",
        "no",
        "age",
        "sex",
        "gender",
        "city",
        "country",
        "province",
        "region",
        "district",
        "address",
        "street",
        "zip",
        "postcode",
        "phone",
        "email",
        "url",
        "website",
        "lat",
        "lon",
        "lng",
        "latitude",
        "longitude",
        "x",
        "y",
        "description",
        "comment",
        "note",
        "price",
        "total",
        "unit",
        "quantity",
        "first",
        "last",
        "label",
        "index",
        "source",
        "target",
        "word",
        "序号",
        "编号",
        "编码",
        "代码",
        "代号",
        "名称",
        "姓名",
        "性别",
        "年龄",
        "类型",
        "类别",
        "分类",
        "状态",
        "日期",
        "时间",
        "年份",
        "年度",
        "月份",
        "地址",
        "电话",
        "手机",
        "邮箱",
        "邮编",
        "联系人",
        "单位",
        "部门",
        "备注",
        "说明",
        "描述",
        "数量",
        "金额",
        "价格",
        "合计",
        "总计",
        "区县",
        "城市",
        "省份",
        "街道",
        "乡镇",
        "经度",
        "纬度",
        "面积",
        "人口",
        "项目",
        "指标",
        "内容",
        "标题",
        "来源",
    ]
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

_CODE_NAME = re.compile(
    r"代码|编码|编号|代号|区划码|号码|证号|文号|许可证|注册号|案号|车牌|信用代码|机构码|条码|邮编|邮政|条形码|工号|学号|单号|卡号|账号"
    r"|(^|[_\W])(code|codes|no|nr|zip|zipcode|postcode|postal|ssn|isbn|issn|iata|icao|wmo|fips|adcode|gbcode|uscc|iso\d?)([_\W]|$)"
    r"|code$|codes$|codice|c[oó]dig|adcode|zipcode|postcode|soc_sec",
    re.IGNORECASE,
)
_CODE_CAMEL = re.compile(r"[a-z](Code|No|Zip)([_A-Z]|$)")
_ID_NAME = re.compile(
    r"(^|[_\W])(id|ids|uid|uuid|guid|key|fid|oid|gid|objectid|rowid|pk)([_\W]|$)|[a-z]I[dD]$|nameid$|标识|主键",
    re.IGNORECASE,
)
_SERIAL_NAME = re.compile(
    r"^(序号|行号|排名|名次|顺序|次序|rank|order|seq|sequence|index|ordinal|#|no\.?|num|number)$", re.IGNORECASE
)
_DIVISION_NAME = re.compile(
    r"区划|行政代码|(省|市|区|县|街道|镇|乡|村|居|地区|城市|区县|乡镇).*(代码|编码)|^代码$|adcode|division|"
    r"(province|city|area|street|county|district|town|village|region|admin).*code|^code$",
    re.IGNORECASE,
)
_DATE_NAME = re.compile(
    r"日期|时间|生日|出生|日$|(^|_)(date|dob|day|birth\w*|time)($|_)|date$|[a-z]Date|[a-z]Day|_at$|(^|_)dt($|_)",
    re.IGNORECASE,
)
_MONTH_NAME = re.compile(r"月|期|month|period", re.IGNORECASE)
_YEAR_NAME = re.compile(r"年|year", re.IGNORECASE)
_LONGITUDE = re.compile(r"经度|(^|[_\W])(lon|lng|long|longitude|x坐标)([_\W]|$)|longitude", re.IGNORECASE)
_LATITUDE = re.compile(r"纬度|(^|[_\W])(lat|latitude|y坐标)([_\W]|$)|latitude", re.IGNORECASE)
_PHONE_NAME = re.compile(r"电话|手机|联系方式|传真|热线|(^|[_\W])(phone|tel|telephone|mobile|fax|cell)", re.IGNORECASE)
_POSTCODE_NAME = re.compile(r"邮编|邮政编码|zip|post_?code|postal", re.IGNORECASE)

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


def names_code(*, name: str) -> bool:
    """Say whether a header promises codes: digits that are not amounts."""
    return bool(_CODE_NAME.search(name) or _CODE_CAMEL.search(name)) and not _SERIAL_NAME.match(name)


def names_identifier(*, name: str) -> bool:
    """Say whether a header promises an identifier."""
    return bool(_ID_NAME.search(name))


def names_division(*, name: str) -> bool:
    """Say whether a header promises administrative division codes."""
    return bool(_DIVISION_NAME.search(name))


def names_date(*, name: str) -> bool:
    """Say whether a header promises days."""
    return bool(_DATE_NAME.search(name))


def names_month(*, name: str) -> bool:
    """Say whether a header promises months or periods."""
    return bool(_MONTH_NAME.search(name))


def names_year(*, name: str) -> bool:
    """Say whether a header promises years."""
    return bool(_YEAR_NAME.search(name))


def names_longitude(*, name: str) -> bool:
    """Say whether a header promises degrees of longitude."""
    return bool(_LONGITUDE.search(name))


def names_latitude(*, name: str) -> bool:
    """Say whether a header promises degrees of latitude."""
    return bool(_LATITUDE.search(name))


def names_phone(*, name: str) -> bool:
    """Say whether a header promises telephone numbers."""
    return bool(_PHONE_NAME.search(name))


def names_postcode(*, name: str) -> bool:
    """Say whether a header promises postcodes."""
    return bool(_POSTCODE_NAME.search(name))
