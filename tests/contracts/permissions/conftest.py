"""One seeded site for the matrix and its side doors, in this process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.contracts.permissions import grounds
from tests.contracts.permissions.asking import Answer, ask
from tests.contracts.permissions.kinds import HIDDEN, PUBLIC, Ground
from tests.contracts.permissions.roles import Person, arrived
from tests.contracts.permissions.routes import LISTS
from zhanqiao.kit.environment import home


@dataclass(frozen=True)
class Site:
    """Who may come, what there is, and what nobody in particular was told while nothing hidden existed."""

    people: dict[str, Person]
    grounds: dict[str, Ground]
    before: dict[str, Answer]


@pytest.fixture(scope="package")
def site(django_db_setup: None, django_db_blocker: Any) -> Iterator[Site]:
    """Seed a site once for the folder, and empty the database behind it."""
    with django_db_blocker.unblock():
        departments = grounds.registered()
        people = arrived(departments=departments)
        public = grounds.laid_out(*PUBLIC)
        before = {address: ask(address) for address in LISTS}
        hidden = grounds.laid_out(*HIDDEN)
        yield Site(people, public | hidden, before)
        call_command("flush", interactive=False, verbosity=0)
        for current in Path(home()).glob("search/CURRENT"):
            current.unlink()
