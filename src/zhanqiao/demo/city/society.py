"""What people and offices of the demo city made: a dashboard, a story, a survey that runs, a draft laid open.

All are made by demo accounts; those of words say that they are examples, those of numbers stand on synthetic data and say so.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from zhanqiao.core_services.consultations import operations as consultations
from zhanqiao.core_services.dashboards import operations as dashboards
from zhanqiao.core_services.dashboards import queries as shown
from zhanqiao.core_services.dashboards.rules import spec_of
from zhanqiao.core_services.data_requests import queries as requests
from zhanqiao.core_services.surveys import operations as surveys
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.demo.city.processes import WANTED
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.access.queries import card_of
from zhanqiao.people.accounts.rules import Role

PARKING, HOTLINE = "synthetic-parking-lots", "synthetic-hotline-cases"
BOARD, STORY = "parking-of-the-city", "three-years-of-the-hotline"
SURVEY_DAYS, CONSULTATION_DAYS = 60, 45
SYNTHETIC = {
    "zh": "数字来自**合成数据**，仅供演示。",
    "en": "The numbers are of **synthetic data**, for demonstration only.",
}
QUESTIONNAIRE = {
    "format": "zhanqiao-survey/1",
    "title": {"zh": "（演示）您想要哪些数据？", "en": "(Example) Which data do you want?"},
    "introduction": {
        "zh": "匿名，约一分钟。结果会公布，并计入数据需求的排序。",
        "en": "Anonymous, about a minute. The results will be published and count in the ranking of requests.",
    },
}
DRAFT = """一、优先开放公共停车、公交到站、空气质量等与日常生活密切相关的数据。

二、各数据集注明更新周期，并按周期更新。

三、每季度公布一次开放与利用情况。"""


def ensure_society(*, accounts: Mapping[Role, str], department: str, at: datetime) -> bool:
    """Make the examples once, as far as their datasets are there; surveys and drafts are of ``department`` (key).

    Return whether any was made.
    """
    card = card_of(account_id=accounts[Role.citizen])
    if any(one.slug in (BOARD, STORY) for one in shown.mine(card=card)):
        return False
    _board(accounts, at)
    _story(accounts, at)
    _survey(accounts, department, at)
    _consultation(accounts, department, at)
    return True


def _board(accounts: Mapping[Role, str], at: datetime) -> None:
    table = _table(PARKING, accounts)
    if table:
        document = {
            "zhanqiao_dashboard": 1,
            "layout": "grid",
            "title": {"zh": "全市公共停车（合成数据）", "en": "Public parking of the city (synthetic)"},
            "filters": [
                {"id": "district", "title": {"zh": "区市", "en": "District"}, "columns": {table: "区市"}},
                {"id": "kind", "title": {"zh": "类型", "en": "Kind"}, "columns": {table: "类型"}},
            ],
            "tiles": [
                _number("lots", table, "count", zh="停车场", en="Car parks"),
                _number("spaces", table, "sum", "泊位数", zh="泊位", en="Spaces"),
                _number("chargers", table, "sum", "充电桩数", zh="充电桩", en="Chargers"),
                _number("fee", table, "median", "首小时收费", zh="首小时收费（中位数）", en="First hour, median"),
                _chart("by_district", table, {"kind": "bar", "x": "区市", "y": "sum", "of": "泊位数"}),
                _chart("by_kind", table, {"kind": "heat", "x": "类型", "colour": "区市"}),
                {"id": "rows", "kind": "table", "width": 4, "table": table, "rows": 8, "columns": ["名称", "类型", "区市", "泊位数", "首小时收费"]},
                {"id": "about", "kind": "text", "width": 4, "text": SYNTHETIC},
            ],
        }  # fmt: skip
        _listed(document, BOARD, accounts, at)


def _story(accounts: Mapping[Role, str], at: datetime) -> None:
    table = _table(HOTLINE, accounts)
    if table:
        words = (
            ("## 什么时候打来\n\n热线的工单按月看。", "## When people call\n\nThe hotline's cases, month by month."),
            ("## 说些什么\n\n各类诉求的数量。", "## What they call about\n\nHow many cases of each kind."),
            (
                "## 多久办结\n\n各区市办理时长的分布。",
                "## How long it takes\n\nHow the time to settle is spread by district.",
            ),
        )
        drawn: tuple[dict[str, str], ...] = (
            {"kind": "line", "x": "受理时间", "unit": "month"},
            {"kind": "bar", "x": "诉求类型"},
            {"kind": "box", "x": "区市", "of": "办理时长"},
        )
        tiles = [{"id": "about", "kind": "text", "width": 4, "text": SYNTHETIC}]
        for number, ((zh, en), chart) in enumerate(zip(words, drawn, strict=True), start=1):
            tiles.append({"id": f"words_{number}", "kind": "text", "width": 4, "text": {"zh": zh, "en": en}})
            tiles.append(_chart(f"chart_{number}", table, chart, width=4))
        title = {"zh": "12345 热线的三年（合成数据）", "en": "Three years of the hotline (synthetic)"}
        document = {"zhanqiao_dashboard": 1, "layout": "story", "title": title, "tiles": tiles}
        dashboard_id = _listed(document, STORY, accounts, at)
        dashboards.feature(dashboard_id=dashboard_id, by=accounts[Role.authority], at=at)


def _survey(accounts: Mapping[Role, str], department: str, at: datetime) -> None:
    found = requests.openings_of(account_id=accounts[Role.citizen])
    asked = [(one.id, one.title) for one in found if one.title == WANTED[0][0]]
    options = [{"key": f"o{n}", "text": title, "request": one} for n, (one, title) in enumerate(asked, start=1)]
    other = {"key": "other", "text": {"zh": "其他", "en": "Other"}, "takes_text": True}
    questions: list[dict[str, Any]] = [
        {"key": "wishes", "kind": "multiple", "title": QUESTIONNAIRE["title"], "options": [*options, other]},
        {"key": "content", "kind": "scale", "title": {"zh": "您对本平台满意吗？", "en": "Are you content with this site?"}, "lowest": 1, "highest": 5},
        {"key": "where", "kind": "place", "title": {"zh": "您住在哪个区市？", "en": "In which district do you live?"}},
    ]  # fmt: skip
    by = accounts[Role.authority]
    survey_id = surveys.draw_up(department=department, document=QUESTIONNAIRE | {"questions": questions}, by=by, at=at)
    surveys.open_survey(survey_id=survey_id, begins_at=at, ends_at=at + timedelta(days=SURVEY_DAYS), by=by, at=at)


def _consultation(accounts: Mapping[Role, str], department: str, at: datetime) -> None:
    by = accounts[Role.authority]
    consultation_id = consultations.draw_up_consultation(
        department=department,
        title="（演示）明年公共数据开放重点征求意见",
        explanation="（演示）草案如下，欢迎提出意见；采纳情况将逐条公布。",
        draft=DRAFT,
        by=by,
        at=at,
    )
    until = at + timedelta(days=CONSULTATION_DAYS)
    consultations.open_consultation(
        consultation_id=consultation_id, begins_at=at, ends_at=until, shortened="", by=by, at=at
    )


def _listed(document: Mapping[str, Any], slug: str, accounts: Mapping[Role, str], at: datetime) -> str:
    """Make a dashboard of the citizen, let the authority bring it into the gallery; return its id."""
    dashboards.make(spec=spec_of(document=document), slug=slug, by=accounts[Role.citizen], at=at)
    dashboard = shown.dashboard_card(slug=slug, card=card_of(account_id=accounts[Role.citizen]))
    dashboards.submit(dashboard_id=dashboard.id, by=accounts[Role.citizen], at=at)
    dashboards.decide_listing(
        dashboard_id=dashboard.id, version=dashboard.version, approved=True, by=accounts[Role.authority], at=at
    )
    return dashboard.id


def _table(slug: str, accounts: Mapping[Role, str]) -> str:
    """Return the first table of a dataset, empty where the dataset was not loaded."""
    try:
        dataset = catalogue.dataset_card(slug=slug, card=card_of(account_id=accounts[Role.citizen]))
    except NotFoundError:
        return ""
    return dataset.tables[0].id


def _number(key: str, table: str, measure: str, of: str = "", *, zh: str, en: str) -> dict[str, Any]:
    said = {"measure": measure} | ({"of": of} if of else {})
    return {"id": key, "kind": "number", "width": 1, "table": table, "title": {"zh": zh, "en": en}, **said}


def _chart(key: str, table: str, chart: Mapping[str, str], *, width: int = 2) -> dict[str, Any]:
    return {"id": key, "kind": "chart", "width": width, "table": table, "chart": dict(chart)}
