"""What the pages show on which comparisons are defined: tables to choose from, proposals, the trial."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhanqiao.core_services.analysis import queries as analysis
from zhanqiao.core_services.analysis.queries import ComparisonCard, ComparisonDraftCard
from zhanqiao.core_services.analysis.rules import proposed_matches, proposed_rules, toml_of
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.data_center.metadata import queries as metadata
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import TableCard
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.operations import require
from zhanqiao.people.access.rules import AccessCard, Action, Resource, decide
from zhanqiao.people.departments.queries import cards_by_id
from zhanqiao.portal.workbench.queries.gathering import StepLink

SHOWN = 20
PROPOSED = 8
KEY_CHARACTERS = 40


def tables_page(*, card: AccessCard, left: str, words: str) -> dict[str, Any]:
    """Return the tables to choose from: the first, or with ``left`` the second, those that go with it before the others.

    Raises NotFoundError where ``left`` may not be read.
    """
    tables = {one.id: one for one in catalogue.readable_tables(card=card)}
    cards = _datasets(tables.values(), card)
    chosen = catalogue.readable_table(table_id=left, card=card) if left else None
    listed = [_table(one, cards) for one in tables.values() if one.id != left]
    found = [one for one in listed if words.lower() in one["words"]]
    going = storage.joinable_tables(card=chosen, others=tables.values())[:PROPOSED] if chosen and not words else []
    return {
        "left": _table(chosen, _datasets([chosen], card)) if chosen else None,
        "going": [_going(one, chosen, cards) for one in going] if chosen else [],
        "found": found[:SHOWN],
        "total": len(found),
        "words": words,
        "steps": comparison_steps(current=1 if left else 0),
        "section": "workbench",
    }


def definition_begun(*, left: str, right: str, card: AccessCard) -> dict[str, Any]:
    """Return a comparison of two tables as it is proposed. Raises NotFoundError, ForbiddenError."""
    one, other = _readable(left, right, card)
    columns = tuple([(each.name, each.type.value) for each in table.fields] for table in (one, other))
    joins = storage.joinable_tables(card=one, others=[other])
    keys = [(key.left.name, key.right.name) for key in joins[0].join.keys] if joins else []
    matches = proposed_matches(left=columns[0], right=columns[1], keys=keys)
    rules = proposed_rules(left=columns[0], right=columns[1], keys=keys)
    departments = departments_comparing(card=card)
    titles = _titles(one, other, card)
    return {
        "name_zh": f"{titles[0].zh}与{titles[1].zh}比对",
        "name_en": f"{titles[0].en} and {titles[1].en}" if titles[0].en != titles[0].zh else "",
        "key": f"{_slug(one, card)}-{_slug(other, card)}"[:KEY_CHARACTERS].strip("-"),
        "department": departments[0][0] if len(departments) == 1 else "",
        "authority": "right",
        "schedule": "on_release",
        "method": "keys" if keys or not matches else "probable",
        "threshold": 0.7,
        "columns": [{"left": m.left, "right": m.right, "kind": m.kind, "key": m.key} for m in matches],
        "rules": [{"left": rule.left, "right": rule.right, "how": rule.how} for rule in rules],
    }


def definition_page(
    *, left: str, right: str, card: AccessCard, draft: ComparisonDraftCard | None = None
) -> dict[str, Any]:
    """Return what the page of a definition shows beside its form. Raises NotFoundError, ForbiddenError."""
    one, other = _readable(left, right, card)
    return {
        "tables": _titles(one, other, card),
        "rows": (one.rows, other.rows),
        "draft": draft,
        "steps": comparison_steps(current=2),
        "section": "workbench",
    }


def definition_choices(*, left: str, right: str, card: AccessCard) -> dict[str, Any]:
    """Return what the form of a definition offers: the columns of both tables, departments."""
    return {
        "tables": (left, right),
        "columns": (_columns(left), _columns(right)),
        "departments": departments_comparing(card=card),
    }


def comparison_draft_page(*, draft_id: str, card: AccessCard) -> dict[str, Any]:
    """Return a draft with what its trial found. Raises NotFoundError, ForbiddenError."""
    draft = analysis.comparison_draft(draft_id=draft_id, card=card)
    one, other = _readable(draft.said["left"], draft.said["right"], card)
    return {
        "draft": draft,
        "tables": _titles(one, other, card),
        "toml": toml_of(draft.said),
        "steps": comparison_steps(current=3),
        "section": "workbench",
    }


def owned_comparison(*, key: str, card: AccessCard) -> ComparisonCard:
    """Return a comparison that this person may change: of the department that compares. Raises NotFoundError, ForbiddenError."""
    found = analysis.comparison_card(key=key, card=card)
    require(card=card, action=Action.confirm_calibration, resource=_owner(found))
    return found


def departments_comparing(*, card: AccessCard) -> list[tuple[str, str]]:
    """Return (key, name) of the departments for which a person may define comparisons."""
    language = get_language() or "zh-hans"
    return [
        (one.key, one.name.in_language(language))
        for one in cards_by_id().values()
        if one.valid_to is None
        and decide(card=card, action=Action.compare, resource=Resource(kind="comparison", department_id=one.id)).allowed
    ]


def comparison_steps(*, current: int) -> list[StepLink]:
    """Return the steps of defining a comparison; those before the current one count as done."""
    labels = [_("Table A"), _("Table B"), _("How they are compared"), _("Trial")]
    return [StepLink(label, place == current, place < current) for place, label in enumerate(labels)]


def _owner(found: ComparisonCard) -> Resource:
    return Resource(kind="comparison", id=found.key, department_id=found.department.id)


def _readable(left: str, right: str, card: AccessCard) -> tuple[TableCard, TableCard]:
    return catalogue.readable_table(table_id=left, card=card), catalogue.readable_table(table_id=right, card=card)


def _datasets(tables: Iterable[TableCard], card: AccessCard) -> dict[str, DatasetCard]:
    return {one.id: one for one in catalogue.dataset_cards(ids=list({table.dataset_id for table in tables}), card=card)}


def _table(table: TableCard, cards: dict[str, DatasetCard]) -> dict[str, Any]:
    dataset = cards[table.dataset_id]
    title, name = dataset.title_of(table=table), dataset.department.name
    words = f"{title.zh} {title.en} {dataset.title.zh} {dataset.title.en} {name.zh} {name.en} {dataset.slug}".lower()
    return {"table": table, "title": title, "dataset": dataset, "words": words}


def _going(found: storage.JoinableTable, left: TableCard, cards: dict[str, DatasetCard]) -> dict[str, Any]:
    told = _table(found.table, cards)
    own = cards[left.dataset_id].title_of(table=left) if left.dataset_id in cards else left.title
    return told | {"reason": found.join.reason(left=own, right=told["title"])}


def _titles(one: TableCard, other: TableCard, card: AccessCard) -> tuple[Text, Text]:
    cards = _datasets([one, other], card)
    return cards[one.dataset_id].title_of(table=one), cards[other.dataset_id].title_of(table=other)


def _slug(table: TableCard, card: AccessCard) -> str:
    return _datasets([table], card)[table.dataset_id].slug


def _columns(table_id: str) -> list[tuple[str, str]]:
    language = get_language() or "zh-hans"
    cards = metadata.dictionary(table_id=table_id)
    return [
        (
            one.name,
            one.name
            if one.label.in_language(language) == one.name
            else f"{one.name} · {one.label.in_language(language)}",
        )
        for one in cards
    ]
