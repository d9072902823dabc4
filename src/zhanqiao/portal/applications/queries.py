"""What the pages of applications show."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from zhanqiao.core_services.conversation import queries as conversation
from zhanqiao.core_services.conversation.rules import LEAST_RATINGS, STARS, Subject
from zhanqiao.core_services.gallery import queries as gallery
from zhanqiao.core_services.gallery.queries import AppCard, Wanted
from zhanqiao.core_services.gallery.rules import OwnRatingError, State
from zhanqiao.core_services.monitoring.queries import broken_links
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.data_center.catalogue.rules import THEMES
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.ui.pages import pages
from zhanqiao.people.access.operations import require
from zhanqiao.people.access.rules import AccessCard, Action, visible_states

SECTION = {"section": "interaction"}
SIZE = 24
PAGE_DIGITS = 6
LONGEST_WORDS = 100
NEWEST_PUBLIC = 50


def gallery_page(
    *, words: str, theme: str, slug: str, open_source: bool, page: str, card: AccessCard
) -> dict[str, Any]:
    """Return a page of public apps. Raises NotFoundError for a dataset that the reader may not know of."""
    number = max(1, int(page)) if page.isdecimal() and len(page) < PAGE_DIGITS else 1
    dataset = _listed(slug, card) if slug else None
    wanted = Wanted(
        words=words[:LONGEST_WORDS],
        theme=theme if theme in THEMES else "",
        dataset_id=dataset.id if dataset else "",
        open_source=open_source,
    )
    found, total = gallery.gallery(wanted=wanted, card=card, limit=SIZE, offset=(number - 1) * SIZE)
    broken = broken_links(of=[one.id for one in found])
    return SECTION | {
        "apps": [(one, broken.get((one.id, one.address))) for one in found],
        "total": total,
        "wanted": wanted,
        "dataset": dataset,
        "themes": tuple(THEMES.values()),
        "pages": pages(total=total, size=SIZE, number=number),
    }


def app_page(*, app_id: str, card: AccessCard) -> dict[str, Any]:
    """Return an app as it is public; to its maker also one that is not. Raises NotFoundError."""
    me = card.account_id
    mine = bool(me) and gallery.is_own(app_id=app_id, account_id=me or "")
    newest = gallery.newest_version(app_id=app_id, card=card) if mine else None
    if newest and newest.state is not State.ACCEPTED:
        public = next((one for one in gallery.my_apps(account_id=me or "", card=card) if _is_public(one, app_id)), None)
        shown = {"app": public or newest, "newest": newest, "is_public": public is not None, "is_mine": True}
        return SECTION | shown | _broken(public or newest) | (_ratings(public, card) if public else {})
    app = gallery.public_app(app_id=app_id, card=card)
    shown = {"app": app, "newest": newest, "is_public": True, "is_mine": mine}
    return SECTION | shown | _broken(app) | _ratings(app, card)


def picture_of(*, app_id: str, digest: str, card: AccessCard) -> Path:
    """Return the file of a screenshot that ``card`` may see. Raises NotFoundError."""
    return gallery.picture_of(app_id=app_id, digest=digest, card=card)


def require_rateable(*, app_id: str, card: AccessCard) -> None:
    """Raise NotFoundError unless an app is public, OwnRatingError for one's own."""
    if gallery.public_app(app_id=app_id, card=card).account_id == card.account_id:
        raise OwnRatingError


def mine_page(*, card: AccessCard) -> dict[str, Any]:
    """Return what an account handed in."""
    return SECTION | {"apps": gallery.my_apps(account_id=card.account_id or "", card=card)}


def own_app(*, app_id: str, card: AccessCard) -> AppCard:
    """Return the newest version of one's own app. Raises NotFoundError for anybody else's."""
    app = gallery.newest_version(app_id=app_id, card=card)
    require(card=card, action=Action.use_my_place, resource=app.resource)
    return app


def waiting_page(*, card: AccessCard) -> dict[str, Any]:
    """Return what waits for a decision, and the newest public apps."""
    public, _ = gallery.gallery(wanted=Wanted(), card=card, limit=NEWEST_PUBLIC, offset=0)
    return {"section": "workbench", "apps": gallery.apps_in_review(card=card), "public": public}


def review_page(*, app_id: str, card: AccessCard) -> dict[str, Any]:
    """Return an app at its newest version, with what is public and what happened. Raises NotFoundError."""
    app = gallery.newest_version(app_id=app_id, card=card)
    try:
        public = gallery.public_app(app_id=app_id, card=card)
    except NotFoundError:
        public = None
    return {
        "section": "workbench",
        "app": app,
        "public": public,
        "is_waiting": app.state is State.WAITING,
        "is_own": app.account_id == card.account_id,
        "steps": gallery.steps_of(app_id=app_id),
    } | _broken(public or app)


def _ratings(app: AppCard, card: AccessCard) -> dict[str, Any]:
    me = card.account_id
    return {
        "rating": conversation.rating_of(subject=Subject.APP, id=app.id),
        "my_stars": conversation.my_stars_of_app(account_id=me, app_id=app.id) if me else None,
        "stars": STARS,
        "least": LEAST_RATINGS,
    }


def _broken(app: AppCard) -> dict[str, Any]:
    broken = broken_links(of=[app.id])
    return {"broken": broken.get((app.id, app.address)), "source_broken": broken.get((app.id, app.source))}


def _listed(slug: str, card: AccessCard) -> DatasetCard:
    found = catalogue.dataset_card(slug=slug, card=card)
    if found.state not in visible_states(card=card, department_id=found.department.id):
        raise NotFoundError(what=slug)
    return found


def _is_public(app: AppCard, app_id: str) -> bool:
    return app.id == app_id and app.state is State.ACCEPTED
