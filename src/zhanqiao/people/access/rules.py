"""Who may do what. Pure: a card, an action and a resource in, a decision with its reason out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from zhanqiao.kit.texts import Text
from zhanqiao.people.access import reasons
from zhanqiao.people.access.actions import Action
from zhanqiao.people.access.data_rights import Basis, DataRight, GrantState, Way, rights_held
from zhanqiao.people.accounts.rules import Role, Scope

__all__ = [
    "AccessCard",
    "Action",
    "Basis",
    "DataRight",
    "Decision",
    "GrantState",
    "Resource",
    "Role",
    "Scope",
    "Way",
    "decide",
    "departments_for",
    "rights_held",
    "sees_everything",
    "staff_departments",
    "visible_states",
]


@dataclass(frozen=True, slots=True)
class AccessCard:
    """Who asks. ``roles`` are pairs of role and department id (None where a role has no department).

    ``scope`` narrows the card of an access key; other cards have none. ``rights`` are what data grants
    open to this card at the moment ``at``; a card without rights has no moment.
    """

    account_id: str | None
    name: str = ""
    roles: frozenset[tuple[Role, str | None]] = frozenset()
    kind: Literal["anonymous", "account", "key"] = "account"
    language: str = "zh-hans"
    scope: Scope | None = None
    rights: tuple[DataRight, ...] = ()
    at: datetime | None = None

    @property
    def is_anonymous(self) -> bool:
        """Say whether nobody is logged in."""
        return self.kind == "anonymous"

    @property
    def actor(self) -> str:
        """Return what operations take as ``by``."""
        return self.account_id or "anonymous"

    def has(self, role: Role, /) -> bool:
        """Say whether the card carries this role, for whatever department."""
        return any(held is role for held, _ in self.roles)

    def departments(self, *roles: Role) -> frozenset[str]:
        """Return the ids of the departments for which the card carries one of these roles."""
        return frozenset(department for role, department in self.roles if role in roles and department)


@dataclass(frozen=True, slots=True)
class Resource:
    """What is asked about: as much of it as the decision needs.

    ``state`` is that of the dataset (draft, published, suspended, withdrawn) and ``open_type`` its
    open type (unconditional, conditional, closed). ``others`` are departments that it concerns as much as its own,
    ``account_id`` is whose it is, where it is somebody's own.
    """

    kind: str
    id: str = ""
    department_id: str | None = None
    state: str = "published"
    open_type: str = "unconditional"
    others: tuple[str, ...] = ()
    account_id: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer. ``remedy`` of a refusal: log in, ask for a right, or be told nothing exists.

    ``right`` is the data right without which it would be a refusal: each such reading is a counted use.
    """

    allowed: bool
    reason: Text
    remedy: Literal["none", "login", "right", "hidden"] = "none"
    right: DataRight | None = None

    @property
    def is_free(self) -> bool:
        """Say whether it is allowed without a data grant, so that nothing has to be counted."""
        return self.allowed and self.right is None


STAFF = frozenset({Role.officer, Role.reviewer})
GRANTED: dict[Action, frozenset[Role]] = {
    Action.use_workbench: STAFF | {Role.authority, Role.operator},
    Action.edit_entry: STAFF | {Role.authority},
    Action.upload: STAFF | {Role.authority},
    Action.review: frozenset({Role.reviewer, Role.authority}),
    Action.review_department: frozenset({Role.reviewer}),
    Action.review_authority: frozenset({Role.authority}),
    Action.exempt_personal: frozenset({Role.authority}),
    Action.publish: STAFF | {Role.authority},
    Action.withdraw: STAFF | {Role.authority},
    Action.see_corrections: STAFF | {Role.authority},
    Action.correct: STAFF,
    Action.forward_corrections: frozenset({Role.authority}),
    Action.restore: frozenset({Role.authority}),
    Action.manage_departments: frozenset({Role.authority}),
    Action.harvest: frozenset({Role.authority}),
    Action.compare: STAFF | {Role.authority},
    Action.calibrate: STAFF,
    Action.confirm_calibration: STAFF | {Role.authority},
    Action.see_transfers: STAFF | {Role.authority, Role.operator},
    Action.connect: STAFF | {Role.authority},
    Action.derive: STAFF,
    Action.receive_return: STAFF | {Role.authority},
    Action.manage_accounts: frozenset({Role.system_admin}),
    Action.grant_roles: frozenset({Role.security_admin}),
    Action.see_audit: frozenset({Role.audit_admin}),
    Action.operate: frozenset({Role.operator}),
    Action.share_data: STAFF,
    Action.handle_requests: STAFF | {Role.authority},
    Action.check_requests: frozenset({Role.authority}),
    Action.decide_requests: frozenset({Role.reviewer}),
    Action.see_metrics: frozenset({Role.operator}),
    Action.hold_surveys: STAFF | {Role.authority},
    Action.handle_remarks: STAFF | {Role.authority},
    Action.review_dashboard: frozenset({Role.reviewer, Role.authority}),
    Action.hold_consultations: STAFF | {Role.authority},
    Action.hold_news: STAFF | {Role.authority},
    Action.hold_contests: frozenset({Role.authority}),
    Action.review_apps: frozenset({Role.authority}),
}
OWN = frozenset({Action.use_my_place, Action.apply_for_data, Action.compose})
SHOWN_STATES = frozenset({"link", "public"})
READING = frozenset({Action.see_dataset, Action.see_rows, Action.download, Action.see_dashboard})
BY_KEY = {
    Scope.READ: READING | {Action.see_transfers, Action.receive_return, Action.see_metrics},
    Scope.WRITE: READING
    | {Action.upload, Action.publish, Action.see_transfers, Action.receive_return, Action.see_metrics},
}
ALL_STATES = frozenset({"draft", "published", "suspended", "withdrawn"})
LISTED_STATES = frozenset({"published"})


def decide(*, card: AccessCard, action: Action, resource: Resource | None = None) -> Decision:
    """Decide whether the holder of ``card`` may do ``action`` to ``resource``.

    Without a resource it answers for the route: may this card do so to anything at all.
    """
    if card.scope is not None and action not in BY_KEY[card.scope]:
        return Decision(False, reasons.NEEDS_SCOPE, "right")
    if action in READING:
        return _reading(card=card, action=action, resource=resource)
    if action in OWN:
        return _own(card=card, resource=resource)
    roles = GRANTED[action]
    if not any(card.has(role) for role in roles):
        return _refused_by_role(card=card, resource=resource)
    if resource is not None and not any(
        _concerns(card=card, roles=roles, department_id=one) for one in (resource.department_id, *resource.others)
    ):
        return Decision(False, reasons.OTHER_DEPARTMENT, "hidden" if resource.state == "draft" else "right")
    return Decision(True, reasons.BY_ROLE)


def visible_states(*, card: AccessCard, department_id: str | None) -> frozenset[str]:
    """Return the dataset states that lists and search show this card for a department's datasets.

    A suspended or withdrawn dataset keeps its page (``decide``); only its staff and the authority find it in lists.
    """
    return ALL_STATES if _is_staff(card=card, department_id=department_id) else LISTED_STATES


def sees_everything(*, card: AccessCard) -> bool:
    """Say whether lists show this card every state of every department."""
    return card.has(Role.authority)


def departments_for(*, card: AccessCard, action: Action) -> frozenset[str] | None:
    """Return the departments with whose things this card may do ``action``; None for all of them."""
    roles = GRANTED[action]
    if any(role in roles and department is None for role, department in card.roles):
        return None
    return card.departments(*roles)


def staff_departments(*, card: AccessCard) -> frozenset[str]:
    """Return the departments whose unpublished datasets this card sees."""
    return card.departments(*STAFF)


def _reading(*, card: AccessCard, action: Action, resource: Resource | None) -> Decision:
    if resource is None:
        return Decision(True, reasons.OPEN)
    if action is Action.see_dashboard:
        return _shown(card=card, resource=resource)
    if _is_staff(card=card, department_id=resource.department_id):
        return Decision(True, reasons.BY_ROLE)
    if resource.state == "draft" or resource.state not in ALL_STATES:
        return Decision(False, reasons.NOT_PUBLIC, "hidden")
    if action is Action.see_dataset:
        return Decision(True, reasons.OPEN)
    return _serving(card=card, action=action, resource=resource)


def _own(*, card: AccessCard, resource: Resource | None) -> Decision:
    if card.is_anonymous:
        return Decision(False, reasons.NEEDS_LOGIN, "login")
    if resource is not None and not _is_own(card=card, resource=resource):
        return Decision(False, reasons.NOT_PUBLIC, "hidden")
    return Decision(True, reasons.OWN_PLACE)


def _shown(*, card: AccessCard, resource: Resource) -> Decision:
    """Decide about a dashboard: its state says who it is shown to; one in review its reviewers see as well."""
    if resource.state in SHOWN_STATES:
        return Decision(True, reasons.OPEN)
    ways = (Action.compose, Action.review_dashboard) if resource.state == "waiting" else (Action.compose,)
    if any(decide(card=card, action=way, resource=resource).allowed for way in ways):
        return Decision(True, reasons.BY_ROLE)
    return Decision(False, reasons.NOT_PUBLIC, "hidden")


def _is_own(*, card: AccessCard, resource: Resource) -> bool:
    if resource.kind == "dashboard" and resource.department_id is not None:
        return resource.department_id in staff_departments(card=card)
    return resource.account_id in (None, card.account_id)


def _serving(*, card: AccessCard, action: Action, resource: Resource) -> Decision:
    if resource.state != "published":
        return Decision(False, reasons.NOT_SERVED, "right")
    if resource.open_type == "unconditional":
        return Decision(True, reasons.OPEN)
    right = next(
        (one for one in card.rights if one.opens(action=action, dataset_id=resource.id, open_type=resource.open_type)),
        None,
    )
    if right is not None:
        return Decision(True, reasons.BY_GRANT, right=right)
    if resource.open_type == "conditional":
        return Decision(False, reasons.ON_CONDITION, "login" if card.is_anonymous else "right")
    return Decision(False, reasons.CLOSED, "right")


def _is_staff(*, card: AccessCard, department_id: str | None) -> bool:
    return sees_everything(card=card) or (department_id is not None and department_id in staff_departments(card=card))


def _refused_by_role(*, card: AccessCard, resource: Resource | None) -> Decision:
    if resource is not None and resource.state == "draft":
        return Decision(False, reasons.NOT_PUBLIC, "hidden")
    if card.is_anonymous:
        return Decision(False, reasons.NEEDS_LOGIN, "login")
    return Decision(False, reasons.NEEDS_ROLE, "right")


def _concerns(*, card: AccessCard, roles: frozenset[Role], department_id: str | None) -> bool:
    city_wide = any(role in roles and department is None for role, department in card.roles)
    return city_wide or (department_id is not None and department_id in card.departments(*roles))
