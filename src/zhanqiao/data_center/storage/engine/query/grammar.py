"""The grammar of ``where=``, ``select=``, ``group_by=``, ``having=`` and ``order_by=``, and its parser.

A boolean expression as in SQL (and as in SoQL and Explore v2.1): bare names may be Chinese, other names stand in
"double quotes", text in 'single quotes' with '' for a quote inside.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, NamedTuple

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedCharacters, UnexpectedToken

from zhanqiao.data_center.storage.engine.fields import LogicalType
from zhanqiao.data_center.storage.engine.query.errors import QueryError
from zhanqiao.data_center.storage.engine.query.mistakes import located
from zhanqiao.data_center.storage.engine.query.nodes import Call, Column, Literal, Node
from zhanqiao.data_center.storage.engine.query.quickparse import simple_condition
from zhanqiao.kit.texts import Text

MAX_CHARS = 20_000
MAX_DEPTH = 60
MAX_DIGITS = 400
STARTS = {"where": "expression", "having": "expression", "select": "outputs", "group_by": "keys", "order_by": "orders",
          "top": "ranking", "on": "expression"}  # fmt: skip
EVERYTHING = Call("*", ())  # an item of select that means every column
CONDITIONS = frozenset({"where", "having"})
GRAMMAR = r"""
expression: _or
outputs: output ("," output)*
output: _or ["AS"i name]
    | STAR -> everything
keys: _or ("," _or)*
orders: order ("," order)*
ranking: NUMBER PER keys ORDER orders
order: _or [COLLATE NAME] [DIRECTION] ["NULLS"i ENDS]

_or: any
?any: all ("OR"i all)*
?all: negation ("AND"i negation)*
?negation: NOT negation -> negated
    | predicate
?predicate: sum
    | sum COMPARE sum -> compared
    | sum [NOT] "IN"i "(" sum ("," sum)* ")" -> listed
    | sum [NOT] "BETWEEN"i sum "AND"i sum -> between
    | sum [NOT] "LIKE"i sum -> like
    | sum "IS"i [NOT] "NULL"i -> is_null
?sum: product (SIGN product)*
?product: unary (SCALE unary)*
?unary: SIGN unary -> signed
    | atom
?atom: STRING -> text
    | NUMBER -> number
    | "NULL"i -> null
    | "TRUE"i -> true
    | "FALSE"i -> false
    | NAME "(" [DISTINCT] [arguments] ")" -> call
    | name -> column
    | "(" any ")"
arguments: _or ("," _or)* | STAR
name: NAME | QUOTED

COMPARE: "=" | "!=" | "<>" | "<=" | ">=" | "<" | ">"
COLLATE.2: /collate\b/i
PER.2: /per\b/i
ORDER.2: /order\b(?:[\s\u3000]+by\b)?/i
DIRECTION.2: /asc\b/i | /desc\b/i
ENDS.2: /first\b/i | /last\b/i
DISTINCT.2: /distinct\b(?!\s*[,)])/i
NOT.2: /not\b/i
STAR: "*"
SCALE: "*" | "/"
SIGN: "+" | "-"
STRING: /'(?:[^']|'')*'/
QUOTED: /"(?:[^"]|"")+"/ | /`[^`]+`/
NUMBER: /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/
NAME: /[^\W\d]\w*/
%ignore /[\s\u3000]+/
"""


class WrittenOrder(NamedTuple):
    """A sort key as it was written; ``collation`` is the name after COLLATE with its place."""

    node: Node
    descending: bool
    nulls_first: bool
    collation: Token | None


def parse(*, text: str, parameter: str) -> Any:
    """Return the untyped tree of one parameter.

    ``where`` and ``having`` give a Node, ``group_by`` a list of Nodes, ``select`` a list of (Node or EVERYTHING, alias or None),
    ``order_by`` a list of WrittenOrder, ``top`` the number's token with both lists. Raises QueryError where the text leaves the grammar.
    """
    if len(text) > MAX_CHARS:
        raise QueryError(parameter=parameter, reason=_TOO_LONG.filled(limit=MAX_CHARS), position=MAX_CHARS)
    if parameter in CONDITIONS:
        quick = simple_condition(text=text)
        return _parsed(text, parameter) if quick is None else quick
    return _kept(text, parameter)


@lru_cache(maxsize=2048)
def _kept(text: str, parameter: str) -> Any:
    """Lists of columns come again and again; nobody changes what is returned."""
    return _parsed(text, parameter)


def _parsed(text: str, parameter: str) -> Any:
    try:
        return _parser().parse(text, start=STARTS[parameter])
    except UnexpectedToken as error:
        raise located(
            error=error, token=str(error.token), allowed=set(error.accepts), text=text, parameter=parameter
        ) from None
    except UnexpectedCharacters as error:
        raise located(
            error=error, token=error.char, allowed=set(error.allowed or ()), text=text, parameter=parameter
        ) from None
    except _TooDeepError:
        raise QueryError(parameter=parameter, reason=_TOO_DEEP.filled(limit=MAX_DEPTH)) from None


class _TooDeepError(Exception):
    """An expression nests deeper than the limit."""


@v_args(inline=True)
class _Builder(Transformer[Token, Any]):
    """Builds nodes while parsing, bottom up."""

    def expression(self, node: Node) -> Node:
        return node

    def outputs(self, *items: Any) -> list[Any]:
        return list(items)

    keys = orders = outputs

    def output(self, node: Node, alias: str | None) -> tuple[Node, str | None]:
        return node, alias

    def everything(self, _: Token) -> tuple[Node, str | None]:
        return EVERYTHING, None

    def order(self, node: Node, *words: Token | None) -> WrittenOrder:
        _, collation, direction, ends = words
        descending = direction is not None and direction.lower() == "desc"
        return WrittenOrder(node, descending, ends is not None and ends.lower() == "first", collation)

    def ranking(self, *words: Any) -> tuple[Token, list[Node], list[WrittenOrder]]:
        number, _, keys, _, orders = words
        return number, keys, orders

    def any(self, *nodes: Node) -> Node:
        return _call("or", nodes)

    def all(self, *nodes: Node) -> Node:
        return _call("and", nodes)

    def negated(self, _: Token, node: Node) -> Node:
        return _call("not", (node,))

    def compared(self, left: Node, sign: Token, right: Node) -> Node:
        return _call("!=" if sign == "<>" else str(sign), (left, right))

    def listed(self, node: Node, negation: Token | None, *items: Node) -> Node:
        return _negated(negation, _call("in", (node, *items)))

    def between(self, node: Node, negation: Token | None, low: Node, high: Node) -> Node:
        return _negated(negation, _call("between", (node, low, high)))

    def like(self, node: Node, negation: Token | None, pattern: Node) -> Node:
        return _negated(negation, _call("like", (node, pattern)))

    def is_null(self, node: Node, negation: Token | None) -> Node:
        return _negated(negation, _call("is null", (node,)))

    def sum(self, first: Node, *rest: Any) -> Node:
        node = first
        for sign, right in zip(rest[::2], rest[1::2], strict=True):
            node = _call(str(sign), (node, right))
        return node

    product = sum  # noqa: A003 - the methods are called what the rules of the grammar are called

    def signed(self, sign: Token, node: Node) -> Node:
        if sign == "+":
            return node
        if isinstance(node, Literal) and isinstance(node.value, int | float | Decimal):
            return Literal(-node.value, node.type, sign.start_pos or 0)
        return _call("negative", (node,))

    def text(self, token: Token) -> Node:
        return Literal(str(token)[1:-1].replace("''", "'"), LogicalType.TEXT, token.start_pos or 0)

    def number(self, token: Token) -> Node:
        if token.isdigit():
            return Literal(_whole(token), LogicalType.INTEGER, token.start_pos or 0)
        if "e" in token.lower():
            return Literal(float(token), LogicalType.NUMBER, token.start_pos or 0)
        return Literal(Decimal(str(token)), LogicalType.DECIMAL, token.start_pos or 0)

    def null(self) -> Node:
        return Literal(None, None)

    def true(self) -> Node:
        return Literal(value=True, type=LogicalType.BOOLEAN)

    def false(self) -> Node:
        return Literal(value=False, type=LogicalType.BOOLEAN)

    def arguments(self, *nodes: Any) -> tuple[Any, ...]:
        return nodes

    def call(self, name: Token, distinct: Token | None, arguments: tuple[Any, ...] | None) -> Node:
        args = tuple(each for each in arguments or () if not isinstance(each, Token))
        starred = bool(arguments) and not args
        called = f"{name.lower()}(*)" if starred else name.lower()
        return _call(called, args, distinct=distinct is not None, position=name.start_pos or 0)

    def name(self, token: Token) -> Token:
        quoted = {'"': token[1:-1].replace('""', '"'), "`": token[1:-1]}.get(token[0], str(token))
        return Token("NAME", quoted, start_pos=token.start_pos)

    def column(self, token: Token) -> Node:
        return Column(str(token), position=token.start_pos or 0)


def _whole(token: Token) -> int | Decimal:
    # int() refuses more than 4300 digits; no column holds such a number, the checker says so.
    return int(token) if len(token) < MAX_DIGITS else Decimal(str(token))


def _call(name: str, args: tuple[Node, ...], *, distinct: bool = False, position: int | None = None) -> Call:
    start = position if position is not None else min((each.position for each in args), default=0)
    call = Call(name, args, distinct=distinct, position=start)
    if _depth(call) > MAX_DEPTH:
        raise _TooDeepError
    return call


def _negated(negation: Token | None, call: Call) -> Call:
    return call if negation is None else _call("not", (call,))


def _depth(node: Node) -> int:
    level, depth = [node], 0
    while level and depth <= MAX_DEPTH:
        level = [arg for each in level if isinstance(each, Call) for arg in each.args]
        depth += 1
    return depth


@cache
def _parser() -> Lark:
    return Lark(
        GRAMMAR,
        start=sorted(set(STARTS.values())),
        parser="lalr",
        transformer=_Builder(),
        maybe_placeholders=True,
        propagate_positions=False,
    )


_TOO_LONG = Text(zh="超过 {limit} 个字符的上限。", en="longer than the limit of {limit} characters.")
_TOO_DEEP = Text(zh="嵌套超过 {limit} 层的上限。", en="nested deeper than the limit of {limit} levels.")
