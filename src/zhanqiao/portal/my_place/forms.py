"""What is typed on the pages of one's own place."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

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
