"""The rules of one table, and the assessment, as forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zhanqiao.core_services.publishing.rules import (
    CONCLUSIONS,
    GRAINS,
    METHODS,
    MaskingRule,
    TableMasking,
    proposed_rule,
)
from zhanqiao.kit.texts import Text

MOST_CLASS = 1000


def _words(text: Text) -> str:
    return text.in_language(get_language() or "zh-hans")


def _rules() -> Iterator[tuple[str, str]]:
    yield "", "—"
    for name, text in METHODS.items():
        if name != "generalise":
            yield name, _words(text)
    for name, text in GRAINS.items():
        yield name, f"{_words(METHODS['generalise'])}: {_words(text)}"


class RuleForm(forms.Form):
    """The rule of one column: one choice, and the numbers that some choices need."""

    rule = forms.ChoiceField(label=_("Masking rule"), choices=_rules, required=False)
    first = forms.IntegerField(label=_("First signs kept"), required=False, min_value=0, max_value=12)
    last = forms.IntegerField(label=_("Last signs kept"), required=False, min_value=0, max_value=12)
    size = forms.IntegerField(label=_("Width or digits"), required=False, min_value=0, max_value=1_000_000)

    def __init__(self, data: Mapping[str, Any] | None, *, column: str, number: int, rule: MaskingRule | None) -> None:
        """Bind the rule of a column; ``data`` None shows ``rule``."""
        self.column = column
        super().__init__(data, prefix=f"c{number}", initial=_initial(rule))
        for name, field in self.fields.items():
            field.widget.attrs["aria-label"] = f"{column}: {field.label}"
            if name != "rule":
                field.widget.attrs["inputmode"] = "numeric"

    def chosen(self) -> MaskingRule | None:
        """Return the rule that was chosen, None for no rule."""
        said = self.cleaned_data
        name = said["rule"]
        if not name:
            return None
        grain = name if name in GRAINS else ""
        return MaskingRule(
            column=self.column,
            method="generalise" if grain else name,
            first=(said["first"] or 0) if name == "partial" else 0,
            last=(said["last"] or 0) if name == "partial" else 0,
            grain=grain,
            size=said["size"] or 0,
        )


class MaskingForm:
    """The rules of one table. ``lines`` are the forms of the columns shown first, ``others`` the rest."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        columns: Sequence[str],
        kinds: Mapping[str, str],
        first: frozenset[str],
        masking: TableMasking,
        propose: bool,
    ) -> None:
        """Bind a form per column; ``kinds`` names the personal data of columns, for which a rule is proposed."""
        known = {rule.column: rule for rule in masking.rules}
        forms_ = []
        for number, column in enumerate(columns):
            rule = known.get(column)
            if rule is None and propose and column in kinds:
                rule = proposed_rule(column=column, kind=kinds[column])
            forms_.append(RuleForm(data, column=column, number=number, rule=rule))
        chosen = first | frozenset(known)
        self.lines = [form for form in forms_ if form.column in chosen]
        self.others = [form for form in forms_ if form.column not in chosen]
        chosen_before = {"smallest": masking.smallest or None, "least": masking.least or None, "alike": masking.alike}
        self.aggregate = AggregateForm(data, columns=columns, initial=chosen_before)

    def is_valid(self) -> bool:
        """Say whether everything is in order."""
        checked = [form.is_valid() for form in (*self.lines, *self.others, self.aggregate)]
        return all(checked)

    def masking(self) -> TableMasking:
        """Return what was chosen."""
        rules = [form.chosen() for form in (*self.lines, *self.others)]
        said = self.aggregate.cleaned_data
        kept = tuple(rule for rule in rules if rule)
        return TableMasking(kept, said["smallest"] or 0, said["least"] or 0, tuple(said["alike"]))


class AggregateForm(forms.Form):
    """Counting rows together, or asking for k-anonymity."""

    smallest = forms.IntegerField(
        label=_("Count equal rows together; leave out groups smaller than"),
        help_text=_("Empty: rows stay as they are. At least 3."),
        required=False,
        min_value=3,
        max_value=MOST_CLASS,
    )
    least = forms.IntegerField(
        label=_("Publish only if equal rows are so many at least (k-anonymity)"),
        help_text=_("Empty: not asked for. Counted over all rows of the release by the columns chosen below."),
        required=False,
        min_value=2,
        max_value=MOST_CLASS,
    )
    alike = forms.MultipleChoiceField(label=_("Columns that others may know"), required=False)

    def __init__(self, *args: Any, columns: Sequence[str], **kwargs: Any) -> None:
        """Offer the table's columns."""
        super().__init__(*args, **kwargs)
        self.known = tuple(columns)
        choices = [(column, column) for column in columns]
        self.fields["alike"] = forms.MultipleChoiceField(
            label=_("Columns that others may know"), choices=choices, required=False
        )

    @property
    def columns(self) -> list[tuple[str, bool]]:
        """Return the table's columns and whether each is chosen."""
        chosen = set(self["alike"].value() or ())
        return [(name, name in chosen) for name in self.known]


class AssessmentForm(forms.Form):
    """The assessment of the impact on personal information (个人信息保护法, articles 55 and 56)."""

    purpose = forms.CharField(
        label=_("Purpose and necessity of opening"), max_length=4000, widget=forms.Textarea({"rows": 3})
    )
    effect = forms.CharField(
        label=_("Effect on persons, and risk"), max_length=4000, widget=forms.Textarea({"rows": 3})
    )
    measures = forms.CharField(label=_("Protective measures"), max_length=4000, widget=forms.Textarea({"rows": 3}))
    conclusion = forms.ChoiceField(label=_("Conclusion"))
    assessor = forms.CharField(label=_("Assessed by"), max_length=80)
    assessed_on = forms.DateField(label=_("Assessed on"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the conclusions in the reader's language."""
        super().__init__(*args, **kwargs)
        choices = [(name, _words(text)) for name, text in CONCLUSIONS.items()]
        self.fields["conclusion"] = forms.ChoiceField(label=_("Conclusion"), choices=choices)
        self.order_fields(["purpose", "effect", "measures", "conclusion", "assessor", "assessed_on"])


class ExemptionForm(forms.Form):
    """One finding that is to be opened as it is."""

    table = forms.CharField(max_length=200)
    column = forms.CharField(max_length=300)
    kind = forms.CharField(max_length=30)
    reason = forms.CharField(label=_("Reason of the exemption"), max_length=1000, required=False)


def _initial(rule: MaskingRule | None) -> dict[str, Any]:
    if rule is None:
        return {}
    return {
        "rule": rule.grain or rule.method,
        "first": rule.first if rule.method == "partial" else None,
        "last": rule.last if rule.method == "partial" else None,
        "size": rule.size if rule.grain in {"band", "rounded"} else None,
    }
