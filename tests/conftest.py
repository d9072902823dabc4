"""What must differ under test: an emptied audit trail between tests, quick password hashing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connections
from django.db.backends.base.operations import BaseDatabaseOperations
from django.utils import translation
from xdist.remote import Producer

from tests.browser import browser, playwright
from tests.groups import GroupScheduling
from tests.live import live_site, written_site
from tests.memories import forget_all
from tests.prepared import filled
from zhanqiao.people.audit.protection import LINES, protect, unprotect

__all__ = ["browser", "live_site", "playwright", "written_site"]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> GroupScheduling | None:
    """Give the tests of a group to one worker, which ``--dist loadgroup`` alone no longer does."""
    return GroupScheduling(config, log) if config.getvalue("dist") == "loadgroup" else None


@pytest.fixture(scope="session", autouse=True)
def _static_files_have_a_folder() -> None:
    """WhiteNoise warns when nothing was ever collected; under test it reads the sources."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Any:
    """Let the database in memory begin with what the migrations made in another process: here they find nothing left."""
    name = connections["default"].creation._get_test_db_name()
    memory = filled(name=name)
    yield
    memory.close()


@pytest.fixture(autouse=True)
def _a_page_leaves_no_language() -> Any:
    """A request leaves its language in the thread; the next test begins with the site's."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Any:
    """What a test saw may be rolled back after it: the next one asks again."""
    yield
    forget_all()


@pytest.fixture(scope="session", autouse=True)
def _hashing_is_quick() -> Any:
    """Passwords are hashed by the real algorithm with few rounds: a test makes hundreds."""
    original, PBKDF2PasswordHasher.iterations = PBKDF2PasswordHasher.iterations, 1_000
    yield
    PBKDF2PasswordHasher.iterations = original


@pytest.fixture(scope="session", autouse=True)
def _test_databases_can_be_emptied() -> Any:
    """Lift the triggers for the moment in which a transactional test empties its own database; forget what it held."""
    original = BaseDatabaseOperations.execute_sql_flush

    def lifted(self: BaseDatabaseOperations, sql_list: list[str]) -> None:
        connection = connections[self.connection.alias]
        guarded = LINES in connection.introspection.table_names()
        with connection.cursor() as cursor:
            if guarded:
                unprotect(runner=cursor, vendor=connection.vendor)
            original(self, sql_list)
            if guarded:
                protect(runner=cursor, vendor=connection.vendor)
        forget_all()

    BaseDatabaseOperations.execute_sql_flush = lifted
    yield
    BaseDatabaseOperations.execute_sql_flush = original
