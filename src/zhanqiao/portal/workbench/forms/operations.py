"""What operators and the audit administrator fill in."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zhanqiao.core_services.monitoring.rules.incidents import COMPONENT_NAMES, STATE_NAMES, Component, IncidentState
from zhanqiao.kit.clock import CITY_TIME
from zhanqiao.kit.texts import Text
from zhanqiao.people.audit.queries import Sought


class NoteForm(forms.Form):
    """One note of an incident, in both languages."""

    state = forms.ChoiceField(label=_("State"))
    text_zh = forms.CharField(
        label=_("What the public reads (Chinese)"), widget=forms.Textarea({"rows": 3}), max_length=2000
    )
    text_en = forms.CharField(
        label=_("What the public reads (English)"), widget=forms.Textarea({"rows": 3}), max_length=2000
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Offer the states in the page's language."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # - passed through as they came
        language = get_language() or "zh-hans"
        states = [(one.value, text.in_language(language)) for one, text in STATE_NAMES.items()]
        self.fields["state"].choices = states  # type: ignore[attr-defined]  # - declared as a choice field above

    def note(self) -> tuple[Text, IncidentState]:
        """Return the words and the state."""
        data = self.cleaned_data
        return Text(data["text_zh"], data["text_en"]), IncidentState(data["state"])


class IncidentForm(NoteForm):
    """A new incident with its first note."""

    title_zh = forms.CharField(label=_("Title (Chinese)"), max_length=200)
    title_en = forms.CharField(label=_("Title (English)"), max_length=200)
    components = forms.MultipleChoiceField(label=_("What is affected"), widget=forms.CheckboxSelectMultiple)
    field_order = ("title_zh", "title_en", "components", "state", "text_zh", "text_en")

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Offer the components in the page's language."""
        super().__init__(*args, **kwargs)
        language = get_language() or "zh-hans"
        parts = [(one.value, text.in_language(language)) for one, text in COMPONENT_NAMES.items()]
        self.fields["components"].choices = parts  # type: ignore[attr-defined]  # - declared as a choice field above

    def title(self) -> Text:
        """Return the title."""
        return Text(self.cleaned_data["title_zh"], self.cleaned_data["title_en"])

    def affected(self) -> list[Component]:
        """Return the components that are affected."""
        return [Component(each) for each in self.cleaned_data["components"]]


class AuditForm(forms.Form):
    """What is looked for in the audit trail."""

    by = forms.CharField(label=_("Actor"), required=False, max_length=64)
    action = forms.CharField(label=_("Action (or its beginning)"), required=False, max_length=64)
    object_type = forms.CharField(label=_("Kind of object"), required=False, max_length=32)
    object_id = forms.CharField(label=_("Object"), required=False, max_length=128)
    since = forms.DateField(label=_("From day"), required=False, widget=forms.DateInput({"type": "date"}))
    until = forms.DateField(label=_("To day"), required=False, widget=forms.DateInput({"type": "date"}))

    def sought(self) -> Sought:
        """Return the question; days are those of the city, the last one whole. A field that cannot be read narrows nothing."""
        data = self.cleaned_data if self.is_valid() else {}
        since, until = data.get("since"), data.get("until")
        return Sought(
            by=data.get("by", "").strip(),
            action=data.get("action", "").strip(),
            object_type=data.get("object_type", "").strip(),
            object_id=data.get("object_id", "").strip(),
            since=datetime.combine(since, time(), CITY_TIME) if since else None,
            until=datetime.combine(until + timedelta(days=1), time(), CITY_TIME) if until else None,
        )
