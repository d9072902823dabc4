"""The list, one contest, one work."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from zhanqiao.kit.clock import now
from zhanqiao.kit.ui.feeds import atom
from zhanqiao.people.access.operations import public
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.portal.contests import queries

REASON = (
    "contests that were announced are for everybody, works once they are public; datasets are named to who may see them"
)


@require_safe
@public(reason=REASON)
def contests(request: HttpRequest) -> HttpResponse:
    """List the contests."""
    return render(request, "contests/list.html", queries.list_page(at=now()))


@require_safe
@public(reason=REASON)
def feed(request: HttpRequest) -> HttpResponse:
    """Send the contests and their changes as a feed, or 304 to who has it already."""
    site = request.build_absolute_uri("/").rstrip("/")
    return atom(request, queries.contests_feed(site=site, language=get_language() or "zh-hans", at=now()))


@require_safe
@public(reason=REASON)
@never_cache
def contest(request: HttpRequest, contest_id: str) -> HttpResponse:
    """Show a contest, with its result once that is published."""
    page = queries.contest_page(contest_id=contest_id, card=card_of_request(request), at=now())
    return render(request, "contests/contest.html", page)


@require_safe
@public(reason=REASON)
@never_cache
def work(request: HttpRequest, contest_id: str, work_id: str) -> HttpResponse:
    """Show a work that is public."""
    page = queries.work_page(contest_id=contest_id, work_id=work_id, card=card_of_request(request), at=now())
    return render(request, "contests/work.html", page)
