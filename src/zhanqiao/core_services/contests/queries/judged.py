"""What jurors do and did: their own sheets while they judge, all sheets under numbers once the result is published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from zhanqiao.core_services.contests.models import Juror, Recusal, Sheet
from zhanqiao.core_services.contests.queries.contests import ContestCard
from zhanqiao.core_services.contests.queries.works import WorkCard, work_card, works_of
from zhanqiao.core_services.contests.rules import Criterion, ranking, score_of
from zhanqiao.people.access.rules import AccessCard
from zhanqiao.people.accounts.queries import account_card


@dataclass(frozen=True, slots=True)
class JurorCard:
    """A juror as the organiser sees one: how many works scored, how many left out."""

    number: int
    name: str
    sheets: int
    recusals: int


@dataclass(frozen=True, slots=True)
class SheetCard:
    """A sheet under its juror's number: points in the order of the criteria."""

    number: int
    points: tuple[int, ...]
    comment: str
    score: str


@dataclass(frozen=True, slots=True)
class Task:
    """A work as one juror has it: their own points by criterion, empty before; whether they are recused."""

    work: WorkCard
    points: tuple[tuple[Criterion, int | None], ...]
    comment: str
    is_scored: bool
    is_recused: bool


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A work with its rank, its result and the sheets that it is the mean of; ``recused`` are numbers of jurors."""

    rank: int
    result: str
    work: WorkCard
    sheets: tuple[SheetCard, ...]
    recused: tuple[int, ...]


def is_juror(*, contest_id: str, account_id: str) -> bool:
    """Say whether an account judges in a contest."""
    return Juror.objects.filter(contest_id=contest_id, account_id=account_id).exists()


def jurors_of(*, contest_id: str) -> tuple[JurorCard, ...]:
    """Return the jurors, for the organiser."""
    rows = list(Juror.objects.filter(contest_id=contest_id).prefetch_related("sheets", "recusals"))
    return tuple(
        JurorCard(row.number, _username(row.account_id), len(row.sheets.all()), len(row.recusals.all())) for row in rows
    )


def tasks_of(*, contest: ContestCard, account_id: str, card: AccessCard) -> tuple[Task, ...]:
    """Return the works a juror scores, with that juror's own sheets and nobody else's."""
    return _tasks(contest, works_of(contest_id=contest.id, card=card), account_id)


def task_of(*, contest: ContestCard, work_id: str, account_id: str, card: AccessCard) -> Task:
    """Return one work a juror scores. Raises NotFoundError."""
    return _tasks(contest, [work_card(contest_id=contest.id, work_id=work_id, card=card)], account_id)[0]


def results_of(*, contest: ContestCard, card: AccessCard) -> tuple[ResultLine, ...]:
    """Return the works as they are ranked, with their sheets: whoever shows them knows that the result is published."""
    works = {one.id: one for one in works_of(contest_id=contest.id, card=card)}
    rows = Sheet.objects.filter(work_id__in=[*works]).select_related("juror").order_by("juror__number")
    sheets: dict[str, list[Sheet]] = {one: [] for one in works}
    for row in rows:
        sheets[row.work_id].append(row)
    points = {work: [row.points for row in found] for work, found in sheets.items()}
    return tuple(
        ResultLine(
            one.rank,
            one.shown,
            works[one.work_id],
            tuple(_sheet(row, contest.criteria) for row in sheets[one.work_id]),
            _recused(one.work_id),
        )
        for one in ranking(sheets=points, criteria=contest.criteria)
    )


def _username(account_id: str) -> str:
    found = account_card(account_id=account_id)
    return found.username if found else ""


def _recused(work_id: str) -> tuple[int, ...]:
    found = Recusal.objects.filter(work_id=work_id).order_by("juror__number")
    return tuple(found.values_list("juror__number", flat=True))


def _sheet(row: Sheet, criteria: Sequence[Criterion]) -> SheetCard:
    score = score_of(points=row.points, criteria=criteria)
    hundredths = int(score * 100 + Fraction(1, 2))
    shown = f"{hundredths // 100}.{hundredths % 100:02d}"
    return SheetCard(row.juror.number, tuple(row.points[one.key] for one in criteria), row.comment, shown)


def _tasks(contest: ContestCard, works: Sequence[WorkCard], account_id: str) -> tuple[Task, ...]:
    mine = {"juror__contest_id": contest.id, "juror__account_id": account_id}
    sheets = {row.work_id: row for row in Sheet.objects.filter(**mine)}
    recused = set(Recusal.objects.filter(**mine).values_list("work_id", flat=True))
    return tuple(
        Task(
            one,
            tuple(
                (each, sheets[one.id].points.get(each.key) if one.id in sheets else None) for each in contest.criteria
            ),
            sheets[one.id].comment if one.id in sheets else "",
            one.id in sheets,
            one.id in recused,
        )
        for one in works
    )
