"""The metadata document: CSDL in XML (OData Common Schema Definition Language 4.0)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

from zhanqiao.kit.texts import Text
from zhanqiao.portal.open_service.rules.odata.naming import Property, Shape
from zhanqiao.portal.open_service.rules.odata.values import TYPES

NAMESPACE, CONTAINER = "Zhanqiao", "Container"
EDMX = "http://docs.oasis-open.org/odata/ns/edmx"
EDM = "http://docs.oasis-open.org/odata/ns/edm"
CORE = "https://oasis-tcs.github.io/odata-vocabularies/vocabularies/Org.OData.Core.V1.xml"
ILLEGAL = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
DIGITS = 6  # of the seconds of a time


class Described(NamedTuple):
    """A table as an entity set: its name (the id of the table), title, shape, and words of its columns by column."""

    name: str
    title: Text
    shape: Shape
    labels: Mapping[str, Text]


def metadata(tables: Iterable[Described], /) -> Iterator[str]:
    """Yield the document in pieces."""
    yield (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<edmx:Edmx xmlns:edmx="{EDMX}" Version="4.0">\n'
        f'<edmx:Reference Uri="{CORE}"><edmx:Include Namespace="Org.OData.Core.V1" Alias="Core"/></edmx:Reference>\n'
        f'<edmx:DataServices>\n<Schema xmlns="{EDM}" Namespace="{NAMESPACE}">\n'
    )
    sets = []
    for table in tables:
        yield "".join(_entity_type(table))
        sets.append(f'<EntitySet Name="{table.name}" EntityType="{NAMESPACE}.{table.name}">{_titled(table.title)}'
                    "</EntitySet>\n")  # fmt: skip
    yield (
        '<Term Name="SourceName" Type="Edm.String" AppliesTo="Property"/>\n'
        '<Term Name="English" Type="Edm.String" AppliesTo="EntitySet Property"/>\n'
        f'<EntityContainer Name="{CONTAINER}">\n'
    )
    yield from sets
    yield "</EntityContainer>\n</Schema>\n</edmx:DataServices>\n</edmx:Edmx>\n"


def _entity_type(table: Described) -> Iterator[str]:
    yield f'<EntityType Name="{table.name}">\n<Key><PropertyRef Name="{table.shape.key}"/></Key>\n'
    yield f'<Property Name="{table.shape.key}" Type="Edm.Int64" Nullable="false"/>\n'
    for each in table.shape.properties.values():
        notes = _notes(each, table.labels.get(each.column))
        head = f'<Property Name={quoteattr(each.name)} Type="{TYPES[each.kind]}"{_facets(each)}'
        yield f"{head}>{notes}</Property>\n" if notes else f"{head}/>\n"
    yield "</EntityType>\n"


def _facets(each: Property) -> str:
    if each.kind == "decimal":
        return f' Precision="{each.precision}" Scale="{each.scale or 0}"' if each.precision else ' Scale="variable"'
    if each.kind in {"timestamp", "time"}:
        return f' Precision="{DIGITS}"'
    return ' SRID="4326"' if each.kind == "geometry" else ""


def _notes(each: Property, label: Text | None) -> str:
    own = "" if each.name == each.column else _note(f"{NAMESPACE}.SourceName", each.column)
    return own + (_titled(label) if label is not None and label.zh != each.name else "")


def _titled(title: Text) -> str:
    english = _note(f"{NAMESPACE}.English", title.en) if title.en and title.en != title.zh else ""
    return _note("Core.Description", title.zh) + english


def _note(term: str, text: str) -> str:
    return f'<Annotation Term="{term}" String={quoteattr(ILLEGAL.sub("", text))}/>'
