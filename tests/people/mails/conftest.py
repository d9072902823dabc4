"""A platform that sends mail, an officer whose address is verified, and a citizen without one."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.people.conftest import AT, PASSWORD, City, city, officer
from tests.servers import Inbox, mail_server
from zhanqiao.people.accounts.operations import create_account, grant_role
from zhanqiao.people.accounts.rules import Role
from zhanqiao.people.mails.operations import ask_address, confirm_address, send_due

__all__ = ["AT", "PASSWORD", "City", "city", "officer"]
SITE = "https://data.example.gov.cn"
LINK = re.compile(rf"{SITE}(?:/en)?/my/mail/confirmation/([^/]+)/")


@pytest.fixture
def inbox(monkeypatch: pytest.MonkeyPatch, settings: object) -> Iterator[Inbox]:
    with mail_server() as made:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", made.port
        monkeypatch.setenv("ZHANQIAO_SMTP_HOST", "127.0.0.1")
        monkeypatch.setenv("ZHANQIAO_SITE_URL", SITE)
        yield made


@pytest.fixture
def reached(inbox: Inbox, officer: str) -> str:
    """The officer, reached at li.wei@example.gov.cn; the mail that asked is not in the inbox any more."""
    verify(inbox, officer, "li.wei@example.gov.cn")
    return officer


@pytest.fixture
def citizen(inbox: Inbox, db: None) -> str:
    account_id = create_account(
        username="zhao.min", display_name="赵敏", password=PASSWORD, language="en", by="system", at=AT
    )
    grant_role(account_id=account_id, role=Role.citizen, by="system", at=AT)
    verify(inbox, account_id, "zhao.min@example.com")
    return account_id


def verify(inbox: Inbox, account_id: str, address: str) -> None:
    ask_address(account_id=account_id, address=address, by=account_id, at=AT)
    assert send_due(clock=lambda: AT) == 1
    confirm_address(account_id=account_id, token=token_of(inbox), by=account_id, at=AT)
    inbox.mails.clear()
    inbox.receivers.clear()


def token_of(inbox: Inbox) -> str:
    """Return the token in the newest mail."""
    found = LINK.search(text_of(inbox))
    assert found
    return found[1]


def text_of(inbox: Inbox, number: int = -1) -> str:
    """Return the plain words of a mail."""
    return str(inbox.mails[number].get_body(("plain",)).get_content()).replace("\r\n", "\n")
