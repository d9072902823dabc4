"""Taking a dataset out of the public, or bringing it back."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

STEPS = (("suspended", _("Suspend")), ("withdrawn", _("Withdraw")), ("published", _("Bring back")))


class StateForm(forms.Form):
    """The step and its public reason."""

    step = forms.ChoiceField(choices=STEPS)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Shown to the public on the page of the dataset."),
    )
