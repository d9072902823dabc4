"""Datasets about the same things as one, each with the reasons in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from zhanqiao.data_center.catalogue.queries.cards import DatasetCard
from zhanqiao.data_center.catalogue.queries.datasets import dataset_cards
from zhanqiao.data_center.catalogue.queries.search import search
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import AccessCard

LOOKED_AT = 40  # hits among which the related ones are chosen
NAMED = 4  # keywords or columns that a reason names
SHORTEST = 2  # characters of a column's name that says something
WEIGHTS = {"keywords": 3.0, "columns": 1.0, "department": 1.0, "theme": 0.5}
MOST_COLUMNS = 5  # shared columns beyond which more say nothing
LEAST = 1.5


@dataclass(frozen=True, slots=True)
class Related:
    """A dataset, how much it has in common (a sum of weights), and what that is."""

    dataset: DatasetCard
    score: float
    reasons: tuple[Text, ...]


def related(*, dataset: DatasetCard, card: AccessCard, limit: int = 6) -> tuple[Related, ...]:
    """Return the datasets that ``card`` may see which have most in common with one: words, columns, office, theme.

    Candidates come from the search for its title and keywords; none is shown without a reason. Raises IndexUnusableError.
    """
    words = " ".join((dataset.title.zh, *dataset.keywords))
    page = search(text=words, card=card, limit=LOOKED_AT)
    ids = [hit.dataset_id for hit in page.hits if hit.dataset_id != dataset.id]
    found = (_related(dataset, other) for other in dataset_cards(ids=ids, card=card))
    return tuple(sorted((one for one in found if one.score >= LEAST), key=lambda one: -one.score)[:limit])


def _related(dataset: DatasetCard, other: DatasetCard) -> Related:
    keywords = [word for word in other.keywords if word in dataset.keywords]
    mine = set(_columns(dataset))
    columns = [name for name in dict.fromkeys(_columns(other)) if name in mine]
    shared = {
        "keywords": len(keywords),
        "columns": min(len(columns), MOST_COLUMNS),
        "department": dataset.department.id == other.department.id,
        "theme": dataset.theme == other.theme,
    }
    return Related(
        other,
        sum(WEIGHTS[name] * amount for name, amount in shared.items()),
        tuple(_reasons(other, keywords, columns, shared)),
    )


def _reasons(other: DatasetCard, keywords: list[str], columns: list[str], shared: dict[str, int]) -> Iterator[Text]:
    if keywords:
        yield Text(f"共同关键词：{_named(keywords, '、')}", f"same keywords: {_named(keywords, ', ')}")
    if columns:
        yield Text(f"共同字段：{_named(columns, '、')}", f"same columns: {_named(columns, ', ')}")
    if shared["department"]:
        yield Text("同一部门", "same department")
    if shared["theme"]:
        yield Text(f"同一主题：{other.theme.text.zh}", f"same theme: {other.theme.text.en}")


def _columns(dataset: DatasetCard) -> Iterator[str]:
    return (field.name for table in dataset.tables for field in table.fields if len(field.name) >= SHORTEST)


def _named(words: Iterable[str], comma: str) -> str:
    listed = list(words)
    more = f"{comma}…（{len(listed)}）" if len(listed) > NAMED else ""
    return comma.join(listed[:NAMED]) + more
