"""The column dictionary as a form: per table its titles, per column one line in both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhanqiao.core_services.publishing.rules import TableWords
from zhanqiao.data_center.metadata.rules import ColumnWords

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
    """The forms of one table, bound together."""

    def __init__(self, data: Mapping[str, Any] | None, *, table: TableWords, number: int, only: bool) -> None:
        """Bind the head and a line for every column; an only table is always published."""
        self.table, self.only, self.name = table, only, table.name
        initial = {"title_zh": table.title_zh, "title_en": table.title_en, "included": table.included}
        self.head = HeadForm(data, prefix=f"t{number}", initial=initial)
        self.lines = [
            ColumnForm(
                data,
                column=column,
                prefix=f"t{number}-{place}",
                initial={word: getattr(column, word) for word in WORDS},
            )
            for place, column in enumerate(table.columns)
        ]

    def is_valid(self) -> bool:
        """Say whether everything is in order; every part is checked, so that every problem shows."""
        return all([self.head.is_valid(), *[line.is_valid() for line in self.lines]])

    def words(self) -> TableWords:
        """Return what was said about the table."""
        said = self.head.cleaned_data
        return replace(
            self.table,
            title_zh=said["title_zh"],
            title_en=said["title_en"],
            included=self.only or said["included"],
            columns=tuple(line.words() for line in self.lines),
        )


class TablesForm:
    """The dictionary of a whole submission."""

    def __init__(self, data: Mapping[str, Any] | None, *, tables: Sequence[TableWords]) -> None:
        """Bind a form for every table; ``data`` None shows the proposals."""
        self.is_bound = data is not None
        only = len(tables) == 1
        self.tables = [TableForm(data, table=table, number=number, only=only) for number, table in enumerate(tables)]

    def is_valid(self) -> bool:
        """Say whether it was sent and everything is in order."""
        checked = [table.is_valid() for table in self.tables]  # all of them, so that every problem shows
        return self.is_bound and all(checked)

    def words(self) -> list[TableWords]:
        """Return what was said, table by table."""
        return [table.words() for table in self.tables]
