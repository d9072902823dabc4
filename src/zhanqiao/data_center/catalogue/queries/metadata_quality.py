"""How good the description of a dataset is, of what anonymous visitors may see of it."""

from __future__ import annotations

from zhanqiao.data_center.catalogue.queries.cards import DatasetCard
from zhanqiao.data_center.catalogue.rules.metadata_quality import Described, MetadataQuality, metadata_quality
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.people.access.queries import ANONYMOUS
from zhanqiao.people.access.rules import Action, decide

FORMS = ("csv", "json", "parquet")  # distributions of a table, as DCAT-AP tells them
FREE = frozenset({"csv", "json", "geojson", "xml", "parquet", "ttl", "rdf", "ods", "txt", "html", "gpkg"})
READ = FREE | {"xlsx", "xls", "shp", "kml"} - {"html", "txt"}


def description_quality(*, dataset: DatasetCard) -> MetadataQuality:
    """Return the quality of a dataset's description, in the 405 points of data.europa.eu.

    Files of ours are reached when their release lies on the disk; links of a harvested entry are not fetched and count as
    not reached.
    """
    entry = dataset.entry
    return metadata_quality(
        described=Described(
            keywords=bool(dataset.keywords),
            theme=True,
            spatial=bool(dataset.place.zh),
            temporal=bool(entry.temporal_from or entry.temporal_to),
            licence=True,
            licence_listed=bool(dataset.licence_url),
            access=True,
            contact=bool(dataset.email or dataset.phone),
            publisher=True,
            rights=bool(entry.open_condition),
            issued=bool(dataset.first_issued),
            modified=True,
            own=dataset.origin is None,
            **(_linked(dataset) if dataset.origin else _filed(dataset)),
        )
    )


def _filed(dataset: DatasetCard) -> dict[str, int]:
    allowed = decide(card=ANONYMOUS, action=Action.see_rows, resource=dataset.resource).allowed
    tables = dataset.tables if allowed else ()
    count = len(tables) * len(FORMS)
    there = sum(len(FORMS) for table in tables if table.serving.is_file())
    sized = sum("parquet" in storage.release_card(table_id=one.id, release_id=one.release_id).files for one in tables)
    counts = dict.fromkeys(("downloads", "formats", "listed_formats", "free_formats", "machine_formats"), count)
    return {"distributions": count, "reached": there, "sizes": sized, **counts}


def _linked(dataset: DatasetCard) -> dict[str, int]:
    links = dataset.links
    formats = [link.format.lower() for link in links]
    return {
        "distributions": len(links),
        "downloads": 0,
        "reached": 0,
        "formats": sum(bool(one) for one in formats),
        "listed_formats": sum(one in FREE | READ for one in formats),
        "free_formats": sum(one in FREE for one in formats),
        "machine_formats": sum(one in READ for one in formats),
        "sizes": sum(bool(link.size) for link in links),
    }
