"""Metadata for harvesters: what an anonymous visitor may see, whoever asks."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from zhanqiao.people.access.operations import access
from zhanqiao.people.access.rules import Action
from zhanqiao.portal.open_service.endpoints import rendering
from zhanqiao.portal.open_service.endpoints.serving import Call, serve
from zhanqiao.portal.open_service.rules.media import RDF_TYPES


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


def root(request: HttpRequest, /) -> str:
    """Return the site's scheme and host."""
    return f"{request.scheme}://{request.get_host()}"
