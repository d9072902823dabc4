"""Metadata for harvesters: what an anonymous visitor may see, whoever asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from zhanqiao.people.access.operations import access
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.open_service.endpoints import rendering
from zhanqiao.portal.open_service.endpoints.serving import Call, serve
from zhanqiao.portal.open_service.queries import croissant, datapackage, dcat_us, present
from zhanqiao.portal.open_service.rules.conditional import tag_of_content
from zhanqiao.portal.open_service.rules.media import JSON, JSON_LD, RDF_TYPES


@serve("catalog-file")
@access(Action.see_dataset)
def catalog_file(request: HttpRequest, call: Call, *, form: str) -> HttpResponseBase:
    """Describe a page of the catalogue in DCAT-AP."""
    from zhanqiao.portal.open_service.queries import dcat  # late: rdflib takes 0.3 s, which a start need not wait for

    content = dcat.catalogue_graph(number=call.number("page", otherwise=1), root=root(request), form=form)
    return rendering.described(request, content, content_type=RDF_TYPES[form])


@serve("dataset-file")
@access(Action.see_dataset)
def dataset_file(request: HttpRequest, _: Call, *, dataset: str, form: str) -> HttpResponseBase:
    """Describe one dataset in DCAT-AP."""
    from zhanqiao.portal.open_service.queries import dcat  # late: rdflib takes 0.3 s, which a start need not wait for

    content = dcat.dataset_graph(name=dataset, root=root(request), form=form)
    return rendering.described(request, content, content_type=RDF_TYPES[form])


@serve("data-json")
@access(Action.see_dataset)
def data_json(request: HttpRequest, _: Call) -> HttpResponseBase:
    """Describe the whole catalogue in DCAT-US 1.1."""
    return _whole(request, name="data.json", make=dcat_us.version_1, content_type=JSON)


@serve("dcat-us")
@access(Action.see_dataset)
def dcat_us_file(request: HttpRequest, _: Call) -> HttpResponseBase:
    """Describe the whole catalogue in DCAT-US 3."""
    return _whole(request, name="dcat-us.json", make=dcat_us.version_3, content_type=JSON_LD)


@serve("croissant")
@access(Action.see_dataset)
def croissant_file(request: HttpRequest, _: Call, *, dataset: str) -> HttpResponseBase:
    """Describe one dataset in Croissant."""
    found = croissant.croissant(name=dataset, root=root(request))
    return rendering.described(request, rendering.json_bytes(found), content_type=JSON_LD)


@serve("datapackage")
@access(Action.see_dataset)
def datapackage_file(request: HttpRequest, _: Call, *, dataset: str) -> HttpResponseBase:
    """Describe one dataset as a Data Package."""
    found = datapackage.datapackage(name=dataset, root=root(request))
    return rendering.described(request, rendering.json_bytes(found), content_type=JSON)


def _whole(
    request: HttpRequest, *, name: str, make: Callable[..., Iterator[bytes]], content_type: str
) -> HttpResponseBase:
    """Stream a description of the catalogue; it stays the same until the data center changes."""
    at = root(request)
    tag = tag_of_content(f"{name} {at} {present()}".encode())
    return rendering.stream(
        request, tag=tag, public=True, content_type=content_type, name=name, make=lambda: make(root=at)
    )


def root(request: HttpRequest, /) -> str:
    """Return the site's scheme and host."""
    return f"{request.scheme}://{request.get_host()}"
