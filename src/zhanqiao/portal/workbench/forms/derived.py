"""What an officer says of a join that is kept as a derived table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

NEW = ""
ASKED = ("title_zh", "slug")  # of a new dataset


class DerivedForm(forms.Form):
    """A new dataset for the joined rows, or an existing derived table that is made so from now on, with the reason."""

    department = forms.ChoiceField(label=_("Department"))
    replaces = forms.ChoiceField(label=_("Keep it as"), required=False)
    title_zh = forms.CharField(label=_("Title (Chinese)"), max_length=300, required=False)
    title_en = forms.CharField(label=_("Title (English)"), max_length=300, required=False)
    slug = forms.SlugField(
        label=_("Short name in the address"),
        max_length=80,
        required=False,
        help_text=_("Lower-case letters, digits and hyphens."),
    )
    columns = forms.MultipleChoiceField(
        label=_("Columns of the areas to keep"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Each point takes them over from the area in which it lies, such as the name and code of a district."
        ),
    )
    reason = forms.CharField(
        label=_("Why it is changed"),
        required=False,
        max_length=1_000,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Only for an existing derived table."),
    )

    def __init__(
        self,
        *args: Any,
        departments: list[tuple[str, str]],
        existing: list[tuple[str, str]],
        columns: list[tuple[str, str]],
        chosen: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        """Offer these departments (key, name), derived tables (id, title) and columns of areas (name, label), none for other joins."""
        super().__init__(*args, **kwargs)
        self.fields["columns"].initial = list(chosen)
        self.fields["columns"].choices = columns  # type: ignore[attr-defined]  # - declared as a choice field above
        if not columns:
            del self.fields["columns"]
        if not existing:
            del self.fields["replaces"], self.fields["reason"]
            for name in ASKED:
                self.fields[name].required = True
        else:
            self.fields["replaces"].choices = [(NEW, _("A new dataset")), *existing]  # type: ignore[attr-defined]  # - declared as a choice field above
        self.fields["department"].choices = departments  # type: ignore[attr-defined]  # - declared as a choice field above

    def clean(self) -> dict[str, Any]:
        """Require a title and a short name for a new dataset."""
        found: dict[str, Any] = super().clean() or {}
        for name in ASKED:
            if not found.get("replaces") and not found.get(name) and name not in self.errors:
                self.add_error(name, forms.ValidationError(self.fields[name].error_messages["required"]))
        return found


class DerivedEndForm(forms.Form):
    """Why a derived table is no longer refreshed."""

    reason = forms.CharField(label=_("Reason"), max_length=1_000, widget=forms.Textarea({"rows": 2}))
