"""The first step: a file, whose it is, and whether it is new or continues a dataset."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

NEW = ""
REPLACE, APPEND = "replace", "append"


class UploadForm(forms.Form):
    """A file for a department. Choices are given by the view: what the person may upload for."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, Excel, ODS, JSON, GeoJSON, Shapefile (zip), GeoPackage, Parquet; also gz or zip of these."),
        allow_empty_file=True,  # an empty file gets the engine's own explanation
        max_length=200,
    )
    department = forms.ChoiceField(label=_("Department"))
    dataset = forms.ChoiceField(label=_("Dataset"), required=False)
    mode = forms.ChoiceField(
        label=_("What the file is"),
        choices=(
            (REPLACE, _("The whole table, replacing the last release")),
            (APPEND, _("Further rows, added to the last release")),
        ),
        required=False,
        initial=REPLACE,
    )

    def __init__(
        self,
        *args: Any,
        departments: list[tuple[str, str]],
        datasets: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        """Offer these departments (key, name) and these datasets (id, title)."""
        super().__init__(*args, **kwargs)
        self.has_departments = bool(departments)
        self.fields["department"].choices = departments  # type: ignore[attr-defined]  # - declared as a choice field above
        self.fields["dataset"].choices = [(NEW, _("A new dataset")), *datasets]  # type: ignore[attr-defined]  # - likewise
