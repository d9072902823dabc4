"""A city with a dataset that changes, somebody who subscribes, and a program that is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.core_services.monitoring.conftest import Web, web
from tests.people.mails.conftest import inbox, verify
from tests.seeding import published

from zhanqiao.kit.clock import now
from zhanqiao.people.accounts.operations import create_account

__all__ = ["Web", "inbox", "verify", "web"]
PASSWORD = "Red-Roofs-1891"
AT = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
FIRST = "编号,名称,区市,面积\nP1,中山公园,市南区,750\nP2,八大关,市南区,140\nP3,世博园,李沧区,241\n"
SECOND = "编号,名称,区市,面积\nP1,中山公园,市南区,751\nP3,世博园,李沧区,241\nP4,石老人,崂山区,200\n"


@dataclass
class Parks:
    """A dataset; ``publish`` gives it another release."""

    dataset: str
    table: str
    publish: Callable[[str], dict[str, str]] = field(repr=False)


@pytest.fixture
def parks(department: str) -> Parks:
    def publish(content: str, **stated: Any) -> dict[str, str]:
        return published(name="parks", title="公园", content=content, **stated)

    made = publish(FIRST)
    return Parks(made["dataset"], made["table"], publish)


@pytest.fixture
def citizen(db: None) -> str:
    return create_account(username="zhao.min", display_name="赵敏", password=PASSWORD, by="system", at=AT)


@pytest.fixture
def soon() -> Callable[[float], datetime]:
    """A moment some hours from now: releases of the tests are dated by the clock."""
    return lambda hours: now() + timedelta(hours=hours)


def told_to(web: Web) -> list[dict[str, Any]]:
    return [json.loads(body) for _, _, _, body in web.asked]
