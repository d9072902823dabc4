"""Instant copies and map copies of the current releases: made when missing, removed when another release is current."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.db.models import Q

from zhanqiao.data_center.storage.engine.instant import build_instant, has_instant, instant_folder, is_worth_it
from zhanqiao.data_center.storage.engine.joinable import has_sketches, sketches
from zhanqiao.data_center.storage.engine.releases import read_profile
from zhanqiao.data_center.storage.engine.tiles import build_map, has_map, map_path
from zhanqiao.data_center.storage.models import Table
from zhanqiao.data_center.storage.queries import TableCard, has_place, table_card, warehouse
from zhanqiao.kit.environment import value

REST_SECONDS = 60


def tables_without_instant(*, at: datetime) -> tuple[str, ...]:
    """Return the ids of the tables whose current release deserves an instant copy and has none, or has no sketches or no map.

    A table that programs write to gets one when it has rested for a minute.
    """
    found = Table.objects.filter(current__isnull=False, current__rows__gt=0).exclude(_restless(at))
    found = found.order_by("current__rows")
    return tuple(table_id for table_id in found.values_list("id", flat=True) if _lacks(table_card(table_id=table_id)))


def has_restless_tables(*, at: datetime) -> bool:
    """Say whether programs wrote to a table within the last minute, so that a later look may find more to do."""
    return Table.objects.filter(_restless(at)).exists()


def make_instant(*, table_id: str) -> None:
    """Make the instant copy, the sketches and the map copy of a table's current release, and remove those of earlier ones.

    About 10 s of processor time a million rows; readers are served from the serving copy meanwhile.
    """
    card = table_card(table_id=table_id)
    if _lacks_instant(card):
        profile = read_profile(warehouse=warehouse(), table_id=card.id, release_id=card.release_id)
        distinct = {name: int(found.get("distinct") or 0) for name, found in profile.items()}
        build_instant(serving=card.serving, fields=card.fields, distinct=distinct)
    sketches(serving=card.serving, fields=card.fields)
    if _lacks_map(card):
        build_map(serving=card.serving, fields=card.fields)
    for serving in _earlier(card):
        shutil.rmtree(instant_folder(serving=serving), ignore_errors=True)
        map_path(serving=serving).unlink(missing_ok=True)


def _restless(at: datetime) -> Q:
    return Q(current__batches__gt=0, current__acknowledged_at__gt=at - timedelta(seconds=REST_SECONDS))


def _lacks(card: TableCard) -> bool:
    return _lacks_instant(card) or not has_sketches(serving=_serving(card)) or _lacks_map(card)


def _lacks_instant(card: TableCard) -> bool:
    wanted = is_worth_it(rows=card.rows, columns=len(card.fields), most_rows=value("INSTANT_ROWS"))
    return wanted and not has_instant(serving=_serving(card))


def _lacks_map(card: TableCard) -> bool:
    return has_place(card=card) and not has_map(serving=_serving(card))


def _earlier(card: TableCard) -> Iterator[Path]:
    """Yield where the serving copies of earlier releases lie, made or not."""
    for folder in warehouse().table_folder(table_id=card.id).iterdir():
        if folder.is_dir() and folder.name != card.release_id and not folder.name.startswith("."):
            yield folder / _serving(card).name


def _serving(card: TableCard) -> Path:
    return warehouse().release_folder(table_id=card.id, release_id=card.release_id) / "serving.duckdb"
