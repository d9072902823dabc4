"""Pictures of dashboards: their files, and who may have one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from zhanqiao.core_services.dashboards.models import DashboardPicture
from zhanqiao.core_services.dashboards.queries.cards import dashboard_card, reviewed_card
from zhanqiao.core_services.dashboards.rules import Tile
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.pictures import picture_path
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import AccessCard, Action, decide


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A picture with its words; sizes in pixels."""

    digest: str
    alt: Text
    credit: str
    licence: str
    width: int
    height: int


def shown_picture(*, tile: Tile) -> ShownPicture:
    """Return what a tile with a picture shows."""
    said = tile.said
    found = DashboardPicture.objects.filter(digest=said["picture"]).values_list("width", "height").first()
    width, height = found or (0, 0)
    return ShownPicture(said["picture"], Text(**said["alt"]), said["credit"], said["licence"], width, height)


def picture_of(*, slug: str, digest: str, card: AccessCard) -> Path:
    """Return the file of a picture that stands on what ``card`` sees of a dashboard. Raises NotFoundError."""
    dashboard = dashboard_card(slug=slug, card=card)
    is_maker = decide(card=card, action=Action.compose, resource=dashboard.resource).allowed
    kept = DashboardPicture.objects.filter(dashboard_id=dashboard.id, digest=digest).exists()
    if not kept or not (is_maker or digest in dashboard.spec.pictures or _in_review(slug, digest, card)):
        raise NotFoundError(what=digest)
    return picture_path(digest=digest)


def _in_review(slug: str, digest: str, card: AccessCard) -> bool:
    try:
        return digest in reviewed_card(slug=slug, card=card).spec.pictures
    except NotFoundError:
        return False
