"""The words of DCAT-AP 3.0.1: vocabularies, authority tables, and the forms a graph is written in."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from zhanqiao.portal.open_service.rules.registry import BASE, CATALOGUE_PAGE

AUTHORITY = "http://publications.europa.eu/resource/authority"
ACCESS = {"unconditional": "PUBLIC", "conditional": "RESTRICTED", "closed": "NON_PUBLIC"}
LANGUAGES = {"zh": "ZHO", "en": "ENG"}
FILE_TYPES = {"csv": "CSV", "json": "JSON", "parquet": "PARQUET"}
DATATYPES = {
    "text": "string",
    "integer": "integer",
    "decimal": "decimal",
    "number": "double",
    "boolean": "boolean",
    "date": "date",
    "time": "time",
    "timestamp": "dateTime",
}
IANA = "https://www.iana.org/assignments/media-types/"
WRITTEN = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml"}  # ending of the address: rdflib's name of the form


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where things stand on this site; ``root`` is its scheme and host without a trailing slash."""

    root: str

    @property
    def catalogue(self) -> str:
        """The catalogue itself."""
        return f"{self.root}/#catalog"

    @property
    def service(self) -> str:
        """The API as a data service."""
        return f"{self.root}/api/v1/#service"

    @property
    def themes(self) -> str:
        """The 22 themes as a concept scheme."""
        return f"{self.root}/themes/"

    def theme(self, code: str, /) -> str:
        """One theme."""
        return f"{self.themes}#{code}"

    def department(self, key: str, /) -> str:
        """A department, named by its page."""
        return f"{self.root}/departments/{quote(key)}/"

    def dataset(self, slug: str, /) -> str:
        """A dataset; its page is a thing of its own."""
        return self.part(slug, "dataset")

    def landing(self, slug: str, /) -> str:
        """The page of a dataset."""
        return f"{self.root}/datasets/{slug}/"

    def part(self, slug: str, name: str, /) -> str:
        """Something that exists only within the description of a dataset: nothing is a blank node."""
        return f"{self.landing(slug)}#{quote(name)}"

    def export(self, table_id: str, form: str, /) -> str:
        """A table in a format."""
        return f"{self.root}{BASE}/tables/{table_id}/export.{form}"

    def page(self, form: str, number: int, /) -> str:
        """A page of the catalogue."""
        return f"{self.root}{BASE}/catalog.{form}?page={number}"


def pages_of(total: int, /) -> int:
    """Return how many pages the catalogue has; an empty one has one."""
    return max(1, -(-total // CATALOGUE_PAGE))
