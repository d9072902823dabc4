"""The forms of acts on data requests, made of the fields an act asks for; and a sharing request as it is drawn up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zhanqiao.core_services.data_requests.rules import (
    DEFAULT_PER_DAY,
    MOST_PER_DAY,
    OPENING_OUTCOMES,
    WAYS,
    FormRefusedError,
    SharingForm,
)
from zhanqiao.kit.texts import Text
from zhanqiao.people.access.rules import Way
from zhanqiao.people.departments.queries import DepartmentCard, cards_by_id

LONGEST_EXTENSION = 10  # working days, 政务数据共享条例 art 21


def act_form(*, fields: Sequence[str], data: Any = None, prefix: str = "") -> forms.Form:
    """Return the form of an act with these fields."""
    form = forms.Form(data, prefix=prefix or None)
    for name in fields:
        form.fields[name] = FIELDS[name]()
    return form


def told(form: forms.Form, error: FormRefusedError, /) -> None:
    """Put the problems that the rules found beside their fields."""
    for name, text in error.problems.items():
        form.add_error(name if name in form.fields else None, text.in_language(get_language() or "zh-hans"))


class DrawUpForm(forms.Form):
    """The five statutory fields of a sharing request (政务数据共享条例 art 20), and whose it is."""

    asker = forms.ChoiceField(label=_("Asking department"))
    dataset = forms.CharField(label=_("Short name of the dataset"), max_length=80)
    ground = forms.CharField(label=_("Ground of use"), max_length=2_000, widget=forms.Textarea({"rows": 3}))
    scene = forms.CharField(label=_("Scene of use"), max_length=2_000, widget=forms.Textarea({"rows": 3}))
    scope = forms.CharField(label=_("Scope of use"), max_length=2_000, widget=forms.Textarea({"rows": 3}))
    way = forms.ChoiceField(label=_("Way of sharing"))
    to_on = forms.DateField(label=_("Until"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *arguments: Any, departments: Sequence[DepartmentCard], **named: Any) -> None:
        """Offer the departments that the officer may ask for."""
        super().__init__(*arguments, **named)
        self.fields["asker"] = forms.ChoiceField(
            label=_("Asking department"), choices=[(one.id, _worded(one.name)) for one in departments]
        )
        self.fields["way"] = forms.ChoiceField(label=_("Way of sharing"), choices=list(_choices(WAYS)))

    def sharing(self) -> SharingForm:
        """Return the form as the rules take it."""
        typed = {name: self.cleaned_data[name] for name in ("ground", "scene", "scope", "to_on")}
        return SharingForm(way=Way(self.cleaned_data["way"]), **typed)


def _worded(text: Text) -> str:
    return text.in_language(get_language() or "zh-hans")


def _choices(words: Mapping[Any, Text]) -> Iterator[tuple[str, str]]:
    return ((one.value, _worded(text)) for one, text in words.items())


def _departments() -> Iterator[tuple[str, str]]:
    return ((one.id, _worded(one.name)) for one in cards_by_id().values() if one.valid_to is None)


def _long(label: Any, *, required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, max_length=2_000, required=required, widget=forms.Textarea({"rows": 3}))


FIELDS: Mapping[str, Callable[[], forms.Field]] = {
    "reason": lambda: _long(_("In words")),
    "conditions": lambda: _long(_("Further conditions"), required=False),
    "per_day": lambda: forms.IntegerField(
        label=_("Uses a day"), min_value=1, max_value=MOST_PER_DAY, initial=DEFAULT_PER_DAY
    ),
    "rectify_by": lambda: forms.DateField(
        label=_("Rectify by"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    ),
    "department": lambda: forms.ChoiceField(label=_("Department"), choices=_departments),
    "outcome": lambda: forms.ChoiceField(label=_("Outcome"), choices=lambda: _choices(OPENING_OUTCOMES)),
    "dataset": lambda: forms.CharField(
        label=_("Short name of the dataset"), max_length=80, required=False, help_text=_("Where it was opened.")
    ),
    "into": lambda: forms.CharField(
        label=_("Number of the other request"), max_length=20, help_text=_("It begins with opn_.")
    ),
    "days": lambda: forms.IntegerField(
        label=_("Working days more"), min_value=1, max_value=LONGEST_EXTENSION, initial=LONGEST_EXTENSION
    ),
    "scene": lambda: _long(_("Scene of use")),
    "process": lambda: _long(_("Process of use")),
    "results": lambda: _long(_("Results and benefits")),
    "storage": lambda: _long(_("Storage"), required=False),
    "disposal": lambda: _long(_("Disposal"), required=False),
}
