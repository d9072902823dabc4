"""Surveys as officers fill them in: the head, one question, when it runs, answers from a file, the open JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zhanqiao.core_services.surveys.rules import (
    GROUPING,
    KINDS,
    Definition,
    Kind,
    Option,
    Question,
    document_of,
    options_of,
)
from zhanqiao.kit.texts import Text

BAR, MORE = "|", "*"
LINES = {"rows": 5}
MOMENT = {"type": "datetime-local"}
FORM = "%Y-%m-%dT%H:%M"


class SurveyForm(forms.Form):
    """Whose survey it is, its title and what people should know before they answer."""

    department = forms.ChoiceField(label=_("Department"))
    title_zh = forms.CharField(label=_("Title (Chinese)"), max_length=200)
    title_en = forms.CharField(label=_("Title (English)"), max_length=200, required=False)
    introduction_zh = forms.CharField(
        label=_("Introduction (Chinese)"), max_length=4_000, required=False, widget=forms.Textarea({"rows": 3})
    )
    introduction_en = forms.CharField(
        label=_("Introduction (English)"), max_length=4_000, required=False, widget=forms.Textarea({"rows": 3})
    )
    wishes = forms.BooleanField(
        label=_("Begin with 'Which data do you want?': the requests most wanted that are not answered yet"),
        required=False,
    )

    def __init__(self, data: Any = None, *, departments: Sequence[tuple[str, str]]) -> None:
        """Offer these departments (key, name)."""
        super().__init__(data)
        self.fields["department"].choices = departments  # type: ignore[attr-defined]  # - declared as a choice field above

    def document(self, *, wished: Sequence[tuple[str, str]] = ()) -> dict[str, Any]:
        """Return the definition without questions, or with one about the requests ``wished`` (id, title)."""
        said = self.cleaned_data
        empty = document_of(Definition(Text("", ""), Text("", ""), ()))
        words = {name: {"zh": said[f"{name}_zh"], "en": said[f"{name}_en"]} for name in ("title", "introduction")}
        return empty | words | {"questions": [_wishes(wished)] if wished and said["wishes"] else []}


class QuestionForm(forms.Form):
    """One question. Options and rows are lines: Chinese | English | places."""

    kind = forms.ChoiceField(label=_("Kind of question"))
    title_zh = forms.CharField(label=_("Question (Chinese)"), max_length=500)
    title_en = forms.CharField(label=_("Question (English)"), max_length=500, required=False)
    required = forms.BooleanField(label=_("Needs an answer"), required=False)
    options = forms.CharField(
        label=_("Options"),
        required=False,
        widget=forms.Textarea(LINES),
        help_text=_(
            "One a line: Chinese | English | places. The last two may be left out; * at the end of the Chinese lets people say more (“其他*”)."
        ),
    )
    rows = forms.CharField(
        label=_("Rows of the grid"),
        required=False,
        widget=forms.Textarea(LINES),
        help_text=_("One a line: Chinese | English."),
    )
    lowest = forms.FloatField(label=_("Lowest"), required=False, help_text=_("Of a scale or a number."))
    highest = forms.FloatField(label=_("Highest"), required=False)
    low_text = forms.CharField(label=_("What the lowest means"), max_length=100, required=False)
    high_text = forms.CharField(label=_("What the highest means"), max_length=100, required=False)
    show_if = forms.MultipleChoiceField(
        label=_("Only if one of these was chosen"), required=False, widget=forms.SelectMultiple({"size": 6})
    )

    def __init__(self, data: Any = None, *, definition: Definition, question: Question | None) -> None:
        """Fill the form with a question, offer the options of those before it."""
        self.definition, self.question = definition, question
        super().__init__(data, initial=_said(definition, question) if question else None)
        language = get_language() or "zh-hans"
        self.fields["kind"].choices = [(kind.value, text.in_language(language)) for kind, text in KINDS.items()]  # type: ignore[attr-defined]  # - a choice field
        self.fields["show_if"].choices = list(_conditions(definition, question, language))  # type: ignore[attr-defined]  # - likewise

    def document(self) -> dict[str, Any]:
        """Return the whole definition with this question in its place."""
        said, before = self.cleaned_data, self.question
        key = before.key if before else _free(self.definition)
        options, quotas = _lines(said["options"], before.options if before else ())
        rows, _quotas = _lines(said["rows"], before.rows if before else ())
        made: dict[str, Any] = {
            "key": key,
            "kind": said["kind"],
            "title": {"zh": said["title_zh"], "en": said["title_en"]},
            "required": said["required"],
            "options": options if said["kind"] in TAKING_OPTIONS else [],
            "rows": rows if said["kind"] == Kind.MATRIX else [],
            "low_text": _two(said["low_text"]),
            "high_text": _two(said["high_text"]),
            "lowest": said["lowest"],
            "highest": said["highest"],
            "show_if": _condition(said["show_if"]),
        }
        return _placed(self.definition, made, quotas)


TAKING_OPTIONS = frozenset({Kind.SINGLE, Kind.MULTIPLE, Kind.RANKING, Kind.MATRIX})


class OpeningForm(forms.Form):
    """When a survey begins and ends, in the city's time."""

    begins_at = forms.DateTimeField(
        label=_("Begins"), input_formats=[FORM], widget=forms.DateTimeInput(MOMENT, format=FORM)
    )
    ends_at = forms.DateTimeField(
        label=_("Ends"), input_formats=[FORM], widget=forms.DateTimeInput(MOMENT, format=FORM)
    )


class ImportForm(forms.Form):
    """Answers gathered elsewhere."""

    file = forms.FileField(label=_("Answers (CSV)"))
    weight_column = forms.CharField(
        label=_("Column of weights"), max_length=200, required=False, help_text=_("Empty: every answer counts once.")
    )


class DefinitionForm(forms.Form):
    """The definition as JSON."""

    definition = forms.JSONField(
        label=_("Definition (JSON)"), widget=forms.Textarea({"rows": 12, "spellcheck": "false"})
    )


def _wishes(wished: Sequence[tuple[str, str]]) -> dict[str, Any]:
    options = [{"key": f"o{n}", "text": title, "request": one} for n, (one, title) in enumerate(wished, start=1)]
    other = {"key": "other", "text": {"zh": "其他", "en": "Other"}, "takes_text": True}
    title = {"zh": "您想要哪些数据？", "en": "Which data do you want?"}
    return {"key": "wishes", "kind": "multiple", "title": title, "options": [*options, other]}


def without(definition: Definition, key: str, /) -> dict[str, Any]:
    """Return a definition without one question."""
    whole = document_of(definition)
    whole["questions"] = [one for one in whole["questions"] if one["key"] != key]
    whole["quotas"] = [one for one in whole["quotas"] if key not in one["cell"]]
    return whole


def moved_up(definition: Definition, key: str, /) -> dict[str, Any]:
    """Return a definition with one question moved before the one before it."""
    whole = document_of(definition)
    place = next((number for number, one in enumerate(whole["questions"]) if one["key"] == key), 0)
    if place:
        one = whole["questions"].pop(place)
        whole["questions"].insert(place - 1, one)
    return whole


def pretty(definition: Definition, /) -> str:
    """Return a definition as JSON that people read."""
    return json.dumps(document_of(definition), ensure_ascii=False, indent=1)


def _placed(definition: Definition, made: dict[str, Any], quotas: Mapping[str, int]) -> dict[str, Any]:
    whole, key = document_of(definition), made["key"]
    keys = [one["key"] for one in whole["questions"]]
    if key in keys:
        whole["questions"][keys.index(key)] = made
    else:
        whole["questions"].append(made)
    kept = [one for one in whole["quotas"] if list(one["cell"]) != [key]]
    whole["quotas"] = kept + [{"cell": {key: option}, "most": most} for option, most in quotas.items()]
    return whole


def _lines(text: str, before: Sequence[Option]) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """Return options and their places; an option that keeps its Chinese text keeps its key."""
    known = {option.text.zh: option for option in before}
    taken = {option.key for option in before}
    options: list[dict[str, Any]] = []
    quotas: dict[str, int] = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        zh, en, most = ([part.strip() for part in line.split(BAR)] + ["", ""])[:3]
        takes_text, zh = zh.endswith(MORE), zh.removesuffix(MORE).strip()
        same = known.get(zh)
        key = same.key if same else next(f"o{n}" for n in range(1, 1_000) if f"o{n}" not in taken)
        taken.add(key)
        request = same.request if same else ""
        options.append({"key": key, "text": {"zh": zh, "en": en}, "takes_text": takes_text, "request": request})
        if most:
            quotas[key] = int(most) if most.isdecimal() else 0
    return options, quotas


def _said(definition: Definition, question: Question) -> dict[str, Any]:
    most = {
        quota.cell[0][1]: quota.most
        for quota in definition.quotas
        if [key for key, _option in quota.cell] == [question.key]
    }
    condition = question.show_if
    return {
        "kind": question.kind.value,
        "title_zh": question.title.zh,
        "title_en": question.title.en,
        "required": question.required,
        "options": "\n".join(_line(one, most.get(one.key)) for one in question.options),
        "rows": "\n".join(_line(one, None) for one in question.rows),
        "lowest": question.lowest,
        "highest": question.highest,
        "low_text": _one(question.low_text),
        "high_text": _one(question.high_text),
        "show_if": [f"{condition.question}={option}" for option in condition.any_of] if condition else [],
    }


def _line(option: Option, most: int | None) -> str:
    zh = option.text.zh + (MORE if option.takes_text else "")
    parts = [zh, option.text.en if option.text.en != option.text.zh or most else "", str(most) if most else ""]
    return f" {BAR} ".join(parts).rstrip(f" {BAR}")


def _two(text: str) -> dict[str, str]:
    zh, _bar, en = text.partition(BAR)
    return {"zh": zh.strip(), "en": en.strip()}


def _one(text: Text) -> str:
    return text.zh if text.zh == text.en else f"{text.zh} {BAR} {text.en}"


def _conditions(definition: Definition, question: Question | None, language: str) -> Iterator[tuple[str, str]]:
    for number, one in enumerate(definition.questions, start=1):
        if question is not None and one.key == question.key:
            return
        if one.kind in GROUPING | {Kind.MULTIPLE}:
            for option in options_of(one):
                yield f"{one.key}={option.key}", f"{number}. {option.text.in_language(language)}"


def _condition(said: Sequence[str]) -> dict[str, Any] | None:
    if not said:
        return None
    pairs = [one.partition("=") for one in said]
    return {"question": pairs[0][0], "any_of": [option for question, _sign, option in pairs if question == pairs[0][0]]}


def _free(definition: Definition) -> str:
    keys = {one.key for one in definition.questions}
    return next(f"q{n}" for n in range(1, 10_000) if f"q{n}" not in keys)
