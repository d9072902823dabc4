"""A citizen applies for conditional data, the authority checks, the owner consents, the key reads; somebody asks for more."""

from __future__ import annotations

import json
import os
import re
import urllib.error
import urllib.request
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.visitor import Visitor
from tests.live import LiveSite
from zhanqiao.kit.clock import today

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
PICTURES = os.environ.get("JOURNEY_PICTURES")  # a folder: every page of the journey is photographed into it
PROOF = {"name": "身份证明.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
FIELDS = {
    "applicant": "李明",
    "contact": "0532-00000000",
    "purpose": "地下水位变化研究",
    "scene": "高校科研，成果为论文",
    "scope": "全部监测井的井号与深度",
    "security": "校内服务器，专人保管密钥",
}


def becomes(visitor: Visitor, username: str) -> None:
    visitor.page.context.clear_cookies()
    visitor.signs_in(username)


def pictured(visitor: Visitor, name: str) -> None:
    visitor.looks()
    if PICTURES:
        width = visitor.page.viewport_size["width"]
        visitor.page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)


def rows(site: LiveSite, secret: str) -> tuple[int, Any, str]:
    """Ask for the wells with a key: the status, the rows, what is left."""
    request = urllib.request.Request(
        f"{site.url}/api/v1/tables/{site.table('wells')}/rows", headers={"Authorization": f"Bearer {secret}"}
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, json.loads(answer.read())["data"], answer.headers["RateLimit"]
    except urllib.error.HTTPError as error:
        with error:
            return error.code, None, error.headers["RateLimit"]


def test_a_citizen_applies_and_reads_and_asks_for_more(visitor: Visitor, city: LiveSite) -> None:
    address = _citizen_applies(visitor)
    _offices_decide(visitor, application=re.search(r"dap_\w+", address)[0])
    secret = _citizen_agrees(visitor, address=address)
    answers = [rows(city, secret) for _ in range(3)]
    assert [(status, found and len(found)) for status, found, _ in answers] == [(200, 2), (200, 2), (429, None)]
    assert [left.split(";")[1] for _, _, left in answers] == ["r=1", "r=0", "r=0"]
    visitor.opens("/requests/results/")
    assert "李明" not in visitor.page.inner_text("main")
    pictured(visitor, "results")
    _citizen_asks(visitor)


def _citizen_applies(visitor: Visitor) -> str:
    """Hand an application in, after forgetting the undertaking once; return the address of its page."""
    page = visitor.page
    becomes(visitor, "citizen")
    visitor.opens("/datasets/wells/")
    pictured(visitor, "conditional")
    visitor.follows("申请数据")
    for name, value in FIELDS.items():
        page.fill(f"[name={name}]", value)
    page.select_option("[name=kind]", "person")
    page.fill("[name=from_on]", today().isoformat())
    page.fill("[name=to_on]", (today() + timedelta(days=300)).isoformat())
    page.set_input_files("[name=proof]", PROOF)
    visitor.follows("提交申请")
    assert "请阅读并接受公共数据安全承诺书" in page.inner_text("main")
    pictured(visitor, "problems")
    page.check("[name=promised]")
    page.set_input_files("[name=proof]", PROOF)
    visitor.follows("提交申请")
    pictured(visitor, "submitted")
    return page.url


def _offices_decide(visitor: Visitor, *, application: str) -> None:
    """Find the materials complete as the authority, and consent as the owner's reviewer."""
    page = visitor.page
    becomes(visitor, "authority")
    visitor.opens("/workbench/requests/")
    pictured(visitor, "inbox")
    visitor.opens(f"/workbench/requests/application/{application}/")
    pictured(visitor, "checking")
    page.locator(f"form[action$='/{application}/completion/'] button").click()
    page.get_by_text("已办理").wait_for()
    becomes(visitor, "reviewer")
    visitor.opens(f"/workbench/requests/application/{application}/")
    page.fill("[name=consent-per_day]", "2")
    page.locator(f"form[action$='/{application}/consent/'] button").click()
    page.get_by_text("已办理").wait_for()
    pictured(visitor, "consented")


def _citizen_agrees(visitor: Visitor, *, address: str) -> str:
    """Accept the agreement and return the key that is shown."""
    becomes(visitor, "citizen")
    visitor.page.goto(address)
    pictured(visitor, "agreement")
    visitor.follows("接受协议")
    pictured(visitor, "granted")
    return re.search(r"zq_[\w-]{40}", visitor.page.content())[0]


def _citizen_asks(visitor: Visitor) -> None:
    """Ask for data that are not open yet, and look at what the public sees."""
    visitor.opens("/requests/new/")
    visitor.page.fill("[name=title]", "地下水水质监测结果")
    visitor.page.fill("[name=detail]", "了解饮用水源")
    visitor.follows("公开提出")
    pictured(visitor, "asked")
    visitor.opens("/requests/")
    pictured(visitor, "requests")
    visitor.opens("/requests/answering/")
    pictured(visitor, "answering")
