"""Versions, forks, who sees and changes a dashboard, and the way into the gallery."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.core_services.dashboards.conftest import ANONYMOUS, AT, People, card, spec_over
from tests.seeding import DEPARTMENT

from zhanqiao.core_services.dashboards import operations as dashboards
from zhanqiao.core_services.dashboards import queries
from zhanqiao.core_services.dashboards.operations import DashboardOvertakenError
from zhanqiao.core_services.dashboards.rules import (
    ListingStepError,
    OwnDashboardError,
    Visibility,
    WordsMissingError,
)
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import AccessCard
from zhanqiao.people.audit.models import AuditLine
from zhanqiao.people.departments.queries import department_card
from zhanqiao.people.notices.models import Notice

NEW = Text("新标题", "New title")


def sees(slug: str, by: AccessCard) -> int | None:
    """Return the version somebody sees, None for none."""
    try:
        return queries.dashboard_card(slug=slug, card=by).shown
    except NotFoundError:
        return None


def retitled(slug: str, by: str) -> str:
    one = queries.dashboard_card(slug=slug, card=card(by), latest=True)
    dashboards.save(dashboard_id=one.id, spec=replace(one.spec, title=NEW), upon=one.version, by=by, at=AT)
    return one.id


def listed(slug: str, people: People) -> str:
    key = queries.dashboard_card(slug=slug, card=card(people.citizen)).id
    dashboards.submit(dashboard_id=key, by=people.citizen, at=AT)
    waiting = queries.in_review(card=card(people.authority))
    dashboards.decide_listing(dashboard_id=key, version=waiting[0].shown, approved=True, by=people.authority, at=AT)
    return key


def test_each_saving_is_a_version_and_an_old_one_comes_back(slug: str, people: People) -> None:
    key = retitled(slug, people.citizen)
    assert dashboards.restore(dashboard_id=key, version=1, upon=2, by=people.citizen, at=AT) == 3
    assert [one.number for one in queries.versions(dashboard_id=key)] == [3, 2, 1]
    titles = [queries.spec_at(dashboard_id=key, version=number).title.zh for number in (1, 2, 3)]
    assert titles == ["行道树", "新标题", "行道树"]
    assert [one.action for one in AuditLine.objects.filter(object_type="dashboard").order_by("seq")] == [
        "dashboard.make",
        "dashboard.save",
        "dashboard.save",
    ]


def test_of_two_savings_upon_one_version_the_second_is_refused(slug: str, people: People) -> None:
    key = retitled(slug, people.citizen)
    with pytest.raises(DashboardOvertakenError):
        dashboards.save(dashboard_id=key, spec=spec_over("tbl_000000000000"), upon=1, by=people.citizen, at=AT)
    assert len(queries.versions(dashboard_id=key)) == 2


def test_a_private_dashboard_is_its_makers_alone(slug: str, people: People) -> None:
    key = queries.dashboard_card(slug=slug, card=card(people.citizen)).id
    assert [sees(slug, one) for one in (ANONYMOUS, card(people.other))] == [1, 1]
    dashboards.show_to(dashboard_id=key, visibility=Visibility.PRIVATE, by=people.citizen, at=AT)
    others = (people.other, people.authority, people.parks_officer)
    assert [sees(slug, one) for one in (ANONYMOUS, *map(card, others))] == [None] * 4
    assert sees(slug, card(people.citizen)) == 1
    for one in (people.other, people.authority):
        with pytest.raises(NotFoundError):
            queries.dashboard_card(slug=slug, card=card(one), latest=True)


def test_a_departments_dashboard_is_changed_by_its_staff_and_decided_by_another_of_them(
    trees: dict[str, str], people: People
) -> None:
    parks = department_card(key_or_code=DEPARTMENT).id
    slug = dashboards.make(spec=spec_over(trees["table"]), department_id=parks, by=people.parks_officer, at=AT)
    assert [sees(slug, card(one)) for one in (people.parks_reviewer, people.transport_officer)] == [1, None]
    key = retitled(slug, people.parks_reviewer)
    dashboards.submit(dashboard_id=key, by=people.parks_officer, at=AT)
    reviewing = [people.parks_reviewer, people.transport_reviewer, people.authority]
    assert [len(queries.in_review(card=card(one))) for one in reviewing] == [1, 0, 1]
    for own in (people.parks_officer, people.parks_reviewer):
        with pytest.raises(OwnDashboardError):
            dashboards.decide_listing(dashboard_id=key, version=2, approved=True, by=own, at=AT)
    dashboards.decide_listing(dashboard_id=key, version=2, approved=True, by=people.authority, at=AT)
    assert sees(slug, ANONYMOUS) == 2
    assert queries.dashboard_card(slug=slug, card=ANONYMOUS).maker.zh == "青岛市园林和林业局"


def test_the_public_goes_on_seeing_the_approved_version(slug: str, people: People) -> None:
    key = listed(slug, people)
    retitled(slug, people.citizen)
    assert (sees(slug, ANONYMOUS), sees(slug, card(people.citizen))) == (1, 1)
    found, total = queries.gallery(words="street 树", limit=5, offset=0)
    assert ([one.slug for one in found], total) == ([slug], 1)
    assert queries.gallery(words="新标题", limit=5, offset=0)[1] == 0
    assert found[0].maker == Text("公众用户", "a member of the public")
    dashboards.submit(dashboard_id=key, by=people.citizen, at=AT)
    dashboards.decide_listing(dashboard_id=key, version=2, approved=True, by=people.authority, at=AT)
    assert sees(slug, ANONYMOUS) == 2


def test_a_refusal_needs_its_reason_and_is_told(slug: str, people: People) -> None:
    key = queries.dashboard_card(slug=slug, card=card(people.citizen)).id
    dashboards.submit(dashboard_id=key, by=people.citizen, at=AT)
    with pytest.raises(ListingStepError):
        dashboards.submit(dashboard_id=key, by=people.citizen, at=AT)
    with pytest.raises(WordsMissingError):
        dashboards.decide_listing(dashboard_id=key, version=1, approved=False, words=" ", by=people.authority, at=AT)
    with pytest.raises(ListingStepError):
        dashboards.decide_listing(dashboard_id=key, version=2, approved=True, by=people.authority, at=AT)
    dashboards.decide_listing(
        dashboard_id=key, version=1, approved=False, words="标题不准确", by=people.authority, at=AT
    )
    assert Notice.objects.get(account_id=people.citizen).text_zh == "您的看板未通过公开审核：标题不准确"
    assert [one.text.zh for one in queries.steps(dashboard_id=key)] == ["审核未通过", "提交审核"]
    assert queries.gallery(words="", limit=5, offset=0)[1] == 0


def test_a_public_dashboard_is_taken_down_with_the_reason(slug: str, people: People) -> None:
    key = listed(slug, people)
    dashboards.unlist(dashboard_id=key, words="数据有误", by=people.authority, at=AT)
    assert (sees(slug, ANONYMOUS), sees(slug, card(people.citizen))) == (None, 1)
    with pytest.raises(ListingStepError):
        dashboards.unlist(dashboard_id=key, words="数据有误", by=people.authority, at=AT)


def test_nobody_brings_a_dashboard_into_the_gallery_but_a_reviewer(slug: str, people: People) -> None:
    key = queries.dashboard_card(slug=slug, card=card(people.citizen)).id
    with pytest.raises(ListingStepError):
        dashboards.show_to(dashboard_id=key, visibility=Visibility.PUBLIC, by=people.citizen, at=AT)


def test_a_fork_is_my_own_and_says_what_it_came_from(slug: str, people: People) -> None:
    listed(slug, people)
    seen = queries.dashboard_card(slug=slug, card=card(people.other))
    made = dashboards.fork(dashboard=seen, spec=seen.spec, by=people.other, at=AT)
    mine = queries.mine(card=card(people.other))
    assert [(one.slug, one.forked_from, one.visibility) for one in mine] == [(made, slug, Visibility.PRIVATE)]
    assert sees(made, card(people.citizen)) is None


def test_a_removed_dashboard_is_gone_for_everybody(slug: str, people: People) -> None:
    key = listed(slug, people)
    dashboards.remove(dashboard_id=key, by=people.citizen, at=AT)
    assert [sees(slug, one) for one in (ANONYMOUS, card(people.citizen))] == [None, None]
    assert queries.gallery(words="", limit=5, offset=0)[1] == 0
    with pytest.raises(NotFoundError):
        dashboards.remove(dashboard_id=key, by=people.citizen, at=AT)
