"""From the options of OData to the parameters of the query model, and the names of what comes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta, timezone
from typing import NamedTuple

from zhanqiao.portal.open_service.rules.odata.errors import ODataNotOfferedError, wrong
from zhanqiao.portal.open_service.rules.odata.naming import Shape
from zhanqiao.portal.open_service.rules.odata.options import Options
from zhanqiao.portal.open_service.rules.odata.syntax import Expression, Measure, Named, Step, parse
from zhanqiao.portal.open_service.rules.odata.words import Known, Translator, quoted

# The clock times of tables are the city's. A fixed offset: the zone's history has summer times and a local mean time
# of +08:05:43, which no client expects.
OFFSET = timezone(timedelta(hours=8))
METHODS = {"sum": "sum({0})", "min": "min({0})", "max": "max({0})", "average": "avg({0})",
           "countdistinct": "count(DISTINCT {0})"}  # fmt: skip
RESULTS = {"average": "number", "countdistinct": "integer", "$count": "integer"}
STEPS = "filter, groupby, aggregate"


class Written(NamedTuple):
    """One property of the answer: its name, logical type, and whether ``$apply`` made it (so that no type declares it)."""

    name: str
    kind: str
    dynamic: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """A question in the words of the query model. ``params`` lack the page; ``written`` are the columns that come out."""

    params: Mapping[str, str]
    written: tuple[Written, ...]
    chosen: bool


@dataclass(slots=True)
class _Asked:
    """What ``$apply`` asked so far."""

    where: list[str] = field(default_factory=list)
    having: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    names: dict[str, Known] = field(default_factory=dict)
    dynamic: set[str] = field(default_factory=set)
    grouped: bool = False


def plan_of(*, options: Options, shape: Shape) -> Plan:
    """Return the plan of a question to a table of this shape.

    Raises ODataSyntaxError, ODataOptionError for names that do not exist, ODataNotOfferedError for what has no word.
    """
    asked = _Asked(names=_properties(shape))
    for step in parse(text=options.apply, parameter="$apply") if options.apply else []:
        _take(step, asked, shape, options)
    if options.filter:
        condition = _translator("$filter", asked, options).condition(parse(text=options.filter, parameter="$filter"))
        (asked.having if asked.grouped else asked.where).append(condition)
    written = _written(options.select, asked)
    params = {
        "select": _select(options.select, asked, shape),
        "where": _all(asked.where),
        "group_by": ", ".join(asked.keys),
        "having": _all(asked.having),
        "order_by": _order(options, asked, shape),
        "q": " ".join(options.words),
    }
    return Plan({name: text for name, text in params.items() if text}, written, bool(options.select or asked.grouped))


def _properties(shape: Shape) -> dict[str, Known]:
    known = {each.name: Known(quoted(each.column), each.kind) for each in shape.properties.values()}
    return {shape.key: Known("row_number()", "integer"), **known}


def _take(step: Step, asked: _Asked, shape: Shape, options: Options) -> None:
    if step.name not in {"filter", "groupby", "aggregate"}:
        raise ODataNotOfferedError(what=f"$apply={step.name}", known=STEPS)
    translator = _translator("$apply", asked, options)
    if step.condition is not None:
        (asked.having if asked.grouped else asked.where).append(translator.condition(step.condition))
        return
    if asked.grouped:
        raise ODataNotOfferedError(what="groupby after groupby", known=STEPS)
    outputs = {name: _key(name, asked) for name in step.keys}
    asked.keys = [known.text for known in outputs.values()]
    for measure in step.measures:
        if measure.name in outputs or measure.name in shape.properties or measure.name == shape.key:
            raise wrong("$apply", f"名称“{measure.name}”已被占用。", f"the name '{measure.name}' is taken.")
        outputs[measure.name] = _measured(measure, translator)
        asked.dynamic.add(measure.name)
    asked.names, asked.grouped = outputs, True


def _key(name: str, asked: _Asked) -> Known:
    if name not in asked.names:
        raise wrong("$apply", f"没有属性“{name}”。", f"there is no property '{name}'.")
    return asked.names[name]


def _measured(measure: Measure, translator: Translator) -> Known:
    if measure.what is None:
        return Known("count(*)", "integer")
    method = METHODS.get(measure.method)
    if method is None:
        raise ODataNotOfferedError(what=f"with {measure.method}", known=", ".join((*METHODS, "$count")))
    term = translator.term(measure.what)
    return Known(method.format(term.text), RESULTS.get(measure.method, term.kind))


def _written(select: Sequence[str], asked: _Asked) -> tuple[Written, ...]:
    for name in select:
        if name not in asked.names:
            raise wrong("$select", f"没有属性“{name}”。", f"there is no property '{name}'.")
    return tuple(Written(name, asked.names[name].kind, name in asked.dynamic) for name in select or asked.names)


def _select(select: Sequence[str], asked: _Asked, shape: Shape) -> str:
    if not select and not asked.grouped:
        return f"row_number() AS {quoted(shape.key)}, *"
    names = select or tuple(asked.names)
    renamed = {shape.key, *asked.dynamic}
    return ", ".join(f"{asked.names[name].text} AS {quoted(name)}" if name in renamed else asked.names[name].text
                     for name in names)  # fmt: skip


def _order(options: Options, asked: _Asked, shape: Shape) -> str:
    """Return the order; null is the least value, as OData has it."""
    if not options.orderby:
        return ""
    translator = _translator("$orderby", asked, options)
    keys: list[str] = []
    for node, descending in parse(text=options.orderby, parameter="$orderby"):
        if _is_key(node, asked, shape) and not descending:
            break  # rows come in the order of the source after all keys, and no two have the same number
        keys.append(translator.term(node).inside + (" DESC" if descending else " ASC NULLS FIRST"))
    return ", ".join(keys)


def _is_key(node: Expression, asked: _Asked, shape: Shape) -> bool:
    return not asked.grouped and isinstance(node, Named) and node.name == shape.key


def _translator(parameter: str, asked: _Asked, options: Options) -> Translator:
    return Translator(names=asked.names, parameter=parameter, zone=OFFSET, aliases=options.aliases)


def _all(conditions: Sequence[str]) -> str:
    return " AND ".join(f"({each})" for each in conditions)
