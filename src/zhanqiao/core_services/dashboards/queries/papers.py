"""A dashboard as it is printed for a reader: read under their card at this moment, as the page is."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from zhanqiao.core_services.dashboards.engine.paper import as_pdf
from zhanqiao.core_services.dashboards.queries.cards import DashboardCard
from zhanqiao.core_services.dashboards.queries.paper_maps import map_picture
from zhanqiao.core_services.dashboards.queries.tiles import ShownTile, shown_tiles
from zhanqiao.core_services.dashboards.rules import Spec, paper
from zhanqiao.core_services.dashboards.rules.paper import Block, Lines, Paper
from zhanqiao.core_services.dashboards.rules.prose import as_lines
from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.environment import value
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.pictures import picture_path
from zhanqiao.kit.texts import Text
from zhanqiao.kit.ui.cells import NUMERIC
from zhanqiao.people.access.rules import AccessCard

LONGEST_CELL = 120
AT_ONCE = threading.BoundedSemaphore(2)  # papers that one process makes: each takes seconds of a processor
PATIENCE = 10.0  # seconds that somebody waits for their turn


class PrintingBusyError(ZhanqiaoError):
    """Others are being printed; nothing was read."""

    status = 503
    code = "printing-busy"
    sentence = Text(
        zh="正在生成其他报告，本次没有生成。请在 {retry_after} 秒后重试；网页上的看板不受影响。",
        en="Other reports are being made; this one was not begun. Try again in {retry_after} s; the dashboard as a page is not affected.",
    )


def printed(
    *, dashboard: DashboardCard, values: Mapping[str, str], card: AccessCard, language: str, at: datetime
) -> bytes:
    """Return a dashboard as PDF, each tile read under ``card``; one that may not be read says so. Raises PrintingBusyError."""
    if not AT_ONCE.acquire(timeout=PATIENCE):
        raise PrintingBusyError(retry_after=int(PATIENCE))
    try:
        return as_pdf(paper_of(dashboard=dashboard, values=values, card=card, language=language, at=at))
    finally:
        AT_ONCE.release()


def paper_of(
    *,
    dashboard: DashboardCard,
    values: Mapping[str, str],
    card: AccessCard,
    language: str,
    at: datetime,
    seconds: float = paper.MOST_SECONDS,
) -> Paper:
    """Return what the paper of a dashboard says; tiles whose turn comes after so many ``seconds`` are left out and say so."""
    spec = dashboard.spec
    tiles = _tiles(spec, values, card, language, time.monotonic() + seconds)
    moment = f"{at.astimezone(CITY_TIME):%Y-%m-%d %H:%M}"
    about = paper.ABOUT.filled(
        maker=dashboard.maker.in_language(language), version=str(dashboard.shown), moment=moment
    ).in_language(language)
    address = f"{str(value('SITE_URL')).rstrip('/')}/dashboards/{dashboard.slug}/"
    return Paper(
        title=spec.title.in_language(language),
        site=Text(value("SITE_NAME_ZH"), value("SITE_NAME_EN")).in_language(language),
        summary=spec.summary.in_language(language),
        facts=(about, address, *_chosen(spec, values, language)),
        blocks=tuple(_block(one, card, language, address) for one in tiles),
        language=language,
    )


def _tiles(spec: Spec, values: Mapping[str, str], card: AccessCard, language: str, until: float) -> Iterator[ShownTile]:
    for one in spec.tiles:
        if time.monotonic() >= until:
            yield ShownTile(one, one.title, problem=paper.TOO_LATE)
        else:
            yield from shown_tiles(spec=spec, values=values, card=card, language=language, only=one.id)


def _chosen(spec: Spec, values: Mapping[str, str], language: str) -> Iterator[str]:
    """Say what the filters choose."""
    everything = paper.EVERYTHING.in_language(language)
    pairs = [
        f"{one.title.in_language(language)} {one.operator} {values.get(one.id) or everything}" for one in spec.filters
    ]
    if pairs:
        yield paper.CHOSEN.filled(chosen=" · ".join(pairs)).in_language(language)


def _block(one: ShownTile, card: AccessCard, language: str, address: str) -> Block:
    title = one.title.in_language(language)
    if one.problem:
        return Block(title, notes=(one.problem.in_language(language),))
    shown = _map(one, card, language, address) if one.map else SHOWN[one.tile.kind](one, language)
    notes = (*shown.pop("notes", ()), *_source(one, language))
    return Block(title, notes=notes, **shown)


def _source(one: ShownTile, language: str) -> Iterator[str]:
    if one.dataset and one.table:
        yield paper.SOURCE.filled(
            title=one.dataset.title.in_language(language),
            department=one.dataset.department.name.in_language(language),
            number=str(one.table.release_number),
            day=f"{one.table.released_at.astimezone(CITY_TIME):%Y-%m-%d}",
            licence=one.dataset.licence.text.in_language(language),
        ).in_language(language)


def _number(one: ShownTile, language: str) -> dict[str, Any]:
    del language
    found = one.number
    change = f" ({found.change})" if found and found.change else ""
    return {"figure": f"{found.text}{change}" if found else ""}


def _chart(one: ShownTile, language: str) -> dict[str, Any]:
    drawing = one.drawing
    if drawing is None:
        return {}
    words = 1 + len(drawing.lines[0]["words"]) if drawing.lines else 1
    rows = [[str(line["head"]), *line["words"], *line["numbers"]] for line in drawing.lines]
    lines = Lines(drawing.heads, rows, len(rows), frozenset(range(words, len(drawing.heads))))
    said = [] if one.title.in_language(language) == drawing.sentence else [drawing.sentence]
    notes = (*said, *(text.in_language(language) for text in drawing.notes))
    return {"chart": drawing.spec, "lines": lines, "notes": notes}


def _table(one: ShownTile, language: str) -> dict[str, Any]:
    del language
    found = one.rows
    if found is None:
        return {}
    numbers = frozenset(place for place, column in enumerate(found.columns) if column.type in NUMERIC)
    rows = [[_cell(cell) for cell in row] for row in found.rows]
    return {"lines": Lines([column.name for column in found.columns], rows, found.total or len(rows), numbers)}


def _map(one: ShownTile, card: AccessCard, language: str, address: str) -> dict[str, Any]:
    shown, found = _table(one, language), one.map
    if found is None:
        return shown
    if found.layer.lines:
        rows = [[code, name, f"{number:,.6g}"] for code, name, number in found.layer.lines]
        heads = [text.in_language(language) for text in DIVISIONS]
        shown = {"lines": Lines(heads, rows, len(rows), frozenset({2}))}
    try:
        picture, told = map_picture(shown=found, card=card, language=language)
    except ZhanqiaoError as problem:
        picture, told = None, problem.text.in_language(language)
    notes = [told or ("" if picture else paper.MAP_NOT_DRAWN.in_language(language))]
    notes += [text.in_language(language) for text in found.layer.notes]
    if picture and picture.base:
        notes.append(paper.BASE.filled(sources=" · ".join(found.sources)).in_language(language))
    notes += [paper.APPROVAL.filled(number=found.approval).in_language(language)] if found.approval else []
    notes.append(paper.MAP_ELSEWHERE.filled(address=address).in_language(language))
    if picture and not found.layer.lines:
        shown = {}  # the first rows are for those who see no map
    return shown | {"map": picture, "notes": tuple(one for one in notes if one)}


def _text(one: ShownTile, language: str) -> dict[str, Any]:
    return {"prose": as_lines(text=Text(**one.tile.said["text"]).in_language(language))}


def _picture(one: ShownTile, language: str) -> dict[str, Any]:
    found = one.picture
    if found is None:
        return {}
    made_by = paper.PICTURE.filled(credit=found.credit, licence=found.licence).in_language(language)
    path = picture_path(digest=found.digest)
    return {"picture": path if path.exists() else None, "notes": (found.alt.in_language(language), made_by)}


def _outside(one: ShownTile, language: str) -> dict[str, Any]:
    found = one.outside
    if found is None:
        return {}
    told = paper.OUTSIDE.filled(host=found.host).in_language(language)
    if not found.lines:
        return {"figure": found.single, "notes": (told,)}
    return {"lines": Lines(found.heads, found.lines, found.total), "notes": (told,)}


def _cell(value: Any) -> str:
    text = "–" if value is None else str(value)
    return text if len(text) <= LONGEST_CELL else f"{text[:LONGEST_CELL]}…"


SHOWN = {
    "number": _number,
    "chart": _chart,
    "table": _table,
    "text": _text,
    "picture": _picture,
    "outside": _outside,
}
DIVISIONS = (Text("区划代码", "Division code"), Text("名称", "Name"), Text("值", "Value"))
