"""A line of the opening plan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zhanqiao.people.departments.queries import DepartmentCard


class PlanForm(forms.Form):
    """What will be opened, by whom and when."""

    department = forms.ChoiceField(label=_("Department"), choices=[])
    title = forms.CharField(label=_("What will be opened"), max_length=100)
    month = forms.DateField(
        label=_("By which month"),
        input_formats=["%Y-%m"],
        widget=forms.DateInput(attrs={"type": "month"}, format="%Y-%m"),
    )
    slug = forms.CharField(
        label=_("Address name of its dataset"),
        required=False,
        max_length=120,
        help_text=_("Once that dataset is public, the line is done. A draft is named nowhere."),
    )

    def __init__(self, *arguments: Any, departments: Sequence[DepartmentCard], **named: Any) -> None:
        """Offer the departments that one may plan for."""
        super().__init__(*arguments, **named)
        language = get_language() or "zh-hans"
        field = self.fields["department"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(one.id, one.name.in_language(language)) for one in departments]
