"""Changes of a dashboard as the builder sends them: each becomes a new version, or a step towards the gallery."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from zhanqiao.core_services.dashboards import operations as dashboards
from zhanqiao.core_services.dashboards import queries
from zhanqiao.core_services.dashboards.queries import DashboardCard
from zhanqiao.core_services.dashboards.rules import (
    LARGEST,
    MAP_FIELDS,
    Filter,
    Spec,
    Tile,
    Visibility,
    spec_of_text,
)
from zhanqiao.kit.errors import NotFoundError, ZhanqiaoError
from zhanqiao.kit.pictures import LARGEST_PICTURE
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import AccessCard
from zhanqiao.portal.dashboards.forms import PlaceForm
from zhanqiao.portal.dashboards.queries.making import column_choices

Typed = Mapping[str, str]


class ChangeRefusedError(ZhanqiaoError):
    """What was typed in the builder makes no change; nothing was saved."""

    status = 422
    code = "dashboard-change"
    sentence = Text(
        zh="没有保存：请选择一列，并填写标题或文字；图片要有文件和替代文字。",
        en="Nothing was saved: choose a column, and give a title or words; a picture needs its file and its words.",
    )


def placed(*, form: PlaceForm, card: AccessCard, at: datetime) -> str:
    """Put a tile on one of my dashboards or on a new one, and return the dashboard's slug."""
    slug, title = str(form.cleaned_data["where_to"]), str(form.cleaned_data["new_title"])
    if not slug:
        spec = Spec(title=Text(title, title)).with_tile(form.tile())
        return dashboards.make(spec=spec, by=card.actor, at=at)
    dashboard = queries.dashboard_card(slug=slug, card=card, latest=True)
    spec = dashboard.spec.with_tile(form.tile())
    dashboards.save(dashboard_id=dashboard.id, spec=spec, upon=dashboard.version, by=card.actor, at=at)
    return slug


def changed(
    *, slug: str, act: str, typed: Typed, files: Mapping[str, UploadedFile], card: AccessCard, at: datetime
) -> None:
    """Do one act of the builder. Raises NotFoundError for an unknown one, ChangeRefusedError, and what operations raise."""
    dashboard = queries.dashboard_card(slug=slug, card=card, latest=True)
    if act in STEPS:
        STEPS[act](dashboard, typed, card.actor, at)
        return
    if act == "document":
        spec = _uploaded(files)
    elif act == "picture":
        spec = _with_picture(dashboard, typed, files, card.actor, at)
    elif act in CHANGES:
        spec = CHANGES[act](dashboard.spec, typed, card)
    else:
        raise NotFoundError(what=act)
    upon = typed.get("upon", "")
    number = int(upon) if upon.isdecimal() and len(upon) < 9 else 0  # noqa: PLR2004 - longer numbers are no versions
    dashboards.save(dashboard_id=dashboard.id, spec=spec, upon=number, by=card.actor, at=at)


def _uploaded(files: Mapping[str, UploadedFile]) -> Spec:
    if "document" not in files:
        raise ChangeRefusedError
    return spec_of_text(text=files["document"].read(LARGEST + 1).decode("utf-8", "replace"))


def _with_picture(
    dashboard: DashboardCard, typed: Typed, files: Mapping[str, UploadedFile], by: str, at: datetime
) -> Spec:
    if "picture" not in files or not _words(typed, "alt").zh:
        raise ChangeRefusedError
    tile = Tile("t1", "picture", _words(typed, "title"), 2, said=_pictured(typed))
    content = files["picture"].read(LARGEST_PICTURE + 1)
    return dashboards.with_picture(
        dashboard_id=dashboard.id, spec=dashboard.spec, tile=tile, content=content, by=by, at=at
    )


def _pictured(typed: Typed) -> dict[str, Any]:
    told = {name: typed.get(name, "").strip() for name in ("credit", "licence")}
    return {"alt": _words(typed, "alt").as_dict()} | told


def _words(typed: Typed, name: str) -> Text:
    zh, en = (typed.get(f"{name}_{language}", "").replace("\r\n", "\n").strip() for language in ("zh", "en"))
    return Text(zh or en, en or zh)


def _about(spec: Spec, typed: Typed, card: AccessCard) -> Spec:
    del card
    return replace(
        spec, title=_words(typed, "title"), summary=_words(typed, "summary"), layout=typed.get("layout", spec.layout)
    )


def _tile_of(spec: Spec, typed: Typed) -> Tile:
    tile = spec.tile(typed.get("tile", ""))
    if tile is None:
        raise NotFoundError(what=typed.get("tile", ""))
    return tile


def _tile(spec: Spec, typed: Typed, card: AccessCard) -> Spec:
    del card
    tile = _tile_of(spec, typed)
    width = typed.get("width", "")
    changed = replace(
        tile,
        title=_words(typed, "title"),
        width=int(width) if width in ("1", "2", "3", "4") else tile.width,
        as_of=typed.get("as_of", tile.as_of).strip(),
        said=dict(tile.said) | (SAID[tile.kind](tile, typed) if tile.kind in SAID else {}),
    )
    return spec.with_changed(changed)


def _drawn(tile: Tile, typed: Typed) -> dict[str, Any]:
    chosen = dict(tile.said["map"]) | {
        name: typed[f"map_{name}"].strip() for name in MAP_FIELDS if f"map_{name}" in typed
    }
    return {"map": {name: value for name, value in chosen.items() if value}}


def _moved(by: int) -> Callable[[Spec, Typed, AccessCard], Spec]:
    return lambda spec, typed, _: spec.moved(_tile_of(spec, typed).id, by=by)


def _without(spec: Spec, typed: Typed, card: AccessCard) -> Spec:
    del card
    return spec.without_tile(_tile_of(spec, typed).id)


def _with_text(spec: Spec, typed: Typed, card: AccessCard) -> Spec:
    del card
    text = _words(typed, "text")
    if not text.zh:
        raise ChangeRefusedError
    return spec.with_tile(Tile("t1", "text", _words(typed, "title"), 4, said={"text": text.as_dict()}))


def _with_outside(spec: Spec, typed: Typed, card: AccessCard) -> Spec:
    del card
    said = {"address": typed.get("address", "").strip(), "rows": 10}
    pointer = typed.get("pointer", "").strip()
    return spec.with_tile(
        Tile("t1", "outside", _words(typed, "title"), 2, said=said | ({"pointer": pointer} if pointer else {}))
    )


def _with_filter(spec: Spec, typed: Typed, card: AccessCard) -> Spec:
    column, known = typed.get("column", ""), column_choices(spec=spec, card=card)
    if column not in known:
        raise ChangeRefusedError
    taken = {one.id for one in spec.filters}
    free = next(name for name in (f"f{number}" for number in range(1, len(taken) + 2)) if name not in taken)
    made = Filter(
        id=free,
        title=_words(typed, "title") if _words(typed, "title").zh else Text(column, column),
        columns=dict.fromkeys(known[column], column),
        operator=typed.get("operator", "="),
        default=typed.get("default", "").strip(),
    )
    return replace(spec, filters=(*spec.filters, made))


def _without_filter(spec: Spec, typed: Typed, card: AccessCard) -> Spec:
    del card
    return replace(spec, filters=tuple(one for one in spec.filters if one.id != typed.get("filter", "")))


def _restore(dashboard: DashboardCard, typed: Typed, by: str, at: datetime) -> None:
    wanted = typed.get("version", "")
    if not wanted.isdecimal() or len(wanted) > 8:  # noqa: PLR2004 - longer numbers are no versions
        raise NotFoundError(what=wanted)
    dashboards.restore(dashboard_id=dashboard.id, version=int(wanted), upon=dashboard.version, by=by, at=at)


def _show(dashboard: DashboardCard, typed: Typed, by: str, at: datetime) -> None:
    visibility = Visibility.LINK if typed.get("visibility") == "link" else Visibility.PRIVATE
    dashboards.show_to(dashboard_id=dashboard.id, visibility=visibility, by=by, at=at)


SAID: dict[str, Callable[[Tile, Typed], dict[str, Any]]] = {
    "text": lambda _, typed: {"text": _words(typed, "text").as_dict()},
    "map": _drawn,
    "picture": lambda _, typed: _pictured(typed),
}
STEPS: dict[str, Callable[[DashboardCard, Typed, str, datetime], None]] = {
    "restoration": _restore,
    "visibility": _show,
    "submission": lambda one, _, by, at: dashboards.submit(dashboard_id=one.id, by=by, at=at),
    "retraction": lambda one, _, by, at: dashboards.retract_listing(dashboard_id=one.id, by=by, at=at),
    "removal": lambda one, _, by, at: dashboards.remove(dashboard_id=one.id, by=by, at=at),
}
CHANGES: dict[str, Callable[[Spec, Typed, AccessCard], Spec]] = {
    "about": _about,
    "tile": _tile,
    "up": _moved(-1),
    "down": _moved(1),
    "tile-removal": _without,
    "text": _with_text,
    "outside": _with_outside,
    "filter": _with_filter,
    "filter-removal": _without_filter,
}
