"""How a layer is coloured: asks the rows for their most frequent words, their classes, or their districts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from zhanqiao.core_services.exploring.rules import quoted
from zhanqiao.core_services.mapping.queries.areas import Areas, areas_of
from zhanqiao.core_services.mapping.rules import MOST_CATEGORIES, LayerState, Legend, breaks_of, class_legend
from zhanqiao.core_services.mapping.rules.styles import CATEGORY_TOKENS, NOTHING, OTHER, OTHERS
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import TableCard
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import AccessCard

MOST_LINES = 200
TELLING = 10  # codes that a note names


class NoBoundariesError(ZhanqiaoError):
    """No table of outlines has the codes of a table's rows."""

    status = 422
    code = "no-boundaries"
    sentence = Text(
        zh="没有与列“{column}”的区划代码相符的边界数据，无法着色。行数据不受影响，可在表格中查看。",
        en="No boundaries on this platform have the division codes of the column '{column}', so nothing can be coloured. "
        "The rows are there as a table.",
    )


@dataclass(frozen=True, slots=True)
class Colouring:
    """Paint for the map, lines of the legend, notes, the districts if there are any, and their values as lines."""

    paint: dict[str, Any]
    legends: tuple[Legend, ...]
    notes: tuple[Text, ...] = ()
    areas: Areas | None = None
    lines: tuple[tuple[str, str, float], ...] = ()


def coloured(*, table: TableCard, state: LayerState, card: AccessCard) -> Colouring:
    """Return how a layer is coloured. Raises QueryError for its condition, NoBoundariesError."""
    storage.parsed(card=table, params=_where(state))
    if state.style == "areas":
        return _areas(table, state, card)
    if state.style == "categories":
        return _categories(table, state)
    if state.style == "classes":
        return _classes(table, state)
    token = CATEGORY_TOKENS[state.colour % len(CATEGORY_TOKENS)]
    words = Text("聚合点（数字为行数）", "Clusters (numbers are rows)") if state.style == "clusters" else table.title
    return Colouring({"token": token}, (Legend(words, token=token),))


def _where(state: LayerState) -> dict[str, str]:
    return {"where": state.where} if state.where else {}


def _categories(table: TableCard, state: LayerState) -> Colouring:
    query = storage.parsed(card=table, params=_where(state))
    found = storage.facets(card=table, query=query, columns=[state.by], size=MOST_CATEGORIES + 1)[state.by]
    known = [(value, count) for value, count in found if value is not None][:MOST_CATEGORIES]
    pairs = [(value, token) for (value, _), token in zip(known, CATEGORY_TOKENS, strict=False)]
    legends = [Legend(_word(value), token=token) for value, token in pairs]
    more = len(found) > len(known)
    return Colouring(
        {"column": state.by, "values": pairs, "others": OTHERS},
        (*legends, *((Legend(OTHER, token=OTHERS),) if more else ())),
    )


def _word(value: object) -> Text:
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    return Text(str(value), str(value))


def _classes(table: TableCard, state: LayerState) -> Colouring:
    column = quoted(state.by)
    inner = [number / state.classes for number in range(1, state.classes)]
    asked = [
        f"min({column}) AS a",
        f"max({column}) AS b",
        *(f"quantile({column}, {share}) AS q{n}" for n, share in enumerate(inner)),
    ]
    query = storage.parsed(card=table, params=_where(state) | {"select": ", ".join(asked)})
    key = ("map classes", table.release_id, query.key())
    low, high, *quantiles = storage.remembered(key, lambda: storage.aggregate(card=table, query=query).rows[0])
    if low is None:
        return Colouring({"column": state.by, "breaks": []}, (Legend(NOTHING, token=OTHERS),))
    return _ramp(state, float(low), float(high), [float(each) for each in quantiles], {"column": state.by})


def _ramp(state: LayerState, low: float, high: float, quantiles: Sequence[float], paint: dict[str, Any]) -> Colouring:
    breaks = breaks_of(low=low, high=high, quantiles=quantiles, cut=state.cut, classes=state.classes)
    return Colouring(paint | {"breaks": breaks}, tuple(class_legend(breaks=breaks, low=low, high=high, words=_number)))


def _areas(table: TableCard, state: LayerState, card: AccessCard) -> Colouring:
    areas = areas_of(table=table, state=state, card=card)
    if areas is None:
        raise NoBoundariesError(column=state.by)
    numbers = sorted(areas.values.values())
    quantiles = [
        numbers[min(len(numbers) - 1, len(numbers) * each // state.classes)] for each in range(1, state.classes)
    ]
    paint = {
        "column": areas.boundaries.column,
        "label": areas.boundaries.label,
        "values": areas.values,
        "by": state.by,
        "digits": areas.boundaries.digits,
    }
    found = _ramp(state, numbers[0], numbers[-1], quantiles, paint)
    lines = sorted(
        ((code, areas.names[code], value) for code, value in areas.values.items()), key=lambda each: -each[2]
    )
    return Colouring(found.paint, found.legends, _told(areas), areas, tuple(lines[:MOST_LINES]))


def _told(areas: Areas) -> tuple[Text, ...]:
    source = areas.boundaries.table.title
    notes = [Text(zh=f"边界来自“{source.zh}”。", en=f"Boundaries from '{source.en}'.")]
    if areas.missing:
        codes = "、".join(each or "∅" for each in areas.missing[:TELLING]) + (
            "…" if len(areas.missing) > TELLING else ""
        )
        notes.append(_MISSING.filled(rows=f"{areas.missing_rows:,}", many=len(areas.missing), codes=codes))
    return tuple(notes)


def _number(value: float) -> str:
    """Return a number with as many digits as tell."""
    if abs(value) >= 1000 or value == int(value):  # noqa: PLR2004 - below a thousand, fractions tell
        return f"{value:,.0f}"
    return f"{value:.4g}"


_MISSING = Text(
    zh="{many} 个代码（{rows} 行）没有对应边界，不在图上：{codes}",
    en="{many} codes ({rows} rows) have no boundary and are not on the map: {codes}",
)
