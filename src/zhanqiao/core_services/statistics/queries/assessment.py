"""The self-assessment: every indicator of the yardstick with the evidence that was gathered for it now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhanqiao.core_services.statistics.queries import evidence_of_data as data
from zhanqiao.core_services.statistics.queries import evidence_of_service as service
from zhanqiao.core_services.statistics.queries import evidence_of_use as use
from zhanqiao.core_services.statistics.queries.city import City, city
from zhanqiao.core_services.statistics.rules import Evidence, Judged, Part, Yardstick, judged, yardstick
from zhanqiao.data_center.storage import queries as storage

Gatherer = Callable[[City], Evidence | None]
# Indicators that are not here have no evidence that a program could gather: nothing is claimed for them.
GATHERERS: Mapping[str, Gatherer] = {
    "standards": service.standards,
    "plan": service.plan,
    "list": service.listed,
    "search": service.search,
    "preview": service.preview,
    "conditional_preview": service.conditional_preview,
    "free_download": service.free_download,
    "application": service.application,
    "requests": service.answered,
    "contact": service.contact,
    "subscription": service.subscription,
    "appeals": use.appeals,
    "datasets": data.datasets,
    "capacity": data.capacity,
    "themes": data.themes,
    "departments": data.departments,
    "interfaces": data.interfaces,
    "timely": data.timely,
    "history": data.history,
    "licence": data.licence,
    "formats": data.formats,
    "described": data.described,
    "sound": data.sound,
    "used": data.used,
    "applications": use.applications,
}


@dataclass(frozen=True, slots=True)
class JudgedPart:
    """A part with its indicators and the points they claim."""

    part: Part
    lines: tuple[Judged, ...]

    @property
    def points(self) -> float:
        """Points that are claimed."""
        return round(sum(one.points for one in self.lines), 2)


@dataclass(frozen=True, slots=True)
class Assessment:
    """The whole, at a moment."""

    at: datetime
    yardstick: Yardstick
    parts: tuple[JudgedPart, ...]

    @property
    def points(self) -> float:
        """Points of 100."""
        return round(sum(one.points for one in self.parts), 1)

    @property
    def gaps(self) -> tuple[Judged, ...]:
        """Indicators with points missing, the most first."""
        lines = [one for part in self.parts for one in part.lines if not one.is_met]
        return tuple(sorted(lines, key=lambda one: one.points - one.indicator.weight))


def assessment(*, at: datetime) -> Assessment:
    """Gather the evidence; within an hour again only when data changed."""
    found: Assessment = storage.remembered(("assessment", at.strftime("%Y%m%d%H")), lambda: _assessed(at))
    return found


def assessment_document(*, at: datetime) -> dict[str, Any]:
    """Return the self-assessment as JSON carries it."""
    found = assessment(at=at)
    return {
        "version": found.yardstick.version,
        "source": found.yardstick.source.as_dict(),
        "at": found.at.isoformat(),
        "points": found.points,
        "indicators": [_line(part.part, one) for part in found.parts for one in part.lines],
    }


def _assessed(at: datetime) -> Assessment:
    here, measure = city(at=at), yardstick()
    parts = []
    for part in measure.parts:
        lines = (
            judged(indicator=one, evidence=GATHERERS[one.id](here) if one.id in GATHERERS else None)
            for one in part.indicators
        )
        parts.append(JudgedPart(part, tuple(lines)))
    return Assessment(at, measure, tuple(parts))


def _line(part: Part, line: Judged) -> dict[str, Any]:
    told: dict[str, Any] = {
        "part": part.id,
        "id": line.indicator.id,
        "name": line.indicator.name.as_dict(),
        "asks": line.indicator.asks.as_dict(),
        "weight": line.indicator.weight,
        "points": line.points,
        "claimed": line.is_claimed,
        "gap": None if line.is_met else line.indicator.gap.as_dict(),
    }
    if line.evidence:
        told |= {
            "found": line.evidence.found.as_dict(),
            "how": line.evidence.how.as_dict(),
            "evidence": [{"url": proof.path, "holds": proof.holds} for proof in line.evidence.proofs],
        }
    return told
