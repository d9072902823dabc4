"""Datasets as the search index files them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Any

from zhanqiao.data_center.catalogue.engine.documents import SearchColumn, SearchDocument
from zhanqiao.data_center.catalogue.models import Dataset
from zhanqiao.data_center.catalogue.queries.cards import DatasetCard
from zhanqiao.data_center.catalogue.queries.datasets import dataset_cards
from zhanqiao.data_center.catalogue.rules.divisions import DIVISIONS, district_of
from zhanqiao.data_center.metadata import queries as metadata
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import AccessCard, Role

INDEXER = AccessCard(account_id=None, name="search index", roles=frozenset({(Role.authority, None)}))
"""The index holds every state of every department; what of it is shown is decided at each search."""
AT_ONCE = 50
PACKED = frozenset({".gz", ".zip"})


def documents(*, ids: Sequence[str]) -> tuple[SearchDocument, ...]:
    """Return the documents of those datasets that exist."""
    return tuple(_document(card) for card in dataset_cards(ids=ids, card=INDEXER))


def all_documents() -> Iterator[SearchDocument]:
    """Yield the document of every dataset, in constant memory."""
    last = ""
    while ids := list(Dataset.objects.filter(id__gt=last).order_by("id").values_list("id", flat=True)[:AT_ONCE]):
        yield from documents(ids=ids)
        last = ids[-1]


def _document(card: DatasetCard) -> SearchDocument:
    entry = card.entry
    return SearchDocument(
        id=card.id,
        slug=card.slug,
        title_zh=entry.title_zh,
        title_en=entry.title_en,
        abstract_zh=entry.abstract_zh,
        abstract_en=entry.abstract_en,
        keywords=tuple(entry.keywords),
        state=card.state,
        open_type=entry.open_type,
        update_cycle=entry.update_cycle,
        licence=entry.licence,
        synthetic=entry.synthetic,
        origin_zh=card.origin.name.zh if card.origin else "",
        origin_en=card.origin.name.en if card.origin else "",
        modified=(card.updated_at or card.modified_at).isoformat(timespec="seconds"),
        **_place(card),
        **_contents(card),
    )


def _place(card: DatasetCard) -> dict[str, Any]:
    """Return where the dataset belongs: department, theme, scene, division."""
    district = district_of(division_code=card.entry.division_code)
    return {
        "department_id": card.department.id,
        "department": card.department.key,
        "department_zh": card.department.name_zh,
        "department_en": card.department.name_en,
        "themes": (card.entry.theme,),
        "theme_names": _words(card.theme.text),
        "scene": card.entry.scene,
        "scene_names": _words(card.scene.text) if card.scene else (),
        "district": district,
        "division_names": (*_words(DIVISIONS.get(district)), *filter(None, (card.entry.spatial,))),
    }


def _contents(card: DatasetCard) -> dict[str, Any]:
    """Return what is in the dataset: its tables, their columns and the files they came from."""
    return {
        "formats": card.origin.formats if card.origin else _source_formats(card),
        "identifiers": (card.entry.resource_code, *(table.id for table in card.tables)),
        "table_titles": tuple(word for table in card.tables for word in _words(table.title)),
        "columns": tuple(column for table in card.tables for column in _columns(table.id)),
        "tables": len(card.tables),
        "bbox": card.bbox or (),
        "rows": card.rows,
    }


def _columns(table_id: str) -> Iterator[SearchColumn]:
    for column in metadata.dictionary(table_id=table_id):
        zh, en = column.label.zh, column.label.en
        described = (
            column.description.zh,
            column.description.en if column.description.en != column.description.zh else "",
        )
        yield SearchColumn(table_id, column.name, zh, en if en != zh else "", *described)


def _source_formats(card: DatasetCard) -> tuple[str, ...]:
    """Return the formats of the files the department handed in, such as ``xlsx``, without their packing."""
    found = (_source_format(table.id) for table in card.tables)
    return tuple(sorted({one for one in found if one}))


def _source_format(table_id: str) -> str:
    newest = next(iter(storage.release_cards(table_id=table_id)), None)
    name = str((newest.source or {}).get("name", "")) if newest else ""
    endings = [suffix.lower() for suffix in PurePath(name).suffixes]
    inner = [ending for ending in endings if ending not in PACKED] or endings
    return inner[-1].lstrip(".") if inner else ""


def _words(text: Text | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys((text.zh, text.en))) if text else ()
