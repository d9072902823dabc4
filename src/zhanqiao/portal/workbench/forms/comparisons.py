"""A comparison as a form: what is compared, how rows are paired, which cells are held against each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhanqiao.core_services.analysis.rules import (
    AUTHORITY_TEXTS,
    HOW_TEXTS,
    KIND_TEXTS,
    METHOD_TEXTS,
    SCHEDULE_TEXTS,
    Definition,
    definition_of,
)
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.portal.workbench.forms.sources import said

Choices = Sequence[tuple[str, str]]
SPARE = 2  # empty lines below those that are filled
ROLES = {"key": Text("配对", "Pairs rows"), "guard": Text("只否决", "Denies only")}


class MatchForm(forms.Form):
    """A column of A beside one of B that tells rows apart."""

    left = forms.ChoiceField(required=False)
    right = forms.ChoiceField(required=False)
    kind = forms.ChoiceField(required=False)
    role = forms.ChoiceField(required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        number: int,
        columns: tuple[Choices, Choices],
        initial: Mapping[str, Any],
    ) -> None:
        """Offer the columns of both tables, the kinds, and whether it pairs or denies."""
        role = "key" if initial.get("key", True) else "guard"
        super().__init__(data, prefix=f"m{number}", initial={**initial, "role": role})
        _offer(self, columns)
        _choose(self, "kind", KIND_TEXTS)
        _choose(self, "role", ROLES)

    def line(self) -> dict[str, Any] | None:
        """Return what was said, None for an empty line."""
        found = self.cleaned_data
        if not found["left"] and not found["right"]:
            return None
        return {**_columns(found), "kind": found["kind"], "key": found["role"] != "guard"}


class RuleForm(forms.Form):
    """A column of A compared with one of B."""

    left = forms.ChoiceField(required=False)
    right = forms.ChoiceField(required=False)
    how = forms.ChoiceField(required=False)
    tolerance = forms.FloatField(required=False, min_value=0)

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        number: int,
        columns: tuple[Choices, Choices],
        initial: Mapping[str, Any],
    ) -> None:
        """Offer the columns and ways to compare; codes that are put in words stay those of the line."""
        super().__init__(data, prefix=f"r{number}", initial={**initial, "tolerance": initial.get("tolerance") or None})
        _offer(self, columns)
        self.fields["tolerance"].widget.attrs |= {"aria-label": _now("Tolerance"), "placeholder": _now("Tolerance")}
        self.codes = dict(initial.get("codes") or {})
        _choose(self, "how", {name: text for name, text in HOW_TEXTS.items() if name != "codes" or self.codes})

    def line(self) -> dict[str, Any] | None:
        """Return what was said, None for an empty line."""
        found = self.cleaned_data
        if not found["left"] and not found["right"]:
            return None
        codes = {"codes": self.codes} if found["how"] == "codes" else {}
        return {**_columns(found), "how": found["how"], "tolerance": found["tolerance"] or 0, **codes}


class ComparisonForm(forms.Form):
    """The whole comparison. ``definition`` gives what the command reads from a file."""

    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=300)
    name_en = forms.CharField(label=_("Name in English"), max_length=300, required=False)
    key = forms.SlugField(
        label=_("Short name in the address"), max_length=40, help_text=_("Lower-case letters, digits and hyphens.")
    )
    department = forms.ChoiceField(label=_("Department that compares"))
    authority = forms.ChoiceField(label=_("Which table is right where they differ"))
    schedule = forms.ChoiceField(label=_("When it runs"))
    method = forms.ChoiceField(label=_("How rows are paired"), widget=forms.RadioSelect)
    threshold = forms.FloatField(
        label=_("Least probability"),
        min_value=0.01,
        max_value=0.99,
        help_text=_("By probability: from here on two rows count as the same. 0.7 fits most tables."),
    )
    left_names = forms.MultipleChoiceField(label=_("Columns that call a row of A"), required=False)
    right_names = forms.MultipleChoiceField(label=_("Columns that call a row of B"), required=False)

    def __init__(
        self,
        data: Any,
        *,
        tables: tuple[str, str],
        columns: tuple[Choices, Choices],
        departments: Choices,
        initial: Mapping[str, Any],
        changing: bool,
    ) -> None:
        """Begin with ``initial``, a comparison as it is written; of one that is ``changing`` the key stays."""
        super().__init__(data, initial=dict(initial))
        self.tables, self.fixed_key = tables, str(initial.get("key", "")) if changing else ""
        for name, words in {"authority": AUTHORITY_TEXTS, "schedule": SCHEDULE_TEXTS}.items():
            _choose(self, name, words)
        _choose(self, "method", {name: texts[0] for name, texts in METHOD_TEXTS.items()})
        for name, choices in {"department": departments, "left_names": columns[0], "right_names": columns[1]}.items():
            self.fields[name].choices = list(choices)  # type: ignore[attr-defined] # - a choice field
        if changing:
            del self.fields["key"]
        self.matches = [
            MatchForm(data, number=number, columns=columns, initial=one)
            for number, one in _lines(initial, "columns", data, "m")
        ]
        self.rules = [
            RuleForm(data, number=number, columns=columns, initial=one)
            for number, one in _lines(initial, "rules", data, "r")
        ]

    def is_valid(self) -> bool:
        """Say whether everything is in order, line by line too."""
        return all([super().is_valid(), *(one.is_valid() for one in (*self.matches, *self.rules))])

    def first_fields(self) -> list[forms.BoundField]:
        """Return the fields of names and of who is asked."""
        return [
            self[name]
            for name in ("name_zh", "name_en", "key", "department", "authority", "schedule")
            if name in self.fields
        ]

    def methods(self) -> list[tuple[Any, str]]:
        """Return the choices of the method, each with when it fits."""
        return [(one, said(METHOD_TEXTS[str(one.data["value"])][1])) for one in self["method"]]

    def definition(self) -> Definition:
        """Return the comparison, read by the rule that reads files too. Raises ComparisonInvalidError."""
        found = self.cleaned_data
        same = (
            "name_zh",
            "name_en",
            "department",
            "authority",
            "schedule",
            "method",
            "threshold",
            "left_names",
            "right_names",
        )
        return definition_of(
            said={
                **{name: found[name] for name in same},
                "key": self.fixed_key or found["key"],
                "left": self.tables[0],
                "right": self.tables[1],
                "columns": [line for one in self.matches if (line := one.line())],
                "rules": [line for one in self.rules if (line := one.line())],
            }
        )

    def explain(self, *, error: ZhanqiaoError) -> None:
        """Show beside its field why it was not kept, or above the form."""
        field = str(error.facts.get("field", ""))
        if field == "columns":
            self.add_error(None, _now("Choose at least one pair of columns that pairs rows."))
            return
        self.add_error(field if field in self.fields else None, said(error.text))


def _lines(initial: Mapping[str, Any], name: str, data: Any, prefix: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield numbers of lines with what they begin with: those that are there, some to spare, and all that were sent."""
    there = list(initial.get(name, ()))
    count = len(there) + SPARE
    while data is not None and f"{prefix}{count}-left" in data:
        count += 1
    for number in range(count):
        yield number, there[number] if number < len(there) else {}


def _offer(form: forms.Form, columns: tuple[Choices, Choices]) -> None:
    labels = (_now("Column of A"), _now("Column of B"))
    for side, choices, label in zip(("left", "right"), columns, labels, strict=True):
        form.fields[side].choices = [("", "—"), *choices]  # type: ignore[attr-defined] # - a choice field
        form.fields[side].widget.attrs["aria-label"] = label


def _choose(form: forms.Form, name: str, words: Mapping[Any, Text]) -> None:
    field = form.fields[name]
    field.choices = [(str(one), said(text)) for one, text in words.items()]  # type: ignore[attr-defined] # - a choice field
    field.widget.attrs["aria-label"] = str(
        field.label
        or {"kind": _now("What it holds"), "role": _now("Role of the columns"), "how": _now("How it is compared")}[name]
    )


def _columns(found: Mapping[str, Any]) -> dict[str, str]:
    """Return both columns; one that was left empty has the name of the other."""
    return {"left": found["left"] or found["right"], "right": found["right"] or found["left"]}
