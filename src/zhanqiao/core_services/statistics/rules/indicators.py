"""The self-assessment: indicators as the YAML tells them, and what evidence makes of them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from zhanqiao.kit.texts import Text

FILE = "open_forest.yaml"


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is asked, its points, the value for full marks, and what is missing where it is not met."""

    id: str
    name: Text
    asks: Text
    gap: Text
    weight: float
    full: float


@dataclass(frozen=True, slots=True)
class Part:
    """One of the four parts."""

    id: str
    name: Text
    weight: float
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Yardstick:
    """An edition of the indicators."""

    version: str
    source: Text
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """An address of this site where the evidence can be seen, and words that stand there."""

    path: str
    holds: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found: the value held against ``full``, in words, how it was measured, where it can be seen."""

    value: float
    found: Text
    how: Text
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """An indicator with its evidence; None: nothing is claimed. ``points`` of its weight."""

    indicator: Indicator
    evidence: Evidence | None
    points: float

    @property
    def is_claimed(self) -> bool:
        """Say whether points are claimed."""
        return self.points > 0

    @property
    def is_met(self) -> bool:
        """Say whether nothing is missing."""
        return self.points >= self.indicator.weight


def judged(*, indicator: Indicator, evidence: Evidence | None) -> Judged:
    """Hold evidence against an indicator: points rise with the value up to ``full``; without a proof there are none."""
    if evidence is None or not evidence.proofs or evidence.value <= 0:
        return Judged(indicator, None, 0.0)
    points = indicator.weight * min(1.0, evidence.value / indicator.full)
    return Judged(indicator, evidence, round(points, 2))


@cache
def yardstick() -> Yardstick:
    """Return the edition in force. Raises ValueError where points of a part do not sum up to its weight, or a sentence is cut."""
    # Late: nobody but this page reads YAML.
    import yaml

    told = yaml.safe_load(files(__package__).joinpath(FILE).read_text(encoding="utf-8"))
    found = Yardstick(str(told["version"]), _text(told["source"]), tuple(_part(one) for one in told["parts"]))
    for part in found.parts:
        if round(sum(one.weight for one in part.indicators), 6) != part.weight:
            raise ValueError(f"{FILE}: the points of {part.id} are not {part.weight}")
    return found


def _part(told: Mapping[str, Any]) -> Part:
    indicators = tuple(
        Indicator(
            id=one["id"], name=_text(one["name"]), asks=_text(one["asks"]), gap=_text(one["gap"]),
            weight=float(one["weight"]), full=float(one.get("full", 1)),
        )
        for one in told["indicators"]
    )  # fmt: skip
    return Part(told["id"], _text(told["name"]), float(told["weight"]), indicators)


def _text(told: Mapping[str, str]) -> Text:
    if set(told) != {"zh", "en"}:  # a comma outside quotes ends a sentence of the file without a word
        raise ValueError(f"{FILE}: {dict(told)}")
    return Text(zh=told["zh"], en=told["en"])
