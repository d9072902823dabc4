"""Teams and their works."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from zhanqiao.core_services.contests.models import Team, Work, WorkVote
from zhanqiao.core_services.gallery.queries import app_names
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import AccessCard, visible_states


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamCard:
    """A team. ``members`` is empty unless the team wants them named, or asks itself."""

    id: str
    name: str
    track: str
    members: tuple[str, ...]
    members_public: bool
    registered_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCard:
    """A work with its team. ``app`` is the public app of the gallery, by id and name."""

    id: str
    contest_id: str
    team: TeamCard
    title: str
    text: str
    link: str
    app: tuple[str, Text] | None
    datasets: tuple[DatasetCard, ...]
    handed_in_at: datetime
    votes: int


def team_cards(*, contest_id: str) -> tuple[TeamCard, ...]:
    """Return the teams that take part, as the public knows them."""
    return tuple(_team(row) for row in Team.objects.filter(contest_id=contest_id, withdrawn_at__isnull=True))


def my_team(*, contest_id: str, account_id: str) -> TeamCard | None:
    """Return the team of an account, with its members; None without one."""
    row = Team.objects.filter(contest_id=contest_id, account_id=account_id).first()
    return _team(row, is_own=True) if row else None


def my_work(*, contest_id: str, account_id: str, card: AccessCard) -> WorkCard | None:
    """Return the work of an account's team; None without one."""
    rows = _rows().filter(team__contest_id=contest_id, team__account_id=account_id)
    return next(iter(_cards(rows, card)), None)


def works_of(*, contest_id: str, card: AccessCard) -> tuple[WorkCard, ...]:
    """Return the works of the teams that take part: whoever shows them knows that they are public, or to whom."""
    return _cards(_rows().filter(team__contest_id=contest_id, team__withdrawn_at__isnull=True), card)


def work_card(*, contest_id: str, work_id: str, card: AccessCard) -> WorkCard:
    """Return a work of a team that takes part. Raises NotFoundError."""
    rows = _rows().filter(pk=work_id, team__contest_id=contest_id, team__withdrawn_at__isnull=True)
    found = next(iter(_cards(rows, card)), None)
    if found is None:
        raise NotFoundError(what=work_id)
    return found


def my_vote(*, contest_id: str, account_id: str) -> str | None:
    """Return the work an account gave its vote to."""
    return (
        WorkVote.objects.filter(contest_id=contest_id, account_id=account_id).values_list("work_id", flat=True).first()
    )


def _rows() -> QuerySet[Work]:
    return Work.objects.select_related("team").prefetch_related("uses").annotate(given=Count("votes", distinct=True))


def _cards(rows: QuerySet[Work], card: AccessCard) -> tuple[WorkCard, ...]:
    found: Sequence[Work] = list(rows)
    names = app_names(ids=[row.app_id for row in found if row.app_id])
    ids = dict.fromkeys(use.dataset_id for row in found for use in row.uses.all())
    known = {
        one.id: one
        for one in catalogue.dataset_cards(ids=[*ids], card=card)
        if one.state in visible_states(card=card, department_id=one.department.id)
    }
    return tuple(_card(row, names, known) for row in found)


def _card(row: Work, names: dict[str, Text], known: dict[str, DatasetCard]) -> WorkCard:
    return WorkCard(
        id=row.id,
        contest_id=row.team.contest_id,
        team=_team(row.team),
        title=row.title,
        text=row.text,
        link=row.link,
        app=(row.app_id, names[row.app_id]) if row.app_id in names else None,
        datasets=tuple(known[one.dataset_id] for one in row.uses.all() if one.dataset_id in known),
        handed_in_at=row.handed_in_at,
        votes=row.given,  # type: ignore[attr-defined]  # - annotated by _rows
    )


def _team(row: Team, *, is_own: bool = False) -> TeamCard:
    return TeamCard(
        id=row.id,
        name=row.name,
        track=row.track,
        members=tuple(row.members) if is_own or row.members_public else (),
        members_public=row.members_public,
        registered_at=row.registered_at,
        withdrawn_at=row.withdrawn_at,
    )
