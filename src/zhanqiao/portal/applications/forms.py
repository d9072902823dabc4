"""What is typed when an app is handed in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zhanqiao.core_services.gallery.queries import AppCard
from zhanqiao.core_services.gallery.rules import (
    KINDS,
    LICENCES,
    LONGEST_ABOUT,
    LONGEST_ADDRESS,
    LONGEST_MAKER,
    LONGEST_NAME,
    AppRefusedError,
    AppWords,
    Kind,
    slugs_in,
)
from zhanqiao.data_center.catalogue.queries import DatasetCard

LONGEST_LIST = 4_000


def _kinds() -> list[tuple[str, str]]:
    language = get_language() or "zh-hans"
    return [(one.value, text.in_language(language)) for one, text in KINDS.items()]


class AppForm(forms.Form):
    """An app as its maker describes it."""

    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=LONGEST_NAME)
    name_en = forms.CharField(label=_("Name in English"), max_length=LONGEST_NAME, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=_kinds)
    address = forms.CharField(
        label=_("Where it is found"),
        max_length=LONGEST_ADDRESS,
        help_text=_("An address that begins with https://"),
        widget=forms.URLInput({"placeholder": "https://"}),
    )
    about_zh = forms.CharField(
        label=_("What it does, in Chinese"), max_length=LONGEST_ABOUT, widget=forms.Textarea({"rows": 4})
    )
    about_en = forms.CharField(
        label=_("What it does, in English"),
        max_length=LONGEST_ABOUT,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )
    maker = forms.CharField(
        label=_("Made by"),
        max_length=LONGEST_MAKER,
        help_text=_("As you want to be named in public. Your account is never shown."),
    )
    datasets = forms.CharField(
        label=_("Datasets it uses"),
        max_length=LONGEST_LIST,
        widget=forms.Textarea({"rows": 3, "spellcheck": "false"}),
        help_text=_("One a line: the address of the dataset's page or its last part. Up to 20."),
    )
    source = forms.CharField(
        label=_("Source code"),
        max_length=LONGEST_ADDRESS,
        required=False,
        help_text=_("With an open licence the app gets the open-source badge."),
        widget=forms.URLInput({"placeholder": "https://"}),
    )
    licence = forms.ChoiceField(
        label=_("Licence of the source code"),
        choices=[("", "–"), *((one, one) for one in LICENCES)],
        required=False,
    )

    def slugs(self) -> tuple[str, ...]:
        """Return the slugs of the datasets as typed."""
        return slugs_in(text=self.cleaned_data["datasets"])

    def words(self, *, datasets: Sequence[DatasetCard]) -> AppWords:
        """Return what is handed in."""
        said = self.cleaned_data | {
            "kind": Kind(self.cleaned_data["kind"]),
            "datasets": tuple(one.id for one in datasets),
        }
        return AppWords(**said)

    def told(self, error: AppRefusedError, /) -> None:
        """Put the problems that the rules found beside their fields."""
        for name, text in error.problems.items():
            self.add_error(name, text.in_language(get_language() or "zh-hans"))


def typed_of(*, app: AppCard) -> dict[str, Any]:
    """Return an app as the form shows it to be changed."""
    en = {
        "name_en": app.name.en if app.name.en != app.name.zh else "",
        "about_en": app.about.en if app.about.en != app.about.zh else "",
    }
    return en | {
        "name_zh": app.name.zh,
        "about_zh": app.about.zh,
        "kind": app.kind.value,
        "address": app.address,
        "maker": app.maker,
        "datasets": "\n".join(one.slug for one in app.datasets),
        "source": app.source,
        "licence": app.licence,
    }
