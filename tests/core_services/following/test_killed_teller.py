"""The job process is killed while it tells two hundred subscribers: in the end each has one notice."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

from tests.live import CHECKOUT, environment

MANY = 200
SEED = f"""
from tests.core_services.following.conftest import FIRST, SECOND
from tests.seeding import published, register_department
from zhanqiao.config.preparation import main
from zhanqiao.core_services.following.operations import follow
from zhanqiao.kit.clock import now
from zhanqiao.people.accounts.models import Account
from zhanqiao.people.accounts.operations import create_account
main([])
register_department()
made = published(name="parks", title="公园", content=FIRST)
one = create_account(username="zhao", display_name="赵", password="Red-Roofs-1891", by="system", at=now())
first = Account.objects.get(pk=one)
for number in range({MANY}):
    first.pk, first.username = f"acc_{{number:012d}}", f"zhao{{number}}"
    first.save(force_insert=True)
    follow(account_id=first.pk, dataset_id=made["dataset"], at=now())
published(name="parks", title="公园", content=SECOND)
"""
TELL = """
from zhanqiao.core_services.following.operations import tell_changes
from zhanqiao.kit.clock import now
print(tell_changes(at=now()))
"""
COUNT = """
import json
from django.db.models import Count
from zhanqiao.people.notices.models import Notice
from zhanqiao.core_services.following.models import FollowPlace, News
print(json.dumps([
    sorted(Notice.objects.values_list("account_id").annotate(n=Count("id")).values_list("n", flat=True)),
    News.objects.count(), sorted(set(FollowPlace.objects.values_list("number", flat=True))),
]))
"""


def started(home: Path, code: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", f"import django; django.setup()\n{code}"],
        cwd=CHECKOUT,
        env=environment(home=home),
        stdout=subprocess.PIPE,
        text=True,
    )


def done(process: subprocess.Popen[str]) -> str:
    text, _ = process.communicate(timeout=240)
    assert process.returncode == 0
    return text.strip().splitlines()[-1] if text.strip() else ""


def told(home: Path) -> int:
    with closing(sqlite3.connect(f"file:{home / 'zhanqiao.sqlite3'}?mode=ro", uri=True)) as database:
        return int(database.execute("SELECT count(*) FROM core_services_news").fetchone()[0])


def test_each_subscriber_is_told_once_though_the_teller_was_killed(tmp_path: Path) -> None:
    done(started(tmp_path, SEED))
    killed = started(tmp_path, TELL)
    ends = time.monotonic() + 120
    while told(tmp_path) < 5 and time.monotonic() < ends:
        time.sleep(0.01)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    before = told(tmp_path)
    assert 5 <= before < MANY
    first, second = started(tmp_path, TELL), started(tmp_path, TELL)  # two at once, as after a quick restart
    assert int(done(first)) + int(done(second)) == MANY - before
    assert done(started(tmp_path, TELL)) == "0"
    assert json.loads(done(started(tmp_path, COUNT))) == [[1] * MANY, MANY, [2]]
