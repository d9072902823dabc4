"""Granting and revoking roles."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.accounts.models import RoleGrant
from zhanqiao.people.accounts.operations.accounts import open_account, told
from zhanqiao.people.accounts.rules import NOT_ONESELF, Role, role_problem


class RoleRefusedError(ZhanqiaoError):
    """A role cannot be given or taken back as asked; nothing was changed."""

    status = 422
    code = "role-refused"
    sentence = Text(zh="角色没有变更：{reason}", en="The role was not changed: {reason}")

    def __init__(self, *, reason: Text) -> None:
        """Say why in both languages."""
        super().__init__(reason=reason.en)
        self.text = Text(zh=self.sentence.zh.format(reason=reason.zh), en=self.sentence.en.format(reason=reason.en))


@transaction.atomic
def grant_role(*, account_id: str, role: Role, department_id: str | None = None, by: str, at: datetime) -> str:
    """Give an account a role and return the grant's id.

    The three administrator roles are never held together; the database refuses it too. Raises
    RoleRefusedError, NotFoundError.
    """
    account = open_account(account_id=account_id)
    rows = RoleGrant.objects.filter(account=account, revoked_at__isnull=True).values_list("role", "department_id")
    held = [(Role(name), department) for name, department in rows]
    problem = NOT_ONESELF if by == account_id else role_problem(role=role, department_id=department_id, held=held)
    if problem:
        raise RoleRefusedError(reason=problem)
    grant = RoleGrant.objects.create(
        account=account, role=role.value, department_id=department_id, granted_by=by, granted_at=at
    )
    detail: dict[str, object] = {"grant": grant.id, "role": role.value, "department": department_id}
    told(account_id=account_id, action="account.grant_role", by=by, at=at, detail=detail)
    return grant.id


@transaction.atomic
def revoke_role(*, grant_id: str, by: str, at: datetime) -> None:
    """Take a role back; the grant keeps its row. Raises RoleRefusedError, NotFoundError."""
    grant = RoleGrant.objects.select_for_update().filter(pk=grant_id, revoked_at__isnull=True).first()
    if grant is None:
        raise NotFoundError(what=grant_id)
    if by == grant.account_id:
        raise RoleRefusedError(reason=NOT_ONESELF)
    grant.revoked_by, grant.revoked_at = by, at
    grant.save(update_fields=["revoked_by", "revoked_at"])
    detail: dict[str, object] = {"grant": grant.id, "role": grant.role, "department": grant.department_id}
    told(account_id=grant.account_id, action="account.revoke_role", by=by, at=at, detail=detail)
