"""What somebody fills in who has found a wrong cell."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class CorrectionForm(forms.Form):
    """The cell of a row that was chosen before, what should stand in it, and why."""

    column = forms.ChoiceField(label=_("Which cell"), widget=forms.RadioSelect)
    written = forms.CharField(
        label=_("What should stand there"),
        required=False,
        max_length=2000,
        help_text=_("Empty: the cell should be empty."),
    )
    reason = forms.CharField(
        label=_("How do you know"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("A source helps. It is shown to the public with the answer, without your name: no personal data."),
    )
    is_unsure = forms.BooleanField(
        label=_("I do not know which department answers for this"),
        required=False,
        help_text=_("The data authority then forwards it within two working days."),
    )

    def __init__(self, *args: Any, columns: list[str], **kwargs: Any) -> None:
        """Offer these columns."""
        super().__init__(*args, **kwargs)
        self.fields["column"].choices = [(name, name) for name in columns]  # type: ignore[attr-defined]  # - declared as a choice field above
