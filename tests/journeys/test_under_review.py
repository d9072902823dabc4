"""Four people: personal data is found and masked, a file is reviewed twice and released in time, a citizen corrects one cell,
and who follows is told.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import requests

from tests.journeys.reviewing import approves
from tests.journeys.visitor import Visitor
from zhanqiao.kit.clock import CITY_TIME

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
PATIENCE = 120  # seconds
REMARKS = {4: "捐赠人身份证３６０４２６１９９１０１０１００７１", 9: "保洁员电话138-0013-8000"}
BENCHES = "编号,位置,座位数,备注\n" + "".join(
    f"B{n:03d},第{n}号长椅,{2 + n % 3},{REMARKS.get(n, '无')}\n" for n in range(1, 31)
)


def test_from_an_upload_to_a_corrected_cell(visitor: Visitor, tmp_path: Path) -> None:
    width = visitor.page.viewport_size["width"]
    slug, title = f"benches-{width}", f"公园长椅{width}"
    here = _handed_on(visitor, tmp_path, slug=slug, title=title)
    approves(visitor, "reviewer", title=title)
    _approves_for_later(visitor, title=title)
    _is_released(visitor, here, slug=slug)
    _citizen_corrects(visitor, slug=slug)
    _department_answers(visitor, title=title)
    _the_release_differs_in_one_cell(visitor, slug=slug)
    _citizen_is_told(visitor, title=title)


def _handed_on(visitor: Visitor, folder: Path, *, slug: str, title: str) -> str:
    path = folder / "长椅.csv"
    path.write_text(BENCHES, encoding="utf-8")
    visitor.signs_in("officer")
    visitor.opens("/workbench/upload/")
    visitor.page.set_input_files("input[type=file]", path)
    visitor.page.locator("#upload-form button").click()
    visitor.page.get_by_text("下一步：数据字典").wait_for(timeout=60_000)
    visitor.follows("下一步：数据字典")
    visitor.follows("下一步：目录信息")
    visitor.page.fill("input[name=slug]", slug)
    visitor.page.fill("input[name=title_zh]", title)
    visitor.follows("下一步：预览")
    _masks(visitor, visitor.page.url.removesuffix("preview/"))
    visitor.follows("提交审核")
    return visitor.page.url


def _masks(visitor: Visitor, here: str) -> None:
    """See that personal data blocks, look at its cells, keep the rules that are suggested, and assess."""
    assert visitor.page.get_by_text("提交审核").count() == 0
    visitor.page.goto(here + "personal/")
    visitor.looks()
    shown = visitor.page.locator("main").inner_text()
    assert ("３６０*************７１" in shown, "３６０４２６１９９１０１０１" in shown, "138-0013-8000" in shown) == (
        True,
        False,
        False,
    )
    visitor.page.locator("button[value=save]").click()
    visitor.page.wait_for_load_state()
    for name in ("purpose", "effect", "measures"):
        visitor.page.fill(f"textarea[name={name}]", "公开长椅位置，备注中的证件号和电话已遮盖。")
    visitor.page.select_option("select[name=conclusion]", "measures")
    visitor.page.fill("input[name=assessor]", "李评估")
    visitor.page.fill("input[name=assessed_on]", datetime.now(tz=CITY_TIME).date().isoformat())
    visitor.page.locator("#assessment ~ details button, section:has(#assessment) button").last.click()
    visitor.page.wait_for_load_state()
    visitor.looks()
    visitor.page.goto(here + "preview/")


def _approves_for_later(visitor: Visitor, *, title: str) -> None:
    """Let the authority approve it for the next full minute that is not just about to begin."""
    visitor.page.context.clear_cookies()
    visitor.signs_in("authority")
    visitor.opens("/workbench/")
    visitor.follows(title)
    moment = datetime.now(tz=CITY_TIME) + timedelta(seconds=80)
    visitor.page.fill("input[name=release_at]", moment.strftime("%Y-%m-%dT%H:%M"))
    visitor.page.locator("button[value=approve]").click()
    visitor.page.get_by_text("审核决定已保存").wait_for(timeout=30_000)


def _is_released(visitor: Visitor, here: str, *, slug: str) -> None:
    visitor.page.goto(here)
    assert visitor.page.get_by_text("已通过，待发布").count() > 0
    assert requests.get(f"{visitor.site}/datasets/{slug}/", timeout=30).status_code == 404
    until = time.monotonic() + PATIENCE
    while requests.get(f"{visitor.site}/datasets/{slug}/", timeout=30).status_code == 404:
        assert time.monotonic() < until, "the timed release did not come"
        time.sleep(1)


def _citizen_corrects(visitor: Visitor, *, slug: str) -> None:
    visitor.page.context.clear_cookies()
    visitor.signs_in("citizen")
    visitor.opens(f"/datasets/{slug}/")
    visitor.follows("关注该数据集")
    visitor.follows("报告数据错误")
    visitor.page.fill("main input[name=q]", "第7号")
    visitor.page.locator("main button", has_text="搜索").click()
    visitor.page.wait_for_load_state()
    visitor.follows("就是这一行")
    visitor.page.check("input[name=column][value=座位数]")
    visitor.page.fill("input[name=written]", "5")
    visitor.page.fill("textarea[name=reason]", "现场数过，有五个座位。")
    visitor.page.locator("main button", has_text="提交").click()
    visitor.page.get_by_text("部门将在五个工作日内答复").wait_for(timeout=30_000)
    visitor.looks()


def _department_answers(visitor: Visitor, *, title: str) -> None:
    for who, button in (("officer", "accept"), ("reviewer", "confirm")):
        visitor.page.context.clear_cookies()
        visitor.signs_in(who)
        visitor.opens("/workbench/")
        visitor.follows(f"{title} · 座位数")
        visitor.page.fill("textarea[name=words]", "已到现场核实。")
        visitor.page.locator(f"button[value={button}]").click()
        visitor.page.get_by_text("答复已保存").wait_for(timeout=60_000)
        visitor.looks()


def _the_release_differs_in_one_cell(visitor: Visitor, *, slug: str) -> None:
    tables = requests.get(f"{visitor.site}/api/v1/datasets/{slug}/tables", timeout=30).json()["data"]
    rows = requests.get(f"{visitor.site}/api/v1/tables/{tables[0]['id']}/rows?limit=100", timeout=30).text
    assert ("360426199101010071" in rows, "３６０４２６" in rows, "138-0013-8000" in rows) == (False, False, False)
    found = requests.get(f"{visitor.site}/api/v1/tables/{tables[0]['id']}/diff?from=1&to=2", timeout=30).json()
    assert [(one["old"]["座位数"], one["new"]["座位数"], one["columns"]) for one in found["data"]] == [
        (3, 5, ["座位数"])
    ]
    assert found["data"][0]["new"]["编号"] == "B007"


def _citizen_is_told(visitor: Visitor, *, title: str) -> None:
    visitor.page.context.clear_cookies()
    visitor.signs_in("citizen")
    visitor.opens("/my/notices/")
    told = visitor.page.get_by_text(f"“{title}”第 2 版：新增 0 行，删除 0 行，更改 1 行")
    until = time.monotonic() + PATIENCE
    while not told.count():
        assert time.monotonic() < until, visitor.page.locator("main").inner_text()
        time.sleep(1)
        visitor.page.reload()
    assert told.count() == 1
    assert visitor.page.get_by_text(f"您对“{title}”的校核申请：已更正").count() == 1
