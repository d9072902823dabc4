"""RDF documents as graphs: RDF/XML, Turtle, N-Triples and JSON-LD, none of which may reach for the network."""

from __future__ import annotations

import json
import logging
import re
import warnings

from rdflib import Graph
from rdflib.exceptions import ParserError
from rdflib.plugins.parsers.notation3 import BadSyntax

from zhanqiao.core_services.exchange.engine import markup
from zhanqiao.core_services.exchange.engine.contexts import without_remote_contexts
from zhanqiao.core_services.exchange.engine.drafts import Unreadable
from zhanqiao.kit.texts import Text

SOUND = {
    "xml": Text("格式正确的 RDF/XML", "well-formed RDF/XML"),
    "turtle": Text("格式正确的 Turtle", "well-formed Turtle"),
    "nt": Text("格式正确的 N-Triples", "well-formed N-Triples"),
    "json-ld": Text("格式正确的 JSON-LD", "well-formed JSON-LD"),
}
MEDIA_TYPES = {
    "application/rdf+xml": "xml",
    "text/turtle": "turtle",
    "application/x-turtle": "turtle",
    "application/n-triples": "nt",
    "application/ld+json": "json-ld",
    "application/json": "json-ld",
}
ENDINGS = {
    "rdf": "xml",
    "xml": "xml",
    "owl": "xml",
    "ttl": "turtle",
    "n3": "turtle",
    "nt": "nt",
    "jsonld": "json-ld",
    "json": "json-ld",
}
# What a stranger writes badly is told as a fault of a record, not in our log.
logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)


def notation(*, content: bytes, name: str, media_type: str = "") -> str:
    """Return how a document is written: by its media type, the ending of its name, else its first character."""
    told = MEDIA_TYPES.get(media_type.partition(";")[0].strip().lower())
    ending = re.split(r"[?#]", name)[0].rpartition(".")[2].lower()
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    seen = {b"{": "json-ld", b"[": "json-ld"}.get(start)
    if start == b"<" and re.match(rb"<(\?xml|rdf:RDF|!DOCTYPE|!--)", content.removeprefix(b"\xef\xbb\xbf").lstrip()):
        seen = "xml"
    return seen or told or ENDINGS.get(ending, "turtle")


def graph(*, content: bytes, name: str, written: str) -> Graph:
    """Return the graph of a document. Raises Unreadable with the line where it breaks."""
    if written == "xml":
        markup.guarded(content)
    data: bytes | str = _local_json(content) if written == "json-ld" else content.removeprefix(b"\xef\xbb\xbf")
    found = Graph()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # rdflib's own use of what it has deprecated
            found.parse(data=data, format=written, publicID=name)
    except BadSyntax as error:
        raise Unreadable(field=f"line {error.lines + 1}", found=_why(error), expected=SOUND[written]) from None
    except ParserError as error:  # that of N-Triples is one too
        raise Unreadable(field=_line(error), found=str(error), expected=SOUND[written]) from None
    except MemoryError:
        raise  # told as such where documents are read
    except Exception as error:  # noqa: BLE001 - rdflib raises whatever its parsers meet; a stranger's bytes must not end a run
        raise Unreadable(field="RDF", found=f"{type(error).__name__}: {error}", expected=SOUND[written]) from None
    return found


def _local_json(content: bytes) -> str:
    return json.dumps(without_remote_contexts(markup.document(content)), ensure_ascii=False)


def _why(error: BadSyntax) -> str:
    found = re.search(r"Bad syntax \((.*?)\) at \^ in:(.*)", str(error), re.DOTALL)
    return f"{found.group(1)}: {found.group(2)}" if found else str(error)


def _line(error: Exception) -> str:
    found = re.search(r"(?:line |:)(\d+)", str(error))
    return f"line {found.group(1)}" if found else "RDF"
