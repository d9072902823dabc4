"""Derived tables: kept, published through both reviews only, made again when a source changes, never more open than it."""

from __future__ import annotations

import pytest
from django_tasks_db.models import DBTaskResult
from tests import seeding
from tests.core_services.joining.grounds import (
    MAINS,
    OFFICER,
    PLAN,
    kept,
    published,
    ran,
    reviewed,
    rows,
    sources,
    understood,
)

from zhanqiao.core_services.joining import operations, queries
from zhanqiao.core_services.joining.models import DerivedRun
from zhanqiao.core_services.joining.rules import (
    DerivedEndedError,
    JoinPlan,
    Kind,
    PlanError,
    RunState,
    SourceClosedError,
    VersionReasonError,
)
from zhanqiao.core_services.joining.tasks import make_derived
from zhanqiao.core_services.publishing import operations as publishing
from zhanqiao.core_services.publishing import queries as submissions
from zhanqiao.core_services.publishing.rules import SubmissionStep
from zhanqiao.data_center.catalogue import operations as catalogue
from zhanqiao.data_center.catalogue import queries as entries
from zhanqiao.data_center.catalogue.rules import MoreOpenError
from zhanqiao.data_center.metadata import queries as metadata
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.kit.clock import now
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.access.queries import ANONYMOUS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("department")]
MORE = MAINS + "M007,700,370201\n"
FEWER = "\n".join(line.replace("M001,100", "M001,150") for line in MAINS.splitlines()) + "\n"


def state_of(dataset: str) -> str:
    return entries.states(dataset_id=dataset)[0].state


def test_a_kept_join_reaches_the_public_through_both_reviews_only() -> None:
    left, right = sources()
    derived_id = kept(left, right)
    run = ran(derived_id)
    assert (run.state, run.rows, run.match["left_matched"]) == (RunState.HANDED, 10, 10)
    assert understood(run) is SubmissionStep.UNDERSTOOD
    with pytest.raises(NotFoundError):
        entries.dataset_card(slug="joined", card=ANONYMOUS)
    derived = queries.derived_card(derived_id=derived_id)
    assert (derived.table_id, queries.made_from(dataset_id=derived.dataset_id)) == ("", None)
    reviewed(run.submission_id)
    assert rows(derived_id)[0] == ("M001", "第0次维修", 100, "370201")
    public = entries.dataset_card(slug="joined", card=ANONYMOUS)
    assert public.tables[0].id == queries.derived_card(derived_id=derived_id).table_id
    made = queries.made_from(dataset_id=derived.dataset_id)
    assert made is not None
    assert (made.tables, made.plan) == (((left, 1), (right, 1)), PLAN)
    assert set(entries.source_ids(dataset_id=derived.dataset_id)) == {
        storage.table_card(table_id=one).dataset_id for one in (left, right)
    }


def test_the_words_of_the_sources_columns_come_along() -> None:
    left, right = sources()
    derived_id = published(left, right)
    table = queries.derived_card(derived_id=derived_id).table_id
    mine = {one.name: one.label.zh for one in metadata.dictionary(table_id=table)}
    theirs = {one.name: one.label.zh for one in metadata.dictionary(table_id=right)}
    assert mine["口径"] == theirs["口径"]
    assert list(mine) == ["干管编号", "维修说明", "口径", "区划代码"]


def test_a_new_release_of_a_source_calls_for_a_run_that_is_published_under_a_permit() -> None:
    left, right = sources()
    derived_id = published(left, right)
    seeding.permit(dataset_id=queries.derived_card(derived_id=derived_id).dataset_id)
    before = DBTaskResult.objects.filter(task_path__endswith="make_derived").count()
    seeding.published(name="mains", title="供水干管", content=FEWER)
    tasks = DBTaskResult.objects.filter(task_path__endswith="make_derived")
    assert tasks.count() == before + 1
    newest = tasks.order_by("-enqueued_at")[0]
    assert newest.args_kwargs["args"] == [derived_id]
    assert make_derived.call(derived_id) == "handed"
    run = queries.run_cards(derived_id=derived_id, limit=1)[0]
    assert understood(run) is SubmissionStep.PUBLISHED
    assert rows(derived_id)[0] == ("M001", "第0次维修", 150, "370201")
    made = queries.made_from(dataset_id=queries.derived_card(derived_id=derived_id).dataset_id)
    assert made is not None
    assert made.tables == ((left, 1), (right, 2))
    assert make_derived.call(derived_id) == "not wanted"


def test_what_did_not_change_makes_no_release() -> None:
    left, right = sources()
    derived_id = published(left, right)
    seeding.published(name="mains", title="供水干管", content=MORE)  # M007 has no repair: the join is the same
    run = ran(derived_id)
    assert (run.state, run.sources[1]["number"]) == (RunState.UNCHANGED, 2)
    table = queries.derived_card(derived_id=derived_id).table_id
    assert storage.table_card(table_id=table).release_number == 1


def test_without_a_permit_a_refresh_waits_for_review() -> None:
    left, right = sources()
    derived_id = published(left, right)
    seeding.published(name="mains", title="供水干管", content=FEWER)
    run = ran(derived_id)
    assert understood(run) is SubmissionStep.DEPARTMENT_REVIEW
    assert rows(derived_id)[0] == ("M001", "第0次维修", 100, "370201")


def test_a_join_that_was_not_chosen_or_not_permitted_is_not_kept() -> None:
    left, right = sources(open_type="conditional", open_condition="签订协议")
    with pytest.raises(MoreOpenError):
        kept(left, right)
    with pytest.raises(PlanError):
        kept(left, right, plan=JoinPlan(), open_type="conditional", open_condition="签订协议")
    with pytest.raises(SourceClosedError):
        kept(left, "tbl_000000000000")
    assert queries.derived_cards() == ()
    derived_id = kept(left, right, open_type="conditional", open_condition="签订协议")
    derived = queries.derived_card(derived_id=derived_id)
    with pytest.raises(MoreOpenError):
        catalogue.revise_dataset(
            dataset_id=derived.dataset_id,
            entry=entries.entry(dataset_id=derived.dataset_id).__class__(
                slug="joined", title_zh="维修与干管", department=seeding.DEPARTMENT
            ),
            by=OFFICER,
            at=now(),
        )


def test_a_source_that_is_withdrawn_takes_the_derived_dataset_with_it() -> None:
    left, right = sources()
    derived_id = published(left, right)
    derived = queries.derived_card(derived_id=derived_id)
    source = storage.table_card(table_id=right).dataset_id
    catalogue.withdraw_dataset(dataset_id=source, reason="含错误数据", by=OFFICER, at=now())
    assert state_of(derived.dataset_id) == "suspended"
    assert "供水干管" in entries.states(dataset_id=derived.dataset_id)[0].reason
    run = ran(derived_id)
    assert (run.state, run.code) == (RunState.FAILED, "derived-source-closed")
    with pytest.raises(MoreOpenError):
        catalogue.publish_dataset(dataset_id=derived.dataset_id, by=OFFICER, at=now())
    catalogue.publish_dataset(dataset_id=source, by=OFFICER, at=now(), reason="已更正")
    catalogue.publish_dataset(dataset_id=derived.dataset_id, by=OFFICER, at=now(), reason="来源已恢复")
    assert state_of(derived.dataset_id) == "published"


def test_a_plan_is_changed_by_a_new_version_with_its_reason() -> None:
    left, right = sources()
    derived_id = published(left, right)
    narrower = JoinPlan(keys=PLAN.keys, kind=Kind.INNER, left_columns=("维修说明",), right_columns=("口径",))
    change = {"derived_id": derived_id, "left": left, "right": right, "plan": narrower, "by": OFFICER}
    with pytest.raises(VersionReasonError):
        operations.change_plan(**change, reason=" ", at=now())
    assert operations.change_plan(**change, reason="只要口径", at=now()) == 2
    assert [one.number for one in queries.version_cards(derived_id=derived_id)] == [2, 1]
    run = ran(derived_id)
    assert (run.version, run.state) == (2, RunState.HANDED)
    assert [one.plan.kind for one in queries.version_cards(derived_id=derived_id)] == [Kind.INNER, Kind.LEFT]


def test_what_ended_is_not_made_again() -> None:
    left, right = sources()
    derived_id = published(left, right)
    operations.end_refreshing(derived_id=derived_id, reason="不再需要", by=OFFICER, at=now())
    with pytest.raises(DerivedEndedError):
        operations.run_derived(derived_id=derived_id, at=now(), clock=now)
    assert operations.refresh_of(table_ids=[left, right], at=now()) == ()
    made = queries.made_from(dataset_id=queries.derived_card(derived_id=derived_id).dataset_id)
    assert made is not None
    assert not made.is_refreshed


def test_rows_that_wait_for_their_first_review_are_not_handed_over_twice() -> None:
    left, right = sources()
    derived_id = kept(left, right)
    first = ran(derived_id)
    seeding.published(name="mains", title="供水干管", content=FEWER)
    second = ran(derived_id)
    assert (second.state, second.code) == (RunState.FAILED, "derived-first-waits")
    understood(first)
    publishing.cancel(submission_id=first.submission_id, by=OFFICER, at=now())
    third = ran(derived_id)
    assert third.state is RunState.HANDED
    step = submissions.last_step(submission_id=third.submission_id)
    assert step is not None
    assert step.state is SubmissionStep.ACKNOWLEDGED


def test_a_run_that_was_killed_is_called_for_again() -> None:
    left, right = sources()
    derived_id = published(left, right)
    assert operations.resume_runs(at=now()) == ()
    DerivedRun.objects.filter(derived_id=derived_id).update(state=RunState.RUNNING.value, ended_at=None)
    assert operations.resume_runs(at=now()) == (derived_id,)
    assert make_derived.call(derived_id) == "unchanged"
    killed, again = queries.run_cards(derived_id=derived_id, limit=2)[::-1]
    assert (killed.state, killed.code, again.state) == (RunState.FAILED, "interrupted", RunState.UNCHANGED)
    assert operations.resume_runs(at=now()) == ()
