"""``zhanqiao accounts``: how the first accounts of a city come into being."""

from __future__ import annotations

import pytest

from tests.people.conftest import AT, City
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.accounts import command, queries
from zhanqiao.people.accounts import operations as accounts
from zhanqiao.people.accounts.rules import Role, UnknownRoleError
from zhanqiao.people.audit.models import AuditLine


def run(line: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert command.main(line.split()) == 0
    return capsys.readouterr().out


def card(username: str) -> queries.AccountCard:
    found = queries.account_card(account_id=queries.account_id_of(username=username) or "")
    assert found is not None
    return found


def test_an_account_is_made_and_its_printed_password_works(city: City, capsys: pytest.CaptureFixture[str]) -> None:
    username, password = run("create sun.yu --name 孙宇 --department qingdao-transport", capsys).split()
    assert accounts.log_in(username=username, password=password, at=AT) == card("sun.yu").id
    assert (card("sun.yu").display_name, card("sun.yu").department_id) == ("孙宇", city.transport)


def test_roles_are_granted_and_revoked(city: City, officer: str, capsys: pytest.CaptureFixture[str]) -> None:
    run("grant li.wei reviewer --department shinan", capsys)
    assert card("li.wei").roles == {(Role.officer, city.transport), (Role.reviewer, city.shinan)}
    run("revoke li.wei officer --department qingdao-transport", capsys)
    assert card("li.wei").roles == {(Role.reviewer, city.shinan)}
    line = AuditLine.objects.last()
    assert line is not None
    assert (line.by, line.action, line.object_id) == ("command-line", "account.revoke_role", officer)


def test_the_list_shows_state_and_roles(city: City, officer: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("list", capsys) == f"{officer}  open    li.wei                officer@{city.transport}\n"
    run("close li.wei", capsys)
    assert run("list", capsys).split()[1] == "closed"


def test_a_new_password_is_printed(officer: str, capsys: pytest.CaptureFixture[str]) -> None:
    _, password = run("reset-password li.wei", capsys).split()
    assert accounts.log_in(username="li.wei", password=password, at=AT) == officer


def test_demo_accounts_are_closed_at_once(city: City, capsys: pytest.CaptureFixture[str]) -> None:
    accounts.ensure_demo_accounts(at=AT)
    assert run("close-demo", capsys) == "已关闭 8 个演示账号 · 8 demo accounts closed\n"


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("grant nobody operator", NotFoundError),
        ("grant li.wei mayor", UnknownRoleError),
        ("grant li.wei officer --department nowhere", NotFoundError),
        ("revoke li.wei operator", NotFoundError),
        ("grant li.wei officer", accounts.RoleRefusedError),
    ],
)
def test_what_cannot_be_done_is_refused_by_name(officer: str, line: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        command.main(line.split())
