"""What is read: the gallery, a dashboard with its filters and tiles, what waits for a decision."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from zhanqiao.core_services.dashboards import queries as dashboards
from zhanqiao.core_services.dashboards.queries import DashboardCard, ShownTile
from zhanqiao.core_services.dashboards.rules import Spec
from zhanqiao.kit.ui.cells import body
from zhanqiao.kit.ui.pages import pages
from zhanqiao.people.access.rules import AccessCard, Action, Resource, decide
from zhanqiao.people.mails.queries import mail_place

SECTION = {"section": "dashboards"}
SIZE = 24
PAGE_DIGITS = 6


def gallery_page(*, words: str, page: str) -> dict[str, Any]:
    """Return a page of public dashboards."""
    number = max(1, int(page)) if page.isdecimal() and len(page) < PAGE_DIGITS else 1
    found, total = dashboards.gallery(words=words[:100], limit=SIZE, offset=(number - 1) * SIZE)
    return SECTION | {
        "dashboards": found,
        "total": total,
        "words": words,
        "pages": pages(total=total, size=SIZE, number=number),
    }


def dashboard_page(
    *, slug: str, given: Mapping[str, str], card: AccessCard, language: str, only: str = ""
) -> dict[str, Any]:
    """Return a dashboard as a reader sees it, or one tile of it. Raises NotFoundError."""
    dashboard = dashboards.dashboard_card(slug=slug, card=card)
    shown = shown_of(spec=dashboard.spec, given=given, card=card, language=language, only=only)
    return SECTION | shown | {"dashboard": dashboard, "may_compose": _may_compose(dashboard, card)}


def shown_of(
    *, spec: Spec, given: Mapping[str, str], card: AccessCard, language: str, only: str = ""
) -> dict[str, Any]:
    """Return the filters and tiles of a dashboard with what they show to a reader."""
    values = dashboards.values_in(spec=spec, given=given)
    tiles = dashboards.shown_tiles(spec=spec, values=values, card=card, language=language, only=only)
    changed = {one.id: values[one.id] for one in spec.filters if values[one.id] != one.default}
    return {
        "spec": spec,
        "filters": dashboards.shown_filters(spec=spec, values=values, card=card),
        "tiles": [_tile(one, language) for one in tiles],
        "values": values,
        "has_map": any(one.map for one in tiles),
        "query": f"?{urlencode(changed)}" if changed else "",
    }


def districts_page() -> dict[str, Any]:
    """Return the districts that have a profile."""
    return SECTION | {"districts": dashboards.districts()}


def district_page(*, code: str, card: AccessCard, language: str) -> dict[str, Any]:
    """Return the profile of a district as a reader sees it. Raises NotFoundError."""
    spec = dashboards.district_spec(code=code)
    shown = shown_of(spec=spec, given={}, card=card, language=language)
    return SECTION | shown | {"code": code, "others": dashboards.districts()}


def document_of(*, slug: str, card: AccessCard) -> dict[str, Any]:
    """Return the open document of a dashboard, without what the reader may not know of. Raises NotFoundError."""
    dashboard = dashboards.dashboard_card(slug=slug, card=card)
    return dashboards.readable_spec(spec=dashboard.spec, card=card).as_document()


def forked(*, slug: str, card: AccessCard) -> tuple[DashboardCard, Spec]:
    """Return a dashboard and what of it goes into a fork. Raises NotFoundError."""
    dashboard = dashboards.dashboard_card(slug=slug, card=card)
    return dashboard, dashboards.readable_spec(spec=dashboard.spec, card=card)


def waiting_page(*, card: AccessCard) -> dict[str, Any]:
    """Return the dashboards that wait for a decision."""
    public, _ = dashboards.gallery(words="", limit=SIZE, offset=0)
    return {"dashboards": dashboards.in_review(card=card), "public": public, "section": "workbench"}


def review_page(*, slug: str, card: AccessCard, language: str) -> dict[str, Any]:
    """Return a dashboard at the version that waits, as the public would see its words. Raises NotFoundError."""
    dashboard = dashboards.reviewed_card(slug=slug, card=card)
    shown = shown_of(spec=dashboard.spec, given={}, card=card, language=language)
    steps = dashboards.steps(dashboard_id=dashboard.id)
    may_feature = decide(card=card, action=Action.review_dashboard, resource=Resource(kind="home page")).allowed
    return shown | {"dashboard": dashboard, "steps": steps, "may_feature": may_feature, "section": "workbench"}


def printed_page(*, slug: str, given: Mapping[str, str], card: AccessCard, language: str, at: datetime) -> bytes:
    """Return a dashboard as PDF, as a reader sees it. Raises NotFoundError."""
    dashboard = dashboards.dashboard_card(slug=slug, card=card)
    values = dashboards.values_in(spec=dashboard.spec, given=given)
    return dashboards.printed(dashboard=dashboard, values=values, card=card, language=language, at=at)


def report_page(*, slug: str, given: Mapping[str, str], card: AccessCard) -> dict[str, Any]:
    """Return a dashboard, the filters of the address, the report that was chosen of it, and whether mail reaches. Raises NotFoundError."""
    dashboard = dashboards.dashboard_card(slug=slug, card=card)
    values = dashboards.values_in(spec=dashboard.spec, given=given)
    return SECTION | {
        "dashboard": dashboard,
        "values": values,
        "chosen": [(one.title, values[one.id]) for one in dashboard.spec.filters if values[one.id]],
        "report": dashboards.report_on(slug=slug, card=card),
        "mail": mail_place(account_id=card.account_id or ""),
    }


def my_report(*, report_id: str, card: AccessCard, language: str, at: datetime) -> bytes:
    """Return a report of one's own as PDF. Raises NotFoundError."""
    return dashboards.printed_report(report_id=report_id, card=card, language=language, at=at)[1]


def picture_of(*, slug: str, digest: str, card: AccessCard) -> Path:
    """Return the file of a picture that the reader may see. Raises NotFoundError."""
    return dashboards.picture_of(slug=slug, digest=digest, card=card)


def _may_compose(dashboard: DashboardCard, card: AccessCard) -> bool:
    return decide(card=card, action=Action.compose, resource=dashboard.resource).allowed


def _tile(one: ShownTile, language: str) -> dict[str, Any]:
    rows = one.rows
    cells = body(fields=rows.columns, rows=rows.rows, language=language) if rows else ""
    return {"one": one, "tile": one.tile, "cells": cells, "columns": rows.columns if rows else ()}
