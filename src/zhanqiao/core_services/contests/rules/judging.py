"""How sheets become a result.

A sheet gives each criterion 0 to 100 points; its score is Σ weight·points / Σ weight. A work's result is the mean of its sheets,
each juror counting alike; a juror who is recused gives none. Works are ranked by exact fractions, before rounding. Works with equal
results are told apart by their mean in the heaviest criterion, then in the next (in the order of the list where weights are alike);
works that are equal in all share a rank, and the ranks after it are left out (1, 2, 2, 4).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from zhanqiao.core_services.contests.rules.words import Criterion
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

POINTS = 100
LEAST_SHEETS = 2  # of a work: one juror alone does not decide


class PointsError(ZhanqiaoError):
    """A sheet gives every criterion 0 to 100; nothing was kept."""

    status = 422
    code = "contest-points"
    sentence = Text(
        zh="请为每项评审标准填写0至100的整数分。没有保存。",
        en="Give every criterion a whole number from 0 to 100. Nothing was kept.",
    )


class ConflictError(ZhanqiaoError):
    """A juror takes no part in a contest, and a recused one does not score; nothing was kept."""

    status = 403
    code = "contest-conflict"
    sentence = Text(
        zh="有利益关系：评委不能参赛，已回避的作品不能评分。没有保存。",
        en="A conflict of interest: jurors do not take part, and do not score works they were recused from. Nothing was kept.",
    )


class OwnContestError(ZhanqiaoError):
    """Whoever judges or takes part does not publish the result; nothing was changed."""

    status = 403
    code = "contest-own-result"
    sentence = Text(
        zh="您是这项大赛的评委或参赛者，须由其他人员公布结果，什么都没有改变。",
        en="You are a juror or take part in this contest, so somebody else publishes the result; nothing was changed.",
    )


class SheetsMissingError(ZhanqiaoError):
    """Works have too few sheets; nothing was published."""

    status = 409
    code = "contest-sheets-missing"
    sentence = Text(
        zh="还有{count}件作品的评分表不足{least}份，没有公布。",
        en="{count} works have fewer than {least} sheets; nothing was published.",
    )


@dataclass(frozen=True, slots=True)
class Ranked:
    """A work with its rank and result."""

    work_id: str
    rank: int
    result: Fraction

    @property
    def shown(self) -> str:
        """Return the result with two decimals, half rounded up."""
        hundredths = int(self.result * 100 + Fraction(1, 2))
        return f"{hundredths // 100}.{hundredths % 100:02d}"


def require_points(*, points: Mapping[str, int], criteria: Sequence[Criterion]) -> None:
    """Raise PointsError unless each criterion and nothing else has 0 to 100 points."""
    if set(points) != {one.key for one in criteria} or any(not 0 <= one <= POINTS for one in points.values()):
        raise PointsError


def score_of(*, points: Mapping[str, int], criteria: Sequence[Criterion]) -> Fraction:
    """Return the score of one sheet."""
    return Fraction(sum(one.weight * points[one.key] for one in criteria), sum(one.weight for one in criteria))


def ranking(*, sheets: Mapping[str, Sequence[Mapping[str, int]]], criteria: Sequence[Criterion]) -> tuple[Ranked, ...]:
    """Return the works, by id with the points of their sheets, as they are ranked; those without a sheet are left out."""
    measured = {work: _measures(found, criteria) for work, found in sheets.items() if found}
    order = sorted(measured, key=lambda work: (*(-one for one in measured[work]), work))
    ranked: list[Ranked] = []
    for place, work in enumerate(order, start=1):
        is_same = bool(ranked) and measured[ranked[-1].work_id] == measured[work]
        ranked.append(Ranked(work, ranked[-1].rank if is_same else place, measured[work][0]))
    return tuple(ranked)


def _measures(sheets: Sequence[Mapping[str, int]], criteria: Sequence[Criterion]) -> tuple[Fraction, ...]:
    scores = [score_of(points=one, criteria=criteria) for one in sheets]
    by_weight = sorted(criteria, key=lambda one: -one.weight)
    means = [Fraction(sum(sheet[one.key] for sheet in sheets), len(sheets)) for one in by_weight]
    return (sum(scores, Fraction(0)) / len(scores), *means)
