"""``zhanqiao connectors``, as an operator types it, and the worker that begins runs by itself."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.core_services.connectors import grounds
from tests.core_services.connectors.grounds import AT, BY, waiting

from zhanqiao.core_services.connectors import operations, queries
from zhanqiao.core_services.connectors.command import DescriptionError, described_in, main
from zhanqiao.core_services.connectors.models import Connector
from zhanqiao.core_services.connectors.operations import secrets
from zhanqiao.core_services.connectors.rules import ConnectorInvalidError, KeyAbsentError
from zhanqiao.data_center.storage.queries import table_card
from zhanqiao.kit.environment import home as home_folder

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    grounds.published_table(keyed=True)
    with sqlite3.connect(tmp_path / "lots.db") as database:
        database.execute("create table fees(id integer, 费用 numeric, 起始日 text)")
        database.executemany("insert into fees values(?, ?, '2026-11-01 00:00:00')", [(1, 2.5), (2, "免费"), (3, 10)])
    return tmp_path


def toml(folder: Path, **more: str) -> Path:
    told = {"key": "fees", "name_zh": "停车收费", "dataset": "lots", "kind": "sqlite", "mode": "upsert"} | more
    lines = [f'{name} = "{text}"' for name, text in told.items()]
    lines += ["[settings]", f'path = "{folder / "lots.db"}"', 'table = "fees"', "[columns]", 'id = "编号"']
    lines += ["[new_table]", 'name = "fees"', 'title_zh = "停车收费"', 'key = ["编号"]', "[new_table.columns]"]
    lines += ['"编号" = "integer"', '"费用" = "decimal(10,2)"', '"起始日" = "date"']
    file = folder / "fees.toml"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def test_a_connector_makes_its_table_runs_and_replays(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["add", str(toml(folder))]) == 0
    made = table_card(table_id=Connector.objects.get().table_id)
    assert [(one.name, one.type.value) for one in made.fields] == [
        ("编号", "integer"), ("费用", "decimal"), ("起始日", "date"),
    ]  # fmt: skip
    assert (made.rows, made.key, made.title.zh) == (0, ("编号",), "停车收费")
    assert main(["run", "fees"]) == 0
    assert waiting() == [(2, ["费用"])]
    assert main(["add", "--replace", str(toml(folder, name_zh="停车收费"))]) == 0
    assert Connector.objects.get().table_id == made.id
    (held,), _ = queries.quarantine(run_id=queries.run_cards(connector="fees")[0].id)
    capsys.readouterr()
    main(["quarantine", "fees"])
    assert capsys.readouterr().out.startswith(
        f'{held.id}\t2\t{{"编号": 2, "费用": "免费", "起始日": "2026-11-01 00:00:00"}}\t费用: '
    )
    operations.correct_row(row_id=held.id, values={"费用": "0"}, by=BY, at=AT)
    main(["quarantine", "fees", "--replay"])
    assert capsys.readouterr().out == "已重新写入 1 行，仍不符合 0 行 / 1 sent again, 0 still do not fit\n"
    main(["pause", "fees"])
    main(["list"])
    assert (
        capsys.readouterr().out.splitlines()[-1].startswith("fees\t停车收费\tsqlite\tupsert\tnever\t0\t完成 Finished ")
    )
    main(["resume", "fees"])
    main(["runs", "fees"])
    told = "fees #1: 完成 Finished (rows_read 3, rows_sent 2, rows_unchanged 0, rows_quarantined 1, files 0, bytes "
    assert told in capsys.readouterr().out


def test_a_failed_run_is_told_by_the_exit_code(folder: Path) -> None:
    main(["add", str(toml(folder))])
    (folder / "lots.db").unlink()
    assert main(["run", "fees"]) == 1
    failed = queries.run_cards(connector="fees")[0]
    assert (failed.code, "unable to open" in failed.note.en) == ("connector-source-down", True)


def test_what_is_described_wrongly_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for more, error in (
        ({"mode": "sometimes"}, DescriptionError),
        ({"hobby": "x"}, DescriptionError),
        ({"table": "tbl_000000000000"}, ConnectorInvalidError),
    ):
        with pytest.raises(error):
            main(["add", str(toml(folder, **more))])
    without_key = toml(folder).read_text().replace('key = ["编号"]', "")
    (folder / "fees.toml").write_text(without_key)
    with pytest.raises(KeyAbsentError):
        main(["add", str(folder / "fees.toml")])
    assert not Connector.objects.exists()
    file = folder / "c.json"
    stated = {"key": "c", "name_zh": "c", "dataset": "lots", "kind": "http", "mode": "upsert", "settings": {}}
    file.write_text(json.dumps(stated | {"secret": {"token": {"env": "LOTS_TOKEN"}}}))
    with pytest.raises(DescriptionError, match="LOTS_TOKEN"):
        described_in(file)
    monkeypatch.setenv("LOTS_TOKEN", "t-3141")
    assert (described_in(file).secret, "3141" in repr(described_in(file))) == ({"token": "t-3141"}, False)


def test_the_key_of_secrets_is_its_owners_only() -> None:
    kept = secrets.closed({"password": "p-3141"})
    assert ("3141" in kept, secrets.opened(kept, key="c")) == (False, {"password": "p-3141"})
    path = home_folder() / secrets.KEY_FILE
    assert path.stat().st_mode & 0o777 == 0o600
    before = path.read_bytes()
    path.unlink()
    with pytest.raises(operations.SecretLostError):
        secrets.opened(kept, key="c")
    path.write_bytes(before)


def test_due_runs_are_begun_by_the_worker(tmp_path: Path) -> None:
    home = tmp_path / "home"
    environment = os.environ | {"ZHANQIAO_HOME": str(home), "PYTHONPATH": os.pathsep.join(sys.path)}
    with sqlite3.connect(tmp_path / "lots.db") as database:
        database.execute("create table lots(车场编号 text, 余位 integer, 更新时间 text, 名称 text)")
        database.execute("insert into lots values('P001', 1, '2026-11-01 08:00:00', '一')")
    preparing = (
        "import django; django.setup()\nfrom zhanqiao.config.preparation import main; main([])\n"
        "from tests.core_services.connectors.grounds import published_table, register\n"
        "register(published_table(keyed=True), kind='sqlite', mode='upsert', schedule='daily',"
        f" settings={{'path': '{tmp_path / 'lots.db'}', 'table': 'lots'}})\n"
    )
    subprocess.run([sys.executable, "-c", preparing], env=environment, check=True, capture_output=True)
    worker = subprocess.Popen([sys.executable, "-m", "zhanqiao.cli", "work"], env=environment)
    try:
        deadline = time.monotonic() + 60
        found: list[tuple[str, int]] = []
        while not found and time.monotonic() < deadline:
            time.sleep(0.3)
            with sqlite3.connect(home / "zhanqiao.sqlite3", timeout=30) as database:
                asked = "select state, rows_sent from core_services_connectorrun where state = 'finished'"
                found = database.execute(asked).fetchall()
    finally:
        worker.terminate()
        worker.wait()
    assert found == [("finished", 1)]
