"""Taking the reporting template back: every changed cell is read and checked, and all changes are saved or none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from zhanqiao.data_center.catalogue.engine.template_sheets import (
    NotATemplateError,
    Resource,
    Sheet,
    address,
    read,
)
from zhanqiao.data_center.catalogue.queries.cards import DatasetCard
from zhanqiao.data_center.catalogue.queries.template import columns_of, listed, mark, resource_of
from zhanqiao.data_center.catalogue.rules import DatasetEntry, problems
from zhanqiao.data_center.catalogue.rules.template import BY_KEY, EDITABLE, HEADS, stated
from zhanqiao.data_center.metadata.queries import words_of
from zhanqiao.data_center.metadata.rules import ColumnWords
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import AccessCard, Action, decide


@dataclass(frozen=True, slots=True)
class Fault:
    """One cell that stands against the import: its address (``G12``), the head of its column, what it holds, and why."""

    cell: str
    head: str
    found: str
    text: Text


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that differs from what the catalogue says."""

    cell: str
    head: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ResourceChange:
    """What a file changes of one dataset."""

    dataset_id: str
    code: str
    title: str
    cells: tuple[CellChange, ...]
    entry: DatasetEntry
    items: dict[str, tuple[ColumnWords, ...]]


@dataclass(frozen=True, slots=True)
class TemplateReport:
    """What a file would change, or what stands against it. ``resources`` counts those in the file."""

    resources: int
    changes: tuple[ResourceChange, ...]
    faults: tuple[Fault, ...]


class TemplateRefusedError(ZhanqiaoError):
    """The file has faults; nothing was changed. ``faults`` are located."""

    status = 422
    code = "template-refused"
    sentence = Text(
        zh="模板有 {count} 处问题，目录没有任何改动：{zh}",
        en="The template has {count} faults; nothing in the catalogue was changed: {en}",
    )

    def __init__(self, *, faults: tuple[Fault, ...]) -> None:
        """Keep the located faults; the sentence lists them."""
        self.faults = faults
        super().__init__(
            count=len(faults),
            zh="；".join(f"{one.cell} {one.head}：{one.text.zh}" for one in faults),
            en="; ".join(f"{one.cell} {one.head}: {one.text.en}" for one in faults),
            faults=[{"cell": one.cell, "head": one.head, "found": one.found, **one.text.as_dict()} for one in faults],
        )


def check_template(*, content: bytes, card: AccessCard) -> TemplateReport:
    """Say what an edited template (XLSX) changes and every fault it has; nothing is saved.

    A resource that nobody edited since its export is left alone; one that was edited here and changed in the catalogue
    meanwhile is a fault. Resources the file leaves out stay as they are.
    """
    try:
        sheet = read(content=content)
    except NotATemplateError:
        return TemplateReport(0, (), (Fault("A1", "", "", _NO_WORKBOOK),))
    if sheet.wrong_heads:
        return TemplateReport(0, (), tuple(Fault(c, e, f, _HEAD.filled(head=e)) for c, f, e in sheet.wrong_heads))
    reader = _Reader(sheet, {each.entry.resource_code: each for each in listed(card=card)}, card)
    changes = [change for each in sheet.resources if (change := reader.change(each)) is not None]
    return TemplateReport(len(sheet.resources), tuple(changes), tuple(reader.faults))


def require_faultless(*, report: TemplateReport) -> None:
    """Raise TemplateRefusedError with every fault of a report."""
    if report.faults:
        raise TemplateRefusedError(faults=report.faults)


class _Reader:
    """Holds the resources of a sheet against the catalogue and gathers faults."""

    def __init__(self, sheet: Sheet, known: dict[str, DatasetCard], card: AccessCard) -> None:
        self.faults: list[Fault] = []
        self._sheet, self._known, self._card = sheet, known, card
        self._seen: set[str] = set()

    def change(self, given: Resource) -> ResourceChange | None:
        """Return what a resource changes; None for nothing, or when it has faults."""
        code = given.cells["code"]
        dataset = self._known.get(code)
        if dataset is None or code in self._seen:
            self._fault(given, "code", _TWICE if dataset else _UNKNOWN)
            return None
        self._seen.add(code)
        before = resource_of(dataset=dataset)
        exported = self._sheet.marks.get(code)
        if exported == mark(given) or given.text() == before.text():
            return None
        faults = len(self.faults)
        if not decide(card=self._card, action=Action.edit_entry, resource=dataset.resource).allowed:
            self._fault(given, "code", _OTHERS)
        elif exported and exported != mark(before):
            self._fault(given, "code", _STALE)
        else:
            entry, cells = self._entry(given, before, dataset)
            items, more = self._items(given, before, dataset)
            if len(self.faults) == faults and (cells or more):
                return ResourceChange(dataset.id, code, dataset.title.zh, (*cells, *more), entry, items)
        return None

    def _entry(self, given: Resource, before: Resource, dataset: DatasetCard) -> tuple[DatasetEntry, list[CellChange]]:
        own = [each.key for each in HEADS if not each.item and each.key != "code"]
        changed = [key for key in own if given.cells[key] != before.cells.get(key, "")]
        for key in changed:
            if key not in EDITABLE:
                self._fault(given, key, _DERIVED)
        values, misfits = stated(cells=given.cells, changed=frozenset(changed) & EDITABLE)
        for key, text in {each.key: each.text for each in misfits}.items():
            self._fault(given, key, text)
        entry = replace(dataset.entry, **values)
        known = {problem.text for problem in problems(entry=dataset.entry)}
        for problem in () if misfits else problems(entry=entry):
            if problem.text not in known:
                self._fault(given, _column_of(problem.field), problem.text)
        return entry, [
            CellChange(
                address(key=key, line=given.line), BY_KEY[key].label, before.cells.get(key, ""), given.cells[key]
            )
            for key in changed
        ]

    def _items(
        self, given: Resource, before: Resource, dataset: DatasetCard
    ) -> tuple[dict[str, tuple[ColumnWords, ...]], list[CellChange]]:
        if len(given.items) != len(before.items):
            self._fault(given, "item_zh", _ITEMS.filled(there=len(given.items), known=len(before.items)))
            return {}, []
        cells = list(self._item_changes(given, before))
        if not cells:
            return {}, []
        words: dict[str, list[ColumnWords]] = {}
        for (table_id, column), old, new in zip(
            columns_of(tables=dataset.tables), before.items, given.items, strict=True
        ):
            present = {one.name: one for one in words_of(table_id=table_id)}.get(column.name)
            stood = present or ColumnWords(name=column.name, name_zh=column.label.zh)
            if new["item_zh"] != old["item_zh"]:
                stood = replace(stood, name_zh=new["item_zh"], suggested=False)
            if new["item_en"] != old["item_en"]:
                stood = replace(stood, name_en=new["item_en"], suggested=False)
            words.setdefault(table_id, []).append(stood)
        touched = {table: tuple(each) for table, each in words.items() if tuple(each) != words_of(table_id=table)}
        return touched, cells

    def _item_changes(self, given: Resource, before: Resource) -> Iterator[CellChange]:
        for line, old, new in zip(given.lines, before.items, given.items, strict=True):
            for key in (each.key for each in HEADS if each.item):
                if new[key] == old[key]:
                    continue
                if key not in EDITABLE:
                    self._fault_at(address(key=key, line=line), key, new[key], _FROM_DATA)
                elif key == "item_zh" and not new[key]:
                    self._fault_at(address(key=key, line=line), key, "", _NAMELESS)
                else:
                    yield CellChange(address(key=key, line=line), BY_KEY[key].label, old[key], new[key])

    def _fault(self, given: Resource, key: str, text: Text) -> None:
        self._fault_at(address(key=key, line=given.line), key, given.cells.get(key, ""), text)

    def _fault_at(self, cell: str, key: str, found: str, text: Text) -> None:
        self.faults.append(Fault(cell, BY_KEY[key].label, found, text))


def _column_of(field: str) -> str:
    return next((each.key for each in HEADS if field in each.fields), "code")


_NO_WORKBOOK = Text("不是 XLSX 工作簿", "not an XLSX workbook")
_HEAD = Text("表头应为“{head}”", "the head should be '{head}'")
_UNKNOWN = Text(
    "没有这个信息资源代码；新资源请先在工作台登记", "no such resource; register a new one in the workbench first"
)
_TWICE = Text("这个信息资源代码在文件中出现了不止一次", "this resource stands in the file more than once")
_OTHERS = Text("这是其他部门的资源，您不能修改", "this belongs to another department; you may not change it")
_STALE = Text(
    "导出之后目录已有新的改动；请重新导出后再修改",
    "the catalogue has changed since the export; export again and edit that",
)
_DERIVED = Text("此列由系统得出，不能在这里修改", "this column is worked out by the system and cannot be changed here")
_FROM_DATA = Text(
    "数据类型和长度由数据得出，不能在这里修改", "types and lengths come from the data and cannot be changed here"
)
_NAMELESS = Text("信息项名称不能为空", "an item needs a name")
_ITEMS = Text(
    "信息项应为 {known} 个（与数据列一致），文件中有 {there} 个",
    "the resource has {known} items, as its data have columns; the file has {there}",
)
