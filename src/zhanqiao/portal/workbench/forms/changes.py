"""What people fill in about changes: a permit for updates, its end, the decision on a change."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zhanqiao.core_services.reviews.rules import WAYS
from zhanqiao.portal.workbench.forms.review import APPROVE, SEND_BACK

REASON = 1000


class PermitForm(forms.Form):
    """Asking that programs may update a dataset. What is said is checked by the operation, in both languages."""

    ways = forms.MultipleChoiceField(
        label=_("Ways"), widget=forms.CheckboxSelectMultiple, help_text=_("The columns stay as they are.")
    )
    until = forms.DateField(
        label=_("Last day"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Within a year; a renewal is reviewed again."),
    )
    reason = forms.CharField(
        label=_("Which program updates it, and why"), max_length=REASON, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the ways in the page's language."""
        super().__init__(*args, **kwargs)
        language = get_language() or "zh-hans"
        choices = [(way.value, text.in_language(language)) for way, text in WAYS.items()]
        self.fields["ways"].choices = choices  # type: ignore[attr-defined]  # - declared as a choice field above


class PermitEndForm(forms.Form):
    """Ending a permit."""

    reason = forms.CharField(label=_("Reason"), max_length=REASON, widget=forms.Textarea({"rows": 2}))


class ChangeDecisionForm(forms.Form):
    """The decision of a reviewer on a change."""

    decision = forms.ChoiceField(choices=((APPROVE, _("Approve")), (SEND_BACK, _("Send back"))))
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=REASON,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Needed to send back: what has to change. Shown to the sender."),
    )

    @property
    def approves(self) -> bool:
        """Say whether it is approved."""
        return bool(self.cleaned_data["decision"] == APPROVE)
