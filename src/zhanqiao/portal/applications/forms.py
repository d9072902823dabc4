"""What is typed when an app is handed in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zhanqiao.core_services.gallery.queries import AppCard, ShotCard
from zhanqiao.core_services.gallery.rules import (
    KINDS,
    LICENCES,
    LONGEST_ABOUT,
    LONGEST_ADDRESS,
    LONGEST_ALT,
    LONGEST_MAKER,
    LONGEST_NAME,
    PICTURES_AT_MOST,
    AppRefusedError,
    AppWords,
    Kind,
    Shot,
    slugs_in,
)
from zhanqiao.data_center.catalogue.queries import DatasetCard
from zhanqiao.kit.pictures import LARGEST_PICTURE

LONGEST_LIST = 4_000
NUMBERS = range(1, PICTURES_AT_MOST + 1)
WORDED = ("name_zh", "name_en", "about_zh", "about_en", "address", "maker", "source", "licence")


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

    def __init__(self, *args: Any, kept: Sequence[ShotCard] = (), **more: Any) -> None:
        """Add the screenshots: ``kept`` are those of the version before, which may stay."""
        super().__init__(*args, **more)
        if kept:
            self.fields["keep"] = forms.MultipleChoiceField(
                label=_("Screenshots that stay"),
                choices=[(one.digest, one.alt) for one in kept],
                initial=[one.digest for one in kept],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        for number in NUMBERS:
            self.fields[f"picture_{number}"] = forms.FileField(
                label=_("Screenshot %(number)s") % {"number": number}, required=False
            )
            self.fields[f"alt_{number}"] = forms.CharField(
                label=_("What it shows"), max_length=LONGEST_ALT, required=False
            )
        self.fields["pictures"] = forms.Field(required=False, widget=forms.HiddenInput)
        self._kept = {one.digest: one for one in kept}

    @property
    def screenshots(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return the fields of new screenshots in pairs: the file, what it shows."""
        return [(self[f"picture_{number}"], self[f"alt_{number}"]) for number in NUMBERS]

    def shots(self) -> tuple[Shot, ...]:
        """Return the screenshots: those that stay, then the new ones."""
        said = self.cleaned_data
        stay = [Shot(alt=self._kept[one].alt, digest=one) for one in said.get("keep", ())]
        new = [
            Shot(alt=said[f"alt_{number}"], content=file.read(LARGEST_PICTURE + 1))
            for number in NUMBERS
            if (file := said[f"picture_{number}"])
        ]
        return (*stay, *new)

    def slugs(self) -> tuple[str, ...]:
        """Return the slugs of the datasets as typed."""
        return slugs_in(text=self.cleaned_data["datasets"])

    def words(self, *, datasets: Sequence[DatasetCard]) -> AppWords:
        """Return what is handed in."""
        said = {name: self.cleaned_data[name] for name in WORDED}
        kind, ids = Kind(self.cleaned_data["kind"]), tuple(one.id for one in datasets)
        return AppWords(**said, kind=kind, datasets=ids, pictures=self.shots())

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
