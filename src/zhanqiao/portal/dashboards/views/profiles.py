"""District profiles: which there are, one, and a copy of one to change."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST, require_safe

from zhanqiao.core_services.dashboards import operations as dashboards
from zhanqiao.core_services.dashboards.queries import district_spec
from zhanqiao.kit.clock import now
from zhanqiao.people.access.operations import access, public
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.dashboards import queries


@require_safe
@public(reason="which districts the city has")
def districts(request: HttpRequest) -> HttpResponse:
    """List the districts."""
    return render(request, "dashboards/districts.html", queries.districts_page())


@require_safe
@public(reason="made of tables that are open to everybody, each tile read under the reader's card")
def district(request: HttpRequest, code: str) -> HttpResponse:
    """Show the profile of a district."""
    page = queries.district_page(code=code, card=card_of_request(request), language=get_language() or "zh-hans")
    return render(request, "dashboards/district.html", page)


@access(Action.compose)
@require_POST
def copy(request: HttpRequest, code: str) -> HttpResponse:
    """Make my own dashboard of a district's profile."""
    made = dashboards.make(spec=district_spec(code=code), by=card_of_request(request).actor, at=now())
    messages.success(request, gettext("This copy is yours. Change what you like."))
    return redirect("dashboards:edit", made)
