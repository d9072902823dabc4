"""An article as officers type it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zhanqiao.core_services.gallery.rules import slugs_in
from zhanqiao.core_services.news.queries import ArticleCard
from zhanqiao.core_services.news.rules import (
    LONGEST_BODY,
    LONGEST_NOTE,
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    ArticleRefusedError,
    ArticleWords,
    Kind,
    guests_in,
    turns_in,
    typed_english,
    typed_guests,
    typed_turns,
)
from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.kit.clock import CITY_TIME

LONGEST_LIST = 4_000
MOMENT, FORM = {"type": "datetime-local"}, "%Y-%m-%dT%H:%M"
OF_INTERVIEWS = ("held_at", "guests", "dialogue", "dialogue_en")
ONE_EACH = {"rows": 3, "spellcheck": "false"}


class ArticleForm(forms.Form):
    """Title, summary and words of an article; for an interview its day, guests, questions and answers."""

    department = forms.ChoiceField(label=_("Department"))
    title_zh = forms.CharField(label=_("Chinese title"), max_length=LONGEST_TITLE)
    title_en = forms.CharField(label=_("English title"), max_length=LONGEST_TITLE, required=False)
    summary_zh = forms.CharField(
        label=_("Summary in Chinese"), max_length=LONGEST_SUMMARY, widget=forms.Textarea({"rows": 2})
    )
    summary_en = forms.CharField(
        label=_("Summary in English"), max_length=LONGEST_SUMMARY, required=False, widget=forms.Textarea({"rows": 2})
    )
    held_at = forms.DateTimeField(
        label=_("When the interview is held"),
        input_formats=[FORM],
        widget=forms.DateTimeInput(MOMENT, format=FORM),
        help_text=_("Until then the public hands in questions."),
    )
    guests = forms.CharField(
        label=_("Guests"),
        max_length=LONGEST_LIST,
        widget=forms.Textarea(ONE_EACH),
        help_text=_("One a line: name, a comma, office."),
    )
    body_zh = forms.CharField(
        label=_("Text in Chinese"),
        max_length=LONGEST_BODY,
        widget=forms.Textarea({"rows": 14}),
        help_text=_("Markdown: ## heading, - list, **strong**, [words](address), tables. No pictures, no HTML."),
    )
    dialogue = forms.CharField(
        label=_("Questions and answers in Chinese"),
        max_length=LONGEST_BODY,
        required=False,
        widget=forms.Textarea({"rows": 10}),
        help_text=_("In turn, each begun by 问： or 答： (Q:, A:). They are numbered in this order."),
    )
    dialogue_en = forms.CharField(
        label=_("Questions and answers in English"),
        max_length=LONGEST_BODY,
        required=False,
        widget=forms.Textarea({"rows": 8}),
        help_text=_(
            "As many as in Chinese and in the same order, each begun by Q: or A:. What is not translated stays empty; Chinese stands in."
        ),
    )
    body_en = forms.CharField(
        label=_("Text in English"), max_length=LONGEST_BODY, required=False, widget=forms.Textarea({"rows": 8})
    )
    datasets = forms.CharField(
        label=_("Datasets it speaks of"),
        max_length=LONGEST_LIST,
        required=False,
        widget=forms.Textarea(ONE_EACH),
        help_text=_("One a line: the address of the dataset's page or its last part. Up to 20."),
    )
    note = forms.CharField(
        label=_("What this version changes"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Stands on the page with the day, for everybody."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        kind: Kind,
        departments: Sequence[tuple[str, str]] = (),
        is_later: bool = False,
        initial: dict[str, Any] | None = None,
    ) -> None:
        """Ask for what an article of this kind has; for a later version also what it changes. No departments: it has one."""
        super().__init__(data, initial=initial)
        self.kind = kind
        unasked = (
            *(() if departments else ("department",)),
            *(() if is_later else ("note",)),
            *(() if kind is Kind.INTERVIEW else OF_INTERVIEWS),
        )
        for name in unasked:
            del self.fields[name]
        if departments:
            self.fields["department"].choices = departments  # type: ignore[attr-defined]  # - declared as a choice field above

    def slugs(self) -> tuple[str, ...]:
        """Return the slugs of the datasets as typed."""
        return slugs_in(text=self.cleaned_data["datasets"])

    def words(self, *, datasets: Sequence[DatasetCard]) -> ArticleWords:
        """Return what is kept."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "department"}
        said["datasets"] = tuple(one.id for one in datasets)
        if self.kind is Kind.INTERVIEW:
            said |= {
                "guests": guests_in(text=said["guests"]),
                "dialogue": turns_in(text=said["dialogue"]),
                "dialogue_en": turns_in(text=said["dialogue_en"], may_be_empty=True),
            }
        return ArticleWords(**said)

    def told(self, error: ArticleRefusedError, /) -> None:
        """Put the problems that the rules found beside their fields."""
        for name, text in error.problems.items():
            self.add_error(name if name in self.fields else None, text.in_language(get_language() or "zh-hans"))


def typed_of(*, article: ArticleCard) -> dict[str, Any]:
    """Return an article as the form shows it to be changed."""
    both = {
        f"{name}_en": text.en if text.en != text.zh else ""
        for name, text in (("title", article.title), ("summary", article.summary), ("body", article.body))
    }
    is_draft = article.state.value == "draft"
    return both | {
        "title_zh": article.title.zh,
        "summary_zh": article.summary.zh,
        "body_zh": article.body.zh,
        "held_at": article.held_at.astimezone(CITY_TIME) if article.held_at else None,
        "guests": typed_guests(article.guests),
        "dialogue": typed_turns(article.dialogue),
        "dialogue_en": typed_english(article.dialogue),
        "datasets": "\n".join(one.slug for one in article.datasets),
        "note": article.note if is_draft else "",
    }
