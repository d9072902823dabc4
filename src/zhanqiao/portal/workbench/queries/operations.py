"""What the operators' pages show."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from zhanqiao.core_services.gallery.queries import app_names
from zhanqiao.core_services.monitoring import queries as monitoring
from zhanqiao.core_services.monitoring.rules.checks import Health
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.kit.ui.pages import Pages, pages
from zhanqiao.people.access.rules import AccessCard, visible_states
from zhanqiao.people.audit.queries import last_at
from zhanqiao.people.mails import queries as mails
from zhanqiao.people.mails.rules import PURPOSE_NAMES
from zhanqiao.portal.workbench.queries.harvests import PAGE_DIGITS

SIZE = 50
BADGES = {Health.WELL: "good", Health.WARNING: "warn", Health.FAILED: "roof"}
JOB_BADGES = {"READY": "", "RUNNING": "sea", "FAILED": "roof", "SUCCESSFUL": "good"}


def frame(*, name: str) -> dict[str, Any]:
    """Return what every page of operations shows around its content; ``name`` is that of the page's address."""
    labels = {
        "operations": _("Health"),
        "operations_jobs": _("Jobs"),
        "operations_alerts": _("Alerts"),
        "operations_mails": _("Mails"),
        "operations_incidents": _("Incidents"),
        "operations_queries": _("Slow queries"),
        "operations_storage": _("Disk space"),
        "operations_punctuality": _("Punctuality"),
        "operations_links": _("Links"),
        "operations_retention": _("Retention"),
    }
    items = [
        {"href": reverse(f"workbench:{one}"), "label": label, "current": one == name, "count": None}
        for one, label in labels.items()
    ]
    return {"tabs": items, "title": labels[name], "section": "workbench"}


def health_page(*, at: datetime) -> dict[str, Any]:
    """Return all checks, counters and depths as they are now."""
    checks = [{"check": one, "badge": BADGES[one.health]} for one in monitoring.checks(at=at)]
    counted = [one for one in monitoring.request_counts() if one.requests]
    kept = sum(one.kept for one in counted)
    asked = sum(one.requests for one in counted if one.group in {"rows", "aggregate", "facets", "api", "dialects"})
    return {
        "checks": checks,
        "requests": [{"counted": one, "mean": one.nanoseconds / one.requests / 1e6} for one in counted],
        "hit_percent": 100 * kept / asked if asked else None,
        "jobs": monitoring.jobs_by_state(),
        "batches": storage.waiting_batches(),
        "lag": catalogue.index_lag(),
        "bytes": sum(one.bytes for one in storage.holdings()),
        "backup_at": last_at(object_type="backup", action="backup.make"),
        "open_alerts": monitoring.open_alerts(),
        **frame(name="operations"),
    }


def jobs_page(*, state: str, page: str) -> dict[str, Any]:
    """Return a page of jobs, newest first."""
    _cards, total = monitoring.job_cards(state=state, limit=0)
    chosen = _chosen(total, page)
    cards, _total = monitoring.job_cards(state=state, limit=SIZE, offset=_offset(chosen))
    return {
        "jobs": [{"card": one, "badge": JOB_BADGES[one.state]} for one in cards],
        "counts": monitoring.jobs_by_state(),
        "state": state,
        "pages": chosen,
        **frame(name="operations_jobs"),
    }


def queries_page(*, page: str) -> dict[str, Any]:
    """Return a page of slow and failed questions."""
    _cards, total = monitoring.noted_queries(limit=0)
    chosen = _chosen(total, page)
    cards, _total = monitoring.noted_queries(limit=SIZE, offset=_offset(chosen))
    return {"noted": cards, "pages": chosen, **frame(name="operations_queries")}


def storage_page(*, page: str, card: AccessCard) -> dict[str, Any]:
    """Return what each dataset holds, most bytes first; those that ``card`` finds in no list are one sum without names."""
    held: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for one in storage.holdings():
        cell = held[one.dataset_key]
        for place, number in enumerate((1, one.releases, one.bytes)):
            cell[place] += number
    shown = {one.id: one for one in catalogue.dataset_cards(ids=tuple(held), card=card) if _is_listed(one, card)}
    chosen = _chosen(len(shown), page)
    ordered = sorted(shown, key=lambda key: (-held[key][2], key))[_offset(chosen) :][:SIZE]
    rows = [
        {"slug": shown[key].slug, "title": shown[key].title, "tables": cell[0], "releases": cell[1], "bytes": cell[2]}
        for key in ordered
        for cell in (held[key],)
    ]
    hidden = [cell[2] for key, cell in held.items() if key not in shown]
    return {
        "held": rows,
        "hidden": {"count": len(hidden), "bytes": sum(hidden)},
        "bytes": sum(cell[2] for cell in held.values()),
        "pages": chosen,
        **frame(name="operations_storage"),
    }


def _is_listed(dataset: DatasetCard, card: AccessCard) -> bool:
    return dataset.state in visible_states(card=card, department_id=dataset.department.id)


def punctuality_page(*, at: datetime) -> dict[str, Any]:
    """Return every department's promises and what is overdue."""
    found = catalogue.punctuality(at=at)
    rows = [{"one": each, "percent": 100 * each.share} for each in found]
    late = [{"department": each.department, "dataset": one} for each in found for one in each.overdue]
    return {"departments": rows, "late": late[:SIZE], "late_total": len(late), **frame(name="operations_punctuality")}


def links_page(*, broken: bool, page: str) -> dict[str, Any]:
    """Return a page of checked links."""
    _cards, total = monitoring.link_cards(only_broken=broken, limit=0)
    chosen = _chosen(total, page)
    cards, _total = monitoring.link_cards(only_broken=broken, limit=SIZE, offset=_offset(chosen))
    titles = catalogue.dataset_titles(ids=frozenset(one.dataset_id for one in cards))
    apps = app_names(ids=[one.dataset_id for one in cards])
    rows = [{"link": one, "dataset": titles.get(one.dataset_id), "app": apps.get(one.dataset_id)} for one in cards]
    counts = monitoring.link_counts()
    return {"links": rows, "counts": counts, "broken": broken, "pages": chosen, **frame(name="operations_links")}


def alerts_page() -> dict[str, Any]:
    """Return alerts and their messages."""
    cards, messages = monitoring.alert_cards(), monitoring.message_cards()
    return {"alerts": cards, "messages": messages, **frame(name="operations_alerts")}


def mails_page(*, lost: bool, page: str) -> dict[str, Any]:
    """Return a page of mails to accounts; ``lost``: those that may not have arrived."""
    _cards, total = mails.mail_cards(only_lost=lost, limit=0)
    chosen = _chosen(total, page)
    cards, _total = mails.mail_cards(only_lost=lost, limit=SIZE, offset=_offset(chosen))
    rows = [{"mail": one, "purpose": PURPOSE_NAMES[one.purpose]} for one in cards]
    facts = {"counts": mails.mail_counts(), "possible": mails.is_mail_possible(), "lost": lost}
    return {"mails": rows, **facts, "pages": chosen, **frame(name="operations_mails")}


def _chosen(total: int, page: str) -> Pages:
    number = int(page) if page.isdecimal() and len(page) <= PAGE_DIGITS else 1
    return pages(total=total, size=SIZE, number=number)


def _offset(chosen: Pages) -> int:
    return (chosen.number - 1) * SIZE
