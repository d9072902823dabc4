"""The source of a connector as a form, made of what its kind declares: one field for each setting and secret, no other list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zhanqiao.core_services.connectors.operations import Source
from zhanqiao.core_services.connectors.rules import LONG_SECRETS, PORTS, SECRETS, Declared, Kind, declared, secrets_of
from zhanqiao.kit.errors import ZhanqiaoError
from zhanqiao.kit.texts import Text

LONGEST = 4_000
SECRET = "secret-"  # noqa: S105 - the beginning of names of fields
KEPT_EMPTY = frozenset({"header_prefix"})  # its spaces count, and nothing is a choice
FIRST = ("table_id", "name_zh", "name_en")
TableChoices = Sequence[tuple[str, Sequence[tuple[str, str]]]]


class SecretArea(forms.Textarea):
    """Several lines that are never sent back."""

    def format_value(self, value: Any) -> str | None:  # noqa: ARG002 - Django names it
        """Return nothing, whatever was typed."""
        return None


class SourceForm(forms.Form):
    """The name, the table, and the settings of one kind. ``source`` gives them as operations take them."""

    table_id = forms.ChoiceField(label=_("Table the rows go to"))
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=300)
    name_en = forms.CharField(label=_("Name in English"), max_length=300, required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        kind: Kind,
        tables: TableChoices,
        initial: Mapping[str, Any] | None = None,
        secret_set: Mapping[str, str] | None = None,
    ) -> None:
        """Make a field of each setting of ``kind``; ``secret_set`` says when secrets were given that may stay."""
        super().__init__(data, initial={"port": PORTS.get(kind), **(initial or {})})
        self.kind, self.settings = kind, declared(kind=kind)
        self.secret_set = dict(secret_set or {})
        self.fields["table_id"].choices = [("", "—"), *tables]  # type: ignore[attr-defined] # - declared as a choice field above
        for one in self.settings:
            self.fields[one.name] = _field(one)
        for name in secrets_of(kind=kind):
            self.fields[f"{SECRET}{name}"] = _secret(name)

    def first_fields(self) -> list[forms.BoundField]:
        """Return the fields of the name and the table."""
        return [self[name] for name in FIRST]

    def main_fields(self) -> list[forms.BoundField]:
        """Return the settings everybody fills in."""
        return [self[one.name] for one in self.settings if not one.told.more]

    def more_fields(self) -> list[forms.BoundField]:
        """Return the settings whose defaults fit most sources."""
        return [self[one.name] for one in self.settings if one.told.more]

    def more_have_errors(self) -> bool:
        """Say whether a field behind the fold needs attention."""
        return any(field.errors for field in self.more_fields())

    def secret_fields(self) -> list[tuple[forms.BoundField, bool, str]]:
        """Return each secret with whether it was given already, and when."""
        names = secrets_of(kind=self.kind)
        return [(self[f"{SECRET}{name}"], name in self.secret_set, self.secret_set.get(name, "")) for name in names]

    def source(self) -> Source:
        """Return what was said."""
        said = self.cleaned_data
        return Source(
            name_zh=said["name_zh"],
            name_en=said["name_en"],
            table_id=said["table_id"],
            settings={one.name: _value(one, said[one.name]) for one in self.settings},
            secret={name: said[f"{SECRET}{name}"] for name in secrets_of(kind=self.kind) if said[f"{SECRET}{name}"]},
        )

    def explain(self, *, error: ZhanqiaoError) -> None:
        """Show beside its field why a source was not kept, or above the form."""
        field = str(error.facts.get("field", "")).removeprefix("secret.")
        name = field if field in self.fields else f"{SECRET}{field}"
        if name not in self.fields:
            self.add_error("path" if "path" in {*error.facts} & {*self.fields} else None, said(error.text))
            return
        self.add_error(name, said(Text(str(error.facts["expected_zh"]), str(error.facts["expected_en"]))))


def said(text: Text, /) -> str:
    """Return a text in the page's language."""
    return text.in_language(get_language() or "zh-hans")


def _field(one: Declared) -> forms.Field:
    label, hint = said(one.told.label), said(one.told.hint)
    if one.type is bool:
        return forms.BooleanField(label=label, help_text=hint, required=False, initial=one.default)
    if one.told.choices:
        choices = [(value, said(text)) for value, text in one.told.choices.items()]
        return forms.ChoiceField(label=label, help_text=hint, choices=choices, initial=one.default)
    required = one.default is None
    if one.type is int:
        return forms.IntegerField(label=label, help_text=hint, required=required, initial=one.default, min_value=0)
    widget = (
        forms.Textarea({"rows": 3, "spellcheck": "false"})
        if one.told.long
        else forms.TextInput({"spellcheck": "false"})
    )
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        initial=one.default,
        max_length=LONGEST,
        strip=False,
        widget=widget,
    )


def _secret(name: str) -> forms.Field:
    quiet = {"autocomplete": "new-password", "spellcheck": "false"}
    widget = (
        SecretArea({"rows": 3, **quiet}) if name in LONG_SECRETS else forms.PasswordInput(quiet, render_value=False)
    )
    return forms.CharField(label=said(SECRETS[name]), required=False, max_length=LONGEST, strip=False, widget=widget)


def _value(one: Declared, given: Any) -> Any:
    """Return a setting as its type; what was left empty has its default."""
    if one.type is bool:
        return bool(given)
    if given in (None, ""):
        return "" if one.name in KEPT_EMPTY or one.default is None else one.default
    return int(given) if one.type is int else str(given) if one.name in KEPT_EMPTY else str(given).strip()
