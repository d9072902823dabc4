"""What lies beneath the layers: outlines and names from the platform's own open data, or Tianditu where a key is set."""

from __future__ import annotations

from typing import Any

from zhanqiao.core_services.exploring.rules import quoted
from zhanqiao.core_services.mapping.queries.layers import TILES
from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import LogicalType, TableCard
from zhanqiao.kit.environment import value
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import AccessCard, Action, decide

BASES = {
    "offline": Text("平台底图", "Platform base map"),
    "none": Text("无底图", "No base map"),
    "tianditu": Text("天地图", "Tianditu"),
    "satellite": Text("天地图影像", "Tianditu imagery"),
}
NAMES = {"zh": ("名称", "name_zh", "中文名"), "en": ("name", "英文名", "name_en")}
WEIGHTS = ("population", "人口")


def bases() -> dict[str, Text]:
    """Return the base maps to choose from."""
    return {name: text for name, text in BASES.items() if value("TIANDITU_KEY") or name in ("offline", "none")}


def base_map(*, card: AccessCard, base: str, language: str) -> dict[str, Any]:
    """Return what lies beneath: layers of our own tables, or the address of Tianditu's pictures."""
    if base in ("tianditu", "satellite") and value("TIANDITU_KEY"):
        return {"kind": base, "server": value("TIANDITU_URL").rstrip("/"), "key": value("TIANDITU_KEY"), "layers": []}
    if base == "none":
        return {"kind": "none", "layers": []}
    slugs = [each.strip() for each in value("MAP_BASE").split(",") if each.strip()]
    found = [drawn for slug in slugs if (drawn := _layer(slug, card, language)) is not None]
    return {"kind": "offline", "layers": found}


def _layer(slug: str, card: AccessCard, language: str) -> dict[str, Any] | None:
    try:
        dataset = catalogue.dataset_card(slug=slug, card=card)
    except NotFoundError:
        return None
    if not decide(card=card, action=Action.see_rows, resource=dataset.resource).is_free:
        return None
    table = next((each for each in dataset.tables if storage.has_place(card=each)), None)
    return _drawn(table, dataset, language) if table else None


def _drawn(table: TableCard, dataset: DatasetCard, language: str) -> dict[str, Any]:
    facts = storage.map_outline(card=table)
    texts = [each.name for each in table.fields if each.type is LogicalType.TEXT]
    name = next((each for each in NAMES[language[:2]] if each in texts), texts[0] if texts else "")
    weight = next((each.name for each in table.fields if each.name in WEIGHTS), "")
    select = ", ".join(quoted(each) for each in (name, weight) if each)
    return {
        "kind": facts.kind,
        "tiles": TILES.format(table=table.id),
        "question": {"select": select, "as_of": table.release_id, "clusters": "never"},
        "name": name,
        "weight": weight,
        "bounds": facts.box,
        "source": f"{dataset.title.in_language(language)} ({dataset.licence.text.in_language(language)})",
        "slug": dataset.slug,
    }
