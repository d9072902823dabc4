"""What the tests of reviews share: two published datasets, a draft, and who works on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tests import seeding

from zhanqiao.core_services.reviews import operations
from zhanqiao.core_services.reviews.rules import ChangeState, Stage
from zhanqiao.people.access.rules import AccessCard, Role
from zhanqiao.people.departments.queries import department_card

AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
UNTIL = (AT + timedelta(days=200)).date()
BY, REVIEWER, AUTHORITY = "acc_officer", "acc_reviewer", "acc_authority"
LOTS = "车场编号,名称,余位\n" + "".join(f"P{n:03d},第{n}停车场,{n}\n" for n in range(1, 6))
WELLS = "井号,深度\nJ001,35.5\nJ002,40\n"


@dataclass(frozen=True)
class City:
    """Ids of what was made: two published datasets, the table of the first, a draft; and the department's."""

    lots: str
    table: str
    wells: str
    draft: str
    department: str

    def card(self, role: Role = Role.officer, account: str = BY) -> AccessCard:
        """Return the card of somebody of the department, or of the authority."""
        return AccessCard(account, roles=frozenset({(role, None if role is Role.authority else self.department)}))


def made() -> City:
    """Publish what the tests work on; nothing is permitted to programs."""
    seeding.register_department()
    lots = seeding.published(name="lots", title="停车场余位", content=LOTS, permitted=False)
    wells = seeding.published(name="wells", title="监测井", content=WELLS, permitted=False)
    draft = seeding.drafted(name="plan", title="规划草案")
    return City(
        lots["dataset"], lots["table"], wells["dataset"], draft, department_card(key_or_code=seeding.DEPARTMENT).id
    )


def asked(city: City, *ways: str, by: str = BY) -> str:
    """Ask that programs may update the car parks."""
    return operations.ask_for_updates(
        dataset_id=city.lots, ways=ways, until=UNTIL, reason="停车诱导系统每五分钟更新余位", by=by, at=AT
    )


def approved(change_id: str) -> ChangeState:
    """Let both reviewers approve a change."""
    operations.approve_change(change_id=change_id, stage=Stage.DEPARTMENT, by=REVIEWER, at=AT)
    return operations.approve_change(change_id=change_id, stage=Stage.AUTHORITY, by=AUTHORITY, at=AT)
