"""Ratings, remarks, suggestions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhanqiao.core_services.conversation.rules import (
    KINDS,
    LONGEST,
    LONGEST_REASON,
    OF_DATASETS,
    ON_DATASETS,
    STARS,
    TO_AUTHORITY,
    RemarkKind,
)
from zhanqiao.portal.interaction.forms.requests import choices_of

LINES = {"rows": 4}


class RatingForm(forms.Form):
    """Stars for the data or for whoever keeps them."""

    subject = forms.ChoiceField(choices=[(one.value, one.value) for one in OF_DATASETS])
    stars = forms.TypedChoiceField(choices=[(one, one) for one in STARS], coerce=int)
    reason = forms.CharField(max_length=LONGEST_REASON, required=False)


class RemarkForm(forms.Form):
    """A question or a comment on a dataset."""

    kind = forms.ChoiceField(label=_("Kind of remark"), choices=choices_of({one: KINDS[one] for one in ON_DATASETS}))
    text = forms.CharField(
        label=_("Your words"),
        max_length=LONGEST,
        widget=forms.Textarea(LINES),
        help_text=_("Published without your name after the office has looked at it. Leave out anything personal."),
    )

    def said(self) -> dict[str, Any]:
        """Return kind and text."""
        return self.cleaned_data | {"kind": RemarkKind(self.cleaned_data["kind"])}


class SuggestionForm(forms.Form):
    """A suggestion or an appeal to the data authority."""

    kind = forms.ChoiceField(label=_("Kind of remark"), choices=choices_of({one: KINDS[one] for one in TO_AUTHORITY}))
    text = forms.CharField(
        label=_("Your words"),
        max_length=LONGEST,
        widget=forms.Textarea(LINES),
        help_text=_("An appeal says which right is touched, by which data, and what should be done."),
    )
    is_private = forms.BooleanField(label=_("Only the office may read it"), required=False)

    def said(self) -> dict[str, Any]:
        """Return kind, text and whether it is private."""
        return self.cleaned_data | {"kind": RemarkKind(self.cleaned_data["kind"])}
