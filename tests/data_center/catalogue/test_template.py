"""The reporting template goes out, is edited and comes back: exactly what was edited changes, or nothing."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from tests.data_center.grounds import AT, BY, MORE_STATIONS, STATIONS, entry

from zhanqiao.data_center.catalogue import operations, queries
from zhanqiao.data_center.catalogue.engine.template_sheets import MOST_UNPACKED, Resource, Sheet, read, written
from zhanqiao.data_center.catalogue.models import DatasetRevision
from zhanqiao.data_center.catalogue.operations import TemplateRefusedError, TemplateReport, check_template
from zhanqiao.data_center.catalogue.rules import DatasetEntry
from zhanqiao.data_center.metadata import queries as metadata
from zhanqiao.data_center.storage import operations as storage
from zhanqiao.data_center.storage.operations import TableReport
from zhanqiao.data_center.storage.rules import Mode
from zhanqiao.people.access.queries import ANONYMOUS
from zhanqiao.people.access.rules import AccessCard, Role

Understand = Callable[[str], tuple[Path, TableReport]]
AUTHORITY = AccessCard(account_id="acc_authority", roles=frozenset({(Role.authority, None)}))
STRANGER = AccessCard(account_id="acc_other", roles=frozenset({(Role.officer, "dep_other")}))


def made(understand: Understand, text: str, **stated: Any) -> str:
    dataset_id = operations.register_dataset(entry=entry(**stated), by=BY, at=AT)
    folder, report = understand(text)
    table_id = storage.create_table(dataset_id=dataset_id, name="t", title_zh="站点", by=BY, at=AT)
    prepared = storage.prepare_release(table_id=table_id, folder=folder, report=report, mode=Mode.REPLACE, by=BY, at=AT)
    operations.publish_releases(dataset_id=dataset_id, prepared=[prepared], by=BY, at=AT)
    return dataset_id


@pytest.fixture
def city(department: str, understand: Understand) -> dict[str, str]:
    """Three datasets: an open one with data, a conditional one with data, one that is not open."""
    return {
        "stations": made(understand, STATIONS, slug="stations", department=department, abstract_zh="全市站点。\n两行"),
        "wells": made(
            understand, MORE_STATIONS, slug="wells", title_zh="监测井", department=department,
            open_type="conditional", open_condition="签订协议", related_codes=("308022/000001",),
        ),
        "lines": operations.register_dataset(
            entry=entry(slug="lines", title_zh="线路", department=department, share_type="refused",
                        share_legal_ground="某法第三条", open_type="closed", open_legal_ground="某法第四条"),
            by=BY, at=AT,
        ),
    }  # fmt: skip


def exported() -> tuple[bytes, Sheet]:
    content = queries.template_file(card=AUTHORITY)
    return content, read(content=content)


def edited(sheet: Sheet, change: Callable[[list[Resource]], None]) -> bytes:
    """Write the sheet again as a person's program does after editing."""
    resources = list(sheet.resources)
    change(resources)
    return written(resources=resources, marks=sheet.marks)


def made_changes(*, content: bytes, card: AccessCard, at: datetime) -> TemplateReport:
    """Write down what a template changes, as reviews do, and make it at once."""
    report = check_template(content=content, card=card)
    operations.require_faultless(report=report)
    for one in report.changes:
        change = json.loads(json.dumps(operations.written_change(change=one, before=entries()[one.dataset_id])))
        operations.make_change(change=change, by=card.actor, at=at, reason="")
    return report


def entries() -> dict[str, DatasetEntry]:
    return {each.id: each.entry for each in queries.dataset_cards(ids=ids(), card=AUTHORITY)}


def ids() -> list[str]:
    from zhanqiao.data_center.catalogue.models import Dataset  # the rows themselves, to look behind the doors

    return sorted(Dataset.objects.values_list("id", flat=True))


def test_a_file_nobody_edited_changes_nothing(city: dict[str, str]) -> None:
    content, sheet = exported()
    report = made_changes(content=content, card=AUTHORITY, at=AT)
    assert (report.resources, report.changes, report.faults) == (3, (), ())
    assert read(content=edited(sheet, lambda _: None)).resources == sheet.resources


def test_the_template_says_what_the_entries_say(city: dict[str, str]) -> None:
    _, sheet = exported()
    shown = {each.cells["title_zh"]: each for each in sheet.resources}
    lines = shown["线路"].cells
    assert (lines["share_type"], lines["share_condition"]) == ("不予共享", "某法第三条")
    assert (lines["open"], lines["open_condition"]) == ("否", "某法第四条")
    assert [item["item_zh"] for item in shown["地铁站点"].items] == ["站名", "开通日期", "日客流"]
    assert shown["地铁站点"].items[1]["item_type"] == "日期型D"
    assert shown["地铁站点"].cells["abstract_zh"] == "全市站点。\n两行"


def test_one_edited_row_changes_exactly_that_row(city: dict[str, str]) -> None:
    before, revisions = entries(), DatasetRevision.objects.count()
    _, sheet = exported()

    def change(resources: list[Resource]) -> None:
        (row,) = [each for each in resources if each.cells["title_zh"] == "监测井"]
        row.cells |= {
            "abstract_zh": "地下水监测井。",
            "update_cycle": "每月",
            "open": "否",
            "open_condition": "某法第五条",
        }

    report = made_changes(content=edited(sheet, change), card=AUTHORITY, at=AT)
    (done,) = report.changes
    assert (done.title, [cell.after for cell in done.cells]) == (
        "监测井",
        ["地下水监测井。", "否", "某法第五条", "每月"],
    )
    wells = city["wells"]
    assert entries() == before | {
        wells: replace(
            before[wells],
            abstract_zh="地下水监测井。",
            update_cycle="monthly",
            open_type="closed",
            open_legal_ground="某法第五条",
        )
    }
    assert DatasetRevision.objects.count() == revisions + 1


def test_an_edited_item_changes_the_dictionary_of_its_table(city: dict[str, str]) -> None:
    _, sheet = exported()

    def change(resources: list[Resource]) -> None:
        (row,) = [each for each in resources if each.cells["title_zh"] == "地铁站点"]
        row.items[2] |= {"item_zh": "日均客流", "item_en": "Daily passengers"}

    before = entries()
    made_changes(content=edited(sheet, change), card=AUTHORITY, at=AT)
    (table,) = queries.tables_of(dataset_id=city["stations"])
    labels = [(each.name, each.label.zh, each.label.en) for each in metadata.dictionary(table_id=table.id)]
    assert labels[2] == ("日客流", "日均客流", "Daily passengers")
    assert labels[0][1] == "站名"
    assert entries() == before


def test_twenty_faults_are_twenty_located_messages_and_nothing_changes(city: dict[str, str]) -> None:
    before, revisions = entries(), DatasetRevision.objects.count()
    _, sheet = exported()

    def change(resources: list[Resource]) -> None:
        stations, wells, lines = (
            next(each for each in resources if each.cells["title_zh"] == title)
            for title in ("地铁站点", "监测井", "线路")
        )
        stations.cells |= {  # 8
            "class_0": "9", "provider": "别的局", "provider_code": "X", "held_rows": "5",
            "format_category": "石板", "share_type": "随便", "way": "信鸽", "update_cycle": "偶尔",
        }  # fmt: skip
        stations.items[0] |= {"item_zh": "", "item_type": "整型I"}  # 10
        stations.items[1] |= {"item_length": "99"}  # 11
        wells.cells |= {
            "open": "也许",
            "issued_on": "去年",
            "shared_size": "1",
            "way_class": "拷盘",
            "format_note": "无",
        }  # 16
        wells.items.append(dict(wells.items[0]))  # 17
        lines.cells |= {"title_zh": "", "share_condition": "", "open_condition": ""}  # 20
        resources[:] = [stations, wells, lines]

    content = edited(sheet, change)
    report = check_template(content=content, card=AUTHORITY)
    assert len({fault.cell for fault in report.faults}) == len(report.faults) == 20
    assert ("A3", "信息资源分类/类", "9") in {(fault.cell, fault.head, fault.found) for fault in report.faults}
    with pytest.raises(TemplateRefusedError) as refused:
        made_changes(content=content, card=AUTHORITY, at=AT)
    assert (refused.value.status, len(refused.value.faults)) == (422, 20)
    assert (entries(), DatasetRevision.objects.count()) == (before, revisions)


def test_a_row_changed_meanwhile_is_a_fault_and_an_untouched_one_is_left_alone(city: dict[str, str]) -> None:
    content, sheet = exported()
    newer = replace(entries()[city["wells"]], abstract_zh="后来的摘要")
    operations.revise_dataset(dataset_id=city["wells"], entry=newer, by=BY, at=AT)
    assert made_changes(content=content, card=AUTHORITY, at=AT).changes == ()
    assert entries()[city["wells"]].abstract_zh == "后来的摘要"

    def change(resources: list[Resource]) -> None:
        next(each for each in resources if each.cells["title_zh"] == "监测井").cells["abstract_zh"] = "旧稿"

    (fault,) = check_template(content=edited(sheet, change), card=AUTHORITY).faults
    assert "export again" in fault.text.en


def test_a_resource_of_another_department_cannot_be_changed(city: dict[str, str]) -> None:
    _, sheet = exported()

    def change(resources: list[Resource]) -> None:
        next(each for each in resources if each.cells["title_zh"] == "监测井").cells["abstract_zh"] = "改动"

    (fault,) = [
        each
        for each in check_template(content=edited(sheet, change), card=STRANGER).faults
        if "another" in each.text.en
    ]
    assert fault.head == "信息资源代码"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no workbook", "编号,名称\n1,a\n".encode()])
def test_what_is_no_workbook_is_said_so(city: dict[str, str], content: bytes) -> None:
    (fault,) = check_template(content=content, card=AUTHORITY).faults
    assert (fault.cell, "XLSX" in fault.text.en) == ("A1", True)


def test_a_department_cannot_leave_unsaid_what_only_a_harvested_source_may(city: dict[str, str]) -> None:
    _, sheet = exported()

    def change(resources: list[Resource]) -> None:
        resources[0].cells["update_cycle"] = "来源未说明"

    (fault,) = check_template(content=edited(sheet, change), card=AUTHORITY).faults
    assert (fault.head, "来源未说明" in fault.text.zh) == ("更新周期", False)


def test_a_workbook_that_unpacks_to_too_much_is_not_read(city: dict[str, str]) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", bytes(MOST_UNPACKED + 1))
    (fault,) = check_template(content=buffer.getvalue(), card=AUTHORITY).faults
    assert fault.cell == "A1"


def test_another_table_is_refused_by_its_heads(city: dict[str, str]) -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.add_worksheet().write_row(0, 0, ["编号", "名称"])
    faults = check_template(content=buffer.getvalue(), card=AUTHORITY).faults
    assert (faults[4].cell, faults[4].text.en) == ("E1", "the head should be '信息资源名称'")


def test_the_public_list_has_no_drafts(city: dict[str, str]) -> None:
    shown = [each.cells["title_zh"] for each in read(content=queries.template_file(card=ANONYMOUS)).resources]
    assert shown == ["地铁站点", "监测井"]
