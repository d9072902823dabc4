"""Pictures on dashboards: taken in, put on a tile, held by every dashboard that shows them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from zhanqiao.core_services.dashboards.models import DashboardPicture
from zhanqiao.core_services.dashboards.rules import Fault, Spec, SpecRefusedError, Tile
from zhanqiao.core_services.dashboards.rules.pictures import MOST_PICTURES, NO_MORE, NOT_HERE
from zhanqiao.kit.pictures import PictureRefusedError, keep_picture, made_anew


@transaction.atomic
def with_picture(*, dashboard_id: str, spec: Spec, tile: Tile, content: bytes, by: str, at: datetime) -> Spec:
    """Take a picture in and return the dashboard with a tile that shows it, to be saved. Raises PictureRefusedError."""
    made = made_anew(content)
    rows = DashboardPicture.objects.filter(dashboard_id=dashboard_id)
    if rows.count() >= MOST_PICTURES:
        raise PictureRefusedError(reason=NO_MORE)
    keep_picture(picture=made)
    told = {"width": made.width, "height": made.height, "size": len(made.content), "by": by, "at": at}
    DashboardPicture.objects.get_or_create(dashboard_id=dashboard_id, digest=made.digest, defaults=told)
    return spec.with_tile(replace(tile, said=dict(tile.said) | {"picture": made.digest}))


def hold_pictures(*, dashboard_id: str, spec: Spec, by: str, at: datetime, source: str | None = None) -> None:
    """Let a dashboard hold every picture it shows: its own, those of ``source`` that it is a fork of, those ``by`` brought.

    Raises SpecRefusedError for another: a document alone opens nobody's pictures.
    """
    wanted = spec.pictures
    rows = DashboardPicture.objects.filter(digest__in=wanted)
    held = set(rows.filter(dashboard_id=dashboard_id).values_list("digest", flat=True))
    known = {one.digest: one for one in rows.filter(Q(by=by) | Q(dashboard_id=source)).order_by("id")}
    ids = [one.id for one in spec.tiles]
    missing = [
        f"tiles[{ids.index(tile)}].picture" for digest, tile in wanted.items() if digest not in held | known.keys()
    ]
    if missing:
        raise SpecRefusedError(faults=[Fault(place, NOT_HERE) for place in missing])
    for digest in wanted.keys() - held:
        one = known[digest]
        told = {"width": one.width, "height": one.height, "size": one.size, "by": by, "at": at}
        DashboardPicture.objects.create(dashboard_id=dashboard_id, digest=digest, **told)
