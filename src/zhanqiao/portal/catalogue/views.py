"""The public pages: home, catalogue, dataset, departments, themes."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from zhanqiao.kit import clock
from zhanqiao.kit.routes import public
from zhanqiao.people.access.operations import access
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.catalogue import queries, rules

FORMS = {"text/turtle": "ttl", "application/ld+json": "jsonld", "application/rdf+xml": "rdf"}


@require_safe
@access(Action.see_dataset)
def home(request: HttpRequest) -> HttpResponse:
    """Show the first page."""
    page = queries.home_page(card=card_of_request(request))
    return render(request, "catalogue/home.html", page | {"hide_header_search": True})


@require_safe
@access(Action.see_dataset)
def listing(request: HttpRequest) -> HttpResponse:
    """Show the catalogue under words and facets."""
    state = rules.listing_state(given=dict(request.GET.lists()))
    page = queries.listing_page(state=state, card=card_of_request(request), language=_language())
    return render(request, "catalogue/list.html", page)


@require_safe
@access(Action.see_dataset)
def open_list(request: HttpRequest) -> HttpResponse:
    """Send the list of resources as the reporting template, closed and conditional ones with their grounds."""
    del request
    response = HttpResponse(queries.open_list(), content_type=rules.XLSX)
    response.headers["Content-Disposition"] = "attachment; filename*=UTF-8''" + quote(rules.OPEN_LIST_NAME)
    return response


@require_safe
@access(Action.see_dataset)
def suggest(request: HttpRequest) -> JsonResponse:
    """Answer what the typed beginning may mean."""
    found = queries.suggestions(prefix=request.GET.get("q", ""), card=card_of_request(request), language=_language())
    return JsonResponse({"suggestions": found})


@require_safe
@access(Action.see_dataset)
def dataset(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what a dataset is; who would rather read RDF is led to it."""
    as_of = request.GET.get("as_of", "")
    page = queries.dataset_page(slug=slug, card=card_of_request(request), at=clock.now(), as_of=as_of)
    form = FORMS.get(request.get_preferred_type(["text/html", *FORMS]) or "")
    response = (
        HttpResponse(status=303, headers={"Location": f"/api/v1/datasets/{slug}.{form}"})
        if form
        else render(request, "catalogue/overview.html", page)
    )
    patch_vary_headers(response, ["Accept"])
    return response


@require_safe
@access(Action.see_rows)
def data(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a page of rows; a sent filter form becomes a condition in the address."""
    given = dict(request.GET.lists())
    state, form, card = rules.grid_state(given=given), rules.filter_form(given=given), card_of_request(request)
    address = queries.filter_address(slug=slug, state=state, form=form, card=card) if form.is_sent else None
    if address is not None:
        return HttpResponseRedirect(request.path + address)
    page = queries.grid_page(slug=slug, state=state, form=form, card=card, language=_language())
    return render(request, "catalogue/data.html", page, status=400 if page.get("problem") else 200)


@require_safe
@access(Action.see_dataset)
def api(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the view's own question as code."""
    state = rules.grid_state(given=dict(request.GET.lists()))
    site = request.build_absolute_uri("/").rstrip("/")
    page = queries.api_page(slug=slug, state=state, card=card_of_request(request), site=site, language=_language())
    return render(request, "catalogue/api.html", page)


@require_safe
@access(Action.see_dataset)
def releases(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the history of a dataset's tables."""
    return render(request, "catalogue/releases.html", queries.releases_page(slug=slug, card=card_of_request(request)))


@require_safe
@access(Action.see_rows)
def changes(request: HttpRequest, slug: str) -> HttpResponse:
    """Show how two releases of a table differ."""
    state = rules.changes_state(given=dict(request.GET.lists()))
    page = queries.changes_page(slug=slug, state=state, card=card_of_request(request), language=_language())
    return render(request, "catalogue/changes.html", page, status=400 if page.get("problem") else 200)


@require_safe
@access(Action.see_rows)
def quality(request: HttpRequest, slug: str) -> HttpResponse:
    """Show how good the rows of a table are."""
    table = request.GET.get("table", "")
    page = queries.quality_page(slug=slug, table_id=table, card=card_of_request(request), at=clock.now())
    return render(request, "catalogue/quality.html", page)


@require_safe
@access(Action.see_dataset)
def downloads(request: HttpRequest, slug: str) -> HttpResponse:
    """Show every file and format of a dataset."""
    return render(request, "catalogue/downloads.html", queries.downloads_page(slug=slug, card=card_of_request(request)))


@require_safe
@access(Action.see_dataset)
def themes(request: HttpRequest) -> HttpResponse:
    """Show the 22 themes."""
    return render(request, "catalogue/themes.html", queries.themes_page(card=card_of_request(request)))


@require_safe
@access(Action.see_dataset)
def departments(request: HttpRequest) -> HttpResponse:
    """Show the tree of departments."""
    return render(request, "catalogue/departments.html", queries.departments_page(card=card_of_request(request)))


@require_safe
@access(Action.see_dataset)
def department(request: HttpRequest, key: str) -> HttpResponse:
    """Show a department with its datasets."""
    page = rules.listing_state(given=dict(request.GET.lists())).page
    found = queries.department_page(key=key, page=page, card=card_of_request(request))
    return render(request, "catalogue/department.html", found)


@require_safe
@public(reason="tells crawlers what not to fetch")
def robots(request: HttpRequest) -> HttpResponse:
    """Keep crawlers out of combinations of facets, rows and exports."""
    return render(request, "catalogue/robots.txt", content_type="text/plain; charset=utf-8")


def _language() -> str:
    return get_language() or "zh-hans"
