"""The SQL workbench of a running site, without JavaScript."""

from __future__ import annotations

import io
import re
from html import unescape

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import requests

from tests.live import LiveSite

pytestmark = pytest.mark.xdist_group("live")
PAGE = "/developers/sql/"


def page(site: LiveSite, path: str = PAGE, **params: str) -> requests.Response:
    return requests.get(site.url + path, params=params, timeout=60)


def test_the_page_shows_tables_at_hand_and_statements_that_run(live_site: LiveSite) -> None:
    text = page(live_site).text
    assert '<code data-insert="&quot;parks&quot;">' in text
    assert "wells" not in text  # its rows are not for a visitor
    assert "draft" not in text
    addresses = [unescape(found) for found in re.findall(rf'href="({PAGE}\?sql=[^"]+)"', text)]
    assert len(addresses) >= 3
    for address in addresses:
        answered = requests.get(live_site.url + address, timeout=60)
        assert (answered.status_code, 'role="alert"' in answered.text) == (200, False), address


def test_an_answer_has_types_time_source_and_a_link(live_site: LiveSite) -> None:
    sql = 'select 区市, count(*) as n from "parks@1" group by all order by n desc, 1'
    answered = page(live_site, sql=sql)
    text = unescape(answered.text)
    assert answered.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert ">市南区</td>" in text
    assert 'class="num">2</td>' in text
    assert '<span class="sql-type">int64</span>' in text
    assert " ms" in text
    assert "青岛市园林和林业局：青岛公园景点，第 1 版" in text
    assert "curl '" in text


def test_a_form_leads_to_an_address_that_can_be_shared(live_site: LiveSite) -> None:
    session = requests.Session()
    given = {"sql": "select 1 as n", "as_of": ""}
    sent = session.post(live_site.url + PAGE, data=given, timeout=60, allow_redirects=False)
    assert (sent.status_code, sent.headers["Location"]) == (302, f"{PAGE}?sql=select+1+as+n#answer")
    long = given | {"sql": "select '" + "长" * 500 + "' as t"}
    answered = session.post(live_site.url + PAGE, data=long, timeout=60, allow_redirects=False)
    assert answered.status_code == 200
    assert "语句太长" in answered.text
    file = session.post(f"{live_site.url}{PAGE}query.csv", data=long, timeout=60)
    assert file.content.decode() == "t\r\n" + "长" * 500 + "\r\n"
    session.get(live_site.url + PAGE, timeout=60)
    assert not session.cookies  # nothing changes, so nothing is to be proved by a cookie


@pytest.mark.parametrize("form", ["csv", "json", "parquet", "arrow"])
def test_an_answer_is_a_file(live_site: LiveSite, form: str) -> None:
    answered = page(live_site, f"{PAGE}query.{form}", sql="select unnest([1, 2]) as n")
    assert f'filename="query.{form}"' in answered.headers["Content-Disposition"]
    if form == "csv":
        assert answered.text == "n\r\n1\r\n2\r\n"
    elif form == "json":
        assert answered.json() == [{"n": 1}, {"n": 2}]
    else:
        content = answered.content
        table = pq.read_table(io.BytesIO(content)) if form == "parquet" else pa.ipc.open_stream(content).read_all()
        assert table.to_pydict() == {"n": [1, 2]}


def test_an_unknown_form_is_not_found(live_site: LiveSite) -> None:
    assert page(live_site, f"{PAGE}query.exe", sql="select 1").status_code == 404


@pytest.mark.parametrize(
    ("sql", "status", "told"),
    [
        ("select 1,\n  getenv('HOME')", 400, "第 2 行第 3 个字符"),
        ("select 1,\n  '𠮷', 没有 from parks", 400, "<mark>没有</mark>"),
        ("select * from parks,\n nowhere", 404, "<mark>nowhere</mark>"),
        ("select * from draft", 404, "没有名为“draft”的数据表"),
        ("select * from wells", 401, "语句没有得到结果"),
        ("select 1; select 2", 400, "一次只能执行一条语句"),
    ],
)
def test_what_is_not_answered_is_said_and_marked(live_site: LiveSite, sql: str, status: int, told: str) -> None:
    answered = page(live_site, sql=sql)
    assert answered.status_code == status
    assert told in answered.text
    assert "尚未发布" not in answered.text
    assert "J001" not in answered.text


def test_tables_are_found_by_words_and_the_statement_is_kept_but_not_run(live_site: LiveSite) -> None:
    text = page(live_site, q="行道树", sql="select unfinished from").text
    assert "含“行道树”的表" in text
    assert "select unfinished from</textarea>" in text
    assert 'id="answer"' not in text
    assert '<code data-insert="树种">' in text
    assert "没有含这些词" in page(live_site, q="zqzqzq").text


def test_more_rows_than_are_shown_are_said(live_site: LiveSite) -> None:
    text = page(live_site, "/en" + PAGE, sql="select * from trees").text
    assert "2,500 rows" in text
    assert "The first 200 rows are shown" in text
