"""Who may do what. Pure: a card, an action and a resource in, a decision with its reason out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from zhanqiao.kit.texts import Text
from zhanqiao.people.accounts.rules import Role, Scope

__all__ = [
    "AccessCard",
    "Action",
    "Decision",
    "Resource",
    "Role",
    "Scope",
    "decide",
    "sees_everything",
    "staff_departments",
    "visible_states",
]


class Action(StrEnum):
    """What can be asked for."""

    see_dataset = "see_dataset"
    see_rows = "see_rows"
    download = "download"
    use_workbench = "use_workbench"
    edit_entry = "edit_entry"
    upload = "upload"
    review = "review"
    publish = "publish"
    withdraw = "withdraw"
    use_my_place = "use_my_place"
    manage_departments = "manage_departments"
    harvest = "harvest"
    manage_accounts = "manage_accounts"
    grant_roles = "grant_roles"
    see_audit = "see_audit"
    operate = "operate"


@dataclass(frozen=True, slots=True)
class AccessCard:
    """Who asks. ``roles`` are pairs of role and department id (None where a role has no department).

    ``scope`` narrows the card of an access key; other cards have none.
    """

    account_id: str | None
    name: str = ""
    roles: frozenset[tuple[Role, str | None]] = frozenset()
    kind: Literal["anonymous", "account", "key"] = "account"
    language: str = "zh-hans"
    scope: Scope | None = None

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
    open type (unconditional, conditional, closed).
    """

    kind: str
    id: str = ""
    department_id: str | None = None
    state: str = "published"
    open_type: str = "unconditional"


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer. ``remedy`` of a refusal: log in, ask for a right, or be told nothing exists."""

    allowed: bool
    reason: Text
    remedy: Literal["none", "login", "right", "hidden"] = "none"


STAFF = frozenset({Role.officer, Role.reviewer})
GRANTED: dict[Action, frozenset[Role]] = {
    Action.use_workbench: STAFF | {Role.authority, Role.operator},
    Action.edit_entry: STAFF | {Role.authority},
    Action.upload: STAFF | {Role.authority},
    Action.review: frozenset({Role.reviewer, Role.authority}),
    Action.publish: STAFF | {Role.authority},
    Action.withdraw: STAFF | {Role.authority},
    Action.manage_departments: frozenset({Role.authority}),
    Action.harvest: frozenset({Role.authority}),
    Action.manage_accounts: frozenset({Role.system_admin}),
    Action.grant_roles: frozenset({Role.security_admin}),
    Action.see_audit: frozenset({Role.audit_admin}),
    Action.operate: frozenset({Role.operator}),
}
READING = frozenset({Action.see_dataset, Action.see_rows, Action.download})
BY_KEY = {Scope.READ: READING, Scope.WRITE: READING | {Action.upload, Action.publish}}
ALL_STATES = frozenset({"draft", "published", "suspended", "withdrawn"})
LISTED_STATES = frozenset({"published"})

OPEN = Text("这是公开的。", "This is open to everybody.")
OWN_PLACE = Text("这是您自己的页面。", "This is your own place.")
BY_ROLE = Text("您的角色允许这样做。", "Your role allows this.")
NEEDS_LOGIN = Text("请先登录。", "Log in first.")
NEEDS_SCOPE = Text("这个访问密钥不用于此事。", "This access key is not for that.")
NEEDS_ROLE = Text("您的角色不允许这样做。", "Your role does not allow this.")
OTHER_DEPARTMENT = Text("这属于其他部门。", "This belongs to another department.")
NOT_PUBLIC = Text("这尚未公开。", "This is not public.")
NOT_SERVED = Text("这份数据已暂停或撤回，暂不提供。", "This data is suspended or withdrawn and not served.")
ON_CONDITION = Text("这份数据有条件开放，需要申请。", "This data is open on condition; apply for it.")
CLOSED = Text("这份数据不予开放。", "This data is not opened.")


def decide(*, card: AccessCard, action: Action, resource: Resource | None = None) -> Decision:
    """Decide whether the holder of ``card`` may do ``action`` to ``resource``.

    Without a resource it answers for the route: may this card do so to anything at all.
    """
    if card.scope is not None and action not in BY_KEY[card.scope]:
        return Decision(False, NEEDS_SCOPE, "right")
    if action in READING:
        return _reading(card=card, action=action, resource=resource)
    if action is Action.use_my_place:
        return Decision(False, NEEDS_LOGIN, "login") if card.is_anonymous else Decision(True, OWN_PLACE)
    roles = GRANTED[action]
    if not any(card.has(role) for role in roles):
        return _refused_by_role(card=card, resource=resource)
    if resource is not None and not _concerns(card=card, roles=roles, department_id=resource.department_id):
        return Decision(False, OTHER_DEPARTMENT, "hidden" if resource.state == "draft" else "right")
    return Decision(True, BY_ROLE)


def visible_states(*, card: AccessCard, department_id: str | None) -> frozenset[str]:
    """Return the dataset states that lists and search show this card for a department's datasets.

    A suspended or withdrawn dataset keeps its page for everybody who has the address (``decide``
    allows ``see_dataset``), but only its own staff and the authority find it in lists.
    """
    return ALL_STATES if _is_staff(card=card, department_id=department_id) else LISTED_STATES


def sees_everything(*, card: AccessCard) -> bool:
    """Say whether lists show this card every state of every department."""
    return card.has(Role.authority)


def staff_departments(*, card: AccessCard) -> frozenset[str]:
    """Return the departments whose unpublished datasets this card sees."""
    return card.departments(*STAFF)


def _reading(*, card: AccessCard, action: Action, resource: Resource | None) -> Decision:
    if resource is None:
        return Decision(True, OPEN)
    if _is_staff(card=card, department_id=resource.department_id):
        return Decision(True, BY_ROLE)
    if resource.state == "draft" or resource.state not in ALL_STATES:
        return Decision(False, NOT_PUBLIC, "hidden")
    if action is Action.see_dataset:
        return Decision(True, OPEN)
    return _serving(card=card, resource=resource)


def _serving(*, card: AccessCard, resource: Resource) -> Decision:
    if resource.state != "published":
        return Decision(False, NOT_SERVED, "right")
    if resource.open_type == "unconditional":
        return Decision(True, OPEN)
    if resource.open_type == "conditional":
        return Decision(False, ON_CONDITION, "login" if card.is_anonymous else "right")
    return Decision(False, CLOSED, "right")


def _is_staff(*, card: AccessCard, department_id: str | None) -> bool:
    return sees_everything(card=card) or (department_id is not None and department_id in staff_departments(card=card))


def _refused_by_role(*, card: AccessCard, resource: Resource | None) -> Decision:
    if resource is not None and resource.state == "draft":
        return Decision(False, NOT_PUBLIC, "hidden")
    if card.is_anonymous:
        return Decision(False, NEEDS_LOGIN, "login")
    return Decision(False, NEEDS_ROLE, "right")


def _concerns(*, card: AccessCard, roles: frozenset[Role], department_id: str | None) -> bool:
    city_wide = any(role in roles and department is None for role, department in card.roles)
    return city_wide or (department_id is not None and department_id in card.departments(*roles))
