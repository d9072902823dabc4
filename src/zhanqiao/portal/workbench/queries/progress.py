"""How far a job is, in words: done, total, rate, time left."""

from __future__ import annotations

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhanqiao.core_services.publishing.queries import SubmissionCard

BYTES = "bytes"
MINUTE = 60


def amounts(*, submission: SubmissionCard) -> dict[str, str]:
    """Return ``done``, ``total``, ``rate`` and ``left`` as words of the page; empty where not known."""
    card = submission.progress
    if card is None:
        return {}
    return {
        "done": _amount(card.done, card.unit),
        "total": _amount(card.total, card.unit),
        "rate": _("%(amount)s per second") % {"amount": _amount(card.rate, card.unit)} if card.rate else "",
        "left": _left(card.eta_seconds) if card.eta_seconds is not None else "",
    }


def _amount(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    return filesizeformat(value) if unit == BYTES else _("%(count)s rows") % {"count": f"{value:,.0f}"}


def _left(seconds: float) -> str:
    if seconds >= MINUTE:
        minutes = round(seconds / MINUTE)
        return ngettext("%(n)s minute left", "%(n)s minutes left", minutes) % {"n": minutes}
    whole = max(1, round(seconds))
    return ngettext("%(n)s second left", "%(n)s seconds left", whole) % {"n": whole}
