"""CKAN's datastore as a contestant: real CKAN, PostgreSQL and Redis, two gunicorn workers; no Solr, which it never asks.

CKAN is installed into an environment of its own in the benchmark's folder, never beside the product. What cannot be had
(a server, the installation) is said, and the benchmark goes on without CKAN.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg
from bench.contestants import Contestant, Request, free_port, running
from bench.environments import MissingError, installed, told
from bench.permits import written
from bench.questions import Asked
from bench.servers import OWNER, postgres, redis

NEEDED = ("ckan[requirements]==2.12.*", "gunicorn")
RESOURCE = "00000000-0000-4000-8000-000000000001"
READER = "reader"
THREADS = 4  # of each worker
SETTINGS = (
    "ckan.plugins = datastore",
    "ckan.datastore.sqlsearch.enabled = true",
    "ckan.datastore.default_fts_index_method = gin",
    "solr_url = http://127.0.0.1:1/solr/ckan",  # nothing listens there: CKAN notes it at its start and goes on
)
ENTRY = """import os
from ckan.cli import CKANConfigLoader
from ckan.config.middleware import make_app
application = make_app(CKANConfigLoader(os.environ["CKAN_INI"]).get_config())
"""


@dataclass
class Ckan(Contestant):
    """CKAN's datastore, asked by ``datastore_search_sql``: the one of its calls that can say all questions."""

    database: str = ""

    def request(self, asked: Asked) -> Request:
        """Ask by GET."""
        return Request("/api/3/action/datastore_search_sql?" + urlencode({"sql": sql_of(asked)}))

    def rows(self, asked: Asked, content: bytes) -> list[tuple[Any, ...]]:
        """Read records."""
        return [tuple(row.values()) for row in json.loads(content)["result"]["records"]]

    @property
    def dump(self) -> str:
        """The address of the whole table as CSV."""
        return f"http://{self.address}/datastore/dump/{RESOURCE}"


def sql_of(asked: Asked) -> str:
    """Return the question in PostgreSQL's words: rows are numbered by ``_id`` from 1."""
    return asked.sql.replace("rowid", "_id").format(t=f'"{RESOURCE}"', d="DATE ", base=1)


@contextmanager
def ckan(*, folder: Path, rows: int, workers: int) -> Iterator[Ckan | None]:
    """Load the table once a folder and serve it; None, with the reason printed, where that cannot be done."""
    with ExitStack() as stack:
        try:
            one = _started(stack, folder, rows, workers)
        except (MissingError, psycopg.Error, SystemExit) as error:
            print(f"CKAN is left out: {error}")
            one = None
        yield one


def _started(stack: ExitStack, folder: Path, rows: int, workers: int) -> Ckan:
    place, port = folder / f"ckan-{rows}", free_port()
    programs = installed(folder=folder, name="ckan", packages=NEEDED)
    database = stack.enter_context(postgres(folder=place / "postgres", port=free_port()))
    environment = {
        **os.environ,
        "CKAN_SQLALCHEMY_URL": database.replace("/postgres", "/ckan"),
        "CKAN_DATASTORE_WRITE_URL": database.replace("/postgres", "/datastore"),
        "CKAN_DATASTORE_READ_URL": database.replace("/postgres", "/datastore").replace(OWNER, READER),
        "CKAN_REDIS_URL": stack.enter_context(redis(folder=place, port=free_port())),
        "CKAN_SITE_URL": f"http://127.0.0.1:{port}",
        "CKAN_STORAGE_PATH": str(place / "storage"),
        "CKAN_INI": str(place / "ckan.ini"),
        "PYTHONPATH": str(place),
    }
    loaded = _loaded(place, programs, database, environment, written(folder=folder, rows=rows, kind="csv"))
    command = [programs / "gunicorn", "-w", str(workers), "--threads", str(THREADS), "-b", f"127.0.0.1:{port}"]
    command += ["--timeout", "120", "ckan_entry:application"]
    address = stack.enter_context(
        running([str(part) for part in command], port=port, path="/api/3/action/status_show", environment=environment)
    )
    return Ckan("CKAN", address, loaded["seconds"], loaded["mb"], environment["CKAN_DATASTORE_READ_URL"])


def _loaded(place: Path, programs: Path, database: str, environment: dict[str, str], source: Path) -> dict[str, float]:
    note = place / "bench.json"
    if not note.exists():
        _prepared(place, programs, database, environment=environment)
        # -P: else the modules beside the script stand before those of CKAN
        loading = [str(programs / "python"), "-P", str(Path(__file__).with_name("ckan_loading.py"))]
        said = told([*loading, environment["CKAN_INI"], str(source), RESOURCE], environment=environment)
        note.write_text(said.splitlines()[-1], encoding="utf-8")
    return dict(json.loads(note.read_text(encoding="utf-8")))


def _prepared(place: Path, programs: Path, database: str, environment: dict[str, str]) -> None:
    """Make both databases anew, CKAN's tables, its settings, and what its readers may do."""
    with psycopg.connect(database, autocommit=True) as connection:
        for name in ("ckan", "datastore"):
            connection.execute(f"DROP DATABASE IF EXISTS {name}")
            connection.execute(f"CREATE DATABASE {name}")
        if not connection.execute(f"SELECT 1 FROM pg_roles WHERE rolname = '{READER}'").fetchone():
            connection.execute(f"CREATE ROLE {READER} LOGIN")
    ini, command = environment["CKAN_INI"], str(programs / "ckan")
    Path(ini).unlink(missing_ok=True)
    told([command, "generate", "config", ini], environment=environment)
    told([command, "config-tool", ini, *SETTINGS], environment=environment)
    for logger in ("logger_ckan", "logger_ckanext"):
        told([command, "config-tool", ini, "-s", logger, "level = WARNING"], environment=environment)
    told([command, "-c", ini, "db", "init"], environment=environment)
    script = told([command, "-c", ini, "datastore", "set-permissions"], environment=environment)
    grants = script[script.index("\\connect") :].partition("\n")[2]  # after psql's own word
    with psycopg.connect(database.replace("/postgres", "/datastore"), autocommit=True) as connection:
        connection.execute(grants)
        if connection.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'").fetchone():
            connection.execute("CREATE EXTENSION pg_trgm")
    (place / "ckan_entry.py").write_text(ENTRY, encoding="utf-8")
