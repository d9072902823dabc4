"""Many processes append at once, as web and job processes do: one unbroken chain, no line lost."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from django.db import connection

PROCESSES, LINES = 4, 25
MIGRATE = "from django.core.management import call_command; call_command('migrate', 'people', verbosity=0)"
VERIFY = "from zhanqiao.people.audit import command; raise SystemExit(command.main(['verify']))"
APPEND = f"""
from django.db import transaction
from zhanqiao.kit.clock import now
from zhanqiao.people.audit.operations import record
for number in range({LINES}):
    with transaction.atomic():
        record(by="system", action="test.append", object_type="test", object_id=str(number), detail={{}}, at=now())
"""


def start(code: str, home: Path) -> subprocess.Popen[str]:
    own = {"ZHANQIAO_HOME": str(home), "ZHANQIAO_DATABASE_URL": address(), "PYTHONPATH": os.pathsep.join(sys.path)}
    lines = f"import django; django.setup()\n{code}"
    return subprocess.Popen([sys.executable, "-c", lines], env={**os.environ, **own}, stdout=subprocess.PIPE, text=True)


def address() -> str:
    """The address of the test database on a PostgreSQL server; empty for a new SQLite file in the state folder."""
    if connection.vendor == "sqlite":
        return ""
    facts = connection.settings_dict
    return f"postgres://{facts['USER']}:{facts['PASSWORD']}@{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"


def end(process: subprocess.Popen[str]) -> tuple[int, str]:
    said, _ = process.communicate(timeout=120)
    return process.returncode, said


def test_processes_append_to_one_chain(transactional_db: None, tmp_path: Path) -> None:
    assert end(start(MIGRATE, tmp_path)) == (0, "")
    appending = [start(APPEND, tmp_path) for _ in range(PROCESSES)]
    assert [end(process) for process in appending] == [(0, "")] * PROCESSES
    code, said = end(start(VERIFY, tmp_path))
    assert (code, said.splitlines()[0]) == (0, f"审计链 · audit chain: {PROCESSES * LINES} 行完好 · lines hold")
