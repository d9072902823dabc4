"""Tables as an Iceberg catalogue shows them to outside engines. Says nothing about rights."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhanqiao.data_center.storage.queries.cards import TableCard, release_card, release_cards
from zhanqiao.data_center.storage.queries.warehouse import remembered, warehouse

if TYPE_CHECKING:
    from zhanqiao.data_center.storage.engine.releases.sharing import SharedRelease


def iceberg_metadata(*, card: TableCard, root: str) -> dict[str, Any]:
    """Return Iceberg table metadata with every acknowledged release; addresses begin with ``root``."""
    return remembered(("iceberg", card.id, card.release_id, root), lambda: _metadata(card, root))


def iceberg_file(*, card: TableCard, release_id: str, name: str, root: str) -> Path | None:
    """Return one file of an acknowledged release, None for an unknown name. Raises NotFoundError."""
    # Late: pyiceberg takes 1 s and 90 MB, which processes that are not asked for Iceberg need not pay.
    from zhanqiao.data_center.storage.engine.releases import sharing

    release = _shared(table_id=card.id, release_id=release_id)
    return sharing.shared_file(warehouse=warehouse(), table_id=card.id, release=release, name=name, root=root)


def _metadata(card: TableCard, root: str) -> dict[str, Any]:
    # Late: as above.
    from zhanqiao.data_center.storage.engine.releases import sharing

    releases = [_shared(table_id=card.id, release_id=each.id) for each in release_cards(table_id=card.id)]
    return sharing.shared_metadata(
        warehouse=warehouse(), table_id=card.id, releases=releases, current=card.release_id, root=root
    )


def _shared(*, table_id: str, release_id: str) -> SharedRelease:
    # Late: as above.
    from zhanqiao.data_center.storage.engine.releases.sharing import SharedRelease

    return SharedRelease(release_id, release_card(table_id=table_id, release_id=release_id).snapshot_id)
