"""Published datasets as DCAT-AP 3.0.1: one dataset with its columns, or a page of the catalogue without them.

What an anonymous visitor may see goes out, whoever asks: harvesters pass it on to everybody.
"""

from __future__ import annotations

from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef

from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.data_center.catalogue.rules import THEMES, State
from zhanqiao.kit.environment import value
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.queries import ANONYMOUS
from zhanqiao.portal.open_service.queries.dcat_datasets import add_dataset, said
from zhanqiao.portal.open_service.queries.published import published
from zhanqiao.portal.open_service.rules.dcat import WRITTEN, Addresses, pages_of
from zhanqiao.portal.open_service.rules.openapi import ABOUT, TITLE
from zhanqiao.portal.open_service.rules.registry import BASE, CATALOGUE_PAGE

HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
MOST_PAGES = 1_000_000  # past any catalogue, and well within the integers of the database
THEME_TITLE = Text("公共数据开放主题", "Themes of open public data")
CATALOGUE_ABOUT = Text("本站开放的全部公共数据集。", "All open public datasets of this site.")


def dataset_graph(*, name: str, root: str, form: str) -> bytes:
    """Return one dataset, its publisher, theme, files and columns, written in ``form``. Raises NotFoundError."""
    graph, at = _empty(), Addresses(root)
    dataset = published(name=name)
    add_dataset(graph, dataset=dataset, at=at, columns=True)
    _themes(graph, at, codes=(dataset.theme.code,))
    _service(graph, at, datasets=(dataset,))
    return _written(graph, form)


def described(*, dataset: DatasetCard, root: str, form: str) -> bytes:
    """Return a dataset as ``catalogue_graph`` describes it, by itself."""
    graph, at = _empty(), Addresses(root)
    add_dataset(graph, dataset=dataset, at=at, columns=False)
    return _written(graph, form)


def catalogue_graph(*, number: int, root: str, form: str) -> bytes:
    """Return a page of the catalogue, newest datasets first. Raises NotFoundError past the last page."""
    if number > MOST_PAGES:
        raise NotFoundError(what=f"page={number}")
    start = (number - 1) * CATALOGUE_PAGE
    datasets, total = catalogue.listed(card=ANONYMOUS, state=State.PUBLISHED, limit=CATALOGUE_PAGE, offset=start)
    if number > pages_of(total):
        raise NotFoundError(what=f"page={number}")
    graph, at = _empty(), Addresses(root)
    _catalogue(graph, at, datasets=datasets)
    _paging(graph, at, number=number, total=total, form=form)
    for dataset in datasets:
        add_dataset(graph, dataset=dataset, at=at, columns=False)
    _themes(graph, at, codes=tuple(THEMES))
    _service(graph, at, datasets=datasets)
    return _written(graph, form)


def _empty() -> Graph:
    graph = Graph()
    graph.bind("hydra", HYDRA)
    return graph


def _written(graph: Graph, form: str) -> bytes:
    return graph.serialize(format=WRITTEN[form], encoding="utf-8")


def _catalogue(graph: Graph, at: Addresses, *, datasets: tuple[DatasetCard, ...]) -> None:
    node, publisher = URIRef(at.catalogue), URIRef(f"{at.root}/#publisher")
    name = Text(value("SITE_NAME_ZH"), value("SITE_NAME_EN"))
    graph.add((node, RDF.type, DCAT.Catalog))
    said(graph, node=node, term=DCTERMS.title, text=name)
    said(graph, node=node, term=DCTERMS.description, text=CATALOGUE_ABOUT)
    graph.add((node, DCTERMS.publisher, publisher))
    graph.add((publisher, RDF.type, FOAF.Agent))
    said(graph, node=publisher, term=FOAF.name, text=name)
    home = URIRef(f"{at.root}/")
    graph.add((node, FOAF.homepage, home))
    graph.add((home, RDF.type, FOAF.Document))
    graph.add((node, DCAT.themeTaxonomy, URIRef(at.themes)))
    graph.add((node, DCAT.service, URIRef(at.service)))
    for dataset in datasets:
        graph.add((node, DCAT.dataset, URIRef(at.dataset(dataset.slug))))


def _paging(graph: Graph, at: Addresses, *, number: int, total: int, form: str) -> None:
    last = pages_of(total)
    node, view = URIRef(at.catalogue), URIRef(at.page(form, number))
    graph.add((node, RDF.type, HYDRA.Collection))
    graph.add((node, HYDRA.totalItems, Literal(total)))
    graph.add((node, HYDRA.view, view))
    graph.add((view, RDF.type, HYDRA.PartialCollectionView))
    steps = {"first": 1, "last": last, "previous": number - 1, "next": number + 1}
    for word, page in steps.items():
        if 1 <= page <= last:
            graph.add((view, HYDRA[word], URIRef(at.page(form, page))))


def _themes(graph: Graph, at: Addresses, *, codes: tuple[str, ...]) -> None:
    scheme = URIRef(at.themes)
    graph.add((scheme, RDF.type, SKOS.ConceptScheme))
    said(graph, node=scheme, term=DCTERMS.title, text=THEME_TITLE)
    for code in codes:
        node = URIRef(at.theme(code))
        graph.add((node, RDF.type, SKOS.Concept))
        graph.add((node, SKOS.inScheme, scheme))
        graph.add((node, SKOS.notation, Literal(code)))
        said(graph, node=node, term=SKOS.prefLabel, text=THEMES[code].text)


def _service(graph: Graph, at: Addresses, *, datasets: tuple[DatasetCard, ...]) -> None:
    node = URIRef(at.service)
    graph.add((node, RDF.type, DCAT.DataService))
    said(graph, node=node, term=DCTERMS.title, text=TITLE)
    said(graph, node=node, term=DCTERMS.description, text=ABOUT)
    for term, path in ((DCAT.endpointURL, "/"), (DCAT.endpointDescription, "/openapi.json")):
        graph.add((node, term, URIRef(f"{at.root}{BASE}{path}")))
        graph.add((URIRef(f"{at.root}{BASE}{path}"), RDF.type, RDFS.Resource))  # the shapes ask for it to be said
    for dataset in datasets:
        graph.add((node, DCAT.servesDataset, URIRef(at.dataset(dataset.slug))))
