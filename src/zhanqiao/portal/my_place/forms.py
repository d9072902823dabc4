"""What is typed on the pages of one's own place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zhanqiao.people.accounts.rules import KEY_DAYS, SCOPE_NAMES, Scope
from zhanqiao.people.mails.rules import KIND_NAMES, LONGEST_ADDRESS, WAY_NAMES, Kind, Way

NEW_PASSWORD = {"autocomplete": "new-password"}
PRESENT_PASSWORD = {"autocomplete": "current-password"}


class LoginForm(forms.Form):
    """A name and a password."""

    username = forms.CharField(
        label=_("User name"),
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("Password"), max_length=256, strip=False, widget=forms.PasswordInput(attrs=PRESENT_PASSWORD)
    )


class PasswordForm(forms.Form):
    """The present password and, twice, the new one."""

    present = forms.CharField(
        label=_("Present password"), max_length=256, strip=False, widget=forms.PasswordInput(attrs=PRESENT_PASSWORD)
    )
    new = forms.CharField(
        label=_("New password"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs=NEW_PASSWORD),
        help_text=_(
            "At least 10 characters; at least three of capitals, small letters, digits and other signs; without your user name."
        ),
    )
    again = forms.CharField(
        label=_("New password again"), max_length=256, strip=False, widget=forms.PasswordInput(attrs=NEW_PASSWORD)
    )

    def clean_again(self) -> str:
        """Hold the repetition against the new password."""
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("new"):
            raise forms.ValidationError(_("The two new passwords differ."))
        return again


class KeyForm(forms.Form):
    """An access key to be made."""

    name = forms.CharField(
        label=_("What the key is for"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Only you see this name."),
    )
    scope = forms.ChoiceField(label=_("It may"), choices=[])
    days = forms.IntegerField(label=_("Valid for days"), min_value=1, max_value=KEY_DAYS, initial=90)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Word the choices in the language of the page."""
        super().__init__(*arguments, **named)
        language = get_language() or "zh-hans"
        choices = [(scope.value, SCOPE_NAMES[scope].in_language("en" if language == "en" else "zh")) for scope in Scope]
        self.fields["scope"] = forms.ChoiceField(label=_("It may"), choices=choices)


class AddressForm(forms.Form):
    """An address of mail."""

    address = forms.CharField(
        label=_("Mail address"),
        max_length=LONGEST_ADDRESS,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("A link is sent there; the address counts once you open it. Only you see it."),
    )


class WaysForm(forms.Form):
    """How I am told of each kind of notice."""

    def __init__(self, *arguments: Any, ways: Mapping[Kind, Way], **named: Any) -> None:
        """Ask for a way for each kind, worded in the language of the page."""
        super().__init__(*arguments, **named)
        language = get_language() or "zh-hans"
        choices = [(way.value, WAY_NAMES[way].in_language(language)) for way in Way]
        for kind, way in ways.items():
            label = KIND_NAMES[kind].in_language(language)
            self.fields[kind.value] = forms.ChoiceField(label=label, choices=choices, initial=way.value)

    def ways(self) -> dict[Kind, Way]:
        """Return what was chosen."""
        return {Kind(kind): Way(way) for kind, way in self.cleaned_data.items()}
