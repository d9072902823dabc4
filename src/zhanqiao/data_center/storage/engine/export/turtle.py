"""RDF in Turtle: a subject for each row, a predicate for each column, literals of XML Schema types.

Names are addresses of the API, so that they lead somewhere: a row is ``<table>/rows#<number>``, a column
``<table>#<name>``. Source: RDF 1.1 Turtle (W3C, 2014); geometries are literals of OGC GeoSPARQL.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from zhanqiao.data_center.storage.engine.export.columns import Answer, as_text
from zhanqiao.data_center.storage.engine.fields import Field, LogicalType
from zhanqiao.data_center.storage.engine.query.compiling import Compiler, Statement
from zhanqiao.kit.texts import Text

UNNAMED = "urn:zhanqiao:table"
XSD = "http://www.w3.org/2001/XMLSchema#"
PREFIXES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": XSD,
    "geo": "http://www.opengis.net/ont/geosparql#",
}
TYPES = {
    LogicalType.TEXT: "xsd:string",
    LogicalType.INTEGER: "xsd:integer",
    LogicalType.DECIMAL: "xsd:decimal",
    LogicalType.NUMBER: "xsd:double",
    LogicalType.BOOLEAN: "xsd:boolean",
    LogicalType.DATE: "xsd:date",
    LogicalType.TIME: "xsd:time",
    LogicalType.TIMESTAMP: "xsd:dateTime",
    LogicalType.GEOMETRY: "geo:wktLiteral",
    LogicalType.JSON: "rdf:JSON",
}
FREE = frozenset({LogicalType.TEXT, LogicalType.JSON})  # what may hold a quote or a line break
ESCAPES = (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r"))
UNSAFE = re.compile(r'[\x00-\x20<>"{}|^`\\%#]')


@dataclass(frozen=True, slots=True)
class Naming:
    """What the table and its columns are called in RDF: the address of the table, its title, labels by column."""

    base: str = UNNAMED
    title: Text | None = None
    labels: Mapping[str, Text] = field(default_factory=dict)


def turtle_head(*, fields: Iterable[Field], naming: Naming) -> str:
    """Return the prefixes, and what the table and each column are."""
    return "".join(_head(fields, naming))


def turtle_rows(answer: Answer, *, naming: Naming) -> Statement:
    """Return a statement that gives one subject per row; a null has no triple. Groups have no number: theirs are blank."""
    compiler = answer.compiler()
    pairs = zip(answer.fields, compiler.outputs(), strict=True)
    triples = [_triple(compiler, each, sql, naming) for each, sql in pairs]
    kind = compiler.bound(f" a <{naming.base}>")
    subject = "'[]'" if answer.query.aggregated else f"{compiler.bound(f'<{naming.base}/rows#')} || (rowid + 1) || '>'"
    return compiler.statement(f"SELECT concat({subject}, {kind}, {', '.join(triples)}, ' .\n') {answer.tail(compiler)}")


def _head(fields: Iterable[Field], naming: Naming) -> Iterator[str]:
    for name, address in PREFIXES.items():
        yield f"@prefix {name}: <{address}> .\n"
    yield f"<{naming.base}> a rdfs:Class{_labelled(naming.title)} .\n"
    for each in fields:
        label = _labelled(naming.labels.get(each.name, Text(each.name, each.name)))
        yield f"{_predicate(each, naming)} a rdf:Property{label} ; rdfs:range {TYPES[each.type]} .\n"


def _triple(compiler: Compiler, each: Field, sql: str, naming: Naming) -> str:
    text = _lexical(each, sql)
    if each.type in FREE:
        for plain, escaped in ESCAPES:
            text = f"replace({text}, {compiler.bound(plain)}, {compiler.bound(escaped)})"
    head = compiler.bound(f' ;\n  {_predicate(each, naming)} "')
    tail = compiler.bound('"' if each.type is LogicalType.TEXT else f'"^^{TYPES[each.type]}')
    return f"{head} || {text} || {tail}"


def _lexical(each: Field, sql: str) -> str:
    if each.type is LogicalType.NUMBER:  # XML Schema writes what is not finite in its own way
        return f"CASE WHEN isnan({sql}) THEN 'NaN' WHEN isinf({sql}) THEN if({sql} > 0, 'INF', '-INF') ELSE ({sql})::VARCHAR END"
    return as_text(field=each, sql=sql)


def _predicate(each: Field, naming: Naming) -> str:
    return f"<{naming.base}#{UNSAFE.sub(lambda found: f'%{ord(found[0]):02X}', each.name)}>"


def _labelled(label: Text | None) -> str:
    if label is None:
        return ""
    english = f', "{_escaped(label.en)}"@en' if label.en and label.en != label.zh else ""
    return f' ; rdfs:label "{_escaped(label.zh)}"@zh{english}'


def _escaped(text: str) -> str:
    for plain, escaped in ESCAPES:
        text = text.replace(plain, escaped)
    return text
