"""What no page needs is not loaded when a process starts: it would cost every command and every worker its time and memory."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.architecture import house

START = """
import sys
import zhanqiao.config.settings, django
django.setup()
import zhanqiao.config.urls
print(*sys.modules)
"""
HEAVY = (
    "asyncssh",
    "openpyxl",
    "pandas",
    "psycopg",
    "pyarrow.compute",
    "pyarrow.dataset",
    "pyiceberg",
    "pymysql",
    "pypinyin",
    "pyspark",
    "rdflib",
    "scipy",
    "splink",
    "sqlalchemy",
    "sqlglot",
    "urllib3",
)


@pytest.fixture(scope="module")
def started() -> frozenset[str]:
    """The modules of a process that could answer any page."""
    command = [sys.executable, "-c", START]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=house.CHECKOUT)
    return frozenset(done.stdout.split())


@pytest.mark.parametrize("name", HEAVY)
def test_what_only_some_work_needs_is_loaded_with_that_work(started: frozenset[str], name: str) -> None:
    if name in started:
        pytest.fail(
            f"{name} is loaded at the start of every process. Import it in the function that uses it, with the reason as a "
            "comment; `python -X importtime -c 'import zhanqiao.config.settings, django; django.setup(); import "
            "zhanqiao.config.urls'` shows who loads it.",
            pytrace=False,
        )


def test_the_modules_of_a_started_process_are_seen(started: frozenset[str]) -> None:
    assert {"django", "duckdb", "zhanqiao.config.urls"} - started == set()
