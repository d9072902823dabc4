"""The grammar of ``$filter``, ``$orderby`` and ``$apply``, and its parser.

Source: the ABNF of OData 4.0 and of its extension for data aggregation. ``not`` and ``-`` bind tightest, as there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedCharacters, UnexpectedToken

from zhanqiao.portal.open_service.rules.odata.errors import ODataSyntaxError, wrong

MAX_CHARS, MAX_DEPTH = 10_000, 40
STARTS = {"$filter": "condition", "$orderby": "orders", "$apply": "steps"}
GRAMMAR = r"""
condition: any
orders: order ("," order)*
order: any [DIRECTION]
steps: step ("/" step)*
step: "filter" "(" any ")" -> filtered
    | "groupby" "(" "(" NAME ("," NAME)* ")" ["," summed] ")" -> grouped
    | summed
    | NAME ["(" [any ("," any)*] ")"] -> other
summed: "aggregate" "(" measure ("," measure)* ")"
measure: any "with" METHOD "as" NAME | COUNTED "as" NAME -> counted

any: all ("or" all)*
all: equality ("and" equality)*
?equality: relation (EQUALS relation)*
?relation: sum (COMPARES sum)*
    | sum "in" "(" any ("," any)* ")" -> listed
?sum: product (ADDS product)*
?product: unary (SCALES unary)*
?unary: NOT unary -> applied
    | MINUS unary -> applied
    | atom
?atom: (STRING | MOMENT | DAY | CLOCK | NUMBER | TRUTH | NULL | TYPED) -> constant
    | ALIAS -> alias
    | NAME "(" [any ("," any)*] ")" -> called
    | NAME -> named
    | "(" any ")"

DIRECTION.3: /asc\b/ | /desc\b/
EQUALS.3: /eq\b/ | /ne\b/
COMPARES.3: /gt\b/ | /ge\b/ | /lt\b/ | /le\b/
ADDS.3: /add\b/ | /sub\b/
SCALES.3: /mul\b/ | /divby\b/ | /div\b/ | /mod\b/
NOT.3: /not\b/
MINUS: "-"
TRUTH.3: /true\b/i | /false\b/i
NULL.3: /null\b/
STRING: /'(?:[^']|'')*'/
TYPED.4: /[A-Za-z]+'[^']*'/
MOMENT.6: /\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,12})?)?(?:Z|[+-]\d\d:\d\d)?/i
DAY.5: /\d{4}-\d\d-\d\d/
CLOCK.5: /\d\d:\d\d(?::\d\d(?:\.\d{1,12})?)?/
NUMBER: /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/
ALIAS: /@[^\W\d]\w*/
COUNTED: "$count"
METHOD: /[A-Za-z][\w.]*/
NAME: /[^\W\d]\w*/
%ignore /\s+/
"""
SHOWN = {
    "$END": "end of the text", "NAME": "a property or function", "STRING": "'text'", "NUMBER": "a number",
    "EQUALS": "eq ne", "COMPARES": "gt ge lt le", "ADDS": "add sub", "SCALES": "mul div divby", "LPAR": "(",
    "RPAR": ")", "COMMA": ",", "SLASH": "/", "MINUS": "-", "DAY": "2024-01-31", "MOMENT": "2024-01-31T08:00:00Z",
    "CLOCK": "08:00:00", "TYPED": "", "ALIAS": "", "TRUTH": "true false", "METHOD": "sum min max average countdistinct",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Named:
    """A property, a name that ``$apply`` gave, or a parameter alias (``@p``)."""

    name: str


@dataclass(frozen=True, slots=True)
class Constant:
    """A literal: its token's name (STRING, MOMENT, DAY, CLOCK, NUMBER, TRUTH, NULL, TYPED) and text."""

    token: str
    text: str


@dataclass(frozen=True, slots=True)
class Called:
    """A function or operator with its arguments."""

    name: str
    args: tuple[Expression, ...]
    depth: int = field(compare=False, default=1)


Expression = Named | Constant | Called


@dataclass(frozen=True, slots=True)
class Measure:
    """One item of ``aggregate``: what, with which method (``$count`` for the number of rows), as which name."""

    what: Expression | None
    method: str
    name: str


@dataclass(frozen=True, slots=True)
class Step:
    """One transformation of ``$apply``: ``filter``, ``groupby``, ``aggregate``, or another by its name."""

    name: str
    condition: Expression | None = None
    keys: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()


class _TooDeepError(Exception):
    """An expression nests deeper than the limit."""


def parse(*, text: str, parameter: str) -> Any:
    """Return the tree of an option: an Expression, a list of (Expression, descending), or a list of Steps.

    Raises ODataSyntaxError where the text leaves the grammar, ODataOptionError when it is too long or too deep.
    """
    if len(text) > MAX_CHARS:
        raise wrong(parameter, f"长度超过 {MAX_CHARS} 个字符。", f"longer than {MAX_CHARS} characters.")
    try:
        return _parser().parse(text, start=STARTS[parameter])
    except UnexpectedToken as error:
        raise _located(error, str(error.token), set(error.accepts), text, parameter) from None
    except UnexpectedCharacters as error:
        raise _located(error, error.char, set(error.allowed or ()), text, parameter) from None
    except _TooDeepError:
        raise wrong(parameter, f"嵌套超过 {MAX_DEPTH} 层。", f"nested deeper than {MAX_DEPTH}.") from None


@v_args(inline=True)
class _Builder(Transformer[Token, Any]):
    """Builds the tree while parsing, bottom up."""

    def condition(self, node: Expression) -> Expression:
        return node

    def orders(self, *items: Any) -> list[Any]:
        return list(items)

    steps = orders

    def order(self, node: Expression, direction: Token | None) -> tuple[Expression, bool]:
        return node, direction == "desc"

    def step(self, summed: tuple[Measure, ...]) -> Step:
        return Step("aggregate", measures=summed)

    def filtered(self, node: Expression) -> Step:
        return Step("filter", condition=node)

    def grouped(self, *parts: Any) -> Step:
        *keys, summed = parts
        return Step("groupby", keys=tuple(str(key) for key in keys), measures=summed or ())

    def other(self, name: Token, *_: Any) -> Step:
        return Step(str(name))

    def summed(self, *measures: Measure) -> tuple[Measure, ...]:
        return measures

    def measure(self, what: Expression, method: Token, name: Token) -> Measure:
        return Measure(what, str(method), str(name))

    def counted(self, method: Token, name: Token) -> Measure:
        return Measure(None, str(method), str(name))

    def any(self, *nodes: Expression) -> Expression:
        return nodes[0] if len(nodes) == 1 else _call("or", nodes)

    def all(self, *nodes: Expression) -> Expression:
        return nodes[0] if len(nodes) == 1 else _call("and", nodes)

    def equality(self, first: Expression, *rest: Any) -> Expression:
        node = first
        for sign, right in zip(rest[::2], rest[1::2], strict=True):
            node = _call(str(sign), (node, right))
        return node

    relation = sum = product = equality

    def listed(self, *nodes: Expression) -> Expression:
        return _call("in", nodes)

    def applied(self, sign: Token, node: Expression) -> Expression:
        return _call("negative" if sign == "-" else "not", (node,))

    def constant(self, token: Token) -> Expression:
        return Constant(token.type, str(token))

    def alias(self, token: Token) -> Expression:
        return Named(str(token))

    def called(self, name: Token, *args: Expression | None) -> Expression:
        return _call(str(name), tuple(each for each in args if each is not None))

    def named(self, token: Token) -> Expression:
        return Named(str(token))


def _call(name: str, args: tuple[Expression, ...]) -> Called:
    depth = 1 + max((each.depth for each in args if isinstance(each, Called)), default=0)
    if depth > MAX_DEPTH:
        raise _TooDeepError
    return Called(name, args, depth)


@cache
def _parser() -> Lark:
    return Lark(GRAMMAR, start=sorted(STARTS.values()), parser="lalr", transformer=_Builder(), maybe_placeholders=True)


def _located(
    error: UnexpectedToken | UnexpectedCharacters, token: str, allowed: set[str], text: str, parameter: str
) -> ODataSyntaxError:
    place = error.pos_in_stream if token and error.pos_in_stream is not None else len(text)
    expected = sorted({SHOWN.get(each, each.lower()) for each in allowed} - {""})
    return ODataSyntaxError(
        parameter=parameter, position=place, token=token or SHOWN["$END"], expected=", ".join(expected)
    )
