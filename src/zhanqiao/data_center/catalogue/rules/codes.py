"""The code lists of the catalogue entry, each code with its words in both languages.

Sources: 《政务信息资源目录编制指南（试行）》发改高技〔2017〕1272号 (share, open, format, cycle);
《公共信息资源开放试点工作方案》2018 (themes, 21 domains and 其他); GB/T 43697-2024 (grading);
EU frequency authority table (``dcat``), for dct:accrualPeriodicity; SPDX (licences).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType

from zhanqiao.kit.texts import Text


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a list: ``code`` is stored, ``text`` is read, ``dcat`` and ``url`` serve exports."""

    code: str
    text: Text
    dcat: str | None = None
    url: str | None = None


CodeList = MappingProxyType[str, Code]


def _listed(codes: Iterable[Code]) -> CodeList:
    return MappingProxyType({code.code: code for code in codes})


def _words(pairs: Iterable[tuple[str, str, str]]) -> CodeList:
    return _listed(Code(code, Text(zh=zh, en=en)) for code, zh, en in pairs)


THEMES = _words(
    (
        ("1", "信用服务", "Credit"),
        ("2", "医疗卫生", "Health care"),
        ("3", "社保就业", "Social security and employment"),
        ("4", "公共安全", "Public safety"),
        ("5", "城建住房", "Urban development and housing"),
        ("6", "交通运输", "Transport"),
        ("7", "教育文化", "Education and culture"),
        ("8", "科技创新", "Science and innovation"),
        ("9", "资源能源", "Resources and energy"),
        ("10", "生态环境", "Environment"),
        ("11", "工业农业", "Industry and agriculture"),
        ("12", "商贸流通", "Trade and commerce"),
        ("13", "财税金融", "Finance and taxation"),
        ("14", "安全生产", "Work safety"),
        ("15", "市场监管", "Market regulation"),
        ("16", "社会救助", "Social assistance"),
        ("17", "法律服务", "Legal services"),
        ("18", "生活服务", "Daily-life services"),
        ("19", "气象服务", "Weather"),
        ("20", "地理空间", "Geography and maps"),
        ("21", "机构团体", "Organisations"),
        ("22", "其他", "Other"),
    )
)

SCENES = _words(
    (
        ("education", "教育培训", "Education and training"),
        ("business", "企业扶持", "Support for firms"),
        ("jobs", "就业招聘", "Finding work"),
        ("safety", "城市安全", "City safety"),
        ("living", "生活服务", "Daily life"),
        ("family", "结婚生育", "Marriage and children"),
        ("travel", "交通出行", "Getting around"),
        ("insurance", "社会保险", "Social insurance"),
        ("retirement", "退休养老", "Retirement"),
        ("medical", "医疗保健", "Medical care"),
    )
)

UPDATE_CYCLES = _listed(
    Code(code, Text(zh=zh, en=en), dcat=dcat)
    for code, zh, en, dcat in (
        ("realtime", "实时", "Real time", "CONT"),
        ("daily", "每日", "Daily", "DAILY"),
        ("weekly", "每周", "Weekly", "WEEKLY"),
        ("monthly", "每月", "Monthly", "MONTHLY"),
        ("quarterly", "每季度", "Quarterly", "QUARTERLY"),
        ("half_yearly", "每半年", "Half-yearly", "ANNUAL_2"),
        ("yearly", "每年", "Yearly", "ANNUAL"),
        ("irregular", "不定期", "Irregular", "IRREG"),
        ("never", "不更新", "Not updated", "NEVER"),
        ("unstated", "来源未说明", "Not stated by the source", "UNKNOWN"),
    )
)

SHARE_TYPES = _words(
    (
        ("unconditional", "无条件共享", "Shared unconditionally"),
        ("conditional", "有条件共享", "Shared under conditions"),
        ("refused", "不予共享", "Not shared"),
    )
)
SHARE_WAYS = _words(
    (
        ("api", "服务接口", "Service interface"),
        ("batch", "批量交换", "Batch exchange"),
        ("file", "文件下载", "File download"),
    )
)
OPEN_TYPES = _words(
    (
        ("unconditional", "无条件开放", "Open"),
        ("conditional", "有条件开放", "Open under conditions"),
        ("closed", "不予开放", "Not open"),
    )
)
LEVELS = _words(
    (
        ("general_1", "一般数据1级", "General data, level 1"),
        ("general_2", "一般数据2级", "General data, level 2"),
        ("general_3", "一般数据3级", "General data, level 3"),
        ("general_4", "一般数据4级", "General data, level 4"),
        ("important", "重要数据", "Important data"),
        ("core", "核心数据", "Core data"),
    )
)
RESOURCE_CLASSES = _words((("1", "基础", "Base"), ("2", "主题", "Theme"), ("3", "部门", "Department")))
FORMAT_CATEGORIES = _words(
    (
        ("document", "电子文件", "Electronic document"),
        ("spreadsheet", "电子表格", "Spreadsheet"),
        ("database", "数据库", "Database"),
        ("image", "图形图像", "Image"),
        ("media", "流媒体", "Audio and video"),
        ("self_described", "自描述格式", "Self-describing format"),
    )
)
STATES = _words(
    (
        ("draft", "草稿", "Draft"),
        ("published", "已发布", "Published"),
        ("suspended", "已暂停", "Suspended"),
        ("withdrawn", "已撤回", "Withdrawn"),
    )
)
SPDX = "https://spdx.org/licenses/{}.html"
LICENCES = _listed(
    Code(code, Text(zh=zh, en=en), url=SPDX.format(code) if not code.startswith("LicenseRef-") else None)
    for code, zh, en in (
        ("LicenseRef-City-Open", "公共数据无条件开放（可自由利用）", "City open data, free use"),
        ("CC-BY-4.0", "知识共享 署名 4.0", "Creative Commons Attribution 4.0"),
        ("CC-BY-SA-4.0", "知识共享 署名-相同方式共享 4.0", "Creative Commons Attribution-ShareAlike 4.0"),
        ("CC0-1.0", "知识共享 CC0 1.0（放弃权利）", "Creative Commons Zero 1.0"),
        ("ODbL-1.0", "开放数据库许可 1.0", "Open Database License 1.0"),
        ("ODC-By-1.0", "开放数据署名许可 1.0", "Open Data Commons Attribution 1.0"),
        ("PDDL-1.0", "开放数据公有领域许可 1.0", "Open Data Commons Public Domain 1.0"),
        ("MIT", "MIT 许可", "MIT License"),
        ("Apache-2.0", "Apache 许可 2.0", "Apache License 2.0"),
        ("BSD-2-Clause", "BSD 二条款许可", "BSD 2-Clause License"),
        ("BSD-3-Clause", "BSD 三条款许可", "BSD 3-Clause License"),
        ("ISC", "ISC 许可", "ISC License"),
        ("LicenseRef-Public-Domain", "公有领域", "Public domain"),
        ("LicenseRef-Not-Stated", "来源未注明许可", "Licence not stated by the source"),
        ("LicenseRef-Other", "其他许可（见链接）", "Other licence (see link)"),
    )
)
CITY_LICENCE = "LicenseRef-City-Open"
# What only an entry from elsewhere may leave unsaid: a department of ours states it (条例 art 13).
UNSTATED = frozenset({"unstated", "LicenseRef-Not-Stated"})
OTHER_LICENCE = "LicenseRef-Other"
GRADED_ABOVE_GENERAL = frozenset({"important", "core"})
