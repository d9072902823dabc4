"""How rows of a tried source go to the table: columns, mode, policy, schedule; and the removal of a connector."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhanqiao.core_services.connectors.operations import Manner
from zhanqiao.core_services.connectors.queries import DraftCard
from zhanqiao.core_services.connectors.rules import (
    ABOUT_MODES,
    DRIFTS,
    MISFITS,
    MODES,
    MODES_OF,
    Drift,
    Misfits,
    Mode,
)
from zhanqiao.core_services.exchange.rules import SCHEDULES, Schedule
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text
from zhanqiao.portal.workbench.forms.sources import said

TO = "to-"
LARGEST = 1_000_000
LEFT_OUT = "{name}（来源）"  # what a column that is not taken is called, where the table has one of its name


class MannerForm(forms.Form):
    """Each column of the source with the one it goes to; how rows change the table; when it runs."""

    mode = forms.ChoiceField(label=_("How rows change the table"), widget=forms.RadioSelect)
    watermark = forms.ChoiceField(
        label=_("Column that tells what is new"),
        required=False,
        help_text=_("For “only what is new”: a column that only grows, such as the moment of the last change."),
    )
    schedule = forms.ChoiceField(label=_("When it runs"))
    drift = forms.ChoiceField(label=_("When columns differ"))
    misfits = forms.ChoiceField(label=_("When rows do not fit"))
    most_misfits = forms.IntegerField(
        label=_("Most rows in quarantine"),
        required=False,
        min_value=0,
        max_value=LARGEST,
        help_text=_("A run stops before it sets more rows aside. Empty: no limit."),
    )
    key = forms.SlugField(
        label=_("Short name in the address"),
        max_length=40,
        required=False,
        help_text=_("Lower-case letters, digits and hyphens."),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        draft: DraftCard,
        keyed: bool,
        table_columns: Sequence[tuple[str, str]],
        proposed: Mapping[str, str],
        initial: Mapping[str, Any],
    ) -> None:
        """Offer what goes with the kind of source and with a table that is ``keyed`` or not; ``table_columns`` are names with labels, ``proposed`` the likely targets."""
        super().__init__(data, initial={**initial, "key": draft.key})
        self.draft, self.targets = draft, [name for name, _label in table_columns]
        self.kept = dict(initial.get("columns") or {})
        able = MODES_OF[draft.kind] - {Mode.APPEND if keyed else Mode.UPSERT}
        self._choose("mode", {one: MODES[one] for one in Mode if one in able})
        self._choose("schedule", SCHEDULES)
        self._choose("drift", DRIFTS)
        self._choose("misfits", MISFITS)
        self.fields["watermark"].choices = [("", "—"), *((one.name, one.name) for one in draft.columns)]  # type: ignore[attr-defined] # - a choice field
        if draft.connector:
            del self.fields["key"]
        for number, column in enumerate(draft.columns):
            choices = [("", _now("— not taken")), *table_columns]
            field = forms.ChoiceField(choices=choices, required=False, initial=proposed.get(column.name, ""))
            field.widget.attrs["aria-label"] = _now("Column of the table for %(name)s") % {"name": column.name}
            self.fields[f"{TO}{number}"] = field

    def lines(self) -> list[dict[str, Any]]:
        """Return the columns of the source, each with its field and the first values."""
        return [
            {
                "column": column,
                "field": self[f"{TO}{number}"],
                "values": [row[number] for row in self.draft.sample],
            }
            for number, column in enumerate(self.draft.columns)
        ]

    def modes(self) -> list[tuple[Any, str]]:
        """Return the choices of the mode, each with what it does."""
        return [(one, said(ABOUT_MODES[Mode(str(one.data["value"]))])) for one in self["mode"]]

    def clean(self) -> dict[str, Any]:
        """Hold the choices to one another."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        taken = [found.get(f"{TO}{number}") for number in range(len(self.draft.columns))]
        for number, target in enumerate(taken):
            if target and target in taken[:number]:
                self.add_error(f"{TO}{number}", _now("Another column goes there already."))
        if self.draft.columns and not any(taken):
            self.add_error(None, _now("No column is taken. Choose for at least one where it goes."))
        if "" in taken and found.get("drift") == Drift.REFUSE.value:
            self.add_error("drift", _now("Columns are not taken: choose to leave them out, else every run would stop."))
        return found

    def manner(self) -> Manner:
        """Return what was chosen."""
        found = self.cleaned_data
        mode = Mode(found["mode"])
        return Manner(
            key=found.get("key", ""),
            mode=mode,
            columns=self._columns() if self.draft.columns else self.kept,
            watermark=found["watermark"] if mode is Mode.INCREMENTAL else "",
            drift=Drift(found["drift"]),
            misfits=Misfits(found["misfits"]),
            most_misfits=found["most_misfits"] or 0,
            schedule=Schedule(found["schedule"]),
        )

    def explain(self, *, error: ZhanqiaoError) -> None:
        """Show beside its field why it was not saved, or above the form."""
        field = str(error.facts.get("field", ""))
        if error.code == "connector-taken":
            field = "key"
        if field not in self.fields:
            self.add_error(None, said(error.text))
            return
        expected = Text(
            str(error.facts.get("expected_zh", error.text.zh)), str(error.facts.get("expected_en", error.text.en))
        )
        self.add_error(field, said(expected))

    def _choose(self, name: str, words: Mapping[Any, Text]) -> None:
        self.fields[name].choices = [(one.value, said(text)) for one, text in words.items()]  # type: ignore[attr-defined] # - a choice field

    def _columns(self) -> dict[str, str]:
        """Return the names that differ; a column that is not taken gets a name the table has not."""
        names = {}
        for number, column in enumerate(self.draft.columns):
            target = self.cleaned_data[f"{TO}{number}"] or (
                LEFT_OUT.format(name=column.name) if column.name in self.targets else column.name
            )
            if target != column.name:
                names[column.name] = target
        return names


class RemovalForm(forms.Form):
    """Why something is taken away."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea({"rows": 2}))
