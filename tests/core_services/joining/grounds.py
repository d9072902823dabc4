"""What the tests of derived tables share: two published tables, a kept join, and its way to the public."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tests import seeding
from tests.core_services.publishing.grounds import AUTHORITY, REVIEWER

from zhanqiao.core_services.joining import operations, queries
from zhanqiao.core_services.joining.queries import RunCard
from zhanqiao.core_services.joining.rules import JoinKey, JoinPlan, Kind
from zhanqiao.core_services.publishing import operations as publishing
from zhanqiao.core_services.publishing import queries as submissions
from zhanqiao.core_services.publishing.rules import Stage, SubmissionStep
from zhanqiao.data_center.catalogue.rules import DatasetEntry
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.kit.clock import now

OFFICER = "acc_officer"
MAINS = "干管编号,口径,区划代码\n" + "".join(f"M{n:03d},{n * 100},37020{n % 3}\n" for n in range(1, 7))
REPAIRS = "干管编号,维修说明\n" + "".join(f"M{1 + n % 5:03d},第{n}次维修\n" for n in range(10))
PLAN = JoinPlan(
    keys=(JoinKey("干管编号", "干管编号"),),
    kind=Kind.LEFT,
    left_columns=("干管编号", "维修说明"),
    right_columns=("口径", "区划代码"),
)


def sources(**stated: Any) -> tuple[str, str]:
    """Publish both tables and return their ids."""
    left = seeding.published(name="repairs", title="干管维修", content=REPAIRS)
    right = seeding.published(name="mains", title="供水干管", content=MAINS, **stated)
    return left["table"], right["table"]


def entry(**stated: Any) -> DatasetEntry:
    return DatasetEntry(slug="joined", title_zh="维修与干管", department=seeding.DEPARTMENT, **stated)


def kept(left: str, right: str, *, plan: JoinPlan = PLAN, **stated: Any) -> str:
    """Keep the join and return the derived table's id."""
    return operations.keep_join(left=left, right=right, plan=plan, entry=entry(**stated), by=OFFICER, at=now())


def ran(derived_id: str) -> RunCard:
    """Run it as the worker does and return the run."""
    run = operations.run_derived(derived_id=derived_id, at=now(), clock=now)
    assert run is not None
    return run


def understood(run: RunCard) -> SubmissionStep:
    """Let what a run handed over be understood, and published where it may be."""
    state = publishing.understand_submission(submission_id=run.submission_id, by=OFFICER, at=now(), clock=now)
    if state is SubmissionStep.PUBLISHING:
        publishing.publish(submission_id=run.submission_id, by=OFFICER, at=now(), clock=now)
    step = submissions.last_step(submission_id=run.submission_id)
    assert step is not None
    return step.state


def reviewed(submission_id: str) -> None:
    """Submit it, let both reviewers approve it, publish it."""
    at = now()
    publishing.submit(submission_id=submission_id, by=OFFICER, at=at)
    publishing.approve(submission_id=submission_id, stage=Stage.DEPARTMENT, by=REVIEWER, at=at)
    publishing.approve(submission_id=submission_id, stage=Stage.AUTHORITY, by=AUTHORITY, at=at)
    publishing.publish(submission_id=submission_id, by=AUTHORITY, at=at, clock=now)


def published(left: str, right: str, **stated: Any) -> str:
    """Keep the join, take its first rows through both reviews; return the derived table's id."""
    derived_id = kept(left, right, **stated)
    run = ran(derived_id)
    assert understood(run) is SubmissionStep.UNDERSTOOD
    reviewed(run.submission_id)
    return derived_id


def rows(derived_id: str) -> list[tuple[Any, ...]]:
    """Return the published rows of a derived table."""
    card = storage.table_card(table_id=queries.derived_card(derived_id=derived_id).table_id)
    return list(storage.rows(card=card, query=storage.parsed(card=card, params={})).rows)


MOMENT = datetime(2026, 12, 1, 8, tzinfo=UTC)
