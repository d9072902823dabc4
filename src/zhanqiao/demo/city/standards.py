"""The demo city's data standards: code lists, data elements, and the columns bound to them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from zhanqiao.data_center.catalogue import queries as catalogue
from zhanqiao.data_center.catalogue.rules import UPDATE_CYCLES
from zhanqiao.data_center.metadata import operations, queries
from zhanqiao.data_center.metadata.rules import CodeValue, Element, Stage, read_table
from zhanqiao.demo.sources.divisions import area_names, division_changes
from zhanqiao.people.access.rules import AccessCard

DATA = Path(__file__).parent.parent / "data" / "standards"
COUNTY = 6  # digits
BINDING = "演示：按列名与校验位绑定数据元 · demo: bound by names and check digits"
TITLES = {
    "sex": ("人的性别代码", "Sex", "GB/T 2261.1-2003"),
    "ethnic-groups": ("民族代码", "Ethnic groups", "GB/T 3304-1991"),
    "industry-sections": ("国民经济行业门类", "Sections of industry", "GB/T 4754-2017"),
}


def ensure_standards(*, by: str, at: datetime) -> int:
    """Save the code lists and elements that are not there yet, published; return how many elements are new."""
    present = {key for key, _, _ in queries.code_lists()}
    for key, (zh, en, standard) in TITLES.items():
        if key not in present:
            values = read_table(content=(DATA / f"{key}.csv").read_bytes())
            operations.save_code_list(key=key, title_zh=zh, title_en=en, standard=standard, values=values, by=by, at=at)
    if "update-cycles" not in present:
        cycles = [CodeValue(code=one.code, name_zh=one.text.zh, name_en=one.text.en) for one in UPDATE_CYCLES.values()]
        operations.save_code_list(
            key="update-cycles", title_zh="更新周期", title_en="Update cycles", values=cycles, by=by, at=at
        )
    if "counties" not in present:
        operations.save_code_list(
            key="counties",
            title_zh="县级行政区划代码（含已撤销）",
            title_en="County-level divisions, abolished ones included",
            standard="GB/T 2260",
            values=tuple(_counties()),
            by=by,
            at=at,
        )
    return _elements(by=by, at=at)


def bind_columns(*, card: AccessCard, by: str, at: datetime) -> int:
    """Bind each column that is one element's and no other's by its name, and mostly by its values; return how many."""
    bound = 0
    for table in catalogue.readable_tables(card=card):
        words = queries.words_of(table_id=table.id)
        fields = {field.name: field for field in table.fields}
        fitting = {one.name: queries.suggested_elements(field=fields[one.name]) for one in words if not one.element}
        alone = {name: found[0][0] for name, found in fitting.items() if len(found) == 1}
        fits = queries.conformance_to(table=table, bound=alone)
        chosen = {one.found.column: one.element.element.key for one in fits if 2 * one.found.wrong <= one.found.tried}
        if chosen:
            told = [replace(one, element=chosen.get(one.name, one.element)) for one in words]
            operations.describe_columns(table_id=table.id, words=told, by=by, at=at, note=BINDING)
            bound += len(chosen)
    return bound


def _elements(*, by: str, at: datetime) -> int:
    present = {one.element.key for one in queries.elements()}
    wanted = [Element.from_dict(one) for one in tomllib.loads((DATA / "elements.toml").read_text("utf-8"))["element"]]
    new = [one for one in wanted if one.key not in present]
    for one in new:
        operations.save_element(element=one, by=by, at=at)
        for stage in (Stage.CONSULTATION, Stage.PUBLISHED):
            operations.move_element(key=one.key, to=stage, by=by, at=at)
    return len(new)


def _counties() -> Iterator[CodeValue]:
    """Yield the counties of today, then the abolished ones since 1980 with their last year and what came after."""
    today = area_names()
    gone = {
        old[:COUNTY]: (name, year, new[:COUNTY])
        for year, old, name, new in division_changes()
        if old[:COUNTY] not in today
    }
    for code, name in today.items():
        yield CodeValue(code=code, name_zh=name)
    for code, (name, year, new) in gone.items():
        successor = new if new != code and (new in today or new in gone) else ""
        yield CodeValue(code=code, name_zh=name, valid_to=date(year, 12, 31), successor=successor)
