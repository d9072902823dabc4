"""Expressions of OData as expressions of the query model.

Where OData and SQL treat null differently the text says so in full: ``ne`` holds for null and a value, a comparison
with null is false (not unknown), and so its negation is true.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import NamedTuple

from zhanqiao.portal.open_service.rules.odata.errors import ODataNotOfferedError, wrong
from zhanqiao.portal.open_service.rules.odata.syntax import Called, Constant, Expression, Named, parse

SIGNS = {"gt": ">", "ge": ">=", "lt": "<", "le": "<="}
SUMS = {"add": "+", "sub": "-", "mul": "*", "divby": "/"}
LONGEST = 1_000_000  # of the rest of a text; no cell is longer
FRACTION = re.compile(r"\.(\d{6})\d+")
NULL = Constant("NULL", "null")


class Function(NamedTuple):
    """A function of OData: how the query model writes it, with how many arguments, the logical type it gives."""

    text: str
    args: int
    kind: str


FUNCTIONS = {
    "contains": Function("contains({0}, {1})", 2, "boolean"),
    "startswith": Function("starts_with({0}, {1})", 2, "boolean"),
    "endswith": Function("ends_with({0}, {1})", 2, "boolean"),
    "tolower": Function("lower({0})", 1, "text"),
    "toupper": Function("upper({0})", 1, "text"),
    "trim": Function("trim({0})", 1, "text"),
    "length": Function("length({0})", 1, "integer"),
    "concat": Function("concat({0}, {1})", 2, "text"),
    "substring": Function("substr({0}, {1} + 1, {2})", 3, "text"),
    "date": Function("to_date({0})", 1, "date"),
    **{part: Function(f"{part}({{0}})", 1, "integer") for part in ("year", "month", "day", "hour", "minute")},
    "round": Function("round({0})", 1, "number"),
    "floor": Function("floor({0})", 1, "number"),
    "ceiling": Function("ceil({0})", 1, "number"),
}
KNOWN = ", ".join(FUNCTIONS)


class Term(NamedTuple):
    """An expression of the query model, its logical type, and whether it stands without parentheses."""

    text: str
    kind: str
    whole: bool = True

    @property
    def inside(self) -> str:
        """Return the text as a part of something larger."""
        return self.text if self.whole else f"({self.text})"


class Known(NamedTuple):
    """What a name of OData means in the query model, with its logical type."""

    text: str
    kind: str


def quoted(name: str, /) -> str:
    """Return a column's name as expressions write it."""
    return '"' + name.replace('"', '""') + '"'


@dataclass(frozen=True, slots=True)
class Translator:
    """Translates the expressions of one option.

    ``names`` are the properties that may be named, ``aliases`` the texts of parameter aliases (``@p``), ``zone`` the
    time zone of the clock times that tables hold.
    """

    names: Mapping[str, Known]
    parameter: str
    zone: tzinfo
    aliases: Mapping[str, str] = field(default_factory=dict)

    def condition(self, node: Expression) -> str:
        """Return a condition that holds for the same rows; a null counts as not true."""
        if isinstance(node, Called) and node.name in {"and", "or"}:
            return f" {node.name.upper()} ".join(f"({self.condition(each)})" for each in node.args)
        return self.term(node, loose=True).text

    def term(self, node: Expression, *, loose: bool = False) -> Term:
        """Return an expression; ``loose`` may leave a comparison with null unknown where that means not true."""
        if isinstance(node, Named):
            return self._named(node)
        if isinstance(node, Constant):
            return self._constant(node)
        if node.name in {"and", "or"}:
            return Term(f" {node.name.upper()} ".join(self.term(each).inside for each in node.args), "boolean", False)
        if node.name == "not":
            return Term(f"NOT {self.term(node.args[0]).inside}", "boolean", False)
        if node.name in {"eq", "ne", "in"} or node.name in SIGNS:
            compared = self._compared(node)
            return Term(compared, "boolean", False) if loose else Term(f"coalesce({compared}, FALSE)", "boolean")
        return self._computed(node)

    def _named(self, node: Named) -> Term:
        if node.name.startswith("@"):
            text = self.aliases.get(node.name)  # one without a value is null, says the protocol
            return Term("NULL", "null") if text is None else self._without_aliases().term(_parsed(text))
        known = self.names.get(node.name)
        if known is None:
            raise wrong(self.parameter, f"没有属性“{node.name}”。", f"there is no property '{node.name}'.")
        return Term(known.text, known.kind)

    def _without_aliases(self) -> Translator:
        return Translator(self.names, self.parameter, self.zone)

    def _resolved(self, node: Expression) -> Expression:
        """Return what a parameter alias stands for, so that null and texts are seen where they matter."""
        if isinstance(node, Named) and node.name.startswith("@"):
            text = self.aliases.get(node.name)
            return NULL if text is None else _parsed(text)
        return node

    def _compared(self, node: Called) -> str:
        args = [self._resolved(each) for each in node.args]
        if node.name == "in":
            return self._listed(args)
        left, right = args
        if node.name in SIGNS:
            if NULL in (left, right):
                return "FALSE"
            return f"{self.term(left).inside} {SIGNS[node.name]} {self.term(right).inside}"
        return self._equal(left, right, same=node.name == "eq")

    def _equal(self, left: Expression, right: Expression, *, same: bool) -> str:
        if NULL in (left, right):
            if left == right:
                return "TRUE" if same else "FALSE"
            other = self.term(left if right == NULL else right).inside
            return f"{other} IS {'' if same else 'NOT '}NULL"
        one, two = self.term(left).inside, self.term(right).inside
        blanks = [f"{text} IS NULL" for text, each in ((one, left), (two, right)) if not isinstance(each, Constant)]
        if same:
            both = " AND ".join(blanks) if len(blanks) > 1 else ""
            return f"({one} = {two}) OR ({both})" if both else f"{one} = {two}"
        if not blanks:
            return f"{one} != {two}"
        differ = blanks[0] if len(blanks) == 1 else f"({blanks[0]}) != ({blanks[1]})"
        return f"({one} != {two}) OR ({differ})"

    def _listed(self, nodes: Sequence[Expression]) -> str:
        if nodes[0] == NULL:
            return " OR ".join(f"({self._equal(NULL, each, same=True)})" for each in nodes[1:])
        first = self.term(nodes[0]).inside
        present = [self.term(each).inside for each in nodes[1:] if each != NULL]
        tests = [f"{first} IN ({', '.join(present)})"] if present else []
        if NULL in nodes[1:]:
            tests.append(f"{first} IS NULL")
        return " OR ".join(f"({test})" for test in tests)

    def _computed(self, node: Called) -> Term:
        if node.name == "negative":
            only = self.term(node.args[0])
            return Term(f"-{only.inside}", only.kind, False)
        args = [self.term(each) for each in node.args]
        if node.name in {"div", "mod"} or node.name in SUMS:
            return self._calculated(node.name, *args)
        return self._function(node.name, args)

    def _calculated(self, name: str, left: Term, right: Term) -> Term:
        kinds = {left.kind, right.kind}
        if name == "mod":
            raise ODataNotOfferedError(what="mod", known="add, sub, mul, div, divby")
        if name == "div" and kinds == {"integer"}:  # whole numbers divide to whole numbers, towards zero
            ratio = f"{left.inside} / {right.inside}"
            return Term(f"to_integer(if({ratio} < 0, ceil({ratio}), floor({ratio})))", "integer")
        kind = "number" if "number" in kinds or name in {"div", "divby"} else "decimal"
        sign = SUMS.get(name, "/")
        return Term(f"{left.inside} {sign} {right.inside}", "integer" if kinds == {"integer"} and sign != "/" else kind,
                    False)  # fmt: skip

    def _function(self, name: str, args: list[Term]) -> Term:
        function = FUNCTIONS.get(name)
        if function is None:
            raise ODataNotOfferedError(what=name, known=KNOWN)
        if name == "substring" and len(args) == 2:  # noqa: PLR2004 - without a length: to the end
            args.append(Term(str(LONGEST), "integer"))
        if len(args) != function.args:
            raise wrong(self.parameter, f"函数 {name} 的参数个数不对。", f"wrong number of arguments of {name}.")
        places = [each.inside if name == "substring" else each.text for each in args]
        return Term(function.text.format(*places), function.kind)

    def _constant(self, node: Constant) -> Term:
        if node.token == "TYPED":  # noqa: S105 - a name of the grammar
            raise ODataNotOfferedError(what=node.text.partition("'")[0] + "'…'", known=KNOWN)
        if node.token == "NUMBER":  # noqa: S105 - a name of the grammar
            return Term(node.text, _number_kind(node.text))
        if node.token in {"TRUTH", "NULL"}:
            return Term(node.text.upper(), "boolean" if node.token == "TRUTH" else "null")  # noqa: S105 - as above
        kind = {"STRING": "text", "DAY": "date", "CLOCK": "time", "MOMENT": "timestamp"}[node.token]
        text = self._moment(node.text) if kind == "timestamp" else node.text
        return Term(text if kind == "text" else f"'{text}'", kind)

    def _moment(self, text: str) -> str:
        """Return the clock time of the tables' zone; one without an offset is such a time already."""
        try:
            moment = datetime.fromisoformat(FRACTION.sub(r".\1", text.upper()))
        except ValueError:
            raise wrong(self.parameter, f"“{text}”不是时间。", f"'{text}' is not a point in time.") from None
        local = moment if moment.tzinfo is None else moment.astimezone(self.zone)
        return local.replace(tzinfo=None).isoformat()


def _parsed(text: str) -> Expression:
    found: Expression = parse(text=text, parameter="$filter")
    return found


def _number_kind(text: str) -> str:
    if text.isdigit():
        return "integer"
    return "number" if "e" in text.lower() else "decimal"
