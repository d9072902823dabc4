"""The job process is killed while the server has a digest and has not said so: the digest is not sent a second time."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

from tests.live import CHECKOUT, environment
from tests.servers import Inbox, mail_server

LEFT = """
from datetime import UTC, datetime, timedelta
from zhanqiao.kit.texts import Text
from zhanqiao.people.accounts.operations import create_account
from zhanqiao.people.mails.models import MailAddress
from zhanqiao.people.notices.operations import tell
at = datetime(2026, 11, 22, 8, tzinfo=UTC)
for name in ("zhao.min", "sun.yu"):
    one = create_account(username=name, display_name=name, password="Red-Roofs-1891", by="system", at=at)
    MailAddress.objects.create(account_id=one, address=f"{name}@example.com", asked_at=at, verified_at=at)
    tell(account_ids=[one], kind="opening", text=Text("进展", "News"), url="/requests/", at=at)
"""
SEND = """
import json, sys
from datetime import UTC, datetime, timedelta
from zhanqiao.people.mails.models import Mail
from zhanqiao.people.mails.operations import send_due
at = datetime(2026, 11, 23, int(sys.argv[1]), tzinfo=UTC)
send_due(clock=lambda: at)
print(json.dumps(sorted(Mail.objects.values_list("outcome", flat=True))))
"""


def started(home: Path, inbox: Inbox, code: str, *arguments: str) -> subprocess.Popen[str]:
    settings = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(inbox.port), "SITE_URL": "https://data.example.gov.cn"}
    return subprocess.Popen(
        [sys.executable, "-c", f"import django; django.setup()\n{code}", *arguments],
        cwd=CHECKOUT,
        env=environment(home=home, **settings),
        stdout=subprocess.PIPE,
        text=True,
    )


def done(process: subprocess.Popen[str]) -> str:
    text, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return text


def test_a_digest_goes_once_though_its_sender_was_killed(tmp_path: Path) -> None:
    with mail_server() as inbox:
        made = "from django.core.management import call_command\ncall_command('migrate', verbosity=0)\n"
        done(started(tmp_path, inbox, made + LEFT))
        inbox.held.clear()
        killed = started(tmp_path, inbox, SEND, "0")
        assert inbox.taken.wait(timeout=120)
        killed.kill()
        killed.communicate()
        inbox.held.set()
        assert (killed.returncode, len(inbox.mails)) == (-signal.SIGKILL, 1)
        assert json.loads(done(started(tmp_path, inbox, SEND, "0"))) == [
            "",
            "sent",
        ]  # the other account's, and only that
        assert json.loads(done(started(tmp_path, inbox, SEND, "1"))) == ["sent", "unknown"]
        assert sorted(inbox.receivers) == [["sun.yu@example.com"], ["zhao.min@example.com"]]
