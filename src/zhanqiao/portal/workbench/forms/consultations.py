"""Consultations as officers fill them in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhanqiao.core_services.consultations.rules import LONGEST_DRAFT, LONGEST_REASON, LONGEST_TITLE, OUTCOMES, Outcome

MOMENT, FORM = {"type": "datetime-local"}, "%Y-%m-%dT%H:%M"


class WordsForm(forms.Form):
    """Title, explanation and text of a draft."""

    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
    explanation = forms.CharField(
        label=_("Explanation"), max_length=LONGEST_DRAFT, required=False, widget=forms.Textarea({"rows": 5})
    )
    draft = forms.CharField(label=_("The draft"), max_length=LONGEST_DRAFT, widget=forms.Textarea({"rows": 12}))


class NewConsultationForm(WordsForm):
    """A draft and whose it is."""

    department = forms.ChoiceField(label=_("Department"))
    field_order = ("department", "title", "explanation", "draft")

    def __init__(self, data: Any = None, *, departments: Sequence[tuple[str, str]]) -> None:
        """Offer these departments (key, name)."""
        super().__init__(data)
        self.fields["department"].choices = departments  # type: ignore[attr-defined]  # - declared as a choice field above


class LayOpenForm(forms.Form):
    """From when until when a draft lies open."""

    begins_at = forms.DateTimeField(
        label=_("Begins"), input_formats=[FORM], widget=forms.DateTimeInput(MOMENT, format=FORM)
    )
    ends_at = forms.DateTimeField(
        label=_("Ends"), input_formats=[FORM], widget=forms.DateTimeInput(MOMENT, format=FORM)
    )
    shortened = forms.CharField(
        label=_("Why for less than thirty days"),
        required=False,
        max_length=LONGEST_REASON,
        help_text=_("Only where it is urgent; the reason is published."),
    )


class OutcomeForm(forms.Form):
    """What became of one opinion."""

    opinion_id = forms.SlugField(max_length=20)
    outcome = forms.TypedChoiceField(choices=[(one.value, OUTCOMES[one].zh) for one in Outcome], coerce=Outcome)
    reason = forms.CharField(max_length=LONGEST_REASON)


class SummaryForm(forms.Form):
    """The summary that is published with the outcomes."""

    summary = forms.CharField(label=_("Summary"), max_length=LONGEST_DRAFT, widget=forms.Textarea({"rows": 5}))
