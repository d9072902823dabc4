"""XML and JSON from strangers: parsed without entities, without the network, and located where they break."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree as ET
from xml.parsers import expat

from zhanqiao.core_services.exchange.engine.drafts import Unreadable
from zhanqiao.kit.texts import Text

DEPTH = 200
SOUND_XML = Text("格式正确的 XML", "well-formed XML")
NO_ENTITIES = Text("不含实体声明和外部引用的 XML", "XML without entity declarations and outside references")
SHALLOW = Text(f"嵌套不超过 {DEPTH} 层", f"at most {DEPTH} levels of nesting")
SOUND_JSON = Text("格式正确的 JSON", "well-formed JSON")


def tree(content: bytes, /) -> ET.Element:
    """Return the root of an XML document. Raises Unreadable, naming line and column."""
    guarded(content)
    return ET.fromstring(content)  # noqa: S314 - guarded() has refused every entity and outside reference


def guarded(content: bytes, /) -> None:
    """Raise Unreadable for XML that is broken, too deep, or declares entities or points outside (billion laughs, XXE)."""
    parser: Any = expat.ParserCreate()
    depth = 0

    def refuse(*_: Any) -> None:
        raise Unreadable(field=_place(parser), found="<!ENTITY> / <!DOCTYPE … SYSTEM>", expected=NO_ENTITIES)

    def doctype(name: str, system: str | None, public: str | None, internal: int) -> None:
        del name, internal
        if system or public:
            refuse()

    def begin(name: str, _: Any) -> None:
        nonlocal depth
        depth += 1
        if depth > DEPTH:
            raise Unreadable(field=_place(parser), found=name, expected=SHALLOW)

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartDoctypeDeclHandler = doctype
    parser.EntityDeclHandler = parser.UnparsedEntityDeclHandler = parser.ExternalEntityRefHandler = refuse
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, LookupError, ValueError) as error:  # LookupError: an encoding nobody knows
        raise Unreadable(field=_place(parser), found=str(error), expected=SOUND_XML) from None


def document(content: bytes, /) -> Any:
    """Return a JSON document. Raises Unreadable, naming line and column."""
    try:
        return json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Unreadable(field=f"byte {error.start}", found=str(error.reason), expected=SOUND_JSON) from None
    except json.JSONDecodeError as error:
        raise Unreadable(
            field=f"line {error.lineno}, column {error.colno}", found=error.msg, expected=SOUND_JSON
        ) from None
    except RecursionError:
        raise Unreadable(field="line 1", found="nesting", expected=SHALLOW) from None
    except ValueError as error:  # a number of more digits than Python converts
        raise Unreadable(field="line 1", found=str(error), expected=SOUND_JSON) from None


def local(element: ET.Element, /) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def text_of(element: ET.Element | None, /) -> str:
    """Return all text in an element, trimmed."""
    return "".join(element.itertext()).strip() if element is not None else ""


def _place(parser: Any) -> str:
    return f"line {parser.CurrentLineNumber}, column {parser.CurrentColumnNumber + 1}"
