"""Loads a CSV into CKAN's datastore as ckanext-xloader does. Run by the interpreter of CKAN's environment, which knows ckan.

    python ckan_loading.py CONFIG CSV RESOURCE

The package and its resource are rows of CKAN's database without an entry in Solr, which the datastore never asks.
Then, step by step as xloader's ``load_csv`` and ``create_column_indexes``: ``datastore_create`` makes the typed table with
its full-text index and trigger; the trigger is switched off and the indexes are dropped; COPY; ``_full_text`` is filled in
parts of 100,000 rows; indexes are made; the trigger is switched on; ANALYZE. Prints seconds and megabytes as JSON.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.cli import CKANConfigLoader
from ckan.config.middleware import make_app
from ckan.plugins import toolkit
from ckanext.datastore.backend import postgres

TYPES = {"发证日期": "date", "到期日期": "date", "金额": "numeric", "人数": "int8", "经度": "float8", "纬度": "float8"}
PART = 100_000


def main() -> None:
    """Load, once."""
    config, source, resource = sys.argv[1:]
    logging.disable(logging.CRITICAL)
    application = make_app(CKANConfigLoader(config).get_config())
    with application._wsgi_app.test_request_context():  # noqa: SLF001 - CKAN's own commands do the same
        registered(resource)
        began = time.monotonic()
        with Path(source).open(encoding="utf-8") as file:
            names = file.readline().strip().split(",")
        toolkit.get_action("datastore_create")(
            context(),
            {
                "resource_id": resource,
                "force": True,
                "fields": [{"id": name, "type": TYPES.get(name, "text")} for name in names],
            },
        )
        with postgres.get_write_engine().begin() as connection:
            fill(connection, source, resource, names)
            index(connection, resource)
        with postgres.get_write_engine().begin() as connection:
            connection.execute(sa.text(f'ANALYZE "{resource}"'))
            size = connection.execute(sa.text(f"SELECT pg_total_relation_size('\"{resource}\"')")).scalar_one()
        seconds = time.monotonic() - began
        with postgres.get_write_engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(sa.text(f'VACUUM "{resource}"'))  # autovacuum would do it a minute later
    sys.stdout.write("\n" + json.dumps({"seconds": seconds, "mb": size / 1e6}) + "\n")


def context() -> dict[str, Any]:
    """Return the context of a caller who may do everything."""
    return {"ignore_auth": True, "model": model, "session": model.Session}


def registered(resource: str) -> None:
    """Put the package and its resource into CKAN's database."""
    package = model.Package(name="permits", title="许可")
    model.Session.add(package)
    model.Session.flush()
    entry = model.Resource(
        package_id=package.id, url="permits.csv", name="permits", format="CSV", extras={"datastore_active": True}
    )
    entry.id = resource
    model.Session.add(entry)
    model.Session.commit()


def fill(connection: Any, source: str, resource: str, names: list[str]) -> None:
    """Copy the file, then fill the column of full text."""
    connection.execute(sa.text(f'ALTER TABLE "{resource}" DISABLE TRIGGER zfulltext'))
    postgres._drop_indexes({"connection": connection}, {"resource_id": resource}, False)  # noqa: SLF001 - as xloader does
    columns = ", ".join(f'"{name}"' for name in names)
    with Path(source).open("rb") as file:
        connection.connection.cursor().copy_expert(
            f'COPY "{resource}" ({columns}) FROM STDIN WITH (FORMAT csv, HEADER 1)', file
        )
    texts = " || ' ' || ".join(f"coalesce(\"{name}\"{'::text' if name in TYPES else ''}, '')" for name in names)
    rows = connection.execute(sa.text(f'SELECT count(*) FROM "{resource}"')).scalar_one()
    for first in range(1, rows + 1, PART):
        connection.exec_driver_sql(
            f'UPDATE "{resource}" SET _full_text = to_tsvector({texts}) WHERE _id BETWEEN {first} AND {first + PART - 1}'
        )


def index(connection: Any, resource: str) -> None:
    """Make CKAN's index of full text and switch the trigger on again."""
    postgres.create_indexes({"connection": connection}, {"resource_id": resource})
    connection.execute(sa.text(f'ALTER TABLE "{resource}" ENABLE TRIGGER zfulltext'))


if __name__ == "__main__":
    main()
