"""Data elements and code lists, where they are used, and which element a column seems to be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from zhanqiao.data_center.metadata.models import CodeList, ColumnEntry, DataElement, DictionaryVersion
from zhanqiao.data_center.metadata.rules import SEEN, STAGES, CodeValue, Element, Format, Stage, format_of
from zhanqiao.data_center.storage import queries as storage
from zhanqiao.data_center.storage.queries import Field
from zhanqiao.kit.errors import NotFoundError
from zhanqiao.kit.texts import Text

CHECKED = Text("列的取值通过“{name}”的校验", "the column's values pass the check of '{name}'")
NAMED = Text("列名“{column}”就是数据元名称", "the column's name '{column}' is the element's")
SYNONYM = Text("列名“{column}”是它的同义词", "the column's name '{column}' is one of its synonyms")


@dataclass(frozen=True, slots=True)
class StepCard:
    """What happened to an element."""

    version: int
    stage: Text
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class ElementCard:
    """An element as readers see it."""

    element: Element
    version: int
    stage: Stage
    successor: str
    modified_at: datetime

    @property
    def name(self) -> Text:
        """Return its name."""
        return Text(self.element.name_zh, self.element.name_en)

    @property
    def definition(self) -> Text:
        """Return its definition; Chinese where no English is given."""
        return Text(self.element.definition_zh, self.element.definition_en or self.element.definition_zh)

    @property
    def stage_text(self) -> Text:
        """Return its stage in words."""
        return STAGES[self.stage]

    @property
    def format(self) -> Format:
        """Return its representation, read."""
        return format_of(text=self.element.format)


@dataclass(frozen=True, slots=True)
class CodeListCard:
    """A code list with its codes."""

    key: str
    title: Text
    standard: str
    modified_at: datetime
    values: tuple[CodeValue, ...]

    def held(self, on: date) -> dict[str, bool]:
        """Return of each code whether it holds on a day."""
        return {one.code: one.holds(on) for one in self.values}


@dataclass(frozen=True, slots=True)
class Use:
    """A column that an element is bound to."""

    table_id: str
    column: str


def elements() -> tuple[ElementCard, ...]:
    """Return the elements everybody may see: those in consultation, published and retired, by key. No query when warm."""
    return storage.remembered("elements", _elements)


def element(*, key: str) -> ElementCard:
    """Return one of them. Raises NotFoundError, for a draft too."""
    for one in elements():
        if one.element.key == key:
            return one
    raise NotFoundError(what=key)


def steps_of(*, key: str) -> tuple[StepCard, ...]:
    """Return what happened to an element since it came out, newest first."""
    found = DataElement.objects.get(pk=key).steps.exclude(stage=Stage.DRAFT.value).order_by("-id")
    return tuple(StepCard(one.version, STAGES[Stage(one.stage)], one.at, one.reason) for one in found)


def code_lists() -> tuple[tuple[str, Text, int], ...]:
    """Return key, title and number of codes of each code list."""
    return tuple((one.key, one.title, len(one.values)) for one in _lists().values())


def code_list(*, key: str) -> CodeListCard:
    """Return a code list. Raises NotFoundError. No query when warm."""
    found = _lists().get(key)
    if found is None:
        raise NotFoundError(what=key)
    return found


def uses_of(*, key: str) -> tuple[Use, ...]:
    """Return the columns an element is bound to by the latest dictionary of their tables."""
    latest: dict[str, int] = dict(DictionaryVersion.objects.order_by("number").values_list("table_id", "id"))
    found = ColumnEntry.objects.filter(element=key, version_id__in=list(latest.values())).select_related("version")
    return tuple(Use(one.version.table_id, one.name) for one in found)


def suggested_elements(*, field: Field) -> tuple[tuple[ElementCard, Text], ...]:
    """Return the published elements a column seems to be, each with the reason: its check digits, its name, a synonym."""
    found = ((one, _reason(one, field)) for one in elements() if one.stage is Stage.PUBLISHED)
    return tuple((one, reason) for one, reason in found if reason)


def _reason(one: ElementCard, field: Field) -> Text | None:
    name = field.name.strip().casefold()
    if one.element.check and one.element.check == field.meaning:
        return CHECKED.filled(name=one.element.name_zh)
    if name in {one.element.name_zh.casefold(), one.element.name_en.casefold(), one.element.key}:
        return NAMED.filled(column=field.name)
    return SYNONYM.filled(column=field.name) if name in {word.casefold() for word in one.element.synonyms} else None


def _elements() -> tuple[ElementCard, ...]:
    found = DataElement.objects.filter(stage__in=[stage.value for stage in SEEN])
    return tuple(
        ElementCard(Element.from_dict(one.content), one.version, Stage(one.stage), one.successor, one.modified_at)
        for one in found
    )


def _lists() -> dict[str, CodeListCard]:
    return storage.remembered("code-lists", _load_lists)


def _load_lists() -> dict[str, CodeListCard]:
    columns = tuple(CodeValue.__dataclass_fields__)
    found = {}
    for one in CodeList.objects.all():
        values = tuple(CodeValue(**row) for row in one.codes.values(*columns))
        found[one.key] = CodeListCard(one.key, Text(one.title_zh, one.title_en), one.standard, one.modified_at, values)
    return found
