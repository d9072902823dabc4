"""Who may do what: the decisions, and holding to them."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse

from tests.people.conftest import AT, City
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.routes import RouteAccess
from zhanqiao.people.access.operations import ForbiddenError, LoginRequiredError, access, public, require
from zhanqiao.people.access.queries import ANONYMOUS, card_of
from zhanqiao.people.access.rules import (
    AccessCard,
    Action,
    Resource,
    Role,
    decide,
    sees_everything,
    staff_departments,
    visible_states,
)
from zhanqiao.people.accounts import operations as accounts

OURS, OTHERS = "dep_ours", "dep_others"
STAFF_ACTIONS = {
    *(Action.edit_entry, Action.upload, Action.publish, Action.withdraw, Action.handle_requests),
    *(Action.hold_surveys, Action.handle_remarks, Action.hold_consultations, Action.hold_news),
    *(Action.see_transfers, Action.compare, Action.confirm_calibration, Action.connect, Action.receive_return),
    Action.see_corrections,
}
OF_DEPARTMENT = {Action.use_workbench, Action.share_data, Action.calibrate, Action.correct, Action.derive}
OWN = {Action.use_my_place, Action.apply_for_data, Action.compose}
READING = {Action.see_dataset, Action.see_rows, Action.download}


def card(*roles: Role) -> AccessCard:
    for_ours = {Role.officer, Role.reviewer}
    pairs = frozenset((role, OURS if role in for_ours else None) for role in roles)
    return AccessCard(account_id="acc_one", name="李伟", roles=pairs)


def dataset(**facts: str) -> Resource:
    return Resource(**{"kind": "dataset", "id": "buses", "department_id": OURS, **facts})


def allowed(who: AccessCard, resource: Resource | None) -> set[Action]:
    """Return what may be done to a dataset; who sees a dashboard is tested with dashboards."""
    actions = set(Action) - {Action.see_dashboard}
    return {action for action in actions if decide(card=who, action=action, resource=resource).allowed}


@pytest.mark.parametrize(
    ("who", "actions"),
    [
        (ANONYMOUS, set()),
        (card(), OWN),
        (card(Role.citizen), OWN),
        (card(Role.officer), STAFF_ACTIONS | OWN | OF_DEPARTMENT),
        (
            card(Role.reviewer),
            STAFF_ACTIONS
            | OWN
            | OF_DEPARTMENT
            | {Action.review, Action.review_department, Action.decide_requests, Action.review_dashboard},
        ),
        (
            card(Role.authority),
            STAFF_ACTIONS
            | OWN
            | {Action.check_requests, Action.use_workbench, Action.review, Action.review_authority, Action.restore}
            | {Action.manage_departments, Action.harvest, Action.exempt_personal, Action.forward_corrections}
            | {Action.review_dashboard, Action.review_apps, Action.hold_contests},
        ),
        (card(Role.operator), OWN | {Action.use_workbench, Action.operate, Action.see_transfers, Action.see_metrics}),
        (card(Role.system_admin), OWN | {Action.manage_accounts}),
        (card(Role.audit_admin), OWN | {Action.see_audit}),
        (card(Role.security_admin), OWN | {Action.grant_roles}),
    ],
    ids=lambda value: "-".join(sorted(role for role, _ in value.roles)) if isinstance(value, AccessCard) else "",
)
def test_the_matrix_of_roles_and_actions(who: AccessCard, actions: set[Action]) -> None:
    assert allowed(who, None) == actions | READING
    assert allowed(who, dataset()) == actions | READING


@pytest.mark.parametrize("role", [Role.officer, Role.reviewer])
def test_staff_act_for_their_own_department_only(role: Role) -> None:
    assert allowed(card(role), dataset(department_id=OTHERS)) == READING | OWN


PUBLIC = [
    ("published", "unconditional", READING),
    ("published", "conditional", {Action.see_dataset}),
    ("published", "closed", {Action.see_dataset}),
    ("suspended", "unconditional", {Action.see_dataset}),
    ("withdrawn", "unconditional", {Action.see_dataset}),
    ("draft", "unconditional", set()),
    ("unheard-of", "unconditional", set()),
]


@pytest.mark.parametrize(("state", "open_type", "actions"), PUBLIC)
@pytest.mark.parametrize("who", [ANONYMOUS, card(Role.citizen), card(Role.operator), card(Role.system_admin)])
def test_what_the_public_reads(who: AccessCard, state: str, open_type: str, actions: set[Action]) -> None:
    assert allowed(who, dataset(state=state, open_type=open_type)) & READING == actions


@pytest.mark.parametrize(("state", "open_type", "_"), PUBLIC[:-1])
@pytest.mark.parametrize("who", [card(Role.officer), card(Role.reviewer), card(Role.authority)])
def test_staff_and_authority_read_everything_of_the_department(
    who: AccessCard, state: str, open_type: str, _: object
) -> None:
    assert allowed(who, dataset(state=state, open_type=open_type)) >= READING


@pytest.mark.parametrize(
    ("who", "action", "resource", "error"),
    [
        (ANONYMOUS, Action.upload, None, LoginRequiredError),
        (ANONYMOUS, Action.see_rows, dataset(open_type="conditional"), LoginRequiredError),
        (ANONYMOUS, Action.see_dataset, dataset(state="draft"), NotFoundError),
        (ANONYMOUS, Action.edit_entry, dataset(state="draft"), NotFoundError),
        (card(Role.citizen), Action.upload, None, ForbiddenError),
        (card(Role.citizen), Action.see_rows, dataset(open_type="closed"), ForbiddenError),
        (card(Role.officer), Action.edit_entry, dataset(department_id=OTHERS), ForbiddenError),
        (card(Role.officer), Action.edit_entry, dataset(department_id=OTHERS, state="draft"), NotFoundError),
        (card(Role.citizen), Action.publish, dataset(state="draft"), NotFoundError),
    ],
)
def test_a_refusal_says_only_what_may_be_known(
    who: AccessCard, action: Action, resource: Resource | None, error: type[Exception]
) -> None:
    with pytest.raises(error) as raised:
        require(card=who, action=action, resource=resource)
    assert type(raised.value) is error


def test_a_refusal_gives_its_reason_in_both_languages() -> None:
    with pytest.raises(ForbiddenError) as raised:
        require(card=card(Role.officer), action=Action.upload, resource=dataset(department_id=OTHERS))
    assert raised.value.text.as_dict() == {
        "zh": "没有权限：这属于其他部门。什么都没有改变。如需权限，请联系本部门管理员或数据主管部门。",
        "en": "This is not allowed: This belongs to another department. Nothing was changed. "
        "Ask your department or the data authority for the right.",
    }


def test_lists_show_drafts_to_their_staff_and_the_authority() -> None:
    shown = {
        who.roles: (
            visible_states(card=who, department_id=OURS) == {"draft", "published", "suspended", "withdrawn"},
            sees_everything(card=who),
            staff_departments(card=who),
        )
        for who in (ANONYMOUS, card(Role.officer), card(Role.authority))
    }
    assert list(shown.values()) == [(False, False, frozenset()), (True, False, {OURS}), (True, True, frozenset())]
    assert visible_states(card=card(Role.officer), department_id=OTHERS) == {"published"}


def test_a_card_carries_the_present_roles(city: City, officer: str) -> None:
    held = card_of(account_id=officer)
    assert (held.roles, held.name, held.actor, held.kind) == (
        {(Role.officer, city.transport)},
        "李伟",
        officer,
        "account",
    )
    accounts.close_account(account_id=officer, by="system", at=AT)
    assert card_of(account_id=officer) == ANONYMOUS


def test_an_unknown_account_is_nobody(db: None) -> None:
    assert card_of(account_id="acc_unknown") == ANONYMOUS


def test_a_guarded_view_does_not_run_for_nobody(django_assert_num_queries: object) -> None:
    ran = []

    @access(Action.upload)
    def view(request: HttpRequest) -> HttpResponse:
        ran.append(request)
        return HttpResponse()

    with pytest.raises(LoginRequiredError):
        view(HttpRequest())
    assert (ran, view.access) == ([], RouteAccess(action=Action.upload))


def test_a_public_view_says_why() -> None:
    @public(reason="Open data")
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    assert (view(HttpRequest()).status_code, view.access) == (200, RouteAccess(public_reason="Open data"))
