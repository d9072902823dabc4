"""Reading dashboards: the gallery, one with its filters, its document, what other sites frame."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from zhanqiao.core_services import dashboards as package
from zhanqiao.kit.clock import now
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.people.access.operations import public
from zhanqiao.people.access.queries import ANONYMOUS, card_of_request
from zhanqiao.portal.dashboards import queries

USUAL_LANGUAGE = "zh-hans"
EMBED_SCRIPT = "dashboards/zq-dashboard.js"  # its plain address, as other sites keep it


@require_safe
@public(reason="the gallery holds what was approved for everybody")
def gallery(request: HttpRequest) -> HttpResponse:
    """List public dashboards."""
    words, page = request.GET.get("q", "").strip(), request.GET.get("page", "")
    return render(request, "dashboards/gallery.html", queries.gallery_page(words=words, page=page))


@require_safe
@public(reason="each dashboard says who it is shown to, and each tile is read under the reader's card")
def dashboard(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a dashboard with the filters of the address."""
    page = queries.dashboard_page(
        slug=slug, given=request.GET.dict(), card=card_of_request(request), language=get_language() or USUAL_LANGUAGE
    )
    script = request.build_absolute_uri(f"{settings.STATIC_URL}{EMBED_SCRIPT}")
    frame = request.build_absolute_uri(reverse("dashboards:embed", args=[slug]))
    page["embed_code"] = f'<script src="{script}"></script>\n<zq-dashboard src="{frame}{page["query"]}"></zq-dashboard>'
    return render(request, "dashboards/dashboard.html", page)


@require_safe
@public(reason="the document of what is shown, without tables that the reader may not know of")
def document(request: HttpRequest, slug: str) -> JsonResponse:
    """Send the open JSON document of a dashboard."""
    found = queries.document_of(slug=slug, card=card_of_request(request))
    response = JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
@public(reason="the form of the open document")
def schema(request: HttpRequest) -> JsonResponse:
    """Send the JSON Schema of dashboards."""
    del request
    response = JsonResponse(_schema(), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response.headers["Content-Type"] = "application/schema+json"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
@public(reason="what is new of a dashboard, for those who see it, of tables that they may know of")
def feed(request: HttpRequest, slug: str) -> HttpResponse:
    """Send what is new of a dashboard as an Atom feed."""
    language, site = get_language() or USUAL_LANGUAGE, request.build_absolute_uri("/").rstrip("/")
    content = queries.feed_of(slug=slug, card=card_of_request(request), site=site, language=language)
    return HttpResponse(content, content_type="application/atom+xml; charset=utf-8")


@require_safe
@never_cache
@public(reason="the dashboard on paper: each tile is read under the reader's card")
def printed(request: HttpRequest, slug: str) -> HttpResponse:
    """Send a dashboard as PDF, with the filters of the address."""
    language = get_language() or USUAL_LANGUAGE
    content = queries.printed_page(
        slug=slug, given=request.GET.dict(), card=card_of_request(request), language=language, at=now()
    )
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{slug}.pdf"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@public(reason="a picture is served with the access of its dashboard")
def picture(request: HttpRequest, slug: str, digest: str) -> FileResponse:
    """Send a picture of a dashboard; its address names its content, so a browser may keep it."""
    path = queries.picture_of(slug=slug, digest=digest, card=card_of_request(request))
    response = FileResponse(path.open("rb"), content_type="image/webp")
    response.headers["Cache-Control"] = (
        "private, max-age=31536000, immutable"  # private: one taken down leaves shared caches at once
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@xframe_options_exempt
@public(reason="what everybody may see, for frames of other sites: read as an anonymous visitor, whoever asks")
def embedded(request: HttpRequest, slug: str, tile: str = "") -> HttpResponse:
    """Show a dashboard or one of its tiles without the site around it, to be framed anywhere."""
    page = queries.dashboard_page(
        slug=slug, given=request.GET.dict(), card=ANONYMOUS, language=get_language() or USUAL_LANGUAGE, only=tile
    )
    if tile and not page["tiles"]:
        raise NotFoundError(what=tile)
    response = render(request, "dashboards/embed.html", page | {"only": tile})
    response.headers["Content-Security-Policy"] = "frame-ancestors *"
    response.headers["Cache-Control"] = "no-cache"
    return response


@cache
def _schema() -> dict[str, object]:
    text = files(package).joinpath("dashboard.schema.json").read_text(encoding="utf-8")
    found: dict[str, object] = json.loads(text)
    return found
