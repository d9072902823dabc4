"""What the Iceberg catalogue shows, to whom: the tables whose rows the caller may download, nothing else."""

from __future__ import annotations

from typing import Any

from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import TableCard
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.access.rules import AccessCard, Action, decide
from zhanqiao.portal.open_service.queries.files import Download
from zhanqiao.portal.open_service.queries.reading import readable
from zhanqiao.portal.open_service.rules import iceberg

AT_ONCE = 500


def namespaces(*, card: AccessCard) -> list[list[str]]:
    """Return the datasets with tables that ``card`` may read, each as a namespace of one level."""
    found: list[DatasetCard] = []
    while True:
        some, total = catalogue.listed(card=card, limit=AT_ONCE, offset=len(found))
        found += some
        if not some or len(found) >= total:
            return sorted([each.slug] for each in found if each.tables and _open(each, card))


def namespace(*, name: str, card: AccessCard) -> DatasetCard:
    """Return the dataset behind a namespace. Raises NoSuchIcebergError."""
    try:
        dataset = catalogue.dataset_card(slug=name, card=card)
    except NotFoundError:
        raise iceberg.NoSuchIcebergError(what=name) from None
    if not _open(dataset, card):
        raise iceberg.NoSuchIcebergError(what=name)
    return dataset


def table_names(*, name: str, card: AccessCard) -> list[dict[str, Any]]:
    """Return the identifiers of a namespace's tables."""
    return [{"namespace": [name], "name": each.name} for each in namespace(name=name, card=card).tables]


def table_loaded(*, name: str, table: str, card: AccessCard, site: str) -> dict[str, Any]:
    """Return the metadata of a table and how to reach its files. Raises NoSuchIcebergError."""
    found = _table(name=name, table=table, card=card)
    root = iceberg.root(table_id=found.id)
    return {
        "metadata-location": f"{root}/metadata/{found.release_id}.json",
        "metadata": storage.iceberg_metadata(card=found, root=root),
        "config": iceberg.file_access(site=site),
    }


def table_file(*, table_id: str, release: str, file: str, card: AccessCard) -> Download:
    """Return a file of a release whose rows ``card`` may download. Raises NotFoundError, DataNotOpenError."""
    found = readable(table_id=table_id, card=card, as_of=None, action=Action.download)
    root = iceberg.root(table_id=table_id)
    path = storage.iceberg_file(card=found, release_id=release, name=file, root=root)
    if path is None:
        raise NotFoundError(what=file)
    return Download(path=path, tag=f'"{release}-{file}"', name=file)


def _table(*, name: str, table: str, card: AccessCard) -> TableCard:
    for each in namespace(name=name, card=card).tables:
        if table in (each.name, each.id):
            return readable(table_id=each.id, card=card, as_of=None, action=Action.download)
    raise iceberg.NoSuchIcebergError(what=f"{name}.{table}")


def _open(dataset: DatasetCard, card: AccessCard) -> bool:
    return decide(card=card, action=Action.download, resource=dataset.resource).allowed
