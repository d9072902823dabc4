"""CQL2 text (OGC 21-065r2, annex B): its grammar, and the CQL2 JSON that it says.

Numbers stay exact (int or Decimal), and names know where they stood. The libraries that there are do neither, and one
ends the process at a text of deep parentheses; the tests hold this parser to it.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedCharacters, UnexpectedToken

from zhanqiao.portal.open_service.rules.ogc.errors import Cql2SyntaxError, wrong
from zhanqiao.portal.open_service.rules.ogc.geometry_text import geometry_of

MAX_CHARS = 20_000
MAX_DIGITS = 400
GRAMMAR = r"""
start: any
any: all (_OR all)*
?all: negation (_AND negation)*
?negation: _NOT negation -> negated
    | predicate
?predicate: sum
    | sum COMPARE sum -> compared
    | sum [NOT] _IN "(" sum ("," sum)* ")" -> listed
    | sum [NOT] _BETWEEN sum _AND sum -> between
    | sum [NOT] _LIKE sum -> like
    | sum _IS [NOT] _NULL -> is_null
?sum: product (SIGN product)*
?product: power (SCALE power)*
?power: unary [POWER unary]
?unary: SIGN unary -> signed
    | atom
?atom: STRING -> text
    | NUMBER -> number
    | TRUE -> true
    | FALSE -> false
    | GEOMETRY -> geometry
    | NAME "(" [any ("," any)*] ")" -> called
    | (NAME | QUOTED) -> property
    | "(" any ")"

COMPARE: "=" | "<>" | "<=" | ">=" | "<" | ">"
_OR.2: /or\b/i
_AND.2: /and\b/i
_NOT.2: /not\b/i
NOT.2: /not\b/i
_IN.2: /in\b/i
_BETWEEN.2: /between\b/i
_LIKE.2: /like\b/i
_IS.2: /is\b/i
_NULL.2: /null\b/i
TRUE.2: /true\b/i
FALSE.2: /false\b/i
SIGN: "+" | "-"
SCALE.2: "*" | "/" | "%" | /div\b/i
POWER: "^"
STRING: /'(?:[^']|'')*'/
QUOTED: /"(?:[^"]|"")+"/
NUMBER: /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?/
GEOMETRY.3: /(?:GEOMETRYCOLLECTION|(?:MULTI)?(?:POINT|LINESTRING|POLYGON))\s*Z?\s*\((?:[^()']|\((?:[^()']|\((?:[^()']|\([^()']*\))*\))*\))*\)/i
NAME: /[^\W\d][\w.:]*/
%ignore /[\s\u3000]+/
"""
SHOWN = {
    "$END": "end of the text", "NAME": "a property or function", "QUOTED": '"a property"', "STRING": "'text'",
    "NUMBER": "a number", "COMPARE": "= <> < <= > >=", "SIGN": "+ -", "SCALE": "* /", "POWER": "", "LPAR": "(",
    "RPAR": ")", "COMMA": ",", "GEOMETRY": "a geometry", "_OR": "OR", "_AND": "AND", "_NOT": "NOT", "_IN": "IN",
    "_BETWEEN": "BETWEEN", "_LIKE": "LIKE", "_IS": "IS NULL", "_NULL": "NULL",
}  # fmt: skip
TEMPORAL = {"date": "date", "timestamp": "timestamp"}
CORNERS = (4, 6)  # numbers of a box without and with heights
Json = Any


class Name(str):
    """The name of a property that knows at which character it stood."""

    __slots__ = ("position",)
    position: int


def parse(*, text: str) -> Json:
    """Return the CQL2 JSON of a filter. Raises Cql2SyntaxError where the text leaves the grammar, OgcParameterError."""
    if len(text) > MAX_CHARS:
        raise wrong("filter", f"长度超过 {MAX_CHARS} 个字符。", f"longer than {MAX_CHARS} characters.")
    try:
        return _parser().parse(text)
    except UnexpectedToken as error:
        raise _located(error, str(error.token), set(error.accepts), text) from None
    except UnexpectedCharacters as error:
        raise _located(error, error.char, set(error.allowed or ()), text) from None


def _located(
    error: UnexpectedToken | UnexpectedCharacters, token: str, allowed: set[str], text: str
) -> Cql2SyntaxError:
    place = error.pos_in_stream if token and error.pos_in_stream is not None else len(text)
    expected = sorted({SHOWN.get(each, each) for each in allowed} - {""})
    return Cql2SyntaxError(position=place, token=token or SHOWN["$END"], expected=", ".join(expected))


def operation(name: str, *args: Json) -> Json:
    """Return an operator or function of CQL2 JSON."""
    return {"op": name, "args": list(args)}


@v_args(inline=True)
class _Builder(Transformer[Token, Json]):
    """Builds CQL2 JSON while parsing, bottom up."""

    def start(self, node: Json) -> Json:
        return node

    def any(self, *nodes: Json) -> Json:
        return nodes[0] if len(nodes) == 1 else operation("or", *nodes)

    def all(self, *nodes: Json) -> Json:
        return nodes[0] if len(nodes) == 1 else operation("and", *nodes)

    def negated(self, node: Json) -> Json:
        return operation("not", node)

    def compared(self, left: Json, sign: Token, right: Json) -> Json:
        return operation(str(sign), left, right)

    def listed(self, what: Json, negation: Token | None, *items: Json) -> Json:
        return _perhaps(negation, operation("in", what, list(items)))

    def between(self, what: Json, negation: Token | None, low: Json, high: Json) -> Json:
        return _perhaps(negation, operation("between", what, low, high))

    def like(self, what: Json, negation: Token | None, pattern: Json) -> Json:
        return _perhaps(negation, operation("like", what, pattern))

    def is_null(self, what: Json, negation: Token | None) -> Json:
        return _perhaps(negation, operation("isNull", what))

    def calculated(self, first: Json, *rest: Any) -> Json:
        node = first
        for sign, right in zip(rest[::2], rest[1::2], strict=True):
            node = operation(str(sign).lower(), node, right)
        return node

    sum = product = calculated

    def power(self, left: Json, sign: Token | None, right: Json) -> Json:
        return left if sign is None else operation("^", left, right)

    def signed(self, sign: Token, node: Json) -> Json:
        if sign == "+":
            return node
        if isinstance(node, bool) or not isinstance(node, int | Decimal):
            return operation("*", -1, node)
        return -node if isinstance(node, int) else node.copy_negate()  # a minus sign would round to 28 digits

    def text(self, token: Token) -> Json:
        return str(token)[1:-1].replace("''", "'")

    def number(self, token: Token) -> Json:
        # int() refuses more than 4300 digits; no column holds such a number.
        return int(token) if token.isdigit() and len(token) < MAX_DIGITS else Decimal(str(token))

    def true(self, _: Token) -> Json:
        return True

    def false(self, _: Token) -> Json:
        return False

    def geometry(self, token: Token) -> Json:
        return geometry_of(text=str(token), start=token.start_pos or 0)

    def called(self, name: Token, *args: Json) -> Json:
        kind, given = str(name).lower(), [each for each in args if each is not None]
        if kind in TEMPORAL and len(given) == 1 and isinstance(given[0], str):
            return {kind: given[0]}
        if kind == "interval" and len(given) == 2:  # noqa: PLR2004 - its two ends
            return {"interval": [_end(each) for each in given]}
        if kind == "bbox" and len(given) in CORNERS:
            return {"bbox": given}
        return operation(kind, *given)

    def property(self, token: Token) -> Json:
        name = Name(str(token)[1:-1].replace('""', '"') if token.type == "QUOTED" else str(token))
        name.position = token.start_pos or 0
        return {"property": name}


def _perhaps(negation: Token | None, node: Json) -> Json:
    return node if negation is None else operation("not", node)


def _end(value: Json) -> Json:
    """Return an end of an interval: the text of a literal, or a property as it is."""
    if isinstance(value, dict) and len(value) == 1:
        return next(iter(value.values())) if value.keys() & TEMPORAL.keys() else value
    return value


@cache
def _parser() -> Lark:
    return Lark(GRAMMAR, parser="lalr", transformer=_Builder(), maybe_placeholders=True)
