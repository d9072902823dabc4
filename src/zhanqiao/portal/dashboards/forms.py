"""What is typed on the pages of dashboards."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zhanqiao.core_services.dashboards.rules import (
    KINDS,
    LARGEST,
    LAYOUTS,
    MAP_FIELDS,
    REPORT_RHYTHMS,
    Spec,
    Tile,
    spec_of_text,
)
from zhanqiao.core_services.exploring.rules import charts
from zhanqiao.core_services.mapping.rules import STYLES
from zhanqiao.kit.texts import Text

TITLE, SUMMARY = 120, 500
MINE = "mine"


def worded(words: Any, /) -> Any:
    """Return choices worded in the language of the page."""
    return lambda: [(one, text.in_language(get_language() or "zh-hans")) for one, text in words.items()]


class NewForm(forms.Form):
    """A new dashboard: typed, or from a document."""

    title_zh = forms.CharField(label=_("Title in Chinese"), max_length=TITLE, required=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=TITLE, required=False)
    layout = forms.ChoiceField(label=_("Form"), choices=worded(LAYOUTS), required=False)
    office = forms.ChoiceField(label=_("On behalf of"), required=False)
    document = forms.FileField(
        label=_("Or a JSON document"),
        required=False,
        help_text=_("As another dashboard was downloaded; at most 256 KB."),
    )

    def __init__(self, *args: Any, offices: dict[str, str], **kwargs: Any) -> None:
        """Offer the departments on whose behalf it may be made."""
        super().__init__(*args, **kwargs)
        self.fields["office"].choices = [(MINE, _("Myself")), *offices.items()]  # type: ignore[attr-defined]  # - it is a choice field
        if not offices:
            del self.fields["office"]

    def clean(self) -> dict[str, Any]:
        """Need a title in one language, or a document."""
        typed = super().clean() or {}
        if not (typed.get("title_zh") or typed.get("title_en") or typed.get("document")):
            self.add_error("title_zh", _("Give a title in one language at least."))
        return typed

    def office_id(self) -> str | None:
        """Return the department on whose behalf it is made, None for myself."""
        chosen = self.cleaned_data.get("office") or MINE
        return None if chosen == MINE else str(chosen)

    def spec(self) -> Spec:
        """Return the dashboard. Raises SpecRefusedError for a document that is none."""
        typed = self.cleaned_data
        if typed.get("document"):
            return spec_of_text(text=typed["document"].read(LARGEST + 1).decode("utf-8", "replace"))
        zh, en = typed["title_zh"], typed["title_en"]
        return Spec(title=Text(zh or en, en or zh), layout=typed["layout"] or "grid")


class PlaceForm(forms.Form):
    """Where a chart or rows go, and as what."""

    where_to = forms.ChoiceField(label=_("Dashboard"))
    new_title = forms.CharField(label=_("Title of the new dashboard"), max_length=TITLE, required=False)
    kind = forms.ChoiceField(label=_("Show it as"))
    measure = forms.ChoiceField(label=_("What is measured"), choices=worded(charts.MEASURES), required=False)
    of = forms.ChoiceField(label=_("Of the column"), required=False)
    drawn_as = forms.ChoiceField(label=_("Drawn as"), required=False)
    coloured_by = forms.ChoiceField(label=_("By column"), required=False)
    compare = forms.BooleanField(label=_("Compare with the release before"), required=False)
    title_zh = forms.CharField(label=_("Title in Chinese"), max_length=TITLE, required=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=TITLE, required=False)
    width = forms.TypedChoiceField(
        label=_("Width in columns"), choices=[(one, str(one)) for one in (1, 2, 3, 4)], coerce=int, initial=2
    )
    pinned = forms.BooleanField(label=_("Keep this release"), required=False)

    def __init__(self, *args: Any, page: dict[str, Any], **kwargs: Any) -> None:
        """Offer my dashboards, and what the address can be shown as."""
        super().__init__(*args, **kwargs)
        self.page = page
        language = get_language() or "zh-hans"
        mine = [(one.slug, one.title.in_language(language)) for one in page["mine"]]
        known = [*(["chart"] if page["chart"] else []), "number", "table", *(["map"] if page["drawn_as"] else [])]
        layer = page["layer"]
        if layer:
            known = ["map", *(one for one in known if one != "map")]
            self.initial.update({"drawn_as": layer.style, "coloured_by": layer.by})
        columns = [("", "–"), *((one.name, one.name) for one in page["table"].fields if one.type != "geometry")]
        drawings = [("", "–"), *((one, STYLES[one].in_language(language)) for one in page["drawn_as"])]
        kinds = [(one, KINDS[one].in_language(language)) for one in known]
        for name, choices in (
            ("where_to", [*mine, ("", _("A new dashboard"))]),
            ("kind", kinds),
            ("of", columns),
            ("coloured_by", columns),
            ("drawn_as", drawings),
        ):
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # - they are choice fields
        self.fields["where_to"].required = False

    def clean(self) -> dict[str, Any]:
        """Need a title for a new dashboard, and a column for all measures but the number of rows."""
        typed = super().clean() or {}
        if not typed.get("where_to") and not typed.get("new_title"):
            self.add_error("new_title", _("Give a title in one language at least."))
        if typed.get("kind") == "number" and typed.get("measure") not in ("", "count") and not typed.get("of"):
            self.add_error("of", _("Choose the column that is measured."))
        return typed

    def tile(self) -> Tile:
        """Return the tile that the form describes; it gets its id where it is put."""
        typed, page = self.cleaned_data, self.page
        zh, en = typed["title_zh"], typed["title_en"]
        state = page["state"]
        return Tile(
            id="t1",
            kind=typed["kind"],
            title=Text(zh or en, en or zh),
            width=typed["width"],
            table=page["table"].id,
            as_of=state.as_of or (str(page["table"].release_number) if typed["pinned"] else ""),
            where=state.where,
            said=self._said(),
        )

    def _said(self) -> dict[str, Any]:
        typed, page = self.cleaned_data, self.page
        if typed["kind"] == "chart":
            return {"chart": page["chart"]}
        if typed["kind"] == "map":
            return {"map": self._drawn()}
        if typed["kind"] == "table":
            order = page["state"].order_by
            return {"rows": 10} | ({"order_by": order} if order else {})
        measure = typed["measure"] or "count"
        of = {} if measure == "count" else {"of": typed["of"]}
        return {"measure": measure} | of | ({"compare": True} if typed["compare"] else {})

    def _drawn(self) -> dict[str, str]:
        """Return how the map draws the rows: what was chosen here, and the rest as the map's page had it."""
        typed, layer = self.cleaned_data, self.page["layer"]
        kept = dict(parse_qsl(layer.text())) if layer else {}
        said = {name: value for name, value in kept.items() if name in MAP_FIELDS}
        chosen = said | {"as": typed["drawn_as"], "by": typed["coloured_by"]}
        return {name: value for name, value in chosen.items() if value}


class ReportForm(forms.Form):
    """When reports of a dashboard go."""

    rhythm = forms.ChoiceField(label=_("When a report is made"), choices=worded(REPORT_RHYTHMS))
