"""Data grants: what they open, to which key, until when, and how often."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest

from tests.people.conftest import AT, City
from zhanqiao.people.access.models import DataGrant
from zhanqiao.people.access.operations import (
    ForbiddenError,
    GrantStepError,
    QuotaUsedError,
    begin_counting,
    give_data_grant,
    latest_use,
    move_data_grant,
    renew_grant_key,
    require,
)
from zhanqiao.people.access.queries import KeyInvalidError, card_of, card_of_key, grant_card
from zhanqiao.people.access.rules import (
    AccessCard,
    Action,
    Basis,
    DataRight,
    GrantState,
    Resource,
    Scope,
    Way,
    decide,
    rights_held,
)
from zhanqiao.people.accounts.operations import create_account, make_key
from zhanqiao.people.audit.queries import verify

NOW = datetime.now(tz=UTC)
DAY = timedelta(days=1)
WELLS, BUSES = "ds_wells", "ds_buses"


def right(**changes: object) -> DataRight:
    values = {
        "grant_id": "dgr_one",
        "dataset_id": WELLS,
        "basis": Basis.APPLICATION,
        "way": Way.API,
        "per_day": 2,
        "from_at": AT,
        "to_at": AT + DAY,
        "key_id": "key_one",
    }
    return DataRight(**{**values, **changes})


def wells(**changes: str) -> Resource:
    return Resource(
        **{"kind": "dataset", "id": WELLS, "department_id": "dep_ours", "open_type": "conditional", **changes}
    )


@pytest.mark.parametrize(
    ("held", "action", "resource", "allowed"),
    [
        (right(), Action.see_rows, wells(), True),
        (right(), Action.download, wells(), False),
        (right(way=Way.FILE), Action.download, wells(), True),
        (right(way=Way.ENVIRONMENT), Action.see_rows, wells(), False),
        (right(), Action.see_rows, wells(id=BUSES), False),
        (right(), Action.see_rows, wells(state="suspended"), False),
        (right(), Action.see_rows, wells(state="withdrawn"), False),
        (right(), Action.see_rows, wells(state="draft"), False),
        (right(), Action.see_rows, wells(open_type="closed"), False),
        (right(basis=Basis.SHARING), Action.see_rows, wells(open_type="closed"), True),
        (right(), Action.edit_entry, wells(), False),
        (right(), Action.upload, wells(), False),
    ],
)
def test_a_right_opens_its_dataset_by_its_way_and_nothing_more(
    held: DataRight, action: Action, resource: Resource, allowed: bool
) -> None:
    card = AccessCard(account_id="acc_one", kind="key", scope=Scope.READ, rights=(held,), at=AT)
    assert decide(card=card, action=action, resource=resource).allowed is allowed


@pytest.mark.parametrize(
    ("held", "key_id", "at", "scope", "carried"),
    [
        (right(), "key_one", AT, Scope.READ, True),
        (right(), "key_one", AT + DAY - timedelta(seconds=1), Scope.READ, True),
        (right(), "key_one", AT + DAY, Scope.READ, False),
        (right(), "key_one", AT - timedelta(seconds=1), Scope.READ, False),
        (right(), "key_other", AT, Scope.READ, False),
        (right(), None, AT, None, False),
        (right(way=Way.FILE), None, AT, None, True),
        (right(way=Way.FILE), "key_other", AT, Scope.READ, False),
        (right(way=Way.FILE), None, AT + DAY, None, False),
        (right(key_id=None), "key_one", AT, Scope.READ, False),
    ],
)
def test_a_right_is_used_by_its_key_in_its_time(
    held: DataRight, key_id: str | None, at: datetime, scope: Scope | None, carried: bool
) -> None:
    assert rights_held(rights=(held,), key_id=key_id, at=at, by_hand=scope is None) == ((held,) if carried else ())


@pytest.fixture
def citizen(city: City) -> str:
    return create_account(
        username="wang.fang", display_name="王芳", password="Red-Roofs-1891", department_id=None, by="system", at=AT
    )


def give(account_id: str, **changes: object) -> tuple[str, str]:
    values = {
        "dataset_id": WELLS,
        "basis": Basis.APPLICATION,
        "way": Way.API,
        "purpose": "地下水研究",
        "from_at": NOW - DAY,
        "to_at": NOW + 30 * DAY,
        "per_day": 2,
        "by": "tests",
        "at": NOW,
    }
    return give_data_grant(account_id=account_id, **{**values, **changes})


def reads(secret: str) -> None:
    require(card=card_of_key(secret=secret), action=Action.see_rows, resource=wells())


def test_a_grants_own_key_reads_and_another_key_of_the_account_does_not(citizen: str) -> None:
    _, secret = give(citizen)
    _, other = make_key(account_id=citizen, name="别的用途", scope=Scope.READ, days=1, by=citizen, at=NOW)
    reads(secret)
    with pytest.raises(ForbiddenError):
        reads(other)
    with pytest.raises(ForbiddenError):
        require(card=card_of(account_id=citizen), action=Action.see_rows, resource=wells())


def test_two_purposes_have_two_keys_and_two_counts(citizen: str) -> None:
    first, secret = give(citizen)
    second, _ = give(citizen, purpose="另一用途", dataset_id=BUSES)
    reads(secret)
    with pytest.raises(ForbiddenError):
        require(card=card_of_key(secret=secret), action=Action.see_rows, resource=wells(id=BUSES))
    assert (grant_card(grant_id=first).uses, grant_card(grant_id=second).uses) == (1, 0)


def test_a_quota_is_counted_and_then_refused_until_midnight(citizen: str) -> None:
    grant, secret = give(citizen)
    begin_counting()
    assert latest_use() is None
    left = []
    for _ in range(2):
        reads(secret)
        left.append(latest_use().left)
    with pytest.raises(QuotaUsedError) as raised:
        reads(secret)
    assert (left, raised.value.status, latest_use().left) == ([1, 0], 429, 0)
    assert 0 < raised.value.facts["retry_after"] <= 86_400
    assert grant_card(grant_id=grant).uses == 2


def test_many_at_once_get_exactly_the_quota(citizen: str) -> None:
    grant, secret = give(citizen, per_day=50)
    card, refused = card_of_key(secret=secret), []

    def use() -> None:
        for _ in range(20):
            try:
                require(card=card, action=Action.see_rows, resource=wells())
            except QuotaUsedError:
                refused.append(1)

    threads = [Thread(target=use) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(refused), grant_card(grant_id=grant).uses) == (50, 50)


def test_an_expired_grant_opens_nothing(citizen: str) -> None:
    grant, secret = give(citizen)
    DataGrant.objects.filter(pk=grant).update(to_at=NOW - timedelta(seconds=1))
    with pytest.raises(ForbiddenError):
        reads(secret)


def test_a_suspended_grant_opens_nothing_until_resumed_and_an_ended_one_never(citizen: str) -> None:
    grant, secret = give(citizen, per_day=10)
    reads(secret)
    move_data_grant(grant_id=grant, state=GrantState.SUSPENDED, reason="超出用途", by="tests", at=NOW)
    with pytest.raises(ForbiddenError):
        reads(secret)
    move_data_grant(grant_id=grant, state=GrantState.ACTIVE, reason="已整改", by="tests", at=NOW)
    reads(secret)
    move_data_grant(grant_id=grant, state=GrantState.ENDED, reason="到期", by="tests", at=NOW)
    with pytest.raises(ForbiddenError):
        reads(secret)
    with pytest.raises(GrantStepError):
        move_data_grant(grant_id=grant, state=GrantState.ACTIVE, reason="", by="tests", at=NOW)
    assert [one.state for one in grant_card(grant_id=grant).steps] == ["active", "suspended", "active", "ended"]
    assert verify().is_whole


def test_a_renewed_key_replaces_the_old_one(citizen: str) -> None:
    grant, secret = give(citizen)
    renewed = renew_grant_key(grant_id=grant, by=citizen, at=NOW)
    reads(renewed)
    with pytest.raises(KeyInvalidError):
        reads(secret)


def test_a_warm_card_with_rights_asks_the_database_nothing(
    transactional_db: None, citizen: str, django_assert_num_queries: object
) -> None:
    _, secret = give(citizen, per_day=10)
    reads(secret)
    with django_assert_num_queries(0):
        reads(secret)
