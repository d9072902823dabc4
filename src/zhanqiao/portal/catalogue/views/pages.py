"""The public pages: home, catalogue, dataset, departments, themes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from zhanqiao.core_services.statistics.operations import note_search
from zhanqiao.kit import clock
from zhanqiao.kit.routes import public
from zhanqiao.kit.ui.feeds import atom
from zhanqiao.people.access.operations import access
from zhanqiao.people.access.queries import card_of_request
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.catalogue import queries, rules

XML = "application/xml; charset=utf-8"
VISITOR = ("REMOTE_ADDR", "HTTP_X_FORWARDED_FOR", "HTTP_USER_AGENT")  # tell visitors apart; forgotten at once
LONGEST_PAGE = 6  # digits of a page's number
FORMS = {"text/turtle": "ttl", "application/ld+json": "jsonld", "application/rdf+xml": "rdf"}


@require_safe
@access(Action.see_dataset)
def home(request: HttpRequest) -> HttpResponse:
    """Show the first page."""
    page = queries.home_page(card=card_of_request(request), site=_site(request))
    return render(request, "catalogue/home.html", page | {"hide_header_search": True})


@require_safe
@access(Action.see_dataset)
def listing(request: HttpRequest) -> HttpResponse:
    """Show the catalogue under words and facets."""
    state = rules.listing_state(given=dict(request.GET.lists()))
    page = queries.listing_page(state=state, card=card_of_request(request), language=_language())
    if state.q and state.page == 1:
        visitor = "\0".join(request.META.get(name, "") for name in VISITOR)
        note_search(words=state.q, is_fruitless=not page["total"], visitor=visitor, at=clock.now())
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
    page = queries.dataset_page(
        slug=slug, card=card_of_request(request), at=clock.now(), as_of=as_of, site=_site(request)
    )
    form = FORMS.get(request.get_preferred_type(["text/html", *FORMS]) or "")
    response = (
        HttpResponse(status=303, headers={"Location": f"/api/v1/datasets/{slug}.{form}"})
        if form
        else render(request, "catalogue/overview.html", page)
    )
    patch_vary_headers(response, ["Accept"])
    if page["machines"]:
        response.headers["Link"] = ", ".join(_signposts(page, site=_site(request)))
    return response


def _signposts(page: dict[str, Any], *, site: str) -> Iterator[str]:
    """Yield where machines read on (signposting.org): the descriptions, how to cite, under which licence."""
    yield f'<{site}/datasets/{page["dataset"].slug}/>; rel="cite-as"'
    for machine, address in page["machines"]:
        if machine.media:
            yield f'<{site}{address}>; rel="describedby"; type="{machine.media.partition(";")[0]}"'
    if page["dataset"].licence_url:
        yield f'<{page["dataset"].licence_url}>; rel="license"'


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
@access(Action.see_rows)
def rows_of_data(request: HttpRequest, slug: str) -> HttpResponse:
    """Send one page of rows alone, for who scrolls through all of them."""
    state = rules.grid_state(given=dict(request.GET.lists()))
    body, latest = queries.block_of_rows(slug=slug, state=state, card=card_of_request(request), language=_language())
    return HttpResponse(body, headers={"X-Latest-Release": str(latest), "X-Robots-Tag": "noindex"})


@require_safe
@access(Action.see_dataset)
def api(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the view's own question as code."""
    state = rules.grid_state(given=dict(request.GET.lists()))
    page = queries.api_page(
        slug=slug, state=state, card=card_of_request(request), site=_site(request), language=_language()
    )
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
def related(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what goes with a dataset."""
    page = queries.related_page(slug=slug, table_id=request.GET.get("table", ""), card=card_of_request(request))
    return render(request, "catalogue/related.html", page)


@require_safe
@access(Action.see_dataset)
def downloads(request: HttpRequest, slug: str) -> HttpResponse:
    """Show every file and format of a dataset."""
    return render(request, "catalogue/downloads.html", queries.downloads_page(slug=slug, card=card_of_request(request)))


@require_safe
@access(Action.see_dataset)
def values(request: HttpRequest) -> HttpResponse:
    """Show where in the data a value stands."""
    page = queries.values_page(value=request.GET.get("q", "").strip(), card=card_of_request(request))
    return render(request, "catalogue/values.html", page)


@require_safe
@access(Action.see_dataset)
def standards(request: HttpRequest) -> HttpResponse:
    """Show the data elements and code lists."""
    return render(request, "catalogue/standards.html", queries.standards_page())


@require_safe
@access(Action.see_dataset)
def element(request: HttpRequest, key: str) -> HttpResponse:
    """Show a data element."""
    return render(request, "catalogue/element.html", queries.element_page(key=key, card=card_of_request(request)))


@require_safe
@access(Action.see_dataset)
def code_list(request: HttpRequest, key: str) -> HttpResponse:
    """Show a code list."""
    words, page = request.GET.get("q", "").strip(), request.GET.get("page", "")
    number = int(page) if page.isdecimal() and 0 < len(page) < LONGEST_PAGE and int(page) else 1
    return render(
        request, "catalogue/code_list.html", queries.code_list_page(key=key, words=words, page=number, on=clock.today())
    )


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


@require_safe
@access(Action.see_dataset)
def feed(request: HttpRequest) -> HttpResponse:
    """Send the datasets of a search as a feed, the newest first."""
    state = rules.listing_state(given=dict(request.GET.lists()))
    card = card_of_request(request)
    return atom(request, queries.listing_feed(state=state, card=card, site=_site(request), language=_language()))


@require_safe
@access(Action.see_dataset)
def dataset_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the releases of a dataset as a feed."""
    card = card_of_request(request)
    return atom(request, queries.dataset_feed(slug=slug, card=card, site=_site(request), language=_language()))


@require_safe
@access(Action.see_dataset)
def changes_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the changed rows of a dataset's last releases as a feed."""
    card = card_of_request(request)
    return atom(request, queries.changes_feed(slug=slug, card=card, site=_site(request), language=_language()))


@require_safe
@public(reason="tells search engines of public pages alone")
def sitemap(request: HttpRequest) -> HttpResponse:
    """List the parts of the sitemap."""
    return HttpResponse(queries.sitemap_index(site=_site(request), at=clock.now()), content_type=XML)


@require_safe
@public(reason="tells search engines of public pages alone")
def sitemap_part(request: HttpRequest, number: int) -> StreamingHttpResponse:
    """Send one part of the sitemap."""
    content = queries.sitemap_part(number=number, site=_site(request), at=clock.now())
    return StreamingHttpResponse(content, content_type=XML)


def _site(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def _language() -> str:
    return get_language() or "zh-hans"
