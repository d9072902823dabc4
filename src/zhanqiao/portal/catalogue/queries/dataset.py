"""One dataset: what every tab knows, the overview, its releases, its downloads."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from zhanqiao.core_services.conversation.queries import rating_of
from zhanqiao.core_services.conversation.rules import Subject
from zhanqiao.core_services.data_requests import queries as data_requests
from zhanqiao.core_services.following.queries import is_following
from zhanqiao.core_services.gallery.queries import apps_with
from zhanqiao.core_services.joining import queries as joining
from zhanqiao.core_services.publishing.rules import converted_places, masked_columns
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue import rules as catalogue_rules
from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.data_center.metadata import queries as metadata
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import ReleaseCard, TableCard
from zhanqiao.people.access.rules import AccessCard, Action, decide
from zhanqiao.portal.catalogue import rules
from zhanqiao.portal.catalogue.queries.markup import dataset_markup, machines


def dataset_page(*, slug: str, card: AccessCard, at: datetime, site: str, as_of: str = "") -> dict[str, Any]:
    """Return the overview of a dataset; ``site`` is the address that absolute links begin with. Raises NotFoundError."""
    dataset = catalogue.dataset_card(slug=slug, card=card, as_of=as_of or None)
    return frame(dataset=dataset, card=card, tab="overview") | {
        "freshness": catalogue_rules.freshness(
            update_cycle=dataset.entry.update_cycle, updated_at=dataset.updated_at, at=at
        ),
        "tables": [_table(table) for table in dataset.tables],
        "made_from": _made_from(dataset, card),
        "rating": rating_of(subject=Subject.DATA, id=dataset.id),
        "apps": apps_with(dataset_id=dataset.id),
        "fulfilled": data_requests.fulfilled_by(dataset_id=dataset.id),
        "machines": machines(dataset=dataset),
        "markup": dataset_markup(dataset=dataset, site=site),
        "follows": is_following(account_id=card.account_id, dataset_id=dataset.id),
        "theme_icon": rules.theme_icon(code=dataset.entry.theme),
        "share_way": catalogue_rules.SHARE_WAYS.get(dataset.entry.share_way),
        "format_category": catalogue_rules.FORMAT_CATEGORIES.get(dataset.entry.format_category),
    }


def releases_page(*, slug: str, card: AccessCard) -> dict[str, Any]:
    """Return the releases of each table of a dataset, newest first. Raises NotFoundError."""
    dataset = catalogue.dataset_card(slug=slug, card=card)
    shown = [{"card": table, "releases": storage.release_cards(table_id=table.id)} for table in dataset.tables]
    return frame(dataset=dataset, card=card, tab="releases") | {"tables": shown}


def downloads_page(*, slug: str, card: AccessCard) -> dict[str, Any]:
    """Return the formats, files and checksums of each table of a dataset. Raises NotFoundError."""
    dataset = catalogue.dataset_card(slug=slug, card=card)
    return frame(dataset=dataset, card=card, tab="downloads") | {"tables": [_files(table) for table in dataset.tables]}


def frame(*, dataset: DatasetCard, card: AccessCard, tab: str) -> dict[str, Any]:
    """Return what all tabs share: the dataset, which tab, and whether its rows may be read (and why not)."""
    return {
        "dataset": dataset,
        "tab": tab,
        "reading": decide(card=card, action=Action.see_rows, resource=dataset.resource),
        "section": "datasets",
    }


def _made_from(dataset: DatasetCard, card: AccessCard) -> dict[str, Any] | None:
    """Return what a derived dataset was made from: its sources, as far as the card may know of them, with their releases."""
    found = joining.made_from(dataset_id=dataset.id)
    if found is None:
        return None
    cards = {one.id: one for one in catalogue.dataset_cards(ids=catalogue.source_ids(dataset_id=dataset.id), card=card)}
    held = {table.id: (one, table) for one in cards.values() for table in one.tables}
    sources = [
        {
            "dataset": held[table][0],
            "title": held[table][0].title_of(table=held[table][1]),
            "number": number,
            "columns": columns,
        }
        for (table, number), columns in zip(found.tables, found.columns, strict=True)
        if table in held
    ]
    return {"made": found, "sources": sources, "hidden": len(found.tables) - len(sources)}


def _table(table: TableCard) -> dict[str, Any]:
    described = {column.name: column for column in metadata.dictionary(table_id=table.id)}
    return {
        "card": table,
        "converted": converted_places(coordinates=table.coordinates),
        "masked": masked_columns(masking=table.masking),
        "smallest": (table.masking or {}).get("smallest", 0),
        "described": any(one.label.zh != one.name or one.description.zh for one in described.values()),
        "columns": [
            {"field": field, "type": rules.type_name(type=field.type), "entry": described.get(field.name)}
            for field in table.fields
        ],
    }


def _files(table: TableCard) -> dict[str, Any]:
    release = storage.release_card(table_id=table.id, release_id=table.release_id)
    known = catalogue.formats_of(tables=(table,))
    return {
        "card": table,
        "source": release.source,
        "formats": [{"format": one, "size": _size(release, one.name)} for one in rules.FORMATS if one.kind in known],
        "files": [
            {**entry, "note": rules.file_note(name=kind)} for kind, entry in release.files.items() if kind != "source"
        ],
    }


def _size(release: ReleaseCard, name: str) -> int | None:
    """Return a download's size where it is a file of the release, None where it is written on the way."""
    return release.files.get("parquet", {}).get("size") if name == "parquet" else None
