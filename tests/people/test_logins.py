"""Logging in: lockout after failures, what the audit trail keeps, changing the password."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.people.conftest import AT, PASSWORD
from zhanqiao.people.accounts import operations as accounts
from zhanqiao.people.accounts.models import Account, LoginGuard
from zhanqiao.people.accounts.operations import guard
from zhanqiao.people.audit.models import AuditLine

MINUTE = timedelta(minutes=1)


def fail(username: str = "li.wei", times: int = 1, at: object = AT) -> list[str]:
    said = []
    for _ in range(times):
        with pytest.raises((accounts.WrongPasswordError, accounts.LoginLockedError)) as raised:
            accounts.log_in(username=username, password="wrong", at=at)
        said.append(raised.value.code)
    return said


def enter(at: object = AT) -> str:
    return accounts.log_in(username="li.wei", password=PASSWORD, at=at)


def test_the_right_password_lets_in_whatever_the_case_of_the_name(officer: str) -> None:
    assert accounts.log_in(username=" Li.Wei ", password=PASSWORD, at=AT) == officer


def test_a_failure_says_how_many_attempts_remain(officer: str) -> None:
    with pytest.raises(accounts.WrongPasswordError) as raised:
        accounts.log_in(username="li.wei", password="wrong", at=AT)
    assert raised.value.text.en == (
        "The user name or the password is wrong. 4 more attempts, then a pause of 15 minutes."
    )


@pytest.mark.parametrize("username", ["li.wei", "nobody.here"])
def test_five_failures_lock_a_name_known_or_not(officer: str, username: str) -> None:
    assert fail(username, times=6) == ["wrong-password"] * 4 + ["login-locked"] * 2


def test_a_locked_name_refuses_the_right_password_until_the_time_is_over(officer: str) -> None:
    fail(times=5)
    with pytest.raises(accounts.LoginLockedError) as raised:
        enter(at=AT + 14 * MINUTE)
    assert raised.value.facts == {"minutes": 1}
    assert enter(at=AT + 15 * MINUTE) == officer


def test_attempts_while_locked_do_not_prolong_the_lock(officer: str) -> None:
    fail(times=5)
    fail(times=3, at=AT + 10 * MINUTE)
    assert enter(at=AT + 15 * MINUTE) == officer


def test_after_the_lock_the_count_begins_anew(officer: str) -> None:
    fail(times=5)
    assert fail(times=5, at=AT + 15 * MINUTE) == ["wrong-password"] * 4 + ["login-locked"]


def test_a_success_clears_the_count(officer: str) -> None:
    fail(times=4)
    enter()
    assert fail(times=4) == ["wrong-password"] * 4


def test_failures_long_ago_are_forgotten(officer: str) -> None:
    fail(times=4)
    assert fail(times=1, at=AT + 15 * MINUTE) == ["wrong-password"]


def test_parallel_guesses_are_counted_before_they_are_checked(officer: str) -> None:
    """Five guesses under way at once, none decided yet: the sixth is not let in."""
    for _ in range(5):
        guard.admit(username="li.wei", at=AT)
    with pytest.raises(accounts.LoginLockedError):
        enter()
    assert enter(at=AT + 15 * MINUTE) == officer


def test_the_guard_keeps_no_names_and_forgets_after_a_day(officer: str) -> None:
    fail("secret.visitor")
    (row,) = LoginGuard.objects.all()
    assert (len(row.name_digest), "secret" in row.name_digest) == (64, False)
    fail("other", at=AT + timedelta(days=2))
    assert LoginGuard.objects.count() == 1


def test_a_closed_account_is_refused_like_a_wrong_password(officer: str) -> None:
    accounts.close_account(account_id=officer, by="system", at=AT)
    with pytest.raises(accounts.WrongPasswordError):
        enter()


def test_failures_leave_audit_lines_without_what_was_typed(officer: str) -> None:
    before = AuditLine.objects.count()
    fail("li.wei", times=5)
    fail("Wrong-Field-Password1")
    lines = AuditLine.objects.filter(seq__gt=before).values_list("action", "by", "object_id", "detail")
    assert list(lines) == [
        ("account.login_failed", who, who, f'{{"attempt":{attempt},"locked":{locked}}}')
        for who, attempt, locked in [
            *((officer, attempt, "false") for attempt in range(1, 5)),
            (officer, 5, "true"),
            ("unknown", 1, "false"),
        ]
    ]


def test_a_password_is_changed_with_the_present_one(officer: str) -> None:
    at = AT + timedelta(days=30)
    accounts.change_password(account_id=officer, present=PASSWORD, new="Green-Trees-1897", by=officer, at=at)
    assert accounts.log_in(username="li.wei", password="Green-Trees-1897", at=at) == officer
    assert Account.objects.get(pk=officer).password_changed_at == at


def test_guessing_the_present_password_locks_too(officer: str) -> None:
    for expected in ["wrong-password"] * 4 + ["login-locked"] * 2:
        with pytest.raises((accounts.WrongPasswordError, accounts.LoginLockedError)) as raised:
            accounts.change_password(account_id=officer, present="guess", new="Green-Trees-1897", by=officer, at=AT)
        assert raised.value.code == expected


@pytest.mark.parametrize("new", [PASSWORD, "short", "Li.Wei-Green-1897"])
def test_a_new_password_that_breaks_the_rules_leaves_the_old_one(officer: str, new: str) -> None:
    with pytest.raises(accounts.PasswordRefusedError):
        accounts.change_password(account_id=officer, present=PASSWORD, new=new, by=officer, at=AT)
    assert enter() == officer
