"""A running site watches itself: samples by its own visits, slow questions without their values, alerts by command."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
import requests
from tests.core_services.monitoring.conftest import Web
from tests.live import CHECKOUT, LiveSite, environment, serving
from tests.servers import Inbox, mail_server

SECONDS = 60
SETTINGS = {"SLOW_QUERY_MS": "0", "METRICS_ACCESS": "key"}


TELL = """
import django; django.setup()
from zhanqiao.kit.clock import now
from zhanqiao.kit.texts import Text
from zhanqiao.people.accounts.models import Account
from zhanqiao.people.mails.models import MailAddress
from zhanqiao.people.notices.operations import tell
one = Account.objects.get(username="li.wei")
MailAddress.objects.create(account=one, address="li.wei@example.cn", asked_at=now(), verified_at=now())
tell(account_ids=[one.id], kind="light", text=Text("黄牌提醒", "Yellow card"), url="/workbench/", at=now())
"""


@pytest.fixture(scope="module")
def inbox() -> Iterator[Inbox]:
    with mail_server() as made:
        yield made


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, inbox: Inbox) -> Iterator[LiveSite]:
    """A site to which every question is slow, whose metrics need a key, and which sends mail."""
    with serving(home=tmp_path_factory.mktemp("home"), **SETTINGS, **mailing(inbox)) as made:
        yield made


def mailing(inbox: Inbox) -> dict[str, str]:
    return {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(inbox.port), "SITE_URL": "http://data.example.cn"}


def rows(site: LiveSite, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(site.home / "zhanqiao.sqlite3", timeout=30)) as connection:
        return connection.execute(sql).fetchall()


def awaited(look: Callable[[], list[Any]], *, count: int) -> list[Any]:
    deadline = time.monotonic() + SECONDS
    while len(found := look()) < count and time.monotonic() < deadline:
        time.sleep(0.5)
    return found


def command(site: LiveSite, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "zhanqiao.cli", *arguments],
        cwd=CHECKOUT, env=environment(home=site.home, **settings), capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_slow_question_is_kept_as_its_shape_under_the_number_of_its_answer(site: LiveSite) -> None:
    table = site.table("parks")
    question = {"where": "名称 = '中山公园' and 面积 > 7000", "limit": "5"}
    answer = requests.get(f"{site.url}/api/v1/tables/{table}/rows", params=question, timeout=SECONDS)
    number = answer.headers["X-Request-ID"]
    sql = f"SELECT path, shape, status, \"group\" FROM core_services_notedquery WHERE request_id = '{number}'"
    (found,) = awaited(lambda: rows(site, sql), count=1)
    assert found == (f"/api/v1/tables/{table}/rows", "where=名称 = ? and 面积 > ?&limit=?", 200, "rows")
    everything = repr(rows(site, "SELECT * FROM core_services_notedquery"))
    assert "中山公园" not in everything


def test_a_notice_is_mailed_by_the_job_process(site: LiveSite, inbox: Inbox) -> None:
    settings = environment(home=site.home, **mailing(inbox))
    subprocess.run([sys.executable, "-c", TELL], cwd=CHECKOUT, env=settings, check=True)
    (mail,) = awaited(lambda: inbox.mails, count=1)
    assert str(mail["Subject"]).strip() == "[青岛公共数据开放平台] 办理期限将到或已过（黄牌、红牌）"
    assert "http://data.example.cn/workbench/" in mail.get_body(("plain",)).get_content()


def test_every_component_is_visited_and_found_well(site: LiveSite) -> None:
    sql = "SELECT component, up, down FROM core_services_dayuptime ORDER BY component"
    found = awaited(lambda: rows(site, sql), count=5)
    assert found == [(one, 1, 0) for one in ("api", "downloads", "jobs", "search", "website")]


def test_metrics_need_a_key_even_from_this_machine_when_the_setting_says_so(site: LiveSite) -> None:
    assert "zhanqiao_requests" not in requests.get(f"{site.url}/metrics", timeout=SECONDS).text


def test_an_operator_tries_the_channels_of_alerts_by_a_command(site: LiveSite, web: Web) -> None:
    done = command(site, "alerts", "test", ALERT_WEBHOOK=f"{web.url}/hook")
    assert (done.returncode, done.stdout.strip(), len(web.asked)) == (0, "✓ webhook", 1)
    web.answers["POST", "/hook"] = (503, "")
    failed = command(site, "alerts", "test", ALERT_WEBHOOK=f"{web.url}/hook")
    assert (failed.returncode, failed.stdout.strip()) == (1, "✗ webhook HTTP 503")
    assert command(site, "alerts", "test").returncode == 1
