"""Sources: their kinds, how often they are harvested, when the next harvest is due."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

KEY = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
KEY_CHARACTERS = 40
URL_CHARACTERS = 500


class Kind(StrEnum):
    """In what form a source tells its catalogue."""

    DCAT = "dcat"
    DATA_JSON = "data_json"
    CKAN = "ckan"
    OAI_DC = "oai_dc"
    OAI_DCAT = "oai_dcat"
    CSW = "csw"
    CSW_DC = "csw_dc"
    LIST = "list"


KINDS = MappingProxyType(
    {
        Kind.DCAT: Text("DCAT（RDF/XML、Turtle、JSON-LD，或列出它们的站点地图）", "DCAT (RDF/XML, Turtle, JSON-LD, or a sitemap of them)"),
        Kind.DATA_JSON: Text("DCAT-US data.json（1.1 与 3）", "DCAT-US data.json (1.1 and 3)"),
        Kind.CKAN: Text("CKAN 接口（网站地址）", "CKAN Action API (address of the site)"),
        Kind.OAI_DC: Text("OAI-PMH，都柏林核心", "OAI-PMH, Dublin Core"),
        Kind.OAI_DCAT: Text("OAI-PMH，DCAT", "OAI-PMH, DCAT"),
        Kind.CSW: Text("CSW 2.0.2，ISO 19139", "CSW 2.0.2, ISO 19139"),
        Kind.CSW_DC: Text("CSW 2.0.2，都柏林核心", "CSW 2.0.2, Dublin Core"),
        Kind.LIST: Text("开放清单（XLSX、CSV）", "Open list (XLSX, CSV)"),
    }
)  # fmt: skip


class Schedule(StrEnum):
    """How often a source is harvested."""

    NEVER = "never"
    HOURLY = "hourly"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


EVERY = MappingProxyType(
    {
        Schedule.HOURLY: timedelta(hours=1),
        Schedule.DAILY: timedelta(days=1),
        Schedule.WEEKLY: timedelta(days=7),
        Schedule.MONTHLY: timedelta(days=30),
    }
)
SCHEDULES = MappingProxyType(
    {
        Schedule.NEVER: Text("只在有人要求时", "Only when asked"),
        Schedule.HOURLY: Text("每小时", "Every hour"),
        Schedule.DAILY: Text("每天", "Every day"),
        Schedule.WEEKLY: Text("每周", "Every week"),
        Schedule.MONTHLY: Text("每月", "Every month"),
    }
)


class SourceInvalidError(ZhanqiaoError):
    """A source is described wrongly; nothing was saved."""

    status = 422
    code = "harvest-source-invalid"
    sentence = Text(
        zh="采集源的“{field}”无效：{expected_zh}。没有保存。",
        en="The source's {field} is not valid: {expected_en}. Nothing was saved.",
    )


def require_source(*, key: str, name_zh: str, url: str) -> None:
    """Raise SourceInvalidError for the first thing that is wrong with a source."""
    wrong = _wrong(key=key, name_zh=name_zh, url=url)
    if wrong:
        field, expected = wrong
        raise SourceInvalidError(field=field, expected_zh=expected.zh, expected_en=expected.en)


def is_due(*, schedule: str, last_at: datetime | None, at: datetime) -> bool:
    """Say whether a source last harvested at ``last_at`` is to be harvested at ``at``."""
    every = EVERY.get(Schedule(schedule))
    return every is not None and (last_at is None or last_at + every <= at)


def due_at(*, schedule: str, last_at: datetime | None, at: datetime) -> datetime | None:
    """Return when a source last harvested at ``last_at`` is next due: ``at`` when it is due now, None when only asked."""
    every = EVERY.get(Schedule(schedule))
    if every is None:
        return None
    return max(at, last_at + every) if last_at else at


def _wrong(*, key: str, name_zh: str, url: str) -> tuple[str, Text] | None:
    if not KEY.match(key) or len(key) > KEY_CHARACTERS:
        words = Text(
            f"只能用小写字母、数字和单个连字符，不超过 {KEY_CHARACTERS} 个字符",
            f"lower-case letters, digits and single hyphens, at most {KEY_CHARACTERS} characters",
        )
        return "key", words
    if not name_zh.strip():
        return "name_zh", Text("请填写中文名称", "give the Chinese name")
    if not re.match(r"^https?://[^\s/@]+(/\S*)?$", url) or len(url) > URL_CHARACTERS:
        return "url", Text(
            "地址应以 http:// 或 https:// 开头，不带用户名和密码",
            "an address that starts with http:// or https://, without user name and password",
        )
    return None
