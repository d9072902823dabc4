"""What officers and reviewers answer to a correction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class CorrectionForm(forms.Form):
    """The decision with its public words."""

    decision = forms.ChoiceField(
        choices=(
            ("accept", _("Accept")),
            ("reject", _("Reject")),
            ("pass", _("Another department answers")),
            ("confirm", _("Confirm")),
            ("return", _("Return")),
        )
    )
    words = forms.CharField(
        label=_("Answer"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Shown to the public with the name of the department. Needed to reject or return."),
    )


class ForwardingForm(forms.Form):
    """The department to which the authority forwards a correction."""

    department = forms.ChoiceField(label=_("Department that answers"))
    words = forms.CharField(label=_("Note to the department"), required=False, max_length=1000)

    def __init__(self, *args: Any, departments: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """Offer these departments."""
        super().__init__(*args, **kwargs)
        self.fields["department"].choices = departments  # type: ignore[attr-defined]  # - declared as a choice field above


class ExtensionForm(forms.Form):
    """More time, by the consent of the person in charge."""

    days = forms.IntegerField(label=_("Working days more"), min_value=1, max_value=20, initial=5)
    approver = forms.CharField(label=_("Approved by"), max_length=100)
    reason = forms.CharField(label=_("Reason"), max_length=300)
