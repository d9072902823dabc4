"""Comparisons in the making, and what a comparison says, as people write it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhanqiao.core_services.analysis.models import Comparison, ComparisonDraft
from zhanqiao.core_services.analysis.rules import (
    KINDS,
    Authority,
    Definition,
    DifferenceKind,
    FieldRuleSaid,
    MatchColumnSaid,
    Schedule,
    said_of,
)
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.operations import require
from zhanqiao.people.access.rules import AccessCard, Action, Resource
from zhanqiao.people.departments.queries import cards_by_id


@dataclass(frozen=True, slots=True)
class Example:
    """A discrepancy of a trial: what calls the row, columns and values of A and B, what is wrong."""

    name: str
    columns: tuple[str, str]
    values: tuple[str | None, str | None]
    kind: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonDraftCard:
    """A draft: what it says, how its trial went. ``comparison`` is the key of the one that is changed.

    ``figures``: left_rows, right_rows, pairs, only_left, only_right, vetoed, total, seconds.
    """

    id: str
    comparison: str
    said: dict[str, Any]
    state: str
    figures: dict[str, Any]
    examples: tuple[Example, ...]
    note: Text
    by: str
    at: datetime

    @property
    def name(self) -> Text:
        """Return the name; Chinese where no English is given."""
        return Text(self.said["name_zh"], self.said["name_en"] or self.said["name_zh"])

    @property
    def unpaired(self) -> tuple[float, float]:
        """Return the share of rows of A and of B without a partner, in per cent."""
        told = self.figures
        return tuple(100 * told[f"only_{side}"] / max(1, told[f"{side}_rows"]) for side in ("left", "right"))


def comparison_draft(*, draft_id: str, card: AccessCard) -> ComparisonDraftCard:
    """Return a draft of the asker's departments. Raises NotFoundError, also where it is of others."""
    found = ComparisonDraft.objects.select_related("comparison").filter(pk=draft_id).first()
    if found is None:
        raise NotFoundError(what=draft_id)
    resource = Resource(kind="comparison", id=draft_id, department_id=found.department_id, state="draft")
    require(card=card, action=Action.compare, resource=resource)
    return _card(found)


def comparison_drafts(*, by: str) -> tuple[ComparisonDraftCard, ...]:
    """Return the drafts of new comparisons a person began, newest first."""
    found = ComparisonDraft.objects.select_related("comparison").filter(by=by, comparison=None)
    return tuple(_card(one) for one in found.order_by("-at"))


def _card(found: ComparisonDraft) -> ComparisonDraftCard:
    examples = found.found.get("examples", ())
    return ComparisonDraftCard(
        id=found.id,
        comparison=found.comparison.key if found.comparison else "",
        said=found.definition,
        state=found.state,
        figures=found.found,
        examples=tuple(
            Example(one["name"], tuple(one["columns"]), tuple(one["values"]), KINDS[DifferenceKind(one["kind"])])
            for one in examples
        ),
        note=Text(found.note_zh, found.note_en),
        by=found.by,
        at=found.at,
    )


def said_of_comparison(*, key: str) -> dict[str, Any]:
    """Return what a comparison says, as ``definition_of`` reads it; says nothing about rights. Raises NotFoundError."""
    found = Comparison.objects.filter(key=key).first()
    if found is None:
        raise NotFoundError(what=key)
    return said_of(definition_kept(found))


def definition_kept(comparison: Comparison, /) -> Definition:
    """Return what a comparison says, as it is kept."""
    return Definition(
        key=comparison.key,
        name_zh=comparison.name_zh,
        name_en=comparison.name_en,
        left=comparison.left_id,
        right=comparison.right_id,
        department=cards_by_id()[comparison.department_id].key,
        columns=tuple(MatchColumnSaid(**one) for one in comparison.columns),
        rules=tuple(
            FieldRuleSaid(**{**one, "codes": tuple((code, word) for code, word in one["codes"])})
            for one in comparison.rules
        ),
        authority=Authority(comparison.authority),
        method=comparison.method,
        left_names=tuple(comparison.left_names),
        right_names=tuple(comparison.right_names),
        threshold=comparison.threshold,
        schedule=Schedule(comparison.schedule),
    )
