"""The column dictionary as a form: per table its titles, per column one line in both languages.

A submission of many columns is described in pages, so that a table of thousands of columns stays a page that a
browser can show and a form that a server takes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhanqiao.core_services.publishing.rules import PlaceChoices, TableWords
from zhanqiao.data_center.metadata.rules import ColumnWords
from zhanqiao.portal.workbench.forms.places import PlacesForm

PAGE_COLUMNS = 200  # lines of a page
NO_PLACES: Mapping[str, PlaceChoices] = MappingProxyType({})
WORDS = ("name_zh", "name_en", "description_zh", "description_en", "unit")


class ColumnForm(forms.Form):
    """What one column means. Its own name and type come from the file and are not changed here."""

    name_zh = forms.CharField(label=_("Chinese name"), max_length=200)
    name_en = forms.CharField(label=_("English name"), max_length=200, required=False)
    description_zh = forms.CharField(label=_("Chinese description"), max_length=1000, required=False)
    description_en = forms.CharField(label=_("English description"), max_length=1000, required=False)
    unit = forms.CharField(label=_("Unit"), max_length=60, required=False)

    def __init__(self, *args: Any, column: ColumnWords, **kwargs: Any) -> None:
        """Keep the column that this line is about."""
        super().__init__(*args, **kwargs)
        self.column = column
        for field in self.visible_fields():
            field.field.widget.attrs["aria-label"] = f"{column.name}: {field.label}"

    def words(self) -> ColumnWords:
        """Return what was said; a proposal somebody confirmed is no longer one."""
        return replace(self.column, suggested=False, **{word: self.cleaned_data[word] for word in WORDS})


class HeadForm(forms.Form):
    """The titles of one table, and whether it is published."""

    title_zh = forms.CharField(label=_("Table title in Chinese"), max_length=200)
    title_en = forms.CharField(label=_("Table title in English"), max_length=200, required=False)
    included = forms.BooleanField(label=_("Publish this table"), required=False)


class TableForm:
    """The forms of one table, or of the columns of it that stand on one page, bound together."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        table: TableWords,
        number: int,
        only: bool,
        places: range,
        choices: PlaceChoices,
    ) -> None:
        """Bind the head and a line for the column at each place; an only table is always published."""
        self.table, self.only, self.name, self.places = table, only, table.name, places
        initial = {"title_zh": table.title_zh, "title_en": table.title_en, "included": table.included}
        self.head = HeadForm(data, prefix=f"t{number}", initial=initial)
        coordinates = choices if places.start == 0 else PlaceChoices()  # on the first page of a wide table
        kept = table.places if places.start == 0 else ()
        self.coordinates = PlacesForm(data, prefix=f"t{number}-c", choices=coordinates, declared=kept)
        self.lines = [
            ColumnForm(
                data,
                column=table.columns[place],
                prefix=f"t{number}-{place}",
                initial={word: getattr(table.columns[place], word) for word in WORDS},
            )
            for place in places
        ]

    def is_valid(self) -> bool:
        """Say whether everything is in order; every part is checked, so that every problem shows."""
        return all([self.head.is_valid(), self.coordinates.is_valid(), *[line.is_valid() for line in self.lines]])

    def words(self) -> TableWords:
        """Return what was said about the table; columns of other pages stay as they were."""
        said = self.head.cleaned_data
        described = dict(zip(self.places, self.lines, strict=True))
        return replace(
            self.table,
            title_zh=said["title_zh"],
            title_en=said["title_en"],
            included=self.only or said["included"],
            places=self.coordinates.places() if self.places.start == 0 else self.table.places,
            columns=tuple(
                described[place].words() if place in described else column
                for place, column in enumerate(self.table.columns)
            ),
        )


class TablesForm:
    """The dictionary of a whole submission, one page of it bound at a time."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        tables: Sequence[TableWords],
        page: str = "",
        choices: Mapping[str, PlaceChoices] = NO_PLACES,
    ) -> None:
        """Bind a form for every table of a page, counted from 1; ``data`` None shows the proposals."""
        self.is_bound = data is not None
        self.columns = sum(len(table.columns) for table in tables)
        windows = _windows([len(table.columns) for table in tables])
        self.pages = len(windows)
        self.page = min(max(int(page), 1), self.pages) if page.isdecimal() else 1
        self._whole = tuple(tables)
        self.tables = [
            TableForm(
                data,
                table=tables[number],
                number=number,
                only=len(tables) == 1,
                places=places,
                choices=choices.get(tables[number].name, PlaceChoices()),
            )
            for number, places in windows[self.page - 1]
        ]

    @property
    def next_page(self) -> int | None:
        """The page after this one, None on the last."""
        return self.page + 1 if self.page < self.pages else None

    @property
    def errors(self) -> bool:
        """Say whether something on the page needs attention."""
        checked = [table.is_valid() for table in self.tables]  # all of them, so that every problem shows
        return not all(checked)

    def is_valid(self) -> bool:
        """Say whether it was sent and everything on the page is in order."""
        return self.is_bound and not self.errors

    def words(self) -> list[TableWords]:
        """Return what was said, table by table; what stands on other pages stays as it was."""
        said = {table.name: table.words() for table in self.tables}
        return [said.get(table.name, table) for table in self._whole]


def _windows(widths: Sequence[int]) -> list[list[tuple[int, range]]]:
    """Cut tables of these many columns into pages: per page the tables' numbers and the places of their columns."""
    pages: list[list[tuple[int, range]]] = [[]]
    free = PAGE_COLUMNS
    for number, width in enumerate(widths):
        start = 0
        while start < width or start == width == 0:
            if not free:
                pages.append([])
                free = PAGE_COLUMNS
            end = min(width, start + free)
            pages[-1].append((number, range(start, end)))
            free -= max(1, end - start)
            start = max(end, 1)
    return pages
