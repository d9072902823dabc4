"""An officer draws up a survey by form and opens it, anybody answers it once; a citizen asks on a dataset and the office answers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.journeys.visitor import Visitor
from zhanqiao.kit.clock import CITY_TIME, now

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
PAUSE = 3_500  # milliseconds: nobody fills a form in faster than three seconds


def becomes(visitor: Visitor, username: str) -> None:
    visitor.page.context.clear_cookies()
    visitor.signs_in(username)


def test_people_are_asked_and_ask(visitor: Visitor) -> None:
    width = visitor.page.viewport_size["width"]
    address = _survey_opens(visitor, title=f"公园调查{width}")
    visitor.page.context.clear_cookies()
    visitor.opens("/interaction/")
    visitor.opens(address)
    visitor.page.check("text=八大关")
    assert not visitor.page.is_visible("text=不满意")
    visitor.page.check("text=中山公园")
    visitor.page.check("input[name=q2][value='4']")
    visitor.page.wait_for_timeout(PAUSE)
    visitor.follows("提交答卷")
    assert visitor.page.is_visible("text=您已回答这份问卷")
    _question_is_answered(visitor, words=f"坐标系是什么{width}？")


def _survey_opens(visitor: Visitor, *, title: str) -> str:
    page = visitor.page
    becomes(visitor, "authority")
    visitor.opens("/workbench/surveys/new/")
    page.select_option("#id_department", "qingdao-parks")
    page.fill("#id_title_zh", title)
    visitor.follows("下一步")
    visitor.follows("添加题目")
    page.fill("#id_title_zh", "常去哪个公园？")
    page.fill("#id_options", "中山公园 | Zhongshan Park\n八大关")
    visitor.follows("保存题目")
    visitor.follows("添加题目")
    page.select_option("#id_kind", "scale")
    page.fill("#id_title_zh", "满意吗？")
    page.fill("#id_lowest", "1")
    page.fill("#id_highest", "5")
    page.fill("#id_low_text", "不满意")
    page.select_option("#id_show_if", "q1=o1")
    visitor.follows("保存题目")
    begins = now().astimezone(CITY_TIME)
    page.fill("#id_opening-begins_at", begins.strftime("%Y-%m-%dT%H:%M"))
    page.fill("#id_opening-ends_at", (begins + timedelta(days=9)).strftime("%Y-%m-%dT%H:%M"))
    visitor.follows("开放问卷")
    return page.url.replace(visitor.site, "").replace("/workbench", "")


def _question_is_answered(visitor: Visitor, *, words: str) -> None:
    page, place = visitor.page, "/datasets/parks/conversation/"
    becomes(visitor, "citizen")
    visitor.opens(place)
    page.fill("#id_text", words)
    page.wait_for_timeout(PAUSE)
    page.locator(".interaction-form button").click()
    visitor.looks()
    assert page.is_visible("text=待审核")
    becomes(visitor, "authority")
    visitor.opens("/workbench/remarks/")
    visitor.follows(words)
    page.fill("#answer", "WGS84。")
    visitor.follows("答复并公开")
    page.context.clear_cookies()
    visitor.opens(place)
    assert page.is_visible(f"text={words}")
