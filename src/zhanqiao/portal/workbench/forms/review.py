"""What reviewers fill in: the decision with its reason, the time of release, comments on a place."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhanqiao.core_services.publishing.rules import Place

APPROVE, SEND_BACK = "approve", "send_back"
MOMENT = "%Y-%m-%dT%H:%M"


def _moment() -> forms.DateTimeField:
    return forms.DateTimeField(
        label=_("Release not before"),
        required=False,
        input_formats=[MOMENT],
        widget=forms.DateTimeInput({"type": "datetime-local"}, format=MOMENT),
        help_text=_("Empty: as soon as it is approved. Time of the city."),
    )


class SubmitForm(forms.Form):
    """Handing on to review."""

    release_at = _moment()


class DecisionForm(forms.Form):
    """The decision of a reviewer."""

    decision = forms.ChoiceField(choices=((APPROVE, _("Approve")), (SEND_BACK, _("Send back"))))
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Needed to send back: what has to change. Shown to the sender."),
    )
    release_at = _moment()

    @property
    def approves(self) -> bool:
        """Say whether it is approved."""
        return bool(self.cleaned_data["decision"] == APPROVE)


class CommentForm(forms.Form):
    """A comment on the whole, on a field of the entry, on a column or on a cell."""

    place = forms.ChoiceField(label=_("On"), required=False)
    row = forms.IntegerField(label=_("Row"), required=False, min_value=1)
    text = forms.CharField(label=_("Comment"), max_length=1000, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args: Any, places: list[tuple[str, Any]], **kwargs: Any) -> None:
        """Offer these places: (value, name); a value is built of lines: kind, table or field, column with their names."""
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = places  # type: ignore[attr-defined]  # - declared as a choice field above

    def chosen(self) -> Place:
        """Return the place."""
        kind, _sep, rest = self.cleaned_data["place"].partition("\n")
        if kind == "entry":
            return Place(field=rest)
        table, _sep, column = rest.partition("\n")
        return Place(table=table, column=column, row=self.cleaned_data["row"] if column else None)
