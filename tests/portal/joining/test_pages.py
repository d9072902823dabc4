"""Joining tables, read as a visitor without JavaScript does; a file of one's own stays in one's session."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from urllib.parse import urlencode

import pytest
import requests

from tests.live import LiveSite

pytestmark = pytest.mark.xdist_group("live")
MAINS_ROWS, REPAIRS_ROWS = 6, 10
MINE = "干管编号,负责人\nM001,甲班\nM003,乙班\nM099,丙班\n"


def page(site: LiveSite, path: str, session: requests.Session | None = None, **params: str | list[str]) -> str:
    answer = (session or requests).get(f"{site.url}{path}", params=params, timeout=60)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def table(site: LiveSite, name: str) -> str:
    return site.table(name)


def words(text: str) -> str:
    """Return what stands in a page, without tags, blanks as one."""
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def joined(
    site: LiveSite, form: str = "csv", session: requests.Session | None = None, **params: str
) -> list[list[str]]:
    answer = (session or requests).get(f"{site.url}/joins/joined.{form}", params=params, timeout=60)
    assert (answer.status_code, answer.headers["Content-Length"]) == (200, str(len(answer.content)))
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_a_table_leads_to_the_preview_of_a_join_that_was_suggested(written_site: LiveSite) -> None:
    choose = page(written_site, "/datasets/repairs/joins/")
    addresses = re.findall(r'href="(/joins/\?[^"]*)"', choose)
    left, right = table(written_site, "repairs"), table(written_site, "mains")
    key = urlencode([("a", "干管编号"), ("way", "equal"), ("b", "干管编号"), ("kind", "left")])
    assert f"/joins/?left={left}&right={right}&{key}" in addresses
    text = words(page(written_site, f"/joins/?left={left}&right={right}&{key}"))
    assert "左表匹配 100% ：10 行中的 10 行" in text
    assert "右表匹配 83% ：6 行中的 5 行" in text
    assert "拼接结果共 10 行" in text
    assert "左表每一行都有匹配" in text
    assert "只在右表 1 行" in text


def test_the_related_page_leads_to_the_preview(written_site: LiveSite) -> None:
    text = page(written_site, "/datasets/repairs/related/")
    (address,) = set(re.findall(r'href="(/joins/\?[^"]*)"', text))
    assert "拼接结果共 10 行" in page(written_site, address)


def test_rows_that_multiply_are_announced(written_site: LiveSite) -> None:
    text = page(
        written_site,
        "/joins/",
        left=table(written_site, "mains"),
        right=table(written_site, "repairs"),
        a="干管编号",
        b="干管编号",
    )
    assert "同一键值在右表中最多出现 2 次，左表的行会相应重复" in text
    assert "拼接结果共 11 行" in words(text)


def test_a_join_is_taken_along_with_the_columns_chosen(written_site: LiveSite) -> None:
    asked = {
        "left": table(written_site, "repairs"),
        "right": table(written_site, "mains"),
        "a": "干管编号",
        "b": "干管编号",
    }
    rows = joined(written_site, **asked, l="维修说明", r="口径")
    assert rows[:2] == [["维修说明", "口径"], ["第0次维修", "100"]]
    assert len(rows) == 1 + REPAIRS_ROWS
    alone = joined(written_site, left=asked["right"], right=asked["left"], a="干管编号", b="干管编号", kind="anti")
    assert alone == [["干管编号", "口径"], ["M006", "600"]]
    parquet = requests.get(f"{written_site.url}/joins/joined.parquet", params=asked, timeout=60)
    assert (parquet.content[:4], parquet.headers["X-Robots-Tag"]) == (b"PAR1", "noindex, nofollow")


def test_points_are_counted_in_areas_only_where_there_are_areas(live_site: LiveSite) -> None:
    asked = {"left": table(live_site, "parks"), "right": table(live_site, "trees"), "points": "left"}
    answer = requests.get(f"{live_site.url}/joins/", params=asked, timeout=60)
    assert (answer.status_code, "无法这样拼接" in answer.text) == (400, True)


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_table_open_on_condition_is_refused_with_words(live_site: LiveSite, side: str) -> None:
    other = "right" if side == "left" else "left"
    asked = {side: table(live_site, "wells"), other: table(live_site, "parks"), "a": "井号", "b": "名称"}
    for path in ("/joins/", "/joins/joined.csv"):
        answer = requests.get(live_site.url + path, params=asked, timeout=60, allow_redirects=False)
        assert answer.status_code in (302, 401, 403)
        assert "J001" not in answer.text
    assert "tbl_" not in words(page(live_site, "/datasets/parks/joins/", q="监测井"))


def test_what_an_address_says_wrongly_is_told(live_site: LiveSite) -> None:
    parks, trees = table(live_site, "parks"), table(live_site, "trees")
    answer = requests.get(
        f"{live_site.url}/joins/", params={"left": parks, "right": trees, "a": "无此列", "b": "区市"}, timeout=60
    )
    assert (answer.status_code, "没有“无此列”列" in unescape(answer.text)) == (400, True)
    for wrong in ({"kind": "outer"}, {"a": "区市", "b": "区市", "way": "magic"}, {"points": "both"}):
        found = requests.get(f"{live_site.url}/joins/", params={"left": parks, "right": trees, **wrong}, timeout=60)
        assert found.status_code == 400
    assert (
        requests.get(
            f"{live_site.url}/joins/joined.doc", params={"left": parks, "right": trees}, timeout=60
        ).status_code
        == 404
    )


def bring(site: LiveSite, session: requests.Session, content: bytes, name: str = "我的干管.csv") -> requests.Response:
    mains = table(site, "mains")
    page(site, "/datasets/mains/joins/", session)
    token = session.cookies["csrftoken"]
    return session.post(
        f"{site.url}/joins/file/",
        data={"left": mains, "csrfmiddlewaretoken": token},
        files={"file": (name, content, "text/csv")},
        headers={"Referer": site.url},
        timeout=60,
    )


def test_a_file_of_ones_own_is_joined_in_ones_session_alone(written_site: LiveSite) -> None:
    session = requests.Session()
    brought = bring(written_site, session, MINE.encode())
    assert (brought.status_code, "我的干管.csv 只保存在您的会话中" in unescape(brought.text)) == (200, True)
    assert brought.headers["Cache-Control"] == "private, no-store"
    asked = {"left": table(written_site, "mains"), "right": "mine", "a": "干管编号", "b": "干管编号"}
    text = words(page(written_site, "/joins/", session, **asked))
    assert "左表匹配 33% ：6 行中的 2 行" in text
    assert "右表匹配 67% ：3 行中的 2 行" in text
    rows = joined(written_site, session=session, **asked, kind="inner")
    assert rows == [
        ["干管编号", "口径", "right_干管编号", "负责人"],
        ["M001", "100", "M001", "甲班"],
        ["M003", "300", "M003", "乙班"],
    ]
    for stranger in (requests.Session(), requests):
        answer = stranger.get(f"{written_site.url}/joins/", params=asked, timeout=60)
        assert (answer.status_code, "甲班" in answer.text) == (404, False)


def test_a_file_of_ones_own_leaves_no_trace(written_site: LiveSite) -> None:
    session = requests.Session()
    marked = "编号,话\nM001,悄悄话ZQSECRET\n"
    assert bring(written_site, session, marked.encode(), name="ZQNAME.csv").status_code == 200
    folders = list((written_site.home / "brought").iterdir())
    assert max(oct(one.stat().st_mode)[-3:] for one in folders) == "700"
    removed = session.post(
        f"{written_site.url}/joins/file/removal/",
        data={"csrfmiddlewaretoken": session.cookies["csrftoken"]},
        headers={"Referer": written_site.url},
        timeout=60,
    )
    assert removed.status_code == 200
    assert len(list((written_site.home / "brought").iterdir())) == len(folders) - 1
    logs = b"".join(one.read_bytes() for one in (written_site.home / "logs").rglob("*") if one.is_file())
    assert (b"ZQSECRET" in logs, b"ZQNAME" in logs, "悄悄话".encode() in logs) == (False, False, False)
    assert page(written_site, "/datasets/", q="ZQSECRET").count("ZQNAME") == 0


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"", "a.csv", "文件是空的"),
        (b"x" * 100, "a.exe", "请选择 CSV 或 XLSX 文件"),
        (b"a,b\n" + b"1,2\n" * 2_700_000, "a.csv", "文件超过 10 MB"),
        (b"a,b\n" + b"1,2\n" * 100_001, "a.csv", "100000"),
    ],
)
def test_a_file_that_is_not_taken_is_told_and_nothing_is_kept(
    written_site: LiveSite, content: bytes, name: str, told: str
) -> None:
    folder = written_site.home / "brought"
    before = set(folder.iterdir()) if folder.is_dir() else set()
    answer = bring(written_site, requests.Session(), content, name)
    assert answer.status_code in (413, 422)
    assert told in words(unescape(answer.text)).replace(",", "")
    assert (set(folder.iterdir()) if folder.is_dir() else set()) == before
