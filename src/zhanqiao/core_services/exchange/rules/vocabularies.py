"""Other portals' words for update cycles, licences, themes and openness, turned into our codes."""

from __future__ import annotations

import re
from types import MappingProxyType
from urllib.parse import urlsplit

from zhanqiao.data_center.catalogue.rules import LICENCES, OPEN_TYPES, THEMES, UPDATE_CYCLES

OTHER_THEME = "22"
CITY_LICENCE = "LicenseRef-City-Open"
UNSTATED_LICENCE = "LicenseRef-Not-Stated"
OTHER_LICENCE = "LicenseRef-Other"
# Longer than the cycle promised is never said: a fortnight is "monthly", two months are "quarterly".
CYCLE_WORDS = {
    "realtime": "cont update_cont continuous continual real_time 实时 r/pt1s r/pt1m r/pt1h hourly 每小时 即时 动态更新",
    "daily": "daily daily_2 every_day r/p1d 每日 每天 日 按日 天 日更新",
    "weekly": "weekly weekly_2 weekly_3 every_week r/p1w r/p7d r/p3.5d r/p0.5w 每周 周 按周 周更新",
    "monthly": "monthly monthly_2 monthly_3 biweekly fortnightly every_month r/p1m r/p2w r/p14d r/p0.5m 每月 月 按月 月更新 每半月",
    "quarterly": "quarterly bimonthly every_quarter r/p3m r/p2m 每季度 每季 季度 季 按季",
    "half_yearly": "annual_2 biannually semiannual half_year r/p6m r/p0.5y 每半年 半年 按半年",
    "yearly": "annual annual_3 annually yearly every_year r/p1y 每年 年 按年 年度 年更新",
    "irregular": "irreg irregular as_needed asneeded other other_freq 不定期 不定期更新 按需 按需更新 其他 "
    "biennial triennial quadrennial decennial r/p2y r/p3y r/p4y r/p10y quinquennial",
    "unstated": "unknown 未说明",
    "never": "never notplanned not_planned r/p0 不更新 静态 一次性",
}
CYCLES = MappingProxyType({word: code for code, words in CYCLE_WORDS.items() for word in words.split()})
THEME_WORDS = {
    "2": "heal health 卫生健康 医疗健康",
    "3": "社会保障 就业 劳动就业 社保 人力资源",
    "4": "公安 intelligencemilitary",
    "5": "regi structure planningcadastre 城市建设 住房 城乡建设 规划建设 城建",
    "6": "tran transportation transport 道路交通 交通 交通出行",
    "7": "educ education 教育 文化 教育科技 文化休闲",
    "8": "tech science 科技 科学技术",
    "9": "ener energy utilitiescommunication 能源 资源",
    "10": "envi environment inlandwaters oceans biota 环境 环保 环境保护 环境资源",
    "11": "agri farming agriculture 农业 农业农村 工业",
    "12": "商业 贸易",
    "13": "econ economy 经济 金融 财政 财政金融 经济建设",
    "15": "市场监督 市场管理",
    "17": "just 司法 法律",
    "18": "soci society 民生服务 社会民生",
    "19": "climatologymeteorologyatmosphere 气象",
    "20": "geoscientificinformation imagerybasemapsearthcover elevation boundaries location geospatial 地理 空间地理",
    "21": "gove government 机构 政府机构 机构团体",
}
THEME_CODES = MappingProxyType(
    {code.text.zh: code.code for code in THEMES.values()}
    | {word: code for code, words in THEME_WORDS.items() for word in words.split()}
)
LICENCE_PATHS = MappingProxyType(
    {
        "creativecommons.org/licenses/by/4.0": "CC-BY-4.0",
        "creativecommons.org/licenses/by-sa/4.0": "CC-BY-SA-4.0",
        "creativecommons.org/publicdomain/zero/1.0": "CC0-1.0",
        "creativecommons.org/publicdomain/mark/1.0": "LicenseRef-Public-Domain",
        "opendatacommons.org/licenses/odbl": "ODbL-1.0",
        "opendatacommons.org/licenses/odbl/1-0": "ODbL-1.0",
        "opendatacommons.org/licenses/by": "ODC-By-1.0",
        "opendatacommons.org/licenses/by/1-0": "ODC-By-1.0",
        "opendatacommons.org/licenses/pddl": "PDDL-1.0",
        "opendatacommons.org/licenses/pddl/1-0": "PDDL-1.0",
        "usa.gov/publicdomain/label/1.0": "LicenseRef-Public-Domain",
        "opensource.org/licenses/mit": "MIT",
        "apache.org/licenses/license-2.0": "Apache-2.0",
    }
)
LICENCE_NAMES = MappingProxyType(
    {code.casefold(): code for code in LICENCES if code != CITY_LICENCE}  # another city's terms are not ours
    | {
        "cc0": "CC0-1.0",
        "cc-zero": "CC0-1.0",
        "cc_zero": "CC0-1.0",
        "cc_by_4_0": "CC-BY-4.0",
        "cc-by 4.0": "CC-BY-4.0",
        "cc by 4.0": "CC-BY-4.0",
        "cc_bysa_4_0": "CC-BY-SA-4.0",
        "cc_by_sa_4_0": "CC-BY-SA-4.0",
        "odc-odbl": "ODbL-1.0",
        "odc_bl": "ODbL-1.0",
        "odc_by": "ODC-By-1.0",
        "odc-by": "ODC-By-1.0",
        "odc-pddl": "PDDL-1.0",
        "odc_pddl": "PDDL-1.0",
        "other-pd": "LicenseRef-Public-Domain",
        "public domain": "LicenseRef-Public-Domain",
    }
)
ACCESS = MappingProxyType(
    {text.casefold(): code.code for code in OPEN_TYPES.values() for text in (code.text.zh, code.text.en)}
    | {
        "public": "unconditional",
        "unconditional": "unconditional",
        "无条件开放": "unconditional",
        "无条件": "unconditional",
        "完全开放": "unconditional",
        "登录开放": "unconditional",
        "普通开放": "unconditional",
        "restricted": "conditional",
        "restricted public": "conditional",
        "conditional": "conditional",
        "有条件开放": "conditional",
        "有条件": "conditional",
        "申请开放": "conditional",
        "依申请开放": "conditional",
        "non_public": "closed",
        "non-public": "closed",
        "confidential": "closed",
        "sensitive": "closed",
        "不予开放": "closed",
        "非开放": "closed",
    }
)


def cycle_code(word: str, /) -> str | None:
    """Return our update cycle for a word, an address of the EU's table or an ISO 8601 period; None when unknown."""
    text = _last_part(word)
    named = {code.text.zh: code.code for code in UPDATE_CYCLES.values()}
    return CYCLES.get(text) or named.get(word.strip())


def theme_code(words: tuple[str, ...], /) -> str:
    """Return the first of our 22 themes that one of the words names; 22, other, when none does."""
    named = (THEME_CODES.get(_last_part(word)) or THEME_CODES.get(word.strip()) for word in words)
    return next((code for code in named if code), OTHER_THEME)


def licence_code(words: str, /) -> tuple[str, str]:
    """Return our code and the licence's address for what a source says of it.

    A text that is no address and no name we know gives ``LicenseRef-Not-Stated``: the text itself is to be shown.
    """
    text = words.strip()
    if re.match(r"^https?://\S+$", text):
        parts = urlsplit(text)
        path = f"{parts.netloc.removeprefix('www.')}{parts.path}".casefold().removesuffix("/deed.zh").strip("/")
        known = LICENCE_PATHS.get(path) or LICENCE_NAMES.get(_last_part(text).removesuffix(".html"))
        return (known, text) if known else (OTHER_LICENCE, text)
    return LICENCE_NAMES.get(text.casefold(), UNSTATED_LICENCE), ""


def open_type(word: str, /) -> str:
    """Return how open a source says a record is; unconditional when it says nothing we know."""
    return ACCESS.get(_last_part(word)) or ACCESS.get(word.strip().casefold(), "unconditional")


def _last_part(word: str) -> str:
    """Return the last segment of an address, the word itself otherwise, in lower case."""
    text = word.strip().rstrip("/")
    return (re.split(r"[/#]", text)[-1] if "://" in text else text).casefold()
