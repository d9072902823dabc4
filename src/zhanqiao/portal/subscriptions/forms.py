"""What is typed on the pages of subscriptions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zhanqiao.core_services.following.queries import FollowCard, WebhookCard
from zhanqiao.core_services.following.rules import LONGEST_WHERE, RHYTHM_NAMES, Rhythm
from zhanqiao.data_center.storage.queries import TableCard


class FollowForm(forms.Form):
    """How a subscription tells, and of which rows."""

    rhythm = forms.ChoiceField(label=_("When I am told"), choices=[])
    by_mail = forms.BooleanField(
        label=_("Also by mail"),
        required=False,
        help_text=_("At the times you chose for mail. The site always tells you."),
    )
    webhook = forms.ChoiceField(label=_("Also tell a program"), required=False, choices=[])
    table = forms.ChoiceField(label=_("Table of the filter"), required=False, choices=[])
    where = forms.CharField(
        label=_("Only of rows that fit"),
        required=False,
        max_length=LONGEST_WHERE,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("A condition as the API takes it in 'where', such as area > 100 AND district = 'Shinan'."),
    )

    def __init__(
        self,
        *arguments: Any,
        follow: FollowCard,
        tables: Sequence[TableCard],
        webhooks: Sequence[WebhookCard],
        **named: Any,
    ) -> None:
        """Word the choices in the language of the page and fill in what holds now."""
        super().__init__(*arguments, **named)
        self.initial.update({
            "rhythm": follow.rhythm.value, "by_mail": follow.by_mail, "webhook": follow.webhook_id,
            "table": follow.filter_table, "where": follow.where,
        })  # fmt: skip
        language = get_language() or "zh-hans"
        self._choose("rhythm", [(one.value, RHYTHM_NAMES[one].in_language(language)) for one in Rhythm])
        self._choose("webhook", [("", "–"), *((one.id, one.url) for one in webhooks)])
        self._choose("table", [(one.id, one.title.in_language(language)) for one in tables])
        if not webhooks:
            del self.fields["webhook"]
        if len(tables) <= 1:
            del self.fields["table"]
        if not tables:
            del self.fields["where"]

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


class WebhookForm(forms.Form):
    """The address of a program."""

    url = forms.CharField(
        label=_("Address of the program"),
        max_length=500,
        widget=forms.URLInput(attrs={"autocomplete": "off", "placeholder": "https://"}),
        help_text=_("It gets a POST for each piece of news, signed as Standard Webhooks wants. Public addresses only."),
    )
