"""CKAN's datastore as a contestant: real CKAN, PostgreSQL and Redis, two gunicorn workers; no Solr, which it never asks.

CKAN is installed into an environment of its own in the benchmark's folder, never beside the product. What cannot be had
(a server, the installation) is said, and the benchmark goes on without CKAN.
"""

from __future__ import annotations

import json
import os
import re
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
# What a careful publisher adds, those that Datasette's table has, and beyond: pieces of words, of which CKAN's full text finds none in Chinese.
INDEXES = ('"许可编号"', '"区市", "状态", "发证日期"', '"区市", "状态", "人数"', '"经度", "纬度"')
SEARCHED = ("企业名称", "备注")
EQUAL = re.compile(r"WHERE \"许可编号\" = '(\w+)' LIMIT 100")
PAGE = re.compile(r"SELECT (?P<columns>.+) FROM \{t\} ORDER BY rowid LIMIT (?P<size>\d+)")
FAR = re.compile(r"WHERE rowid >= (?P<at>\d+) \+ \{base\} ORDER BY rowid LIMIT 100")
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
    """CKAN's datastore, asked by ``datastore_search`` where that can say the question, else by ``datastore_search_sql``.

    A tuned one is asked by SQL alone, which leaves out the count of all rows.
    """

    database: str = ""
    tuned: bool = False

    def request(self, asked: Asked) -> Request:
        """Ask by GET."""
        search = None if self.tuned else search_of(asked)
        if search is not None:
            return Request("/api/3/action/datastore_search?" + urlencode({"resource_id": RESOURCE, **search}))
        return Request("/api/3/action/datastore_search_sql?" + urlencode({"sql": sql_of(asked)}))

    def rows(self, asked: Asked, content: bytes) -> list[tuple[Any, ...]]:
        """Read records."""
        records = json.loads(content)["result"]["records"]
        return [tuple(value for name, value in row.items() if name != "_id") for row in records]

    @property
    def dump(self) -> str:
        """The address of the whole table as CSV."""
        return f"http://{self.address}/datastore/dump/{RESOURCE}"


def sql_of(asked: Asked) -> str:
    """Return the question in PostgreSQL's words: rows are numbered by ``_id`` from 1."""
    return asked.sql.replace("rowid", "_id").format(t=f'"{RESOURCE}"', d="DATE ", base=1)


def search_of(asked: Asked) -> dict[str, str] | None:
    """Return the question in the words of ``datastore_search``, None where it has none for it."""
    found = PAGE.fullmatch(asked.sql)
    if found:
        return {"fields": found["columns"].replace('"', ""), "limit": found["size"]}
    found = FAR.search(asked.sql)
    if found:
        return {"offset": found["at"], "limit": "100"}
    found = EQUAL.search(asked.sql)
    return {"filters": json.dumps({"许可编号": found[1]}), "limit": "100"} if found else None


@contextmanager
def ckan(*, folder: Path, rows: int, workers: int, tuned: bool) -> Iterator[Ckan | None]:
    """Load the table once a folder and serve it, as ckanext-xloader leaves it or with more indexes.

    Gives None, with the reason printed, where that cannot be done.
    """
    with ExitStack() as stack:
        try:
            one = _started(stack, folder, rows, workers, tuned)
        except (MissingError, psycopg.Error, SystemExit) as error:
            print(f"CKAN is left out: {error}")
            one = None
        yield one


def _started(stack: ExitStack, folder: Path, rows: int, workers: int, tuned: bool) -> Ckan:  # noqa: FBT001 - passed on
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
    _index(database.replace("/postgres", "/datastore"), tuned=tuned)
    command = [programs / "gunicorn", "-w", str(workers), "--threads", str(THREADS), "-b", f"127.0.0.1:{port}"]
    command += ["--timeout", "120", "ckan_entry:application"]
    address = stack.enter_context(
        running([str(part) for part in command], port=port, path="/api/3/action/status_show", environment=environment)
    )
    name, reader = "CKAN, tuned" if tuned else "CKAN", environment["CKAN_DATASTORE_READ_URL"]
    return Ckan(name, address, loaded["seconds"], loaded["mb"], reader, tuned)


def _index(database: str, *, tuned: bool) -> None:
    """Bring the table's indexes to what ckanext-xloader makes, or add the careful publisher's and those of trigrams."""
    table = f'"{RESOURCE}"'
    with psycopg.connect(database, autocommit=True) as connection:
        found = connection.execute("SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s", [RESOURCE])
        for name, made in found.fetchall():
            if "_full_text" not in made and not name.endswith("_pkey"):
                connection.execute(f'DROP INDEX "{name}"')
        for columns in INDEXES if tuned else ():
            connection.execute(f"CREATE INDEX ON {table} ({columns})")
        for column in SEARCHED if tuned else ():
            connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            connection.execute(f'CREATE INDEX ON {table} USING gin ("{column}" gin_trgm_ops)')
        connection.execute(f"VACUUM ANALYZE {table}")


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
    (place / "ckan_entry.py").write_text(ENTRY, encoding="utf-8")
