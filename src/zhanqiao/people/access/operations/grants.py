"""Giving, suspending, resuming and ending data grants."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from django.db import transaction

from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.models import CHANGES, DataGrant, DataGrantState
from zhanqiao.people.access.rules import Basis, GrantState, Scope, Way
from zhanqiao.people.accounts import operations as accounts
from zhanqiao.people.accounts.rules import KEY_DAYS
from zhanqiao.people.audit.operations import record

STEPS = frozenset(
    {
        (GrantState.ACTIVE, GrantState.SUSPENDED),
        (GrantState.SUSPENDED, GrantState.ACTIVE),
        (GrantState.ACTIVE, GrantState.ENDED),
        (GrantState.SUSPENDED, GrantState.ENDED),
    }
)
KEY_NAME = "数据授权 {grant}"


class GrantStepError(ZhanqiaoError):
    """A data grant cannot go from its state to the one asked for; it stays as it was."""

    status = 409
    code = "grant-step-impossible"
    sentence = Text(
        zh="授权 {grant} 的状态是 {now}，不能变为 {then}，什么都没有改变。",
        en="Grant {grant} is {now} and cannot become {then}; nothing was changed.",
    )


@transaction.atomic
def give_data_grant(
    *,
    account_id: str,
    dataset_id: str,
    basis: Basis,
    way: Way,
    purpose: str,
    from_at: datetime,
    to_at: datetime,
    per_day: int,
    by: str,
    at: datetime,
) -> tuple[str, str]:
    """Open a dataset to an account and return the grant's id and the secret of its own key, which is shown once.

    A controlled environment has no key: the secret is empty. Raises NotFoundError, KeyRefusedError.
    """
    grant = DataGrant.objects.create(
        account_id=account_id,
        dataset_id=dataset_id,
        basis=basis.value,
        way=way.value,
        purpose=purpose,
        from_at=from_at,
        to_at=to_at,
        per_day=per_day,
        granted_by=by,
        granted_at=at,
    )
    secret = "" if way is Way.ENVIRONMENT else _bind_key(grant, by=by, at=at)
    _step(grant, GrantState.ACTIVE, by=by, at=at, reason="")
    return grant.id, secret


@transaction.atomic
def move_data_grant(*, grant_id: str, state: GrantState, reason: str, by: str, at: datetime) -> None:
    """Suspend, resume or end a grant; every process knows at once. Raises GrantStepError, NotFoundError."""
    grant = _locked(grant_id)
    if (GrantState(grant.state), state) not in STEPS:
        raise GrantStepError(grant=grant_id, now=grant.state, then=state.value)
    grant.state = state.value
    grant.save(update_fields=["state"])
    _step(grant, state, by=by, at=at, reason=reason)


@transaction.atomic
def renew_grant_key(*, grant_id: str, by: str, at: datetime) -> str:
    """Give a grant a new key and return its secret; the old key is worth nothing from then on.

    Raises NotFoundError, GrantStepError for a grant that ended, KeyRefusedError.
    """
    grant = _locked(grant_id)
    if grant.state == GrantState.ENDED:
        raise GrantStepError(grant=grant_id, now=grant.state, then=GrantState.ACTIVE.value)
    old = grant.key
    if old is not None and old.revoked_at is None:
        accounts.revoke_key(key_id=old.id, account_id=grant.account_id, by=by, at=at)
    secret = _bind_key(grant, by=by, at=at)
    record(by=by, action="grant.renew_key", object_type="data_grant", object_id=grant_id, detail={}, at=at)
    return secret


def _bind_key(grant: DataGrant, *, by: str, at: datetime) -> str:
    days = min(KEY_DAYS, max(1, ceil((grant.to_at - at) / timedelta(days=1))))
    name = KEY_NAME.format(grant=grant.id)
    grant.key_id, secret = accounts.make_key(
        account_id=grant.account_id, name=name, scope=Scope.READ, days=days, by=by, at=at
    )
    grant.save(update_fields=["key"])
    CHANGES.changed()
    return secret


def _step(grant: DataGrant, state: GrantState, *, by: str, at: datetime, reason: str) -> None:
    DataGrantState.objects.create(grant=grant, state=state.value, by=by, at=at, reason=reason)
    CHANGES.changed()
    detail = {"state": state.value, "dataset": grant.dataset_id, "account": grant.account_id}
    record(by=by, action="grant.move", object_type="data_grant", object_id=grant.id, detail=detail, at=at)


def _locked(grant_id: str) -> DataGrant:
    grant = DataGrant.objects.select_for_update().filter(pk=grant_id).first()
    if grant is None:
        raise NotFoundError(what=grant_id)
    return grant
