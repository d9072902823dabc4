"""The statutory entry: what must be stated, what is allocated, what is remembered of every change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.data_center.grounds import AT, BY, entry

from zhanqiao.data_center.catalogue import operations, queries, rules
from zhanqiao.data_center.catalogue.models import Dataset
from zhanqiao.data_center.catalogue.rules import DatasetEntry, EntryInvalidError
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.access.queries import ANONYMOUS
from zhanqiao.people.access.rules import AccessCard, Role
from zhanqiao.people.audit.models import AuditLine
from zhanqiao.people.departments.queries import department_card


def officer(department: str) -> AccessCard:
    department_id = department_card(key_or_code=department).id
    return AccessCard(account_id="acc_1", roles=frozenset({(Role.officer, department_id)}))


@pytest.mark.parametrize(
    ("stated", "field"),
    [
        ({"title_zh": " "}, "title_zh"),
        ({"slug": "Metro Stations"}, "slug"),
        ({"slug": "a" * 81}, "slug"),
        ({"theme": "23"}, "theme"),
        ({"share_type": "conditional"}, "share_condition"),
        ({"share_type": "refused"}, "share_legal_ground"),
        ({"open_type": "conditional"}, "open_condition"),
        ({"open_type": "closed"}, "open_legal_ground"),
        ({"data_level": "core"}, "open_type"),
        ({"update_cycle": "sometimes"}, "update_cycle"),
        ({"class_code": "408006"}, "class_code"),
        ({"resource_code": "308006"}, "resource_code"),
        ({"class_code": "308006", "resource_code": "308007/1"}, "resource_code"),
        ({"related_codes": ("x",)}, "related_codes"),
        ({"division_code": "37020"}, "division_code"),
        ({"licence": "LicenseRef-Other"}, "licence_url"),
        ({"origin_url": "javascript:alert(1)"}, "origin_url"),
        ({"temporal_from": date(2026, 2, 1), "temporal_to": date(2026, 1, 1)}, "temporal_to"),
    ],
)
def test_what_an_entry_lacks_is_located(stated: dict[str, object], field: str) -> None:
    assert [problem.field for problem in rules.problems(entry=entry(**stated))] == [field]


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(EntryInvalidError) as refused:
        rules.require_valid(entry=entry(title_zh="", open_type="closed"))
    assert [problem["field"] for problem in refused.value.facts["problems"]] == ["title_zh", "open_legal_ground"]
    assert "2 处" in refused.value.text.zh


def test_entry_survives_json() -> None:
    stated = entry(keywords=("地铁", "客流"), temporal_from=date(2020, 1, 1), synthetic=True)
    assert DatasetEntry.from_dict(stated.as_dict()) == stated


def test_registered_entry_is_a_draft_with_an_allocated_code(department: str) -> None:
    dataset_id = operations.register_dataset(entry=entry(theme="6"), by=BY, at=AT)
    second = operations.register_dataset(entry=entry(slug="second", theme="6"), by=BY, at=AT)
    found = Dataset.objects.get(pk=dataset_id)
    assert (found.state, found.class_code, found.resource_code) == ("draft", "308006", "308006/000001")
    assert Dataset.objects.get(pk=second).resource_code == "308006/000002"


def test_draft_is_hidden_from_the_public_and_seen_by_its_officer(department: str) -> None:
    operations.register_dataset(entry=entry(), by=BY, at=AT)
    with pytest.raises(NotFoundError) as hidden:
        queries.dataset_card(slug="metro-stations", card=ANONYMOUS)
    with pytest.raises(NotFoundError) as absent:
        queries.dataset_card(slug="no-such-thing", card=ANONYMOUS)
    assert hidden.value.text.zh.replace("metro-stations", "no-such-thing") == absent.value.text.zh
    assert queries.dataset_card(slug="metro-stations", card=officer(department)).state == "draft"


def test_taken_slug_and_code_are_refused(department: str) -> None:
    operations.register_dataset(entry=entry(resource_code="308006/7"), by=BY, at=AT)
    with pytest.raises(operations.SlugTakenError):
        operations.register_dataset(entry=entry(), by=BY, at=AT)
    with pytest.raises(operations.ResourceCodeTakenError):
        operations.register_dataset(entry=entry(slug="other", resource_code="308006/7"), by=BY, at=AT)
    assert Dataset.objects.count() == 1


def test_unknown_department_is_refused(department: str) -> None:
    with pytest.raises(NotFoundError):
        operations.register_dataset(entry=entry(department="no-such-bureau"), by=BY, at=AT)


def test_revision_remembers_who_when_and_what(department: str) -> None:
    dataset_id = operations.register_dataset(entry=entry(), by=BY, at=AT)
    later = AT + timedelta(days=3)
    changed = operations.revise_dataset(
        dataset_id=dataset_id, entry=entry(title_zh="地铁车站", theme="6"), by="acc_2", at=later, reason="更名"
    )
    newest = queries.revisions(dataset_id=dataset_id)[0]
    assert changed == ("title_zh", "theme")
    assert (newest.number, newest.by, newest.at, newest.reason) == (2, "acc_2", later, "更名")
    assert newest.changes == {"title_zh": ("地铁站点", "地铁车站"), "theme": ("22", "6")}


def test_revision_without_change_leaves_no_trace(department: str) -> None:
    dataset_id = operations.register_dataset(entry=entry(), by=BY, at=AT)
    lines = AuditLine.objects.count()
    assert operations.revise_dataset(dataset_id=dataset_id, entry=entry(), by=BY, at=AT) == ()
    assert AuditLine.objects.count() == lines


def test_department_may_be_named_by_its_credit_code(department: str) -> None:
    code = department_card(key_or_code=department).code
    dataset_id = operations.register_dataset(entry=entry(department=code), by=BY, at=AT)
    assert queries.entry(dataset_id=dataset_id).department == department


@pytest.mark.parametrize(
    "broken",
    [
        {"open_type": "closed"},
        {"open_type": "conditional"},
        {"share_type": "refused"},
        {"share_type": "conditional"},
        {"data_level": "important"},
        {"theme": "99"},
        {"title_zh": ""},
        {"state": "published"},
    ],
)
def test_database_holds_the_same_line(department: str, broken: dict[str, str]) -> None:
    dataset_id = operations.register_dataset(entry=entry(), by=BY, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Dataset.objects.filter(pk=dataset_id).update(**broken)


def test_states_are_rows_with_who_when_and_why(department: str) -> None:
    dataset_id = operations.register_dataset(entry=entry(), by=BY, at=AT)
    operations.publish_dataset(dataset_id=dataset_id, by=BY, at=AT)
    operations.suspend_dataset(dataset_id=dataset_id, reason="核对坐标", by="acc_2", at=AT + timedelta(hours=1))
    steps = [(step.state, step.by, step.reason) for step in queries.states(dataset_id=dataset_id)]
    assert steps == [("suspended", "acc_2", "核对坐标"), ("published", BY, ""), ("draft", BY, "")]


def test_withdrawing_needs_a_reason(department: str) -> None:
    dataset_id = operations.register_dataset(entry=entry(), by=BY, at=AT)
    operations.publish_dataset(dataset_id=dataset_id, by=BY, at=AT)
    with pytest.raises(rules.ReasonMissingError):
        operations.withdraw_dataset(dataset_id=dataset_id, reason=" ", by=BY, at=AT)
    assert queries.dataset_card(id=dataset_id, card=ANONYMOUS).state == "published"


def test_draft_cannot_be_withdrawn(department: str) -> None:
    dataset_id = operations.register_dataset(entry=entry(), by=BY, at=AT)
    with pytest.raises(rules.StateStepError) as refused:
        operations.withdraw_dataset(dataset_id=dataset_id, reason="重复", by=BY, at=AT)
    assert "草稿" in refused.value.text.zh


def test_entry_as_of_a_day_is_what_stood_then(department: str) -> None:
    dataset_id = operations.register_dataset(entry=entry(), by=BY, at=AT)
    operations.publish_dataset(dataset_id=dataset_id, by=BY, at=AT)
    revised = replace(queries.entry(dataset_id=dataset_id), title_zh="地铁车站")
    operations.revise_dataset(dataset_id=dataset_id, entry=revised, by=BY, at=AT + timedelta(days=5))
    titles = {
        day: queries.dataset_card(id=dataset_id, card=ANONYMOUS, as_of=day).title.zh
        for day in ("2026-11-22", "2026-11-26", "2026-11-27")
    }
    assert titles == {"2026-11-22": "地铁站点", "2026-11-26": "地铁站点", "2026-11-27": "地铁车站"}


@pytest.mark.parametrize(
    ("cycle", "due"),
    [
        ("daily", date(2026, 2, 1)),
        ("weekly", date(2026, 2, 7)),
        ("monthly", date(2026, 2, 28)),
        ("quarterly", date(2026, 4, 30)),
        ("half_yearly", date(2026, 7, 31)),
        ("yearly", date(2027, 1, 31)),
    ],
)
def test_due_date_follows_the_promised_cycle(cycle: str, due: date) -> None:
    updated = AT.replace(month=1, day=31)
    verdict = rules.freshness(update_cycle=cycle, updated_at=updated, at=AT)
    assert verdict.due_at is not None
    assert (verdict.due_at.date(), verdict.overdue) == (due, due < AT.date())


@pytest.mark.parametrize("cycle", ["irregular", "never"])
def test_no_promise_is_never_overdue(cycle: str) -> None:
    assert rules.freshness(update_cycle=cycle, updated_at=AT, at=AT + timedelta(days=9999)) == rules.Freshness(
        None, False
    )
