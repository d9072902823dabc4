"""The catalogue entry as a form: what everybody must say first, the other statutory fields behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zhanqiao.data_center.catalogue import rules
from zhanqiao.data_center.catalogue.operations import SlugTakenError
from zhanqiao.data_center.catalogue.rules import CodeList, DatasetEntry
from zhanqiao.kit.errors import ZhanqiaoError

SEPARATORS = re.compile(r"[,，;；、\s]+")
LISTS = ("keywords", "related_codes")


def _coded(codes: CodeList, *, label: Any, required: bool = True, hint: Any = "") -> forms.ChoiceField:
    def choices() -> Iterator[tuple[str, str]]:
        if not required:
            yield "", "—"
        for code in codes.values():
            if code.code in rules.UNSTATED:
                continue
            yield code.code, code.text.in_language(get_language() or "zh-hans")

    return forms.ChoiceField(label=label, choices=choices, required=required, help_text=hint)


def _text(label: Any, *, hint: Any = "", required: bool = False, length: int = 200) -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, required=required, max_length=length)


def _long(label: Any, *, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=False, widget=forms.Textarea({"rows": 3}), max_length=4000
    )


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))


class EntryForm(forms.Form):
    """The entry of one dataset. ``entry`` gives the fields as the catalogue takes them."""

    title_zh = _text(_("Title in Chinese"), required=True)
    title_en = _text(_("Title in English"))
    slug = _text(
        _("Short name in the address"), required=True, hint=_("Lower-case letters, digits and hyphens."), length=80
    )
    abstract_zh = _long(
        _("Abstract in Chinese"), hint=_("What one row is, where the data comes from, what to watch out for.")
    )
    abstract_en = _long(_("Abstract in English"))
    theme = _coded(rules.THEMES, label=_("Theme"))
    keywords = _text(_("Keywords"), hint=_("Separated by commas."))
    update_cycle = _coded(rules.UPDATE_CYCLES, label=_("Update cycle"))
    licence = _coded(rules.LICENCES, label=_("Licence"))
    licence_url = _text(_("Link of the licence"), length=500)
    open_type = _coded(rules.OPEN_TYPES, label=_("Openness"))
    open_condition = _text(_("Condition of opening"), hint=_("Needed when it is open on condition."), length=500)
    open_legal_ground = _text(_("Legal ground for not opening"), hint=_("Needed when it is not opened."), length=500)

    scene = _coded(rules.SCENES, label=_("Scene of life"), required=False)
    data_level = _coded(rules.LEVELS, label=_("Grading"))
    share_type = _coded(rules.SHARE_TYPES, label=_("Sharing between departments"))
    share_condition = _text(
        _("Condition of sharing"), hint=_("Scope and purposes; needed when it is shared on condition."), length=500
    )
    share_legal_ground = _text(_("Legal ground for not sharing"), length=500)
    share_way = _coded(rules.SHARE_WAYS, label=_("Way of sharing"), required=False)
    use_condition = _text(_("Condition of use"), length=500)
    class_code = _text(_("Class code"), hint=_("Allocated when empty."), length=21)
    resource_code = _text(_("Resource code"), hint=_("Allocated when empty."), length=40)
    related_codes = _text(_("Related resource codes"), hint=_("Separated by commas."), length=500)
    internal_department = _text(_("Office inside the department"))
    source_system = _text(_("Source system"))
    division_code = _text(_("Division code"), hint=_("6, 9 or 12 digits."), length=12)
    spatial = _text(_("Area covered"))
    temporal_from = _day(_("Period covered, from"))
    temporal_to = _day(_("Period covered, to"))
    origin_name = _text(_("Origin"))
    origin_url = _text(_("Link of the origin"), length=500)
    contact_name = _text(_("Contact office"), hint=_("An office, not a person: this is shown to everybody."))
    contact_phone = _text(_("Contact phone"), length=60)
    contact_email = _text(_("Contact e-mail"), length=120)
    secrecy_reviewed_on = _day(_("Secrecy risk assessed on"))
    privacy_assessed_on = _day(_("Impact on personal information assessed on"))
    consented_by = _text(_("Consent of the department given by"), hint=_("The office that consented."))
    consented_on = _day(_("Consent given on"))
    synthetic = forms.BooleanField(label=_("This is synthetic data"), required=False)

    FIRST = (
        *("title_zh", "title_en", "slug", "abstract_zh", "abstract_en", "theme", "keywords", "update_cycle"),
        *("licence", "licence_url", "open_type", "open_condition", "open_legal_ground"),
    )

    def first_fields(self) -> list[forms.BoundField]:
        """Return the fields everybody fills in."""
        return [self[name] for name in self.FIRST]

    def other_fields(self) -> list[forms.BoundField]:
        """Return the other statutory fields; they have defaults."""
        return [self[name] for name in self.fields if name not in self.FIRST]

    def others_have_errors(self) -> bool:
        """Say whether a field behind the fold needs attention."""
        return any(field.errors for field in self.other_fields())

    def entry(self, *, department: str) -> DatasetEntry:
        """Return the entry as the catalogue takes it, provided by ``department`` (key or code)."""
        values = {**self.cleaned_data, "department": department}
        for name in LISTS:
            values[name] = tuple(part for part in SEPARATORS.split(values[name]) if part)
        return DatasetEntry(**values)

    def explain(self, *, error: ZhanqiaoError) -> None:
        """Show why the entry was not kept: each problem beside its field, anything else above the form."""
        language = get_language() or "zh-hans"
        if isinstance(error, rules.EntryInvalidError):
            for problem in error.problems:
                self.add_error(
                    problem.field if problem.field in self.fields else None, problem.text.in_language(language)
                )
            return
        self.add_error("slug" if isinstance(error, SlugTakenError) else None, error.text.in_language(language))

    @staticmethod
    def initial_of(*, entry: DatasetEntry) -> dict[str, Any]:
        """Return an entry as the form's initial values."""
        values = entry.as_dict()
        return {**values, **{name: "，".join(values[name]) for name in LISTS}}


def entry_words() -> dict[str, tuple[str, dict[Any, str]]]:
    """Return the label of every field of the entry, and the words of its choices, in the page's language."""
    return {
        name: (str(field.label), {code: str(word) for code, word in getattr(field, "choices", None) or ()})
        for name, field in EntryForm().fields.items()
    }
