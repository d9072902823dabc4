"""What people say about a discrepancy."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from zhanqiao.core_services.analysis.rules import DiscrepancyState


class AnswerForm(forms.Form):
    """The source's answer."""

    state = forms.ChoiceField(
        label=_("Answer"),
        choices=(
            (DiscrepancyState.CORRECTED.value, _("The data were corrected")),
            (DiscrepancyState.REJECTED.value, _("Verified: not an error")),
        ),
    )
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea({"rows": 3}))
    release_id = forms.CharField(
        label=_("Release that corrects it"),
        required=False,
        max_length=20,
        help_text=_("Its identifier, where the correction is published already."),
    )


class AcceptanceForm(forms.Form):
    """The source accepts: what should stand in its cell, and why."""

    written = forms.CharField(
        label=_("What should stand there"),
        required=False,
        max_length=2000,
        help_text=_("Empty: the cell should be empty."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Shown to the public with the name of the department once it is published."),
    )


class ClosingForm(forms.Form):
    """Closing without an answer, or after it."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea({"rows": 2}))
